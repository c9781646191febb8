#include "handles.h"
#include "kinds.h"
#include "pairs.h"

/* The event's metadata in whatever form it came; pairs are written into the lane's scratch. */
static ags_status take_metadata(ags_tracker *tracker, const ags_event *event, ags_fields *fields) {
  if (event->metadata != NULL) {
    fields->metadata = ags_metadata_view(event->metadata);
    fields->metadata_checked = true;
    return AGS_OK;
  }
  if (event->pair_count == 0) {
    fields->metadata = ags_view_sized(event->metadata_json, event->metadata_json_size);
    return AGS_OK;
  }
  ags_lane *lane = ags_tracker_lane(tracker);
  if (lane == NULL) return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  /* The second buffer may hold an action's tools, the first what ags_track_prepare() rewrites. */
  ags_buffer *scratch = &lane->scratch[2];
  ags_status status = ags_pairs_write(event->pairs, event->pair_count, scratch);
  fields->metadata = (ags_view){scratch->data, scratch->size};
  fields->metadata_checked = true;
  return status;
}

static ags_status record_message(ags_tracker *tracker, ags_fields *fields, const ags_event *event) {
  fields->text = ags_view_sized(event->text, event->text_size);
  fields->text_name = "text";
  fields->text_error = AGS_ERROR_TEXT;
  if (fields->text.data == NULL) return ags_fail(AGS_ERROR_TEXT, "text: missing");
  ags_draft draft = {0};
  ags_status status = ags_track_begin(&draft, tracker, event->kind, fields, 0);
  return status == AGS_OK ? ags_track_end(tracker, &draft) : status;
}

/* What the event's kind needs besides text, and is not there. */
static const char *missing(const ags_event *event) {
  if (event->kind == AGS_KIND_ACTION && event->action == NULL) return "action";
  if (event->kind == AGS_KIND_BUTTON && event->button == NULL) return "button";
  if (event->kind == AGS_KIND_TOKEN_USAGE && event->token_usage == NULL) return "token_usage";
  if (event->kind == AGS_KIND_ATTACHMENTS && event->attachments == NULL) return "attachments";
  return NULL;
}

static ags_status record(ags_tracker *tracker, const ags_event *event) {
  if (missing(event) != NULL) return ags_fail(AGS_ERROR_EVENT, "%s: missing", missing(event));
  ags_fields fields = {.conversation = ags_conversation_view(event->conversation),
                       .conversation_checked = event->conversation != NULL};
  if (event->conversation == NULL)
    fields.conversation = ags_view_sized(event->conversation_id, event->conversation_id_size);
  ags_status status = take_metadata(tracker, event, &fields);
  if (status != AGS_OK) return status;
  switch (event->kind) {
  case AGS_KIND_QUESTION:
  case AGS_KIND_ANSWER:
    return record_message(tracker, &fields, event);
  case AGS_KIND_ACTION:
    return ags_kind_track_action(tracker, &fields, event->action);
  case AGS_KIND_BUTTON:
    return ags_kind_track_button(tracker, &fields, event->button);
  case AGS_KIND_TOKEN_USAGE:
    return ags_kind_track_token_usage(tracker, &fields, event->token_usage);
  case AGS_KIND_ATTACHMENTS:
    return ags_kind_track_attachments(tracker, &fields, event->attachments);
  case AGS_KIND_CONVERSATION:
  case AGS_KIND_VISIT:
    return ags_kind_track_conversation(tracker, &fields, event->kind, event->info);
  }
  return ags_fail(AGS_ERROR_EVENT, "kind: unknown value %d", (int)event->kind);
}

ags_status ags_track(ags_tracker *tracker, const ags_event *given) {
  if (tracker == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  ags_event event = {0};
  if (!AGS_KNOWN(event, given))
    return ags_track_reject(
        tracker, ags_fail(AGS_ERROR_ARGUMENT, "event: NULL, or its size is not sizeof(ags_event)"));
  return ags_tracked(tracker, record(tracker, &event));
}
