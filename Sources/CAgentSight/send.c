#include "error.h"
#include "sender.h"
#include "tracker.h"

#include <string.h>

/* Copies as much of `from` as the caller's version of the struct has room for. */
static void copy_sized(void *to, size_t to_size, const void *from, size_t from_size) {
  memcpy(to, from, to_size < from_size ? to_size : from_size);
}

ags_status ags_send(ags_tracker *tracker, uint32_t timeout_ms, ags_report *report) {
  if (tracker == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  if (report != NULL && report->size < sizeof report->size)
    return ags_fail(AGS_ERROR_ARGUMENT, "report: size must be sizeof(ags_report)");
  ags_report result = {0};
  ags_status status = ags_sender_send(tracker->sender, timeout_ms, &result);
  if (report != NULL) {
    result.size = report->size;
    copy_sized(report, report->size, &result, sizeof result);
  }
  return status;
}

static uint64_t count_accepted(ags_tracker *tracker) {
  uint64_t accepted = 0;
  for (ags_lane *lane = ags_tracker_lanes(tracker); lane != NULL; lane = lane->next)
    accepted += atomic_load_explicit(&lane->accepted, memory_order_relaxed);
  return accepted;
}

ags_status ags_get_stats(ags_tracker *tracker, ags_stats *stats) {
  if (tracker == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  if (stats == NULL || stats->size < sizeof stats->size)
    return ags_fail(AGS_ERROR_ARGUMENT, "stats: NULL, or size is not sizeof(ags_stats)");
  const ags_sender_counters *counters = ags_sender_read_counters(tracker->sender);
  /* Delivered first: an event is accepted before it is delivered, so the difference is never negative. */
  ags_stats result = {.delivered = atomic_load(&counters->delivered)};
  result.accepted = count_accepted(tracker);
  result.rejected = atomic_load(&tracker->rejected);
  result.buffered = result.accepted - result.delivered;
  result.requests = atomic_load(&counters->requests);
  result.bytes_sent = atomic_load(&counters->bytes_sent);
  result.memory_bytes = ags_segment_used_bytes(&tracker->pool);
  result.size = stats->size;
  copy_sized(stats, stats->size, &result, sizeof result);
  return AGS_OK;
}
