#include "goals.hpp"

#include <cmath>
#include <cstdio>

namespace {

const std::string clock_name = "clock_gettime(CLOCK_REALTIME)";
const std::string lengths = "C, lengths";
const std::string own_id = "C, lengths, a conversation a thread";

void print(const char *title, double ratio, bool at_most, double goal) {
  if (!std::isfinite(ratio) || ratio <= 0) { // the threads never ran at the same time
    std::printf("| %s | not measured | %s %.2f | – |\n", title, at_most ? "≤" : "≥", goal);
    return;
  }
  bool met = at_most ? ratio <= goal : ratio >= goal;
  std::printf("| %s | %.2f | %s %.2f | %s |\n", title, ratio, at_most ? "≤" : "≥", goal,
              met ? "yes" : "**no**");
}

void print_faster(const char *title, const Results &results, const std::string &peer, double goal) {
  auto found = results.find(peer);
  if (found == results.end()) {
    std::printf("| %s | skipped | ≥ %.2f | – |\n", title, goal);
    return;
  }
  print(title, found->second.call_ns / results.at(lengths).call_ns, false, goal);
}

} // namespace

void print_goals(const Results &one, const Results &two) {
  double clock_ns = one.at(clock_name).call_ns;
  const Figures &ours = one.at(lengths);
  std::printf("\n### Goals\n\n| ratio | measured | goal | met |\n|---|--:|--:|---|\n");
  print("C, lengths / clock_gettime", ours.call_ns / clock_ns, true, 1.0);
  print("C, lengths, p99 / clock_gettime", ours.p99 / clock_ns, true, 3);
  print("C, lengths, p99.9 / clock_gettime", ours.p999 / clock_ns, true, 8);
  print("C, lengths, two threads / one thread, a conversation each",
        two.at(own_id).call_ns / one.at(own_id).call_ns, true, 1.25);
  print("the same in one conversation", two.at(lengths).call_ns / ours.call_ns, true, 1.25);
  print("C, NUL-terminated / clock_gettime", one.at("C, NUL-terminated").call_ns / clock_ns, true, 1.4);
  print("C, handles / clock_gettime", one.at("C, handles").call_ns / clock_ns, true, 0.65);
  print_faster("moodycamel::ConcurrentQueue, lengths given / C, lengths", one,
               "moodycamel::ConcurrentQueue, lengths given", 1);
  print_faster("the same, lengths compiled in / C, lengths", one,
               "moodycamel::ConcurrentQueue, lengths compiled in", 1);
  print_faster("LTTng-UST / C, lengths", one, "LTTng-UST", 7);
  print_faster("spdlog, asynchronous, its default queue full / C, lengths", one,
               "spdlog, asynchronous, its default queue full", 20);
  print_faster("the same with a queue that never fills / C, lengths", one, "spdlog, asynchronous", 20);
}
