/* What waits: looking at it and giving it up. */
#include "pending.h"

#include "batch.h"
#include "error.h"
#include "items.h"
#include "kinds.h"
#include "record_parts.h"
#include "tracker.h"

static void visit_held(const ags_held *held, ags_view only, ags_pending_visitor each, void *context) {
  const ags_drained *all = held->items + held->first;
  for (size_t i = 0; i < held->count; i++)
    if (ags_record_belongs(all[i].record, only)) each(context, &all[i]);
}

/* Goes through what the sender has taken and what is held, after reading the lanes up to now. Under the
 * drain's mutex. */
static ags_status visit(ags_tracker *tracker, ags_view only, ags_pending_visitor each, void *context) {
  ags_drain *drain = &tracker->drain;
  if (!ags_drain_hold(tracker, ags_drain_cut(tracker))) return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  const ags_batch *batch = drain->in_flight;
  for (uint32_t i = 0; batch != NULL && i < batch->count; i++)
    if (ags_record_belongs(batch->entries[i].item.record, only)) each(context, &batch->entries[i].item);
  visit_held(&drain->uploads, only, each, context); /* they were sent before those that are held */
  visit_held(&drain->held, only, each, context);
  return AGS_OK;
}

ags_status ags_pending_visit(ags_tracker *tracker, ags_view only, ags_pending_visitor each, void *context) {
  pthread_mutex_lock(&tracker->drain.mutex);
  ags_status status = visit(tracker, only, each, context);
  pthread_mutex_unlock(&tracker->drain.mutex);
  return status;
}

typedef struct summarizing {
  ags_item_fn on_item;
  void *user;
  ags_summary summary;
} summarizing;

static void summarize(void *context, const ags_drained *item) {
  summarizing *s = context;
  s->summary.count++;
  s->summary.count_of[item->record->kind]++;
  if (s->on_item == NULL) return;
  ags_item shown = ags_item_of(item, AGS_OUTCOME_PENDING, AGS_OK);
  s->on_item(s->user, &shown);
}

ags_status ags_pending(ags_tracker *tracker, const char *conversation_id, ags_item_fn on_item, void *user,
                       ags_summary *summary) {
  if (tracker == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  if (summary != NULL && summary->size < sizeof summary->size)
    return ags_fail(AGS_ERROR_ARGUMENT, "summary: size must be sizeof(ags_summary)");
  ags_status status = ags_check_choice(conversation_id);
  if (status != AGS_OK) return status;
  summarizing s = {.on_item = on_item, .user = user};
  status = ags_pending_visit(tracker, ags_view_of(conversation_id), summarize, &s);
  if (summary == NULL || status != AGS_OK) return status;
  size_t size = summary->size;
  s.summary.size = size;
  memcpy(summary, &s.summary, size < sizeof s.summary ? size : sizeof s.summary);
  return AGS_OK;
}

/* Stays at the largest count instead of wrapping around. */
static void add(int64_t *sum, int64_t count) {
  if (__builtin_add_overflow(*sum, count, sum)) *sum = INT64_MAX;
}

static void add_tokens(void *context, const ags_drained *item) {
  ags_token_usage *sum = context;
  if (item->record->kind != AGS_KIND_TOKEN_USAGE) return;
  ags_token_part part;
  memcpy(&part, ags_record_part(item->record), sizeof part);
  add(&sum->prompt, part.prompt);
  add(&sum->completion, part.completion);
  add(&sum->total, part.total);
  add(&sum->embedding, part.embedding);
}

ags_status ags_get_token_usage(ags_tracker *tracker, const char *conversation_id, ags_token_usage *usage) {
  if (tracker == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  if (usage == NULL || usage->size < sizeof usage->size)
    return ags_fail(AGS_ERROR_ARGUMENT, "usage: NULL, or size is not sizeof(ags_token_usage)");
  ags_view only = ags_view_of(conversation_id != NULL ? conversation_id : tracker->settings.conversation_id);
  ags_status status = ags_check_field(AGS_ERROR_CONVERSATION_ID, "conversation_id", only);
  if (status != AGS_OK) return status;
  ags_token_usage sum = {.size = usage->size};
  status = ags_pending_visit(tracker, only, add_tokens, &sum);
  if (status == AGS_OK) memcpy(usage, &sum, sum.size < sizeof sum ? sum.size : sizeof sum);
  return status;
}

/* Releases what matches and closes the gaps. Under the drain's mutex. */
static uint64_t discard_held(ags_tracker *tracker, ags_held *held, ags_view only) {
  const ags_settings *settings = &tracker->settings;
  ags_drained *all = held->items + held->first;
  size_t kept = 0, failed = 0, suspects = 0, before = held->count;
  for (size_t i = 0; i < held->count; i++) {
    const ags_drained *item = &all[i];
    if (!ags_record_belongs(item->record, only) || item->record == tracker->drain.uploading) {
      failed += i < held->failed;
      suspects += i >= held->failed && i < held->failed + held->suspects;
      all[kept++] = *item;
      continue;
    }
    ags_item shown = ags_item_of(item, AGS_OUTCOME_DISCARDED, AGS_OK);
    if (settings->on_item != NULL) settings->on_item(settings->item_user, &shown);
    ags_lane_release(&tracker->pool, item->record);
  }
  held->count = kept;
  held->failed = failed;
  held->suspects = suspects;
  return before - kept;
}

ags_status ags_discard(ags_tracker *tracker, const char *conversation_id, uint64_t *count) {
  if (tracker == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  ags_status status = ags_check_choice(conversation_id);
  if (status != AGS_OK) return status;
  pthread_mutex_lock(&tracker->drain.mutex);
  bool complete = ags_drain_hold(tracker, ags_drain_cut(tracker));
  ags_view only = ags_view_of(conversation_id);
  uint64_t discarded = discard_held(tracker, &tracker->drain.uploads, only) +
                       discard_held(tracker, &tracker->drain.held, only);
  ags_tracker_count_dropped(tracker, AGS_DROP_DISCARDED, discarded);
  pthread_mutex_unlock(&tracker->drain.mutex);
  if (count != NULL) *count = discarded;
  return complete ? AGS_OK : ags_fail(AGS_ERROR_MEMORY, "out of memory: some events stay");
}
