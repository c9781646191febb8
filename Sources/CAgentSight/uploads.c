#include "uploads.h"

#include "record_parts.h"
#include "tracker.h"

/* The first that belongs to the job, or NULL. Under the drain's mutex. */
static const ags_drained *find(const ags_account *account) {
  const ags_held *uploads = &account->tracker->drain.uploads;
  for (size_t i = 0; i < uploads->count; i++) {
    const ags_drained *item = &uploads->items[uploads->first + i];
    if (ags_record_belongs(item->record, account->job->only)) return item;
  }
  return NULL;
}

bool ags_uploads_wait(const ags_account *account) {
  ags_drain *drain = &account->tracker->drain;
  pthread_mutex_lock(&drain->mutex);
  bool any = find(account) != NULL;
  pthread_mutex_unlock(&drain->mutex);
  return any;
}

/* It stays in the list while its files are under way, so that those who look see it. */
static bool take(const ags_account *account, ags_batch_entry *entry) {
  ags_drain *drain = &account->tracker->drain;
  pthread_mutex_lock(&drain->mutex);
  const ags_drained *item = find(account);
  if (item != NULL) {
    *entry = (ags_batch_entry){.item = *item, .next = AGS_NONE, .turn = AGS_NONE, .answer = AGS_NONE};
    drain->uploading = item->record;
  }
  pthread_mutex_unlock(&drain->mutex);
  return item != NULL;
}

/* Out of the list, or not under way any more. */
static void put_away(const ags_account *account, const ags_batch_entry *entry) {
  ags_drain *drain = &account->tracker->drain;
  pthread_mutex_lock(&drain->mutex);
  if (entry->fate != AGS_FATE_WAITING) ags_held_remove(&drain->uploads, entry->item.record);
  drain->uploading = NULL;
  pthread_mutex_unlock(&drain->mutex);
}

ags_status ags_uploads_attempt(const ags_account *account, ags_backend *backend, ags_answer *answer) {
  ags_batch_entry entry;
  *answer = (ags_answer){AGS_ANSWER_CONFIRMED, AGS_NO_RETRY_AFTER};
  if (!take(account, &entry)) return AGS_OK;
  ags_status status = ags_attachment_upload(backend, &entry, account->report);
  put_away(account, &entry);
  if (entry.fate != AGS_FATE_WAITING) {
    ags_settle_upload(account, &entry);
    return AGS_OK;
  }
  *answer = ags_backend_answer(backend);
  if (answer->kind != AGS_ANSWER_HELD) answer->kind = AGS_ANSWER_AGAIN;
  return status;
}
