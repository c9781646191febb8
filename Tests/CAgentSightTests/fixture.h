/* A tracker to test with, and what it says about itself. */
#ifndef FIXTURE_H
#define FIXTURE_H

#include "agentsight.h"
#include "test.h"

#define TEST_KEY "ags_0123456789abcdef0123456789ABCDEF_0a1b2c"

/* Valid options; nothing listens at the endpoint. */
static inline ags_options fixture_options(void) {
  ags_options options;
  CHECK_INT(ags_options_init(&options, sizeof options), AGS_OK);
  options.api_key = TEST_KEY;
  options.endpoint = "http://127.0.0.1:9";
  options.text_limit = UINT32_MAX; /* most tests are about texts as they are */
  options.close_timeout_ms = 0;    /* and free what was never meant to be sent */
  return options;
}

static inline ags_tracker *fixture_create(const ags_options *options) {
  ags_tracker *tracker = NULL;
  if (ags_tracker_create(options, &tracker) != AGS_OK) test_fail(__FILE__, __LINE__, ags_last_error());
  CHECK(tracker != NULL);
  return tracker;
}

static inline ags_tracker *fixture_tracker(void) {
  ags_options options = fixture_options();
  return fixture_create(&options);
}

/* The counters, after a check that the books balance. */
static inline ags_stats fixture_stats(ags_tracker *tracker) {
  ags_stats stats = {.size = sizeof stats};
  CHECK_INT(ags_get_stats(tracker, &stats), AGS_OK);
  CHECK_INT(stats.accepted, stats.delivered + stats.dropped + stats.buffered + stats.spooled);
  return stats;
}

/* `count` times `unit`, NUL-terminated. */
static inline char *fixture_repeat(const char *unit, size_t count) {
  size_t size = strlen(unit);
  char *text = malloc(size * count + 1);
  CHECK(text != NULL);
  for (size_t i = 0; i < count; i++) memcpy(text + i * size, unit, size);
  text[size * count] = '\0';
  return text;
}

#endif
