// What nothing can be faster than: reading a clock, copying the bytes, one shared counter.
#include "candidate.hpp"
#include "event.h"

#include <atomic>
#include <cstring>
#include <memory>
#include <time.h>

namespace {

constexpr std::size_t ring_size = std::size_t(256) << 10;

auto nothing(unsigned) {
  return [](std::size_t) {};
}

auto clock_call(unsigned) {
  return [](std::size_t) {
    timespec t;
    clock_gettime(CLOCK_REALTIME, &t);
  };
}

#if defined(__x86_64__)
auto counter_call(unsigned) {
  return [](std::size_t) {
    std::uint64_t ticks = __rdtsc();
    __asm__ volatile("" ::"r"(ticks));
  };
}

auto fenced_counter_call(unsigned) {
  return [](std::size_t) {
    _mm_lfence();
    std::uint64_t ticks = __rdtsc();
    __asm__ volatile("" ::"r"(ticks));
  };
}

auto waiting_counter_call(unsigned) {
  return [](std::size_t) {
    unsigned core;
    std::uint64_t ticks = __rdtscp(&core);
    __asm__ volatile("" ::"r"(ticks));
  };
}
#endif

// Into a ring of a segment's size, as a record would be.
struct Copy {
  char *ring;
  std::size_t at = 0;

  void operator()(std::size_t) {
    static const char bytes[EVENT_RECORD_SIZE] = EVENT_ID EVENT_TEXT EVENT_METADATA;
    std::memcpy(ring + at, bytes, sizeof bytes);
    at = at + 2 * sizeof bytes <= ring_size ? at + sizeof bytes : 0;
  }
};

} // namespace

void add_floors(Candidates &candidates, unsigned threads) {
  candidates.push_back(candidate("the timer alone", nothing));
  candidates.push_back(candidate("clock_gettime(CLOCK_REALTIME)", clock_call));
#if defined(__x86_64__)
  candidates.push_back(candidate("rdtsc", counter_call));
  candidates.push_back(candidate("lfence + rdtsc", fenced_counter_call));
  candidates.push_back(candidate("rdtscp", waiting_counter_call));
#endif

  auto rings = std::make_shared<std::vector<std::vector<char>>>(threads, std::vector<char>(ring_size));
  candidates.push_back(
      candidate("memcpy of the record", [rings](unsigned worker) { return Copy{(*rings)[worker].data()}; }));

  auto counter = std::make_shared<std::atomic<std::uint64_t>>(0);
  candidates.push_back(candidate("one shared atomic add", [counter](unsigned) {
    return [counter = counter.get()](std::size_t) { counter->fetch_add(1, std::memory_order_relaxed); };
  }));
}
