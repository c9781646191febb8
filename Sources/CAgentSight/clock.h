/*
 * Two clocks: ticks, which a tracking call stamps its record with, and the wall clock, which those ticks
 * are turned into when records are drained.
 */
#ifndef AGS_CLOCK_H
#define AGS_CLOCK_H

#include "platform.h"

#include <stdbool.h>
#include <stdint.h>

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

/* True where the processor's time-stamp counter runs at one rate on all cores. Set once, before any tracker
 * exists. */
extern bool ags_clock_has_tsc;

/* Decides which source the ticks come from. Called under pthread_once by the first tracker. */
void ags_clock_setup(void);

/* Two clocks that are not the system's, for tests. */
typedef struct ags_clock_source {
  int64_t (*monotonic_ns)(void *context);
  int64_t (*wall_ns)(void *context);
  void *context;
} ags_clock_source;

/* From here on all time in this process comes from `source`, which stays the caller's; NULL: from the system
 * again. No tracking call may be under way. */
void ags_clock_replace(const ags_clock_source *source);

/* What deadlines are measured by. */
int64_t ags_clock_monotonic_ns(void);

/* Nanoseconds of the monotonic clock, made unique by a shared atomic: the source where there is no TSC. */
uint64_t ags_clock_unique_ns(void);

/* Ticks that are larger than all that were read before this call began, in any thread. */
AGS_INLINE uint64_t ags_clock_ticks(void) {
#if defined(__x86_64__)
  if (AGS_LIKELY(ags_clock_has_tsc)) {
    /* Without it the processor may read the counter before an earlier load has completed, the one that made
     * this call happen after another thread's. In the other direction nothing is needed: a store cannot
     * become visible before the counter read that precedes it has retired. */
    _mm_lfence();
    return __rdtsc();
  }
#endif
  return ags_clock_unique_ns();
}

/* One reading of all clocks at (nearly) the same instant. */
typedef struct ags_instant {
  uint64_t ticks;
  int64_t monotonic_ns;
  int64_t wall_ns; /* since 1970-01-01 UTC */
} ags_instant;

ags_instant ags_clock_read(void);

/*
 * Turns ticks into wall time. The result never steps back, whatever the system's clock does: a step
 * forward is followed at once for later events, a step back is worked off by running up to 1/16 slower.
 *
 * Between two instants time is interpolated. The last few such spans are kept, because events may wait
 * through several attempts to send them before their ticks are asked for.
 */
#define AGS_TIMELINE_SPANS 32

typedef struct ags_timeline_span {
  uint64_t from_ticks, to_ticks;
  int64_t from_wall_ns, to_wall_ns;
} ags_timeline_span;

typedef struct ags_timeline {
  ags_timeline_span spans[AGS_TIMELINE_SPANS]; /* one after the other; at least one */
  int count;
  int64_t monotonic_ns; /* at the end of the last span */
  int64_t next_wall_ns; /* where the next one begins: the end of the last, or later after a step forward */
} ags_timeline;

void ags_timeline_start(ags_timeline *timeline, ags_instant now);

/* Adds the span between the last instant and this one. */
void ags_timeline_advance(ags_timeline *timeline, ags_instant now);

/* Nobody will ask for ticks before the last span any more. */
void ags_timeline_forget(ags_timeline *timeline);

/* Wall time of ticks; those before the first span (stamped long ago, published late) get its beginning. */
int64_t ags_timeline_wall_ns(const ags_timeline *timeline, uint64_t ticks);

#endif
