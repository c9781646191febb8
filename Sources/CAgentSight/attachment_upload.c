#include "attachment_upload.h"

#include "error.h"
#include "json_check.h"
#include "json_members.h"
#include "json_write.h"
#include "tracker.h"
#include "upload.h"

#include <curl/curl.h>
#include <stdio.h>

#define CONVERSATIONS_PATH "/api/conversations/"
#define LOOKUP_PATH        "/api/conversations/lookup/?conversation_id="
#define ATTACHMENTS_PATH   "/api/attachments/"

/* The "id" in the last answer, without quotes; absent when the answer is no object that has one. */
static ags_view answered_id(const ags_response *response) {
  ags_view object = {response->body.data, response->body.size};
  if (object.size == 0 || ags_json_check_object(object.data, object.size).expected != NULL)
    return (ags_view){0};
  while (*object.data != '{') {
    object.data++;
    object.size--;
  }
  ags_view id = ags_json_find_member(object, "id");
  if (id.size == 0) return id;
  if (id.data[0] == '"') return (ags_view){id.data + 1, id.size - 2};
  return id.data[0] >= '0' && id.data[0] <= '9' ? id : (ags_view){0};
}

static ags_status create_conversation(ags_backend *backend, const ags_record *record, ags_report *report) {
  const char *environment = backend->tracker->settings.environment;
  ags_buffer text = {0};
  AGS_PUT(&text, "{\"conversation_id\":");
  ags_json_put_string(&text, ags_record_conversation(record), record->conversation_size);
  if (environment != NULL) {
    AGS_PUT(&text, ",\"environment\":");
    ags_json_put_string(&text, environment, strlen(environment));
  }
  AGS_PUT(&text, "}");
  ags_body body = {.data = text.data, .size = text.size, .type = "application/json"};
  ags_status status = text.failed ? ags_fail(AGS_ERROR_MEMORY, "out of memory")
                                  : ags_backend_request(backend, CONVERSATIONS_PATH, &body, report);
  ags_buffer_free(&text);
  return status;
}

static ags_status look_conversation_up(ags_backend *backend, const ags_record *record, ags_report *report) {
  char path[sizeof LOOKUP_PATH + 3 * 4 * 255];
  char *escaped = curl_easy_escape(NULL, ags_record_conversation(record), record->conversation_size);
  if (escaped == NULL) return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  snprintf(path, sizeof path, "%s%s", LOOKUP_PATH, escaped);
  curl_free(escaped);
  return ags_backend_request(backend, path, NULL, report);
}

/* Whether the same request could not do better another time. A key that may not do it can be given the right
 * to. */
static bool is_final(long code) {
  ags_answer_kind kind = ags_answer_kind_of(code);
  return code >= 400 && code <= 499 && code != 401 && code != 403 && kind != AGS_ANSWER_AGAIN;
}

static void drop(ags_batch_entry *entry, ags_drop_reason reason, ags_status error) {
  entry->fate = AGS_FATE_DROPPED;
  entry->reason = reason;
  entry->error = error;
}

/* The last answer is a final refusal: too large, or anything else. */
static void drop_refused(ags_batch_entry *entry, long code) {
  if (code == 413)
    drop(entry, AGS_DROP_TOO_LARGE, AGS_ERROR_TOO_LARGE);
  else
    drop(entry, AGS_DROP_INVALID, AGS_ERROR_REFUSED);
}

/* Leaves the id in the last answer. */
static ags_status find_conversation(ags_backend *backend, ags_batch_entry *entry, ags_report *report) {
  const ags_record *record = entry->item.record;
  const ags_response *response = &backend->response;
  ags_status status = create_conversation(backend, record, report);
  if (status != AGS_OK) return status;
  /* A server that does not create what is there already may still have it looked up; one that is not well is
   * asked again another time. */
  bool created = ags_answer_kind_of(response->http_status) == AGS_ANSWER_CONFIRMED;
  bool has_id = created && answered_id(response).size > 0;
  if ((created && !has_id) || is_final(response->http_status))
    status = look_conversation_up(backend, record, report);
  if (status == AGS_OK) status = ags_backend_judge(backend);
  if (status == AGS_OK && answered_id(response).size == 0) {
    status = ags_fail(AGS_ERROR_REFUSED, "the server gave the conversation no id");
    drop(entry, AGS_DROP_INVALID, status);
  } else if (status != AGS_OK && is_final(response->http_status)) {
    drop_refused(entry, response->http_status);
  }
  return status;
}

static ags_status upload_files(ags_backend *backend, ags_batch_entry *entry, ags_report *report) {
  ags_upload_target target = {.conversation = answered_id(&backend->response)};
  ags_upload upload;
  ags_status status;
  if (!ags_upload_start(&upload, backend->tracker->system, &entry->item, &target)) {
    status = ags_fail(AGS_ERROR_MEMORY, "out of memory");
    backend->response.http_status = 0;
  } else {
    ags_body body = {.source = &upload.source, .type = upload.type};
    status = ags_backend_request(backend, ATTACHMENTS_PATH, &body, report);
    if (status == AGS_OK) status = ags_backend_judge(backend);
  }
  if (status == AGS_OK)
    entry->fate = AGS_FATE_DELIVERED;
  else if (upload.unreadable)
    drop(entry, AGS_DROP_UNREADABLE, AGS_ERROR_ATTACHMENT);
  else if (is_final(backend->response.http_status))
    drop_refused(entry, backend->response.http_status);
  ags_upload_finish(&upload);
  return status;
}

ags_status ags_attachment_upload(ags_backend *backend, ags_batch_entry *entry, ags_report *report) {
  backend->response.http_status = 0;
  ags_status status = find_conversation(backend, entry, report);
  return status == AGS_OK ? upload_files(backend, entry, report) : status;
}
