// How costs grow: of a call with the text, with the conversations, with what is held; of a start with what
// was left.
//
//   bench_growth [EVENTS_HELD]
#include "directory.hpp"
#include "event.h"
#include "fixture.h"
#include "resident.hpp"
#include "statistics.h"
#include "ticks.h"

#include <algorithm>
#include <cstdint>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>
#include <vector>

namespace {

constexpr std::size_t default_held = 10000000;
constexpr int rounds = 31;

double ns_per_tick;

double elapsed_ns(std::uint64_t start) {
  return static_cast<double>(ticks_now() - start) * ns_per_tick;
}

double clock_cost() {
  std::vector<double> samples;
  for (int round = 0; round < rounds; round++) {
    std::uint64_t start = ticks_now();
    for (int i = 0; i < 10000; i++) {
      timespec t;
      clock_gettime(CLOCK_REALTIME, &t);
    }
    samples.push_back(elapsed_ns(start) / 10000);
  }
  return median(samples.data(), samples.size());
}

ags_tracker *tracker_for_long_texts() {
  ags_options options = fixture_options();
  options.text_limit = UINT32_MAX;
  ags_tracker *tracker;
  must(ags_tracker_create(&options, &tracker));
  return tracker;
}

void track(ags_tracker *tracker, const char *id, const char *text, std::size_t size) {
  must(ags_track_question_n(tracker, id, EVENT_ID_SIZE, text, size, EVENT_METADATA, EVENT_METADATA_SIZE));
}

double copy_cost(const std::string &text, std::size_t calls) {
  std::vector<char> to(text.size());
  std::uint64_t start = ticks_now();
  for (std::size_t i = 0; i < calls; i++) {
    std::copy(text.begin(), text.end(), to.begin());
    keep_memory();
  }
  return elapsed_ns(start) / static_cast<double>(calls);
}

void by_text(double clock_ns) {
  std::puts(
      "\n### By length of the text\n\n| bytes | × clock_gettime | × memcpy of the text | ns | ns/KiB |\n"
      "|--:|--:|--:|--:|--:|");
  ags_tracker *tracker = tracker_for_long_texts();
  for (std::size_t size = 64; size <= std::size_t(1) << 20; size *= 4) {
    std::string text(size, 'x');
    std::size_t calls = std::max<std::size_t>(8, std::min<std::size_t>(2000, (std::size_t(4) << 20) / size));
    std::vector<double> ours, copies;
    for (int round = -2; round < rounds; round++) {
      std::uint64_t start = ticks_now();
      for (std::size_t i = 0; i < calls; i++) track(tracker, EVENT_ID, text.data(), size);
      if (round >= 0) ours.push_back(elapsed_ns(start) / static_cast<double>(calls));
      must(ags_discard(tracker, nullptr, nullptr));
      if (round >= 0) copies.push_back(copy_cost(text, calls));
    }
    double ns = median(ours.data(), ours.size()), copy = median(copies.data(), copies.size());
    std::printf("| %zu | %.2f | %.2f | %.1f | %.1f |\n", size, ns / clock_ns, ns / copy, ns,
                ns * 1024 / static_cast<double>(size));
  }
  ags_tracker_free(tracker);
}

void by_conversations(double clock_ns) {
  std::puts(
      "\n### By number of conversations, each event in another\n\n| conversations | × clock_gettime | ns |\n"
      "|--:|--:|--:|");
  constexpr std::size_t most = 1000000;
  std::vector<char> ids((EVENT_ID_SIZE + 1) * most);
  for (std::size_t i = 0; i < most; i++)
    std::snprintf(&ids[i * (EVENT_ID_SIZE + 1)], EVENT_ID_SIZE + 1, "user_%07u", static_cast<unsigned>(i));
  ags_tracker *tracker = fixture_tracker();
  for (std::size_t count = 1; count <= most; count *= 10) {
    std::vector<double> samples;
    std::size_t at = 0;
    for (std::size_t round = 0; round < std::max<std::size_t>(300, most / 2000); round++) {
      std::uint64_t start = ticks_now();
      for (int i = 0; i < 2000; i++) {
        track(tracker, &ids[at * (EVENT_ID_SIZE + 1)], EVENT_TEXT, EVENT_TEXT_SIZE);
        if (++at == count) at = 0;
      }
      samples.push_back(elapsed_ns(start) / 2000);
      must(ags_discard(tracker, nullptr, nullptr));
    }
    double ns = median(samples.data(), samples.size());
    std::printf("| %zu | %.2f | %.1f |\n", count, ns / clock_ns, ns);
  }
  ags_tracker_free(tracker);
}

void by_held(double clock_ns, std::size_t most) {
  std::puts("\n### By events held, none of them sent\n\n| events held | × clock_gettime, the calls up to "
            "here | ns | "
            "resident bytes/event | × bytes put in |\n|--:|--:|--:|--:|--:|");
  ags_tracker *tracker = fixture_tracker();
  std::size_t before = resident_bytes(), held = 0;
  for (std::size_t target = 1; target <= most; target *= 10) {
    std::size_t calls = target - held;
    std::uint64_t start = ticks_now();
    for (; held < target; held++) track(tracker, EVENT_ID, EVENT_TEXT, EVENT_TEXT_SIZE);
    // A mean: with new memory a call in a thousand pays for the others.
    double ns = elapsed_ns(start) / static_cast<double>(calls);
    double bytes = static_cast<double>(resident_bytes() - before) / static_cast<double>(held);
    std::printf("| %zu | %.2f | %.1f | %.0f | %.2f |\n", held, ns / clock_ns, ns, bytes,
                bytes / static_cast<double>(EVENT_SIZE));
  }
  ags_tracker_free(tracker);
}

ags_tracker *tracker_with_spool(const char *directory) {
  ags_options options = fixture_options();
  options.spool_directory = directory;
  ags_tracker *tracker;
  must(ags_tracker_create(&options, &tracker));
  return tracker;
}

// The floor of adoption: the same files, read and not looked at.
double reading_cost(const char *directory) {
  std::vector<char> bytes(std::size_t(1) << 18);
  std::uint64_t start = ticks_now();
  for (const auto &entry : std::filesystem::recursive_directory_iterator(directory)) {
    std::ifstream file(entry.path(), std::ios::binary);
    while (file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()))) keep_memory();
  }
  return elapsed_ns(start);
}

void by_left(std::size_t most) {
  std::puts("\n### By events left in a spool, until the next tracker has them\n\n| events left | million/s | "
            "ns/event | × reading their files |\n|--:|--:|--:|--:|");
  for (std::size_t left = 1000; left <= most; left *= 10) {
    Directory directory;
    ags_tracker *tracker = tracker_with_spool(directory.path());
    for (std::size_t i = 0; i < left; i++) track(tracker, EVENT_ID, EVENT_TEXT, EVENT_TEXT_SIZE);
    std::vector<double> samples, floors;
    for (int round = 0; round < 5; round++) {
      ags_tracker_free(tracker); // which leaves them
      floors.push_back(reading_cost(directory.path()));
      std::uint64_t start = ticks_now();
      tracker = tracker_with_spool(directory.path());
      samples.push_back(elapsed_ns(start));
    }
    ags_stats stats = {};
    stats.size = sizeof stats;
    must(ags_get_stats(tracker, &stats));
    if (stats.adopted != left) std::exit(1);
    double ns = median(samples.data(), samples.size());
    std::printf("| %zu | %.2f | %.0f | %.1f |\n", left, static_cast<double>(left) * 1e3 / ns,
                ns / static_cast<double>(left), ns / median(floors.data(), floors.size()));
    must(ags_discard(tracker, nullptr, nullptr));
    ags_tracker_free(tracker);
  }
}

} // namespace

int main(int argc, char **argv) {
  std::size_t held = argc > 1 ? std::strtoull(argv[1], nullptr, 10) : default_held;
  ns_per_tick = ticks_calibrate();
  double clock_ns = clock_cost();
  std::puts("## Growth\n\nC, lengths given.");
  by_text(clock_ns);
  by_conversations(clock_ns);
  by_held(clock_ns, held);
  by_left(std::min<std::size_t>(held, 1000000));
}
