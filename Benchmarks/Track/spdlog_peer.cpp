// spdlog's asynchronous logger to a sink that does nothing.
#include "candidate.hpp"

#if defined(BENCH_WITH_SPDLOG)
#include "event.h"

#include <memory>
#include <thread>

#include <spdlog/async.h>
#include <spdlog/sinks/null_sink.h>

namespace {

struct Logger {
  std::shared_ptr<spdlog::details::thread_pool> pool;
  std::shared_ptr<spdlog::async_logger> logger;

  explicit Logger(std::size_t queue)
      : pool(std::make_shared<spdlog::details::thread_pool>(queue, 1)),
        logger(std::make_shared<spdlog::async_logger>("bench",
                                                      std::make_shared<spdlog::sinks::null_sink_mt>(), pool,
                                                      spdlog::async_overflow_policy::block)) {}

  void log() const { logger->info("{} {} {}", EVENT_ID, EVENT_TEXT, EVENT_METADATA); }
  void drain() const {
    while (pool->queue_size() > 0) std::this_thread::yield();
  }
};

Candidate logging(const char *name, const std::shared_ptr<Logger> &logger) {
  auto make = [logger](unsigned) { return [logger = logger.get()](std::size_t) { logger->log(); }; };
  return candidate(name, make, [logger] { logger->drain(); });
}

} // namespace

void add_spdlog(Candidates &candidates, unsigned threads) {
  // Room for a whole round, so that no call waits for the thread that writes.
  candidates.push_back(logging("spdlog, asynchronous", std::make_shared<Logger>(2 * round_calls * threads)));

  // Its defaults, as they are met by who logs without a break: the queue is full, and calls wait for room.
  auto busy = std::make_shared<Logger>(spdlog::details::default_async_q_size);
  candidates.push_back(logging("spdlog, asynchronous, its default queue full", busy));
  candidates.back().prepare = [busy] {
    for (std::size_t i = 0; i < spdlog::details::default_async_q_size; i++) busy->log();
  };
}

#else
#include <cstdio>

void add_spdlog(Candidates &, unsigned) {
  std::fputs("skipped: spdlog (libspdlog-dev is missing)\n", stderr);
}
#endif
