#include "delivery.h"

#include "attachment_upload.h"
#include "compress.h"
#include "error.h"
#include "items.h"
#include "rest.h"
#include "tracker.h"
#include "wire_ingest.h"

#include <stdlib.h>

/* Below this a body fits in a packet or two either way. */
#define COMPRESS_FROM ((size_t)1024)

struct ags_delivery {
  ags_tracker *tracker;
  ags_sender *sender;
  ags_backend backend;
  ags_compressor *compressor;
  ags_batch batch; /* not empty: made, but not confirmed yet */

  ags_buffer body, compressed;
  ags_item *items; /* room to tell of a batch */
  ags_rest rest;   /* empty on the other wire */
};

ags_delivery *ags_delivery_create(ags_tracker *tracker, ags_sender *sender) {
  ags_delivery *delivery = calloc(1, sizeof *delivery);
  if (delivery == NULL) return NULL;
  delivery->tracker = tracker;
  delivery->sender = sender;
  delivery->compressor = ags_compressor_create();
  delivery->items = calloc(tracker->settings.batch_events, sizeof *delivery->items);
  bool batch = ags_batch_create(&delivery->batch, tracker->settings.batch_events);
  bool backend = ags_backend_create(&delivery->backend, tracker, sender);
  if (batch && backend && delivery->compressor != NULL && delivery->items != NULL) return delivery;
  ags_delivery_free(delivery);
  return NULL;
}

void ags_delivery_free(ags_delivery *delivery) {
  if (delivery == NULL) return;
  pthread_mutex_lock(&delivery->tracker->drain.mutex);
  ags_batch_release(&delivery->batch, &delivery->tracker->pool);
  pthread_mutex_unlock(&delivery->tracker->drain.mutex);
  ags_batch_destroy(&delivery->batch);
  ags_backend_destroy(&delivery->backend);
  ags_rest_free(&delivery->rest);
  ags_compressor_free(delivery->compressor);
  ags_buffer_free(&delivery->body);
  ags_buffer_free(&delivery->compressed);
  free(delivery->items);
  free(delivery);
}

/* Compresses the body in the best way that both sides know; without one it stays as it is. */
static void compress(ags_delivery *delivery, ags_body *body) {
  bool zstd = delivery->backend.unzstds && ags_encoding_available(AGS_ENCODING_ZSTD);
  if (body->size < COMPRESS_FROM || !(zstd || delivery->backend.gunzips)) return;
  ags_encoding encoding = zstd ? AGS_ENCODING_ZSTD : AGS_ENCODING_GZIP;
  if (!ags_compress(delivery->compressor, encoding, &delivery->body, &delivery->compressed)) return;
  body->data = delivery->compressed.data;
  body->size = delivery->compressed.size;
  body->encoding = zstd ? "zstd" : "gzip";
}

static ags_status post(ags_delivery *delivery, ags_report *report) {
  delivery->body.size = 0;
  delivery->body.failed = false;
  ags_wire_ingest_encode(&delivery->batch, delivery->tracker, &delivery->body);
  if (delivery->body.failed) return ags_fail(AGS_ERROR_MEMORY, "out of memory");

  ags_body body = {.data = delivery->body.data, .size = delivery->body.size, .type = "application/json"};
  compress(delivery, &body);
  ags_status status = ags_backend_request(&delivery->backend, AGS_INGEST_PATH, &body, report);
  return status == AGS_OK ? ags_backend_judge(&delivery->backend) : status;
}

/* Attachments after their conversation is there; what was uploaded is not uploaded again. */
static ags_status upload(ags_delivery *delivery, ags_report *report) {
  for (uint32_t i = 0; i < delivery->batch.count; i++) {
    ags_batch_entry *entry = &delivery->batch.entries[i];
    if (entry->item.record->kind != AGS_KIND_ATTACHMENTS || entry->item.uploaded) continue;
    ags_status status = ags_attachment_upload(&delivery->backend, &entry->item, report);
    if (status != AGS_OK) return status;
    entry->item.uploaded = true;
  }
  return AGS_OK;
}

static bool is_rest(const ags_delivery *delivery) {
  return delivery->tracker->settings.wire == AGS_WIRE_REST;
}

/* A batch of the rest wire is one event. */
static ags_status deliver_one(ags_delivery *delivery, ags_report *report) {
  bool unreadable = false;
  ags_status status = ags_backend_follow(&delivery->backend);
  if (status == AGS_OK)
    status = ags_rest_deliver(&delivery->rest, &delivery->backend, &delivery->batch.entries[0].item,
                              &unreadable, report);
  if (status == AGS_OK || !unreadable) return status;
  ags_log(&delivery->tracker->settings.logger, AGS_LOG_ERROR, "an attachment was given up: %s",
          ags_last_error());
  return AGS_OK;
}

static ags_status deliver_batch(ags_delivery *delivery, ags_report *report) {
  if (is_rest(delivery)) return deliver_one(delivery, report);
  ags_status status = ags_backend_preflight(&delivery->backend, report);
  if (status == AGS_OK) status = post(delivery, report);
  return status == AGS_OK ? upload(delivery, report) : status;
}

static void tell(ags_delivery *delivery, const ags_delivery_job *job, ags_outcome outcome, ags_status error) {
  const ags_batch *batch = &delivery->batch;
  const ags_settings *settings = &delivery->tracker->settings;
  if (job->tell == NULL && settings->on_item == NULL) return;
  for (uint32_t i = 0; i < batch->count; i++)
    delivery->items[i] = ags_item_of(&batch->entries[i].item, outcome, error);
  if (is_rest(delivery)) ags_item_answer(&delivery->items[0], &delivery->backend.response);
  if (job->tell != NULL) job->tell(job->context, delivery->items, batch->count);
  for (uint32_t i = 0; settings->on_item != NULL && i < batch->count; i++)
    settings->on_item(settings->item_user, &delivery->items[i]);
}

/* The server has the batch: only now may its records go. */
static void confirm(ags_delivery *delivery, const ags_delivery_job *job, ags_report *report) {
  ags_batch *batch = &delivery->batch;
  report->delivered += batch->count;
  for (uint32_t i = 0; i < batch->count; i++) report->delivered_of[batch->entries[i].item.record->kind]++;
  tell(delivery, job, AGS_OUTCOME_DELIVERED, AGS_OK);
  pthread_mutex_lock(&delivery->tracker->drain.mutex);
  ags_sender_count_delivered(delivery->sender, batch->count);
  ags_batch_release(batch, &delivery->tracker->pool);
  pthread_mutex_unlock(&delivery->tracker->drain.mutex);
}

static void count_failed(ags_delivery *delivery, const ags_delivery_job *job, ags_status status,
                         ags_report *report) {
  const ags_batch *batch = &delivery->batch;
  report->failed += batch->count;
  for (uint32_t i = 0; i < batch->count; i++) report->failed_of[batch->entries[i].item.record->kind]++;
  tell(delivery, job, AGS_OUTCOME_FAILED, status);
}

/* Takes the next events of the job; those of a batch that failed come first, or stand back when the job is
 * about one conversation. An empty batch is the end. */
static ags_status next_batch(ags_delivery *delivery, const ags_delivery_job *job, uint64_t cut) {
  ags_drain *drain = &delivery->tracker->drain;
  ags_batch *batch = &delivery->batch;
  bool complete = true;
  pthread_mutex_lock(&drain->mutex);
  if (job->only.data != NULL && batch->count > 0) complete = ags_batch_put_back(batch, drain);
  if (complete && batch->count == 0) complete = ags_batch_fill(batch, delivery->tracker, cut, job->only);
  drain->in_flight = batch->count > 0 ? batch : NULL;
  pthread_mutex_unlock(&drain->mutex);
  return complete || batch->count > 0 ? AGS_OK : ags_fail(AGS_ERROR_MEMORY, "out of memory");
}

/* From here on the batch may be looked at and thinned out by others. */
static void leave_batch(ags_delivery *delivery) {
  ags_drain *drain = &delivery->tracker->drain;
  pthread_mutex_lock(&drain->mutex);
  if (delivery->batch.count > 0) ags_batch_put_back(&delivery->batch, drain);
  drain->in_flight = delivery->batch.count > 0 ? &delivery->batch : NULL;
  pthread_mutex_unlock(&drain->mutex);
}

ags_status ags_delivery_run(ags_delivery *delivery, const ags_delivery_job *job, ags_report *report) {
  pthread_mutex_lock(&delivery->tracker->drain.mutex);
  uint64_t cut = ags_drain_cut(delivery->tracker);
  pthread_mutex_unlock(&delivery->tracker->drain.mutex);
  ags_status status;
  while ((status = next_batch(delivery, job, cut)) == AGS_OK && delivery->batch.count > 0) {
    status = deliver_batch(delivery, report);
    if (status != AGS_OK) {
      count_failed(delivery, job, status, report);
      break;
    }
    confirm(delivery, job, report);
  }
  leave_batch(delivery);
  if (status == AGS_OK) ags_rest_ids_forget(&delivery->rest.ids, job->only);
  return status;
}
