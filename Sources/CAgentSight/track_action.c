#include "kinds.h"

/* A text of an action, perhaps the beginning of a longer one. */
typedef struct part_text {
  ags_view view;
  bool cut;
} part_text;

static ags_status check_times(const ags_action *action) {
  if (action->started_at_ns < 0) return ags_fail(AGS_ERROR_ACTION, "started_at_ns: must not be negative");
  if (action->ended_at_ns < 0) return ags_fail(AGS_ERROR_ACTION, "ended_at_ns: must not be negative");
  if (action->duration_ns < 0) return ags_fail(AGS_ERROR_ACTION, "duration_ns: must not be negative");
  if (action->ended_at_ns != 0 && action->ended_at_ns < action->started_at_ns)
    return ags_fail(AGS_ERROR_ACTION, "ended_at_ns: must not be before started_at_ns");
  if (action->started_at_ns == 0 && action->ended_at_ns != 0 && action->duration_ns > action->ended_at_ns)
    return ags_fail(AGS_ERROR_ACTION, "duration_ns: must not reach back to before 1970 from ended_at_ns");
  return AGS_OK;
}

static ags_status take_text(ags_tracker *tracker, const char *name, ags_view given, part_text *text) {
  text->view = given;
  return ags_track_take_any_text(tracker, AGS_ERROR_ACTION, name, &text->view, &text->cut);
}

static ags_status take_object(ags_tracker *tracker, ags_view *tools_used) {
  if (tools_used->data == NULL) return AGS_OK;
  ags_lane *lane = ags_tracker_lane(tracker);
  if (lane == NULL) return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  return ags_track_take_object(tracker, AGS_ERROR_ACTION, "tools_used", &lane->scratch[1], tools_used);
}

static uint32_t size_of(part_text text) {
  return (uint32_t)(text.view.size + (text.cut ? sizeof AGS_CUT_MARK - 1 : 0));
}

static void put_text(ags_draft *draft, part_text text) {
  ags_track_put(draft, text.view.data, text.view.size);
  if (text.cut) ags_track_put(draft, AGS_CUT_MARK, sizeof AGS_CUT_MARK - 1);
}

ags_status ags_kind_track_action(ags_tracker *tracker, ags_fields *fields, const ags_action *given) {
  ags_action action = {0};
  if (!AGS_KNOWN(action, given))
    return ags_fail(AGS_ERROR_ARGUMENT, "action: NULL, or its size is not sizeof(ags_action)");
  fields->text = ags_view_sized(action.name, action.name_size);
  fields->text_name = "name";
  fields->text_error = AGS_ERROR_ACTION;
  if (fields->text.data == NULL) return ags_fail(AGS_ERROR_ACTION, "name: missing");
  ags_view tools_used = ags_view_sized(action.tools_used, action.tools_used_size);
  part_text response, error_msg;
  ags_status status = check_times(&action);
  if (status == AGS_OK) status = take_object(tracker, &tools_used);
  if (status == AGS_OK)
    status = take_text(tracker, "response", ags_view_sized(action.response, action.response_size), &response);
  if (status == AGS_OK)
    status =
        take_text(tracker, "error_msg", ags_view_sized(action.error_msg, action.error_msg_size), &error_msg);
  if (status != AGS_OK) return status;

  ags_action_part part = {.started_at_ns = action.started_at_ns,
                          .ended_at_ns = action.ended_at_ns,
                          .duration_ns = action.duration_ns,
                          .tools_used_size = (uint32_t)tools_used.size,
                          .response_size = size_of(response),
                          .error_msg_size = size_of(error_msg)};
  ags_draft draft = {0};
  status = ags_track_begin(&draft, tracker, AGS_KIND_ACTION, fields,
                           sizeof part + tools_used.size + part.response_size + part.error_msg_size);
  if (status != AGS_OK) return status;
  ags_track_put(&draft, &part, sizeof part);
  ags_track_put(&draft, tools_used.data, tools_used.size);
  put_text(&draft, response);
  put_text(&draft, error_msg);
  return ags_track_end(tracker, &draft);
}

ags_status ags_track_action_n(ags_tracker *tracker, const char *conversation_id, size_t conversation_id_size,
                              const ags_action *action, const char *metadata, size_t metadata_size) {
  if (tracker == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  ags_fields fields = ags_fields_n(conversation_id, conversation_id_size, metadata, metadata_size);
  return ags_tracked(tracker, ags_kind_track_action(tracker, &fields, action));
}

ags_status ags_track_action(ags_tracker *tracker, const char *conversation_id, const ags_action *action,
                            const char *metadata) {
  if (tracker == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  ags_fields fields = ags_fields_of(conversation_id, metadata);
  return ags_tracked(tracker, ags_kind_track_action(tracker, &fields, action));
}
