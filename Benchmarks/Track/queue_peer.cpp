// moodycamel::ConcurrentQueue with a token per producer, taking the same bytes and a stamp.
#include "candidate.hpp"

#if defined(BENCH_WITH_QUEUE)
#include "event.h"

#include <cstring>
#include <memory>

#include <concurrentqueue/concurrentqueue.h>

namespace {

struct Item {
  std::uint64_t stamp;
  std::uint32_t sizes[3];
  char bytes[EVENT_SIZE];
};

using Queue = moodycamel::ConcurrentQueue<Item>;

struct Setup {
  Queue queue;
  std::vector<moodycamel::ProducerToken> tokens;
  std::vector<Item> taken = std::vector<Item>(round_calls);

  explicit Setup(unsigned threads) : queue(round_calls * threads * 2) {
    for (unsigned i = 0; i < threads; i++) tokens.emplace_back(queue);
  }
};

std::uint64_t stamp() {
#if defined(__x86_64__)
  return __rdtsc();
#else
  return monotonic_ns();
#endif
}

// A length that the compiler may know, or that it may not, as in a library.
template <bool known> std::size_t length(std::size_t size) {
  if (!known) __asm__ volatile("" : "+r"(size));
  return size;
}

template <bool known> Candidate with_lengths(const char *name, const std::shared_ptr<Setup> &setup) {
  auto make = [setup](unsigned worker) {
    return [queue = &setup->queue, token = &setup->tokens[worker]](std::size_t) {
      std::size_t id = length<known>(EVENT_ID_SIZE), text = length<known>(EVENT_TEXT_SIZE);
      std::size_t metadata = length<known>(EVENT_METADATA_SIZE);
      Item item;
      item.stamp = stamp();
      item.sizes[0] = static_cast<std::uint32_t>(id);
      item.sizes[1] = static_cast<std::uint32_t>(text);
      item.sizes[2] = static_cast<std::uint32_t>(metadata);
      std::memcpy(item.bytes, EVENT_ID, id);
      std::memcpy(item.bytes + id, EVENT_TEXT, text);
      std::memcpy(item.bytes + id + text, EVENT_METADATA, metadata);
      queue->enqueue(*token, item);
    };
  };
  return candidate(name, make, [setup] {
    while (setup->queue.try_dequeue_bulk(setup->taken.data(), setup->taken.size()) > 0) continue;
  });
}

} // namespace

void add_queue(Candidates &candidates, unsigned threads) {
  auto setup = std::make_shared<Setup>(threads);
  candidates.push_back(with_lengths<true>("moodycamel::ConcurrentQueue, lengths compiled in", setup));
  candidates.push_back(with_lengths<false>("moodycamel::ConcurrentQueue, lengths given", setup));
}

#else
#include <cstdio>

void add_queue(Candidates &, unsigned) {
  std::fputs("skipped: moodycamel::ConcurrentQueue (libconcurrentqueue-dev is missing)\n", stderr);
}
#endif
