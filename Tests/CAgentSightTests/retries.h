/* Retries as a test wants them: the waits of the real ones are too long for it. */
#ifndef RETRIES_H
#define RETRIES_H

#include "tracker.h"

/*
 * What is 0 stays as it is, except that a send without a deadline gives up after `attempts` failures in a
 * row, by default 1: most tests want to see each failure. Before the tracker's first send.
 */
typedef struct test_retries {
  uint32_t attempts, base_ms, cap_ms, hold_ms;
} test_retries;

static inline void test_set_retries(ags_tracker *tracker, const test_retries *retries) {
  ags_retry_policy *policy = &tracker->settings.retry;
  policy->attempts = retries->attempts > 0 ? retries->attempts : 1;
  if (retries->base_ms > 0) policy->base_ms = retries->base_ms;
  if (retries->cap_ms > 0) policy->cap_ms = retries->cap_ms;
  if (retries->hold_ms > 0) policy->hold_ms = retries->hold_ms;
}

#endif
