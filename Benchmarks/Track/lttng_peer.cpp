// A tracepoint of LTTng-UST. It records only inside a tracing session, which run.sh opens.
#include "candidate.hpp"

#include <cstdio>

#if defined(BENCH_WITH_LTTNG)
#include "event.h"
#include "lttng_call.h"

void add_lttng(Candidates &candidates, unsigned) {
  if (!lttng_is_recording()) {
    std::fputs("skipped: LTTng-UST (no tracing session is open; see run.sh)\n", stderr);
    return;
  }
  candidates.push_back(candidate("LTTng-UST", [](unsigned) {
    return [](std::size_t) {
      lttng_record(EVENT_ID, EVENT_ID_SIZE, EVENT_TEXT, EVENT_TEXT_SIZE, EVENT_METADATA, EVENT_METADATA_SIZE);
    };
  }));
}

#else

void add_lttng(Candidates &, unsigned) {
  std::fputs("skipped: LTTng-UST (liblttng-ust-dev is missing)\n", stderr);
}
#endif
