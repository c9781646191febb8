#include "track.h"

/* The fields of an action, as views. */
typedef struct fields {
  ags_view name, tools_used, response, error_msg;
} fields;

static fields fields_of(const ags_action *action) {
  return (fields){ags_view_sized(action->name, action->name_size),
                  ags_view_sized(action->tools_used, action->tools_used_size),
                  ags_view_sized(action->response, action->response_size),
                  ags_view_sized(action->error_msg, action->error_msg_size)};
}

static ags_status check_times(const ags_action *action) {
  if (action->started_at_ns < 0) return ags_fail(AGS_ERROR_ACTION, "started_at_ns: must not be negative");
  if (action->ended_at_ns < 0) return ags_fail(AGS_ERROR_ACTION, "ended_at_ns: must not be negative");
  if (action->duration_ns < 0) return ags_fail(AGS_ERROR_ACTION, "duration_ns: must not be negative");
  if (action->ended_at_ns != 0 && action->ended_at_ns < action->started_at_ns)
    return ags_fail(AGS_ERROR_ACTION, "ended_at_ns: must not be before started_at_ns");
  return AGS_OK;
}

static ags_status check(const ags_action *action, const fields *f) {
  ags_status status = check_times(action);
  if (status == AGS_OK) status = ags_check_field(AGS_ERROR_ACTION, "name", f->name);
  if (status == AGS_OK && f->tools_used.data != NULL)
    status = ags_check_object(AGS_ERROR_ACTION, "tools_used", f->tools_used);
  if (status == AGS_OK) status = ags_check_utf8(AGS_ERROR_ACTION, "response", f->response);
  if (status == AGS_OK) status = ags_check_utf8(AGS_ERROR_ACTION, "error_msg", f->error_msg);
  return status;
}

static ags_status track(ags_tracker *tracker, ags_view conversation, const ags_action *action,
                        ags_view metadata) {
  fields f = fields_of(action);
  ags_status status = check(action, &f);
  if (status != AGS_OK) return status;
  ags_action_part part = {.started_at_ns = action->started_at_ns,
                          .ended_at_ns = action->ended_at_ns,
                          .duration_ns = action->duration_ns,
                          .tools_used_size = (uint32_t)f.tools_used.size,
                          .response_size = (uint32_t)f.response.size,
                          .error_msg_size = (uint32_t)f.error_msg.size};
  size_t part_size = sizeof part + f.tools_used.size + f.response.size + f.error_msg.size;
  ags_draft draft = {0};
  status = ags_track_begin(&draft, tracker, AGS_KIND_ACTION, conversation, AGS_ERROR_ACTION, "name", f.name,
                           metadata, part_size);
  if (status != AGS_OK) return status;
  ags_track_put(&draft, &part, sizeof part);
  ags_track_put(&draft, f.tools_used.data, f.tools_used.size);
  ags_track_put(&draft, f.response.data, f.response.size);
  ags_track_put(&draft, f.error_msg.data, f.error_msg.size);
  return ags_track_end(&draft);
}

/* A caller compiled against another version of the struct: fields it does not know are "not given". */
static ags_action known_action(const ags_action *action) {
  ags_action known = {0};
  memcpy(&known, action, action->size < sizeof known ? action->size : sizeof known);
  return known;
}

ags_status ags_track_action_n(ags_tracker *tracker, const char *conversation_id, size_t conversation_id_size,
                              const ags_action *action, const char *metadata, size_t metadata_size) {
  if (tracker == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  if (action == NULL || action->size < sizeof action->size)
    return ags_track_reject(tracker, ags_fail(AGS_ERROR_ARGUMENT, "action: NULL, or size is not its sizeof"));
  ags_action known = known_action(action);
  ags_status status = track(tracker, (ags_view){conversation_id, conversation_id_size}, &known,
                            (ags_view){metadata, metadata != NULL ? metadata_size : 0});
  return status == AGS_OK ? status : ags_track_reject(tracker, status);
}

ags_status ags_track_action(ags_tracker *tracker, const char *conversation_id, const ags_action *action,
                            const char *metadata) {
  ags_view conversation = ags_view_of(conversation_id), json = ags_view_of(metadata);
  return ags_track_action_n(tracker, conversation.data, conversation.size, action, json.data, json.size);
}
