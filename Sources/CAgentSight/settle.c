#include "settle.h"

#include "items.h"
#include "narrow.h"
#include "record_parts.h"
#include "tracker.h"

static void tell(const ags_account *account, size_t count) {
  const ags_delivery_job *job = account->job;
  const ags_settings *settings = &account->tracker->settings;
  if (count == 0) return;
  if (job->tell != NULL) job->tell(job->context, account->items, count);
  for (size_t i = 0; settings->on_item != NULL && i < count; i++)
    settings->on_item(settings->item_user, &account->items[i]);
}

static bool is_watched(const ags_account *account) {
  return account->job->tell != NULL || account->tracker->settings.on_item != NULL;
}

/* Why events were dropped is said once for each reason, however many follow. */
static void log_drop(ags_tracker *tracker, const ags_batch_entry *entry) {
  static const char *const reasons[AGS_DROP_REASONS] = {
      [AGS_DROP_TOO_LARGE] = "it is too large for the server",
      [AGS_DROP_INVALID] = "the server refused it",
      [AGS_DROP_UNREADABLE] = "its file is gone or shorter than it was",
  };
  unsigned bit = 1u << entry->reason;
  bool first = (atomic_fetch_or(&tracker->dropped_reasons, bit) & bit) == 0;
  const ags_record *record = entry->item.record;
  ags_log(&tracker->settings.logger, first ? AGS_LOG_ERROR : AGS_LOG_DEBUG,
          "an event of the conversation \"%.*s\" was given up: %s; %s", (int)record->conversation_size,
          ags_record_conversation(record), reasons[entry->reason],
          first ? "further ones are counted" : "it is counted");
}

/* Counts a decided event; false when nothing is decided. */
static bool count(const ags_account *account, const ags_batch_entry *entry, ags_item *item) {
  ags_report *report = account->report;
  ags_outcome outcome = entry->fate == AGS_FATE_DELIVERED ? AGS_OUTCOME_DELIVERED : AGS_OUTCOME_DROPPED;
  if (entry->fate != AGS_FATE_DELIVERED && entry->fate != AGS_FATE_DROPPED) return false;
  *item = ags_item_of(&entry->item, outcome, entry->error);
  if (account->answer != NULL) ags_item_answer(item, account->answer);
  if (outcome == AGS_OUTCOME_DELIVERED) {
    report->delivered++;
    report->delivered_of[item->kind]++;
  } else {
    report->dropped++;
    report->dropped_of[item->kind]++;
    log_drop(account->tracker, entry);
  }
  return true;
}

/* In the counters of the tracker. Under the drain's mutex, together with letting go of the record. */
static void book(const ags_account *account, const ags_batch_entry *entry) {
  if (entry->fate == AGS_FATE_DELIVERED) ags_sender_count_delivered(account->sender, 1);
  if (entry->fate == AGS_FATE_DROPPED) ags_tracker_count_dropped(account->tracker, entry->reason, 1);
}

void ags_settle_batch(const ags_account *account, ags_batch *batch, ags_retry_step step, bool named) {
  ags_drain *drain = &account->tracker->drain;
  size_t decided = 0;
  for (uint32_t i = 0; i < batch->count; i++)
    if (count(account, &batch->entries[i], &account->items[decided])) decided++;
  if (is_watched(account)) tell(account, decided);

  pthread_mutex_lock(&drain->mutex);
  for (uint32_t i = 0; i < batch->count; i++) book(account, &batch->entries[i]);
  size_t suspects;
  if (ags_batch_empty(batch, drain, &account->tracker->pool, &suspects)) {
    if (step == AGS_STEP_HALVE) ags_narrow_halve(&drain->held);
    if (step == AGS_STEP_NARROW) ags_narrow_refused(&drain->held, named, suspects);
  }
  if (step == AGS_STEP_DROP && batch->half) drain->held.suspects = 0; /* the one among them is found */
  drain->in_flight = batch->count > 0 ? batch : NULL;
  pthread_mutex_unlock(&drain->mutex);
}

void ags_settle_upload(const ags_account *account, const ags_batch_entry *entry) {
  ags_drain *drain = &account->tracker->drain;
  count(account, entry, &account->items[0]);
  if (is_watched(account)) tell(account, 1);
  pthread_mutex_lock(&drain->mutex);
  book(account, entry);
  ags_lane_release(&account->tracker->pool, entry->item.record);
  pthread_mutex_unlock(&drain->mutex);
}

static ags_item failed_item(const ags_account *account, const ags_drained *item, ags_status error) {
  account->report->failed++;
  account->report->failed_of[item->record->kind]++;
  ags_item told = ags_item_of(item, AGS_OUTCOME_FAILED, error);
  if (account->answer != NULL) ags_item_answer(&told, account->answer);
  return told;
}

void ags_settle_failed(const ags_account *account, const ags_batch *batch, ags_status error) {
  size_t failed = 0;
  for (uint32_t i = 0; i < batch->count; i++)
    if (batch->entries[i].fate == AGS_FATE_WAITING)
      account->items[failed++] = failed_item(account, &batch->entries[i].item, error);
  if (is_watched(account)) tell(account, failed);
}

void ags_settle_failed_uploads(const ags_account *account, ags_status error) {
  ags_drain *drain = &account->tracker->drain;
  const ags_held *uploads = &drain->uploads;
  pthread_mutex_lock(&drain->mutex);
  for (size_t i = 0; i < uploads->count; i++) {
    const ags_drained *item = &uploads->items[uploads->first + i];
    if (!ags_record_belongs(item->record, account->job->only)) continue;
    account->items[0] = failed_item(account, item, error);
    if (is_watched(account)) tell(account, 1);
  }
  pthread_mutex_unlock(&drain->mutex);
}
