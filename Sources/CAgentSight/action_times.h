/* When an action began and ended, from what its caller knew. */
#ifndef AGS_ACTION_TIMES_H
#define AGS_ACTION_TIMES_H

#include "record.h"

typedef struct ags_action_times {
  int64_t start_us, end_us, duration_us;
} ags_action_times;

/*
 * Any two of start, end and duration give the third. A start alone ends when the action was tracked; an end
 * alone is its start too. Without either the action begins when it was tracked, which keeps it in its place
 * among the events of its conversation.
 */
static inline ags_action_times ags_action_times_resolve(const ags_action_part *part, int64_t tracked_us) {
  int64_t start = part->started_at_ns / 1000, end = part->ended_at_ns / 1000;
  int64_t duration = part->duration_ns / 1000;
  if (part->started_at_ns == 0 && part->ended_at_ns == 0) {
    start = tracked_us;
    end = start + duration;
  } else if (part->started_at_ns == 0) {
    start = end - duration;
  } else if (part->ended_at_ns == 0) {
    end = part->duration_ns > 0 ? start + duration : tracked_us > start ? tracked_us : start;
  }
  return (ags_action_times){start, end, part->duration_ns != 0 ? duration : end - start};
}

#endif
