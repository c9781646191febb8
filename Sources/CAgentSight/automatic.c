/*
 * Automatic sending by number. No tracking call may touch a counter that all threads share, so the events
 * that are left until sending is due are given out to the lanes in shares; a lane asks again when its share
 * is used up. All shares together are at most half of what was left when they were given. When less than that
 * is left, they are taken back and given anew: so sending is never due without somebody noticing.
 */
#include "sender.h"
#include "tracker.h"

static void take_shares_back(ags_tracker *tracker) {
  for (ags_lane *lane = ags_tracker_lanes(tracker); lane != NULL; lane = lane->next)
    atomic_store_explicit(&lane->until_wake, 0, memory_order_relaxed);
}

static uint64_t count_lanes(ags_tracker *tracker) {
  uint64_t count = 0;
  for (const ags_lane *lane = ags_tracker_lanes(tracker); lane != NULL; lane = lane->next) count++;
  return count;
}

/* Under the lock of automatic sending: the calling lane's share of what is left, at least one. */
static int64_t next_share(ags_tracker *tracker, uint64_t left) {
  ags_automatic *automatic = &tracker->automatic_sending;
  if (left < automatic->left_when_given / 2) {
    automatic->left_when_given = left;
    take_shares_back(tracker);
  }
  uint64_t share = left / (2 * count_lanes(tracker));
  return share > 0 ? (int64_t)share : 1;
}

/* Starts sending when it is due, and says after how many events the lane shall ask again. */
static AGS_COLD void wake(ags_tracker *tracker, ags_lane *lane) {
  ags_automatic *automatic = &tracker->automatic_sending;
  uint64_t every = tracker->settings.send_every_events;
  int64_t share = INT64_MAX;
  pthread_mutex_lock(&automatic->mutex);
  bool due = false, first = !automatic->started;
  automatic->started = true;
  if (every > 0) {
    uint64_t accepted = ags_tracker_count_accepted(tracker);
    due = accepted - automatic->due_at >= every;
    if (due || first) automatic->left_when_given = every;
    if (due) automatic->due_at = accepted;
    share = next_share(tracker, every - (accepted - automatic->due_at));
  }
  pthread_mutex_unlock(&automatic->mutex);
  atomic_store_explicit(&lane->until_wake, share, memory_order_relaxed);
  if (due || first) ags_sender_wake(tracker->sender, due);
}

void ags_tracker_recorded(ags_tracker *tracker, ags_lane *lane) {
  /* An atomic subtraction, because other lanes may take the share back. */
  if (atomic_fetch_sub_explicit(&lane->until_wake, 1, memory_order_relaxed) <= 1) wake(tracker, lane);
}
