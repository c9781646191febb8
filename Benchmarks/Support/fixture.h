/* Trackers to measure. Nothing listens at the endpoint, unless one is named. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include "agentsight.h"

#include <stdio.h>
#include <stdlib.h>

#define FIXTURE_KEY "ags_0123456789abcdef0123456789ABCDEF_0a1b2c"

/* A benchmark that does not do its work has no result. */
static inline void must(ags_status status) {
  if (status == AGS_OK) return;
  fprintf(stderr, "error: %s (%s)\n", ags_last_error(), ags_status_text(status));
  exit(1);
}

static inline ags_options fixture_options(void) {
  ags_options options;
  must(ags_options_init(&options, sizeof options));
  options.api_key = FIXTURE_KEY;
  options.endpoint = "http://127.0.0.1:9";
  options.memory_limit = (size_t)6 << 30;
  options.log_level = AGS_LOG_NONE;
  options.close_timeout_ms = 0;
  return options;
}

static inline ags_tracker *fixture_tracker(void) {
  ags_options options = fixture_options();
  ags_tracker *tracker;
  must(ags_tracker_create(&options, &tracker));
  return tracker;
}

#endif
