#include "measure.hpp"

#include "statistics.h"
#include "workers.hpp"

#include <algorithm>
#include <thread>

namespace {

constexpr std::size_t single_calls = 500;
constexpr std::size_t group_calls = 16;
constexpr std::size_t groups = 32;
constexpr double overlap = 0.75; // of the shortest thread's time, during which all of them must run

// What one candidate was seen to do, in nanoseconds.
struct Samples {
  std::vector<double> loops, walls, groups, singles;
};

class Measurement {
public:
  Measurement(unsigned threads, double ns_per_tick)
      : workers_(threads), threads_(threads), ns_per_tick_(ns_per_tick), starts_(threads), ends_(threads),
        ticks_(threads, std::vector<std::uint64_t>(std::max(single_calls, groups))) {}

  void round(const Candidate &candidate, Samples &samples) {
    workers_.run_in_first(candidate.prepare);
    loops(candidate, samples);
    drain(candidate);
    grouped(candidate, samples);
    singles(candidate, samples);
    drain(candidate);
  }

private:
  double ns(std::uint64_t ticks) const { return static_cast<double>(ticks) * ns_per_tick_; }

  void drain(const Candidate &candidate) {
    if (candidate.drained_elsewhere)
      candidate.drain();
    else
      workers_.run_in_first(candidate.drain);
  }

  void loops(const Candidate &candidate, Samples &samples) {
    workers_.run([&](unsigned worker) {
      starts_[worker] = ticks_now();
      candidate.loop(worker, round_calls);
      ends_[worker] = ticks_now();
    });
    std::uint64_t first_end = *std::min_element(ends_.begin(), ends_.end());
    std::uint64_t last_start = *std::max_element(starts_.begin(), starts_.end());
    std::uint64_t wall =
        *std::max_element(ends_.begin(), ends_.end()) - *std::min_element(starts_.begin(), starts_.end());
    std::uint64_t shortest = wall;
    for (unsigned i = 0; i < threads_; i++) shortest = std::min(shortest, ends_[i] - starts_[i]);
    // Threads that ran one after the other, because somebody else had a core, show nothing about sharing.
    bool together = first_end > last_start && ns(first_end - last_start) >= overlap * ns(shortest);
    if (!together && threads_ <= std::thread::hardware_concurrency()) return;
    for (unsigned i = 0; i < threads_; i++)
      samples.loops.push_back(ns(ends_[i] - starts_[i]) / static_cast<double>(round_calls));
    samples.walls.push_back(ns(wall));
  }

  void grouped(const Candidate &candidate, Samples &samples) {
    workers_.run([&](unsigned worker) {
      for (std::size_t i = 0; i < groups; i++) {
        std::uint64_t start = ticks_now();
        candidate.loop(worker, group_calls);
        ticks_[worker][i] = ticks_now() - start;
      }
    });
    for (const auto &ticks : ticks_)
      for (std::size_t i = 0; i < groups; i++)
        samples.groups.push_back(ns(ticks[i]) / static_cast<double>(group_calls));
  }

  void singles(const Candidate &candidate, Samples &samples) {
    workers_.run([&](unsigned worker) { candidate.singles(worker, ticks_[worker].data(), single_calls); });
    for (const auto &ticks : ticks_)
      for (std::size_t i = 0; i < single_calls; i++) samples.singles.push_back(ns(ticks[i]));
  }

  Workers workers_;
  unsigned threads_;
  double ns_per_tick_;
  std::vector<std::uint64_t> starts_, ends_;
  std::vector<std::vector<std::uint64_t>> ticks_;
};

Figures summarize(Samples &samples, double timer_ns, unsigned threads) {
  statistics_sort(samples.singles.data(), samples.singles.size());
  statistics_sort(samples.groups.data(), samples.groups.size());
  auto single = [&](double part) {
    return std::max(0.0, percentile(samples.singles.data(), samples.singles.size(), part) - timer_ns);
  };
  double wall = median(samples.walls.data(), samples.walls.size());
  return {median(samples.loops.data(), samples.loops.size()),
          single(0.5),
          single(0.99),
          single(0.999),
          percentile(samples.groups.data(), samples.groups.size(), 0.99),
          1e9 * static_cast<double>(round_calls * threads) / wall,
          samples.walls.size()};
}

} // namespace

Results measure(const Candidates &candidates, unsigned threads, unsigned rounds, double ns_per_tick) {
  std::vector<Samples> samples(candidates.size());
  {
    Measurement measurement(threads, ns_per_tick);
    for (std::size_t i = 0; i < candidates.size(); i++) { // warms up, and is forgotten
      Samples forgotten;
      for (int n = 0; n < 3; n++) measurement.round(candidates[i], forgotten);
    }
    for (unsigned n = 0; n < rounds; n++)
      for (std::size_t i = 0; i < candidates.size(); i++) {
        std::size_t at = (i + n) % candidates.size(); // nobody always comes after the same one
        measurement.round(candidates[at], samples[at]);
      }
  }
  // The first candidate is the timer alone.
  double timer_ns = median(samples[0].singles.data(), samples[0].singles.size());
  Results results;
  for (std::size_t i = 0; i < candidates.size(); i++)
    results[candidates[i].name] = summarize(samples[i], i == 0 ? 0 : timer_ns, threads);
  return results;
}
