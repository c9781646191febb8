/* Allocations that fail on demand: the linker sends the core's calls here (--wrap). */
#ifndef FAILING_H
#define FAILING_H

#include <stdatomic.h>
#include <stdbool.h>

/* Counts down at each call; the one that reaches 0 fails. Negative: none fails. */
extern atomic_long failing_countdown;

/* Set by the call that failed. */
extern atomic_bool failing_happened;

/* True when the call under way is the one to fail. */
static inline bool failing_now(void) {
  if (atomic_load(&failing_countdown) < 0 || atomic_fetch_sub(&failing_countdown, 1) != 0) return false;
  atomic_store(&failing_happened, true);
  return true;
}

#endif
