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

ags_status ags_backend_follow(ags_backend *backend) {
  bool changed = false;
  if (!ags_sender_take_destination(backend->sender, &backend->destination, &changed))
    return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  if (changed) backend->known = backend->gunzips = backend->unzstds = false;
  return AGS_OK;
}

ags_status ags_backend_preflight(ags_backend *backend, ags_report *report) {
  static const char gzip[] = "\"gzip-ingest\"", zstd[] = "\"zstd-ingest\"";
  ags_status status = ags_backend_follow(backend);
  if (status != AGS_OK || backend->known) return status;
  status = ags_backend_request(backend, PREFLIGHT_PATH, NULL, report);
  if (status != AGS_OK) return status;
  /* A server from before this route answers 404 and can do the minimum. */
  long code = backend->response.http_status;
  backend->known = code == 200 || code == 404;
  if (code == 200) {
    backend->gunzips = contains(&backend->response.body, gzip, sizeof gzip - 1);
    backend->unzstds = contains(&backend->response.body, zstd, sizeof zstd - 1);
  }
  return AGS_OK;
}

ags_status ags_backend_judge(const ags_backend *backend) {
  long code = backend->response.http_status;
  if (code == 200 || code == 201) return AGS_OK;
  ags_status status = code == 401 || code == 403   ? AGS_ERROR_UNAUTHORIZED
                      : code >= 300 && code <= 499 ? AGS_ERROR_REFUSED
                                                   : AGS_ERROR_SERVER;
  /* The server's own words say most; but a server that repeats the request must not put the key in a log. */
  char quoted[QUOTED_MAX];
  ags_printable(quoted, sizeof quoted, (ags_view){backend->response.body.data, backend->response.body.size},
                ags_view_of(backend->destination.authorization + KEY_OFFSET));
  ags_log(&backend->tracker->settings.logger, AGS_LOG_ERROR, "%s answered %ld: %s",
          backend->destination.endpoint, code, quoted);
  return ags_fail(status, "the server answered %ld: %s", code, quoted);
}
