#include "send_request.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

ags_send_request *ags_send_request_create(ags_sender *sender, const ags_send_options *options) {
  ags_send_request *request = calloc(1, sizeof *request);
  if (request == NULL) return NULL;
  request->sender = sender;
  request->on_item = options->on_item;
  request->user = options->user;
  if (options->conversation_id == NULL) return request;
  request->conversation_id = strdup(options->conversation_id);
  if (request->conversation_id != NULL) return request;
  free(request);
  return NULL;
}

void ags_send_request_free(ags_send_request *request) {
  free(request->conversation_id);
  free(request);
}

void ags_send_request_note(ags_send_request *request, ags_status status, const ags_report *report) {
  request->report = *report;
  request->status = status;
  snprintf(request->error, sizeof request->error, "%s", status != AGS_OK ? ags_last_error() : "");
}

void ags_send_request_finish(ags_send_request *request) {
  request->done = true;
  if (request->abandoned) ags_send_request_free(request);
}
