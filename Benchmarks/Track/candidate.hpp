// Something to be measured: one call, in loops that the compiler can see into.
#ifndef CANDIDATE_HPP
#define CANDIDATE_HPP

#include "ticks.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <string>
#include <utility>
#include <vector>

struct Candidate {
  std::string name;
  std::function<void(unsigned worker, std::size_t calls)> loop;
  std::function<void(unsigned worker, std::uint64_t *ticks, std::size_t calls)> singles; // each call timed
  std::function<void()> prepare = [] {}; // before each timed stretch, in one of the threads
  std::function<void()> drain;           // empties what the calls have filled, outside the timed stretch
  bool drained_elsewhere = false;        // by another thread than those that call
};

// `make(worker)` gives the call that one thread repeats; it takes the number of the repetition.
template <class Make>
Candidate candidate(
    std::string name, Make make, std::function<void()> drain = [] {}) {
  Candidate result;
  result.name = std::move(name);
  result.loop = [make](unsigned worker, std::size_t calls) {
    auto call = make(worker);
    for (std::size_t i = 0; i < calls; i++) {
      call(i);
      keep_memory();
    }
  };
  result.singles = [make](unsigned worker, std::uint64_t *ticks, std::size_t calls) {
    auto call = make(worker);
    for (std::size_t i = 0; i < calls; i++) {
      std::uint64_t start = ticks_now();
      call(i);
      keep_memory();
      ticks[i] = ticks_now() - start;
    }
  };
  result.drain = std::move(drain);
  return result;
}

using Candidates = std::vector<Candidate>;

// Each adds what it has, for so many threads; a peer that cannot run says why on stderr.
void add_floors(Candidates &candidates, unsigned threads);
void add_ours(Candidates &candidates, unsigned threads);
void add_queue(Candidates &candidates, unsigned threads);
void add_spdlog(Candidates &candidates, unsigned threads);
void add_lttng(Candidates &candidates, unsigned threads);

// Calls per round at most: peers size their queues by it.
constexpr std::size_t round_calls = 2000;

#endif
