#include "delivery.h"

#include "compress.h"
#include "error.h"
#include "tracker.h"
#include "transport.h"
#include "wire_ingest.h"

#include <stdlib.h>

#define PREFLIGHT_PATH "/api/me/"

/* Below this a body fits in a packet or two either way. */
#define COMPRESS_FROM ((size_t)1024)

struct ags_delivery {
  ags_tracker *tracker;
  ags_sender_counters *counters;
  ags_transport *transport;
  ags_compressor *compressor;
  ags_batch batch; /* not empty: made, but not confirmed yet */
  ags_buffer body, compressed;
  ags_response response;
  bool knows_server; /* the preflight was answered */
  bool server_gunzips;
};

ags_delivery *ags_delivery_create(ags_tracker *tracker, ags_sender_counters *counters,
                                  const atomic_bool *stop) {
  ags_delivery *delivery = calloc(1, sizeof *delivery);
  if (delivery == NULL) return NULL;
  delivery->tracker = tracker;
  delivery->counters = counters;
  delivery->transport = ags_transport_create(&tracker->settings, stop);
  delivery->compressor = ags_compressor_create();
  bool batch = ags_batch_create(&delivery->batch, tracker->settings.batch_events);
  if (batch && delivery->transport != NULL && delivery->compressor != NULL) return delivery;
  ags_delivery_free(delivery);
  return NULL;
}

void ags_delivery_free(ags_delivery *delivery) {
  if (delivery == NULL) return;
  ags_batch_release(&delivery->batch, &delivery->tracker->pool);
  ags_batch_destroy(&delivery->batch);
  ags_transport_free(delivery->transport);
  ags_compressor_free(delivery->compressor);
  ags_buffer_free(&delivery->body);
  ags_buffer_free(&delivery->compressed);
  ags_buffer_free(&delivery->response.body);
  free(delivery);
}

static bool contains(const ags_buffer *text, const char *part, size_t size) {
  for (size_t i = 0; i + size <= text->size; i++)
    if (memcmp(text->data + i, part, size) == 0) return true;
  return false;
}

/* Asks once what the server can do. A server that has no such route can do the minimum. */
static ags_status preflight(ags_delivery *delivery, ags_report *report) {
  static const char capability[] = "\"gzip-ingest\"";
  if (delivery->knows_server) return AGS_OK;
  atomic_fetch_add(&delivery->counters->requests, 1);
  report->requests++;
  ags_status status = ags_transport_get(delivery->transport, PREFLIGHT_PATH, &delivery->response);
  if (status != AGS_OK) return status;
  delivery->knows_server = delivery->response.http_status == 200 || delivery->response.http_status == 404;
  delivery->server_gunzips = delivery->response.http_status == 200 &&
                             contains(&delivery->response.body, capability, sizeof capability - 1);
  return AGS_OK;
}

/* What an answer means. The server's own words are worth more than ours, so they come along. */
static ags_status judge(const ags_delivery *delivery) {
  const ags_response *response = &delivery->response;
  long code = response->http_status;
  if (code == 200 || code == 201) return AGS_OK;
  ags_status status = code == 401 || code == 403   ? AGS_ERROR_UNAUTHORIZED
                      : code >= 300 && code <= 499 ? AGS_ERROR_REFUSED
                                                   : AGS_ERROR_SERVER;
  int shown = response->body.size < 160 ? (int)response->body.size : 160;
  ags_log(&delivery->tracker->settings.logger, AGS_LOG_ERROR, "%s answered %ld: %.*s",
          delivery->tracker->settings.endpoint, code, shown, shown > 0 ? response->body.data : "");
  return ags_fail(status, "the server answered %ld: %.*s", code, shown, shown > 0 ? response->body.data : "");
}

static ags_status post(ags_delivery *delivery, ags_report *report) {
  const ags_buffer *body = &delivery->body;
  const char *encoding = NULL;
  if (delivery->server_gunzips && body->size >= COMPRESS_FROM &&
      ags_compress_gzip(delivery->compressor, body, &delivery->compressed)) {
    body = &delivery->compressed;
    encoding = "gzip";
  }
  atomic_fetch_add(&delivery->counters->requests, 1);
  atomic_fetch_add(&delivery->counters->bytes_sent, body->size);
  report->requests++;
  report->bytes += body->size;
  ags_status status =
      ags_transport_post(delivery->transport, AGS_INGEST_PATH, body, encoding, &delivery->response);
  report->http_status = (int32_t)delivery->response.http_status;
  return status != AGS_OK ? status : judge(delivery);
}

/* The server has the batch: only now may its records go. */
static void confirm(ags_delivery *delivery, ags_report *report) {
  ags_batch *batch = &delivery->batch;
  report->delivered += batch->count;
  for (uint32_t i = 0; i < batch->count; i++) report->delivered_of[batch->entries[i].item.record->kind]++;
  uint32_t count = batch->count;
  ags_batch_release(batch, &delivery->tracker->pool);
  atomic_fetch_add(&delivery->counters->delivered, count);
}

static ags_status deliver_batch(ags_delivery *delivery, ags_report *report) {
  ags_status status = preflight(delivery, report);
  if (status != AGS_OK) return status;
  delivery->body.size = 0;
  delivery->body.failed = false;
  ags_wire_ingest_encode(&delivery->batch, delivery->tracker, &delivery->body);
  if (delivery->body.failed) return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  status = post(delivery, report);
  if (status == AGS_OK) confirm(delivery, report);
  return status;
}

/* Events accepted, and neither delivered nor dropped. */
static uint64_t waiting(const ags_delivery *delivery) {
  ags_stats stats = {.size = sizeof stats};
  ags_get_stats(delivery->tracker, &stats);
  return stats.buffered;
}

ags_status ags_delivery_run(ags_delivery *delivery, ags_report *report) {
  uint64_t cut = ags_drain_cut(&delivery->tracker->drain);
  for (;;) {
    if (delivery->batch.count == 0) ags_batch_fill(&delivery->batch, delivery->tracker, cut);
    if (delivery->batch.count == 0) break;
    ags_status status = deliver_batch(delivery, report);
    if (status != AGS_OK) {
      report->remaining = waiting(delivery);
      return status;
    }
  }
  return AGS_OK;
}
