// spdlog's asynchronous logger to a sink that does nothing.
#include "candidate.hpp"

#if defined(BENCH_WITH_SPDLOG)
#include "event.h"

#include <memory>
#include <thread>

#include <spdlog/async.h>
#include <spdlog/sinks/null_sink.h>

void add_spdlog(Candidates &candidates, unsigned threads) {
  // Room for a whole round, so that no call waits for the thread that writes.
  auto pool = std::make_shared<spdlog::details::thread_pool>(2 * round_calls * threads, 1);
  auto logger = std::make_shared<spdlog::async_logger>(
      "bench", std::make_shared<spdlog::sinks::null_sink_mt>(), pool, spdlog::async_overflow_policy::block);
  auto make = [logger](unsigned) {
    return [logger = logger.get()](std::size_t) {
      logger->info("{} {} {}", EVENT_ID, EVENT_TEXT, EVENT_METADATA);
    };
  };
  candidates.push_back(candidate("spdlog, asynchronous", make, [pool, logger] {
    while (pool->queue_size() > 0) std::this_thread::yield();
  }));
}

#else
#include <cstdio>

void add_spdlog(Candidates &, unsigned) {
  std::fputs("skipped: spdlog (libspdlog-dev is missing)\n", stderr);
}
#endif
