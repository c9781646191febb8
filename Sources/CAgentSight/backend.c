#include "backend.h"

#include "error.h"
#include "printable.h"
#include "tracker.h"

#define PREFLIGHT_PATH "/api/me/"
#define QUOTED_MAX     160
#define KEY_OFFSET     (sizeof "Authorization: Api-Key " - 1)

bool ags_backend_create(ags_backend *backend, ags_tracker *tracker, ags_sender *sender) {
  *backend = (ags_backend){.tracker = tracker, .sender = sender};
  const ags_system *system = tracker->system;
  backend->connection =
      system->network->open(system->context, &tracker->settings, ags_sender_stop_flag(sender));
  return backend->connection != NULL;
}

void ags_backend_destroy(ags_backend *backend) {
  if (backend->tracker != NULL) backend->tracker->system->network->close(backend->connection);
  ags_destination_free(&backend->destination);
  ags_buffer_free(&backend->response.body);
}

ags_status ags_backend_request(ags_backend *backend, const char *path, const ags_body *body,
                               ags_report *report) {
  uint64_t bytes = body == NULL ? 0 : body->source != NULL ? body->source->size : body->size;
  ags_sender_count_request(backend->sender, bytes);
  report->requests++;
  report->bytes += bytes;
  backend->response.http_status = 0;
  ags_status status = backend->tracker->system->network->request(backend->connection, &backend->destination,
                                                                 path, body, &backend->response);
  report->http_status = (int32_t)backend->response.http_status;
  return status;
}

static bool contains(const ags_buffer *text, const char *part, size_t size) {
  for (size_t i = 0; i + size <= text->size; i++)
    if (memcmp(text->data + i, part, size) == 0) return true;
  return false;
}

bool ags_backend_follow(ags_backend *backend, bool *changed) {
  if (!ags_sender_take_destination(backend->sender, &backend->destination, changed)) return false;
  if (*changed) backend->known = backend->proven = backend->gunzips = backend->unzstds = false;
  return true;
}

ags_status ags_backend_preflight(ags_backend *backend, ags_report *report) {
  static const char gzip[] = "\"gzip-ingest\"", zstd[] = "\"zstd-ingest\"";
  if (backend->known) return AGS_OK;
  ags_status status = ags_backend_request(backend, PREFLIGHT_PATH, NULL, report);
  if (status != AGS_OK) return status;
  long code = backend->response.http_status;
  if (code == 401 || backend->response.from_proxy) return ags_backend_judge(backend);
  if (ags_backend_answer(backend).retry_after_ms != AGS_NO_RETRY_AFTER) return ags_backend_judge(backend);
  /* A server from before this route answers 404 and can do the minimum. */
  backend->known = ags_answer_kind_of(code) != AGS_ANSWER_AGAIN;
  if (code == 200) {
    backend->gunzips = contains(&backend->response.body, gzip, sizeof gzip - 1);
    backend->unzstds = contains(&backend->response.body, zstd, sizeof zstd - 1);
  }
  return AGS_OK;
}

ags_status ags_backend_judge(const ags_backend *backend) {
  const ags_response *response = &backend->response;
  ags_status status = ags_answer_status(response->http_status);
  if (status == AGS_OK) return AGS_OK;
  /* The server's own words say most; but a server that repeats the request must not put the key in a log. */
  char quoted[QUOTED_MAX];
  ags_printable(quoted, sizeof quoted, (ags_view){response->body.data, response->body.size},
                ags_view_of(backend->destination.authorization + KEY_OFFSET));
  return ags_fail(status, "the %s answered %ld: %s", response->from_proxy ? "proxy" : "server",
                  response->http_status, quoted);
}

ags_answer ags_backend_answer(const ags_backend *backend) {
  const ags_response *response = &backend->response;
  ags_answer answer = {ags_answer_kind_of(response->http_status), AGS_NO_RETRY_AFTER};
  if (response->from_proxy) answer.kind = AGS_ANSWER_HELD; /* it has not read what we sent */
  if (answer.kind == AGS_ANSWER_AGAIN && response->retry_after[0] != '\0')
    answer.retry_after_ms = ags_retry_after_ms(response->retry_after, ags_clock_read().wall_ns / 1000000000);
  return answer;
}
