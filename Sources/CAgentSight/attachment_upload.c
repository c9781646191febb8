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
  ags_member member;
  for (size_t at = 1; ags_json_next_member(object, at, &member); at = member.end) {
    if (member.key.size != 4 || memcmp(member.key.data, "\"id\"", 4) != 0) continue;
    char start = member.value.data[0];
    bool quoted = start == '"';
    if (!quoted && (start < '0' || start > '9')) break;
    return quoted ? (ags_view){member.value.data + 1, member.value.size - 2} : member.value;
  }
  return (ags_view){0};
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

/* Whether the same request could do better another time. */
static bool is_final(long code) {
  return code >= 400 && code <= 499 && code != 401 && code != 403 && code != 408 && code != 425 &&
         code != 429;
}

/* Leaves the id in the last answer. */
static ags_status find_conversation(ags_backend *backend, const ags_record *record, ags_report *report) {
  ags_status status = create_conversation(backend, record, report);
  if (status != AGS_OK) return status;
  /* A key that may not create may still look up; a server that is not well is asked again another time. */
  if (is_final(backend->response.http_status)) status = look_conversation_up(backend, record, report);
  if (status == AGS_OK) status = ags_backend_judge(backend);
  if (status == AGS_OK && answered_id(&backend->response).size == 0)
    status = ags_fail(AGS_ERROR_SERVER, "the server gave the conversation no id");
  return status;
}

static ags_status upload_files(ags_backend *backend, const ags_drained *item, bool *unreadable,
                               ags_report *report) {
  ags_upload_target target = {.conversation = answered_id(&backend->response)};
  ags_upload upload;
  ags_status status;
  if (!ags_upload_start(&upload, backend->tracker->system, item, &target)) {
    status = ags_fail(AGS_ERROR_MEMORY, "out of memory");
  } else {
    ags_body body = {.source = &upload.source, .type = upload.type};
    status = ags_backend_request(backend, ATTACHMENTS_PATH, &body, report);
    if (status == AGS_OK) status = ags_backend_judge(backend);
  }
  *unreadable = upload.unreadable;
  ags_upload_finish(&upload);
  return status;
}

ags_status ags_attachment_upload(ags_backend *backend, const ags_drained *item, ags_report *report) {
  bool unreadable = false;
  ags_status status = find_conversation(backend, item->record, report);
  if (status == AGS_OK) status = upload_files(backend, item, &unreadable, report);
  if (status == AGS_OK || !(unreadable || is_final(backend->response.http_status))) return status;
  ags_log(&backend->tracker->settings.logger, AGS_LOG_ERROR, "an attachment was given up: %s",
          ags_last_error());
  return AGS_OK;
}
