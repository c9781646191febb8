#include "rest.h"

#include "error.h"
#include "tracker.h"
#include "upload.h"
#include "wire_rest.h"

void ags_rest_free(ags_rest *rest) {
  ags_rest_ids_free(&rest->ids);
  ags_buffer_free(&rest->body);
}

static ags_status post(ags_rest *rest, ags_backend *backend, const ags_drained *item, ags_view conversation,
                       ags_report *report) {
  rest->body.size = 0;
  rest->body.failed = false;
  ags_wire_rest_encode(item, backend->tracker, conversation, &rest->body);
  if (rest->body.failed) return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  ags_body body = {.data = rest->body.data, .size = rest->body.size, .type = "application/json"};
  return ags_backend_request(backend, ags_wire_rest_path((ags_kind)item->record->kind), &body, report);
}

static ags_status upload(ags_backend *backend, const ags_drained *item, const ags_rest_conversation *known,
                         bool *unreadable, ags_report *report) {
  ags_upload_target target = {.conversation = {known->id.text, known->id.size},
                              .rest = true,
                              .message = ags_rest_ids_message(known, item->record)};
  ags_upload upload;
  ags_status status;
  if (!ags_upload_start(&upload, backend->tracker->system, item, &target)) {
    status = ags_fail(AGS_ERROR_MEMORY, "out of memory");
  } else {
    ags_body body = {.source = &upload.source, .type = upload.type};
    status = ags_backend_request(backend, ags_wire_rest_path(AGS_KIND_ATTACHMENTS), &body, report);
  }
  *unreadable = upload.unreadable;
  ags_upload_finish(&upload);
  return status;
}

ags_status ags_rest_deliver(ags_rest *rest, ags_backend *backend, const ags_drained *item, bool *unreadable,
                            ags_report *report) {
  const ags_record *record = item->record;
  *unreadable = false;
  backend->response.http_status = 0;
  ags_rest_conversation *known = ags_rest_ids_of(&rest->ids, record);
  if (known == NULL) return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  ags_status status = record->kind == AGS_KIND_ATTACHMENTS
                          ? upload(backend, item, known, unreadable, report)
                          : post(rest, backend, item, (ags_view){known->id.text, known->id.size}, report);
  if (status == AGS_OK) status = ags_backend_judge(backend);
  if (status == AGS_OK)
    ags_rest_ids_learn(known, record, (ags_view){backend->response.body.data, backend->response.body.size});
  return status;
}
