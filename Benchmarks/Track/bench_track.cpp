// What a tracking call costs, beside floors and peers that take the same bytes in the same run.
//
//   bench_track [ROUNDS]
#include "cold.hpp"
#include "event.h"
#include "goals.hpp"

#include <cstdio>
#include <cstdlib>

namespace {

constexpr unsigned default_rounds = 400;

Candidates candidates_for(unsigned threads) {
  Candidates candidates;
  add_floors(candidates, threads);
  add_ours(candidates, threads);
  add_queue(candidates, threads);
  add_spdlog(candidates, threads);
  add_lttng(candidates, threads);
  return candidates;
}

void print_table(const Candidates &candidates, const Results &results, unsigned threads) {
  double clock_ns = results.at("clock_gettime(CLOCK_REALTIME)").call_ns;
  std::printf("\n### %u thread%s\n\n", threads, threads == 1 ? "" : "s");
  std::puts("| one call | × clock_gettime | ns | single: p50 | p99 | p99.9 | groups of 16: p99 | million/s | "
            "rounds |");
  std::puts("|---|--:|--:|--:|--:|--:|--:|--:|--:|");
  for (const Candidate &candidate : candidates) {
    const Figures &f = results.at(candidate.name);
    std::printf("| %s | %.2f | %.1f | %.0f | %.0f | %.0f | %.1f | %.1f | %zu |\n", candidate.name.c_str(),
                f.call_ns / clock_ns, f.call_ns, f.p50, f.p99, f.p999, f.group_p99, f.events_per_second / 1e6,
                f.rounds);
  }
  std::fflush(stdout);
}

Results run(unsigned threads, unsigned rounds, double ns_per_tick) {
  Candidates candidates = candidates_for(threads);
  Results results = measure(candidates, threads, rounds, ns_per_tick);
  print_table(candidates, results, threads);
  return results;
}

} // namespace

int main(int argc, char **argv) {
  unsigned rounds = argc > 1 ? static_cast<unsigned>(std::atoi(argv[1])) : default_rounds;
  double ns_per_tick = ticks_calibrate();
  std::printf(
      "## Tracking\n\nAn event of %zu bytes: id %zu, text %zu, metadata %zu. Medians of %u rounds. Single "
      "calls: less the median of the timer alone, which its own row shows in full.\n",
      EVENT_SIZE, EVENT_ID_SIZE, EVENT_TEXT_SIZE, EVENT_METADATA_SIZE, rounds);
  Results one = run(1, rounds, ns_per_tick);
  Results two = run(2, rounds, ns_per_tick);
  run(4, rounds / 4 + 1, ns_per_tick);
  Cold cold = measure_cold(ns_per_tick);
  double clock_ns = one.at("clock_gettime(CLOCK_REALTIME)").call_ns;
  std::printf(
      "\nCold, × clock_gettime: a tracker's first call in a thread %.0f, each of the 10,000 calls behind it "
      "%.2f.\n",
      cold.first_ns / clock_ns, cold.call_ns / clock_ns);
  print_goals(one, two);
}
