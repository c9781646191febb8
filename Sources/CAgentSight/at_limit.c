#include "at_limit.h"

#include "deadline.h"
#include "error.h"
#include "items.h"
#include "sender.h"

/* Few enough to drop hardly more than it takes, enough to merge the lanes seldom. */
#define DROP_AT_ONCE 64

static void tell_dropped(const ags_tracker *tracker, const ags_drained *item) {
  const ags_settings *settings = &tracker->settings;
  if (settings->on_item == NULL) return;
  ags_item shown = ags_item_of(item, AGS_OUTCOME_DROPPED, AGS_ERROR_FULL);
  settings->on_item(settings->item_user, &shown);
}

static void drop(ags_tracker *tracker, const ags_drained *items, size_t count) {
  for (size_t i = 0; i < count; i++) {
    tell_dropped(tracker, &items[i]);
    ags_lane_release(&tracker->pool, items[i].record);
  }
  ags_tracker_count_dropped(tracker, AGS_DROP_OLDEST, count);
}

/* What is held comes before what lies in the lanes. A batch that failed is left alone: the server may have
 * stored it. */
static size_t drop_held(ags_tracker *tracker) {
  ags_held *held = &tracker->drain.held;
  ags_drained *oldest = held->items + held->first + held->failed;
  size_t count = held->count - held->failed;
  if (count > DROP_AT_ONCE) count = DROP_AT_ONCE;
  if (count == 0) return 0;
  drop(tracker, oldest, count);
  held->count -= count;
  held->suspects -= count < held->suspects ? count : held->suspects;
  if (held->failed == 0)
    held->first = held->count > 0 ? held->first + count : 0;
  else
    memmove(oldest, oldest + count, (held->count - held->failed) * sizeof *oldest);
  return count;
}

/* Dropping what lies in the segments that are being written makes no room. */
static bool lanes_have_full_segments(ags_tracker *tracker) {
  for (const ags_lane *lane = ags_tracker_lanes(tracker); lane != NULL; lane = lane->next)
    if (ags_lane_has_full_segment(lane)) return true;
  return false;
}

static size_t drop_from_lanes(ags_tracker *tracker) {
  ags_drained items[DROP_AT_ONCE];
  size_t count;
  if (!lanes_have_full_segments(tracker)) return 0;
  if (!ags_drain_take(tracker, ags_drain_cut(tracker), items, DROP_AT_ONCE, &count)) return 0;
  drop(tracker, items, count);
  return count;
}

/* Drops until a segment has come back; false when nothing is left that may be dropped. */
static bool drop_oldest(ags_tracker *tracker) {
  uint64_t before = ags_segment_given_back(&tracker->pool);
  bool dropped = true;
  pthread_mutex_lock(&tracker->drain.mutex);
  while (dropped && ags_segment_given_back(&tracker->pool) == before)
    dropped = drop_held(tracker) > 0 || drop_from_lanes(tracker) > 0;
  pthread_mutex_unlock(&tracker->drain.mutex);
  return dropped;
}

static ags_status extend_by_dropping(ags_tracker *tracker, ags_lane *lane, size_t payload) {
  ags_status status = AGS_ERROR_FULL;
  while (status == AGS_ERROR_FULL && drop_oldest(tracker))
    status = ags_lane_extend(lane, &tracker->pool, payload);
  return status;
}

/* False when the deadline has passed. */
static bool wait_for_room(ags_tracker *tracker, uint64_t given_back, int64_t deadline_ns) {
  const ags_system *system = tracker->system;
  if (system->wait_until == NULL) {
    struct timespec deadline = ags_deadline_at(deadline_ns);
    return ags_segment_wait(&tracker->pool, given_back, &deadline);
  }
  /* Nobody else is there to make room. */
  if (ags_clock_monotonic_ns() >= deadline_ns) return false;
  int64_t next_ns = ags_sender_step(tracker->sender);
  if (next_ns > 0) system->wait_until(system->context, next_ns < deadline_ns ? next_ns : deadline_ns);
  return true;
}

static ags_status extend_by_waiting(ags_tracker *tracker, ags_lane *lane, size_t payload) {
  int64_t deadline_ns = ags_clock_monotonic_ns() + tracker->settings.block_timeout_ms * INT64_C(1000000);
  atomic_fetch_add_explicit(&tracker->blocked, 1, memory_order_relaxed);
  if (tracker->automatic) ags_sender_wake(tracker->sender, true);
  for (;;) {
    /* Read first: what comes back behind our back then ends the wait at once. */
    uint64_t given_back = ags_segment_given_back(&tracker->pool);
    ags_status status = ags_lane_extend(lane, &tracker->pool, payload);
    if (status != AGS_ERROR_FULL || !wait_for_room(tracker, given_back, deadline_ns)) return status;
  }
}

ags_status ags_tracker_extend(ags_tracker *tracker, ags_lane *lane, size_t payload) {
  ags_status status = ags_lane_extend(lane, &tracker->pool, payload);
  if (status == AGS_ERROR_FULL && ags_segment_can_fit(&tracker->pool, payload)) {
    if (tracker->settings.when_full == AGS_WHEN_FULL_DROP_OLDEST)
      status = extend_by_dropping(tracker, lane, payload);
    else if (tracker->settings.when_full == AGS_WHEN_FULL_BLOCK)
      status = extend_by_waiting(tracker, lane, payload);
  }
  if (status == AGS_ERROR_FULL) {
    atomic_fetch_add_explicit(&tracker->rejected_full, 1, memory_order_relaxed);
    return ags_fail(status, "memory_limit: %zu bytes of events wait to be sent", tracker->pool.limit);
  }
  return status;
}
