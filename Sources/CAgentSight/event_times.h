/*
 * Final times of events. A backend sorts by time, so in one conversation no two events may share a
 * microsecond; and what is drained later is later.
 */
#ifndef AGS_EVENT_TIMES_H
#define AGS_EVENT_TIMES_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct ags_event_times {
  struct ags_event_time_slot {
    uint64_t conversation; /* hash of its id; two that share it only keep their times apart needlessly */
    int64_t last_us;       /* 0: the slot is free */
  } * slots;
  size_t count;    /* of slots, a power of two */
  int64_t last_us; /* the latest time given so far, to any event */
  int64_t floor;   /* the latest time given before this round */
} ags_event_times;

/* Starts a round of up to `events` calls of ags_event_times_next(). False when memory ran out. */
bool ags_event_times_start(ags_event_times *times, size_t events);

/* The time of a conversation's next event, which was stamped at `us`. */
int64_t ags_event_times_next(ags_event_times *times, uint64_t conversation, int64_t us);

void ags_event_times_destroy(ags_event_times *times);

#endif
