#include "track.h"

static ags_status track(ags_tracker *tracker, ags_view conversation, const ags_button *button,
                        ags_view metadata) {
  ags_view event = ags_view_sized(button->event, button->event_size);
  ags_view label = ags_view_sized(button->label, button->label_size);
  ags_view value = ags_view_sized(button->value, button->value_size);
  ags_status status = ags_check_field(AGS_ERROR_BUTTON, "event", event);
  if (status == AGS_OK) status = ags_check_field(AGS_ERROR_BUTTON, "label", label);
  if (status == AGS_OK) status = ags_check_field(AGS_ERROR_BUTTON, "value", value);
  if (status != AGS_OK) return status;

  ags_button_part part = {(uint32_t)label.size, (uint32_t)value.size};
  ags_draft draft = {0};
  status = ags_track_begin(&draft, tracker, AGS_KIND_BUTTON, conversation, AGS_ERROR_BUTTON, "event", event,
                           metadata, sizeof part + label.size + value.size);
  if (status != AGS_OK) return status;
  ags_track_put(&draft, &part, sizeof part);
  ags_track_put(&draft, label.data, label.size);
  ags_track_put(&draft, value.data, value.size);
  return ags_track_end(&draft);
}

/* A caller compiled against another version of the struct: fields it does not know are "not given". */
static ags_button known_button(const ags_button *button) {
  ags_button known = {0};
  memcpy(&known, button, button->size < sizeof known ? button->size : sizeof known);
  return known;
}

ags_status ags_track_button_n(ags_tracker *tracker, const char *conversation_id, size_t conversation_id_size,
                              const ags_button *button, const char *metadata, size_t metadata_size) {
  if (tracker == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  if (button == NULL || button->size < sizeof button->size)
    return ags_track_reject(tracker, ags_fail(AGS_ERROR_ARGUMENT, "button: NULL, or size is not its sizeof"));
  ags_button known = known_button(button);
  ags_status status = track(tracker, (ags_view){conversation_id, conversation_id_size}, &known,
                            (ags_view){metadata, metadata != NULL ? metadata_size : 0});
  return status == AGS_OK ? status : ags_track_reject(tracker, status);
}

ags_status ags_track_button(ags_tracker *tracker, const char *conversation_id, const ags_button *button,
                            const char *metadata) {
  ags_view conversation = ags_view_of(conversation_id), json = ags_view_of(metadata);
  return ags_track_button_n(tracker, conversation.data, conversation.size, button, json.data, json.size);
}
