#include "exchange.h"

#include "error.h"
#include "narrow.h"
#include "tracker.h"
#include "wire_ingest.h"

/* Below this a body fits in a packet or two either way. */
#define COMPRESS_FROM ((size_t)1024)

bool ags_exchange_create(ags_exchange *exchange) {
  *exchange = (ags_exchange){.compressor = ags_compressor_create()};
  return exchange->compressor != NULL;
}

void ags_exchange_destroy(ags_exchange *exchange) {
  ags_compressor_free(exchange->compressor);
  ags_buffer_free(&exchange->body);
  ags_buffer_free(&exchange->compressed);
  ags_rest_free(&exchange->rest);
}

void ags_exchange_forget(ags_exchange *exchange, ags_view only) {
  ags_rest_ids_forget(&exchange->rest.ids, only);
}

/* Compresses the body in the best way that both sides know; without one it stays as it is. */
static void compress(ags_exchange *exchange, const ags_backend *backend, ags_body *body) {
  bool zstd = backend->unzstds && ags_compress_has_zstd();
  if (body->size < COMPRESS_FROM || !(zstd || backend->gunzips)) return;
  ags_encoding encoding = zstd ? AGS_ENCODING_ZSTD : AGS_ENCODING_GZIP;
  if (!ags_compress(exchange->compressor, encoding, &exchange->body, &exchange->compressed)) return;
  body->data = exchange->compressed.data;
  body->size = exchange->compressed.size;
  body->encoding = zstd ? "zstd" : "gzip";
}

static ags_status post(ags_exchange *exchange, ags_backend *backend, const ags_batch *batch,
                       ags_report *report) {
  exchange->body.size = 0;
  exchange->body.failed = false;
  backend->response.http_status = 0; /* that of the preflight says nothing about the batch */
  ags_wire_ingest_encode(batch, backend->tracker, &exchange->body);
  if (exchange->body.failed) return ags_fail(AGS_ERROR_MEMORY, "out of memory");

  ags_body body = {.data = exchange->body.data, .size = exchange->body.size, .type = "application/json"};
  compress(exchange, backend, &body);
  ags_status status = ags_backend_request(backend, AGS_INGEST_PATH, &body, report);
  if (status != AGS_OK || backend->response.http_status != 415 || body.encoding == NULL) return status;
  /* It said that it could read this; something in between cannot. */
  backend->gunzips = backend->unzstds = false;
  body = (ags_body){.data = exchange->body.data, .size = exchange->body.size, .type = "application/json"};
  return ags_backend_request(backend, AGS_INGEST_PATH, &body, report);
}

static void confirm(ags_batch *batch) {
  for (uint32_t i = 0; i < batch->count; i++) {
    ags_batch_entry *entry = &batch->entries[i];
    bool has_files = entry->item.record->kind == AGS_KIND_ATTACHMENTS;
    entry->fate = has_files ? AGS_FATE_STORED : AGS_FATE_DELIVERED;
  }
}

static void read_refusal(ags_attempt *attempt, const ags_backend *backend, ags_batch *batch) {
  const ags_buffer *body = &backend->response.body;
  ags_narrowing narrowing = ags_narrow_read(batch, (ags_view){body->data, body->size});
  attempt->named = narrowing.named;
  attempt->doubtful = !narrowing.known && !backend->proven;
  if (narrowing.environment) attempt->answer.kind = AGS_ANSWER_HELD;
}

static ags_attempt attempt_batch(ags_exchange *exchange, ags_backend *backend, ags_batch *batch,
                                 ags_report *report) {
  ags_status status = ags_backend_preflight(backend, report);
  if (status == AGS_OK) status = post(exchange, backend, batch, report);
  if (status == AGS_OK) status = ags_backend_judge(backend);
  ags_attempt attempt = {.status = status, .answer = ags_backend_answer(backend)};
  if (attempt.answer.kind == AGS_ANSWER_INVALID) read_refusal(&attempt, backend, batch);
  if (status == AGS_OK) confirm(batch);
  return attempt;
}

static ags_attempt attempt_one(ags_exchange *exchange, ags_backend *backend, ags_batch *batch,
                               ags_report *report) {
  ags_batch_entry *entry = &batch->entries[0];
  bool unreadable = false;
  ags_status status = ags_rest_deliver(&exchange->rest, backend, &entry->item, &unreadable, report);
  ags_attempt attempt = {.status = status, .answer = ags_backend_answer(backend)};
  if (status == AGS_OK) {
    entry->fate = AGS_FATE_DELIVERED;
  } else if (unreadable) {
    entry->fate = AGS_FATE_DROPPED;
    entry->reason = AGS_DROP_UNREADABLE;
    entry->error = AGS_ERROR_ATTACHMENT;
    /* The server has said nothing against anybody. */
    return (ags_attempt){.answer = {AGS_ANSWER_CONFIRMED, AGS_NO_RETRY_AFTER}};
  } else if (attempt.answer.kind == AGS_ANSWER_INVALID) {
    read_refusal(&attempt, backend, batch);
  }
  return attempt;
}

ags_attempt ags_exchange_attempt(ags_exchange *exchange, ags_backend *backend, ags_batch *batch,
                                 ags_report *report) {
  bool rest = backend->tracker->settings.wire == AGS_WIRE_REST;
  ags_attempt attempt =
      rest ? attempt_one(exchange, backend, batch, report) : attempt_batch(exchange, backend, batch, report);
  if (attempt.status == AGS_OK) backend->proven = true;
  return attempt;
}
