#include "error.h"
#include "kinds.h"
#include "sender.h"
#include "tracker.h"

/* Copies as much of `from` as the caller's version of the struct has room for. */
static void copy_sized(void *to, size_t to_size, const void *from, size_t from_size) {
  memcpy(to, from, to_size < from_size ? to_size : from_size);
}

static uint64_t settled(ags_tracker *tracker) {
  return atomic_load(&ags_sender_read_counters(tracker->sender)->delivered) + ags_tracker_dropped(tracker);
}

uint64_t ags_tracker_dropped(ags_tracker *tracker) {
  uint64_t dropped = 0;
  for (int reason = 0; reason < AGS_DROP_REASONS; reason++) dropped += atomic_load(&tracker->dropped[reason]);
  return dropped;
}

uint64_t ags_tracker_count_accepted(ags_tracker *tracker) {
  uint64_t accepted = atomic_load(&tracker->adopted);
  for (ags_lane *lane = ags_tracker_lanes(tracker); lane != NULL; lane = lane->next)
    accepted += atomic_load_explicit(&lane->accepted, memory_order_relaxed);
  return accepted;
}

static ags_status send_with(ags_tracker *tracker, const ags_send_options *options, ags_report *report) {
  uint64_t accepted = ags_tracker_count_accepted(tracker);
  ags_report result = {0};
  ags_status status = ags_sender_send(tracker->sender, options, &result);
  if (report == NULL) return status;
  uint64_t gone = settled(tracker);
  result.remaining = accepted > gone ? accepted - gone : 0;
  result.size = report->size;
  copy_sized(report, report->size, &result, sizeof result);
  return status;
}

ags_status ags_send_with(ags_tracker *tracker, const ags_send_options *given, ags_report *report) {
  if (tracker == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  ags_send_options options = {0};
  if (!AGS_KNOWN(options, given))
    return ags_fail(AGS_ERROR_ARGUMENT, "options: NULL, or size is not sizeof(ags_send_options)");
  if (report != NULL && report->size < sizeof report->size)
    return ags_fail(AGS_ERROR_ARGUMENT, "report: size must be sizeof(ags_report)");
  ags_status status = ags_check_choice(options.conversation_id);
  if (status != AGS_OK) return status;
  return send_with(tracker, &options, report);
}

ags_status ags_send(ags_tracker *tracker, uint32_t timeout_ms, ags_report *report) {
  ags_send_options options = {.size = sizeof options, .timeout_ms = timeout_ms};
  return ags_send_with(tracker, &options, report);
}

ags_status ags_reconfigure(ags_tracker *tracker, const char *api_key, const char *endpoint) {
  if (tracker == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  return ags_sender_reconfigure(tracker->sender, api_key, endpoint, tracker->settings.allow_insecure_http);
}

/* Of those that wait, how many lie in files. While calls are under way the counts do not quite fit. */
static uint64_t count_spooled(ags_tracker *tracker, uint64_t waiting) {
  uint64_t gone = atomic_load(&tracker->pool.released_files), in_files = atomic_load(&tracker->adopted);
  for (ags_lane *lane = ags_tracker_lanes(tracker); lane != NULL; lane = lane->next)
    in_files += ags_lane_accepted_in_files(lane);
  uint64_t spooled = in_files > gone ? in_files - gone : 0;
  return spooled < waiting ? spooled : waiting;
}

ags_status ags_get_stats(ags_tracker *tracker, ags_stats *stats) {
  if (tracker == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  if (stats == NULL || stats->size < sizeof stats->size)
    return ags_fail(AGS_ERROR_ARGUMENT, "stats: NULL, or size is not sizeof(ags_stats)");
  const ags_sender_counters *counters = ags_sender_read_counters(tracker->sender);
  /* What left memory first: an event is accepted before it leaves, so the difference is never negative. */
  ags_stats result = {.delivered = atomic_load(&counters->delivered),
                      .discarded = atomic_load(&tracker->dropped[AGS_DROP_DISCARDED]),
                      .dropped_oldest = atomic_load(&tracker->dropped[AGS_DROP_OLDEST]),
                      .dropped_too_large = atomic_load(&tracker->dropped[AGS_DROP_TOO_LARGE]),
                      .dropped_invalid = atomic_load(&tracker->dropped[AGS_DROP_INVALID]),
                      .dropped_unreadable = atomic_load(&tracker->dropped[AGS_DROP_UNREADABLE])};
  result.dropped = result.discarded + result.dropped_oldest + result.dropped_too_large +
                   result.dropped_invalid + result.dropped_unreadable;
  result.accepted = ags_tracker_count_accepted(tracker);
  result.buffered = result.accepted - result.delivered - result.dropped;
  result.adopted = atomic_load(&tracker->adopted);
  if (tracker->pool.spool != NULL) result.spooled = count_spooled(tracker, result.buffered);
  result.buffered -= result.spooled;
  result.rejected = atomic_load(&tracker->rejected);
  result.rejected_full = atomic_load(&tracker->rejected_full);
  result.blocked = atomic_load(&tracker->blocked);
  result.mended = atomic_load(&tracker->mended);
  result.requests = atomic_load(&counters->requests);
  result.bytes_sent = atomic_load(&counters->bytes_sent);
  result.memory_bytes = ags_segment_used_bytes(&tracker->pool);
  result.size = stats->size;
  copy_sized(stats, stats->size, &result, sizeof result);
  return AGS_OK;
}
