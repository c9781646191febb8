/*
 * Two clocks: ticks, which a tracking call stamps its record with, and the wall clock, which those ticks
 * are turned into when records are drained.
 *
 * Ticks are strictly increasing along happens-before, across threads: if one tracking call returns
 * before another begins, its ticks are smaller.
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

/* Nanoseconds of the monotonic clock, made unique by a shared atomic: the source where there is no TSC. */
uint64_t ags_clock_unique_ns(void);

/*
 * `ordered` asks for what the comment at the top promises. Without it the processor may read the counter
 * before an earlier load has completed, the one that made this call happen after another thread's; calls
 * of the same thread are in order either way. In the other direction nothing is needed: a store cannot
 * become visible before the counter read that precedes it has retired.
 */
AGS_INLINE uint64_t ags_clock_ticks(bool ordered) {
#if defined(__x86_64__)
  if (AGS_LIKELY(ags_clock_has_tsc)) {
    if (ordered) _mm_lfence();
    return __rdtsc();
  }
#else
  (void)ordered;
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
 */
typedef struct ags_timeline {
  uint64_t from_ticks; /* the span of ticks that the current mapping covers ... */
  uint64_t to_ticks;
  int64_t from_wall_ns; /* ... and the wall time at both ends */
  int64_t to_wall_ns;
  int64_t monotonic_ns; /* at to_ticks */
  int64_t next_wall_ns; /* where the mapping goes on: to_wall_ns, or later after a step forward */
} ags_timeline;

void ags_timeline_start(ags_timeline *timeline, ags_instant now);

/* Moves the mapping on, to cover the ticks between the last instant and this one. */
void ags_timeline_advance(ags_timeline *timeline, ags_instant now);

/* Wall time of ticks within the mapping; those before it (stamped, but published late) get its beginning. */
int64_t ags_timeline_wall_ns(const ags_timeline *timeline, uint64_t ticks);

#endif
