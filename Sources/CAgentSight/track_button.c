#include "kinds.h"

ags_status ags_kind_track_button(ags_tracker *tracker, ags_fields *fields, const ags_button *given) {
  ags_button button = {0};
  if (!AGS_KNOWN(button, given))
    return ags_fail(AGS_ERROR_ARGUMENT, "button: NULL, or its size is not sizeof(ags_button)");
  fields->text = ags_view_sized(button.event, button.event_size);
  fields->text_name = "event";
  fields->text_error = AGS_ERROR_BUTTON;
  if (fields->text.data == NULL) return ags_fail(AGS_ERROR_BUTTON, "event: missing");
  ags_view label = ags_view_sized(button.label, button.label_size);
  ags_view value = ags_view_sized(button.value, button.value_size);
  bool label_cut, value_cut;
  ags_status status = ags_track_take_text(tracker, AGS_ERROR_BUTTON, "label", &label, &label_cut);
  if (status == AGS_OK) status = ags_track_take_text(tracker, AGS_ERROR_BUTTON, "value", &value, &value_cut);
  if (status != AGS_OK) return status;

  const size_t mark = sizeof AGS_CUT_MARK - 1;
  ags_button_part part = {(uint32_t)(label.size + (label_cut ? mark : 0)),
                          (uint32_t)(value.size + (value_cut ? mark : 0))};
  ags_draft draft = {0};
  status = ags_track_begin(&draft, tracker, AGS_KIND_BUTTON, fields,
                           sizeof part + part.label_size + part.value_size);
  if (status != AGS_OK) return status;
  ags_track_put(&draft, &part, sizeof part);
  ags_track_put(&draft, label.data, label.size);
  if (label_cut) ags_track_put(&draft, AGS_CUT_MARK, mark);
  ags_track_put(&draft, value.data, value.size);
  if (value_cut) ags_track_put(&draft, AGS_CUT_MARK, mark);
  return ags_track_end(tracker, &draft);
}

ags_status ags_track_button_n(ags_tracker *tracker, const char *conversation_id, size_t conversation_id_size,
                              const ags_button *button, const char *metadata, size_t metadata_size) {
  if (tracker == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  ags_fields fields = ags_fields_n(conversation_id, conversation_id_size, metadata, metadata_size);
  return ags_tracked(tracker, ags_kind_track_button(tracker, &fields, button));
}

ags_status ags_track_button(ags_tracker *tracker, const char *conversation_id, const ags_button *button,
                            const char *metadata) {
  if (tracker == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  ags_fields fields = ags_fields_of(conversation_id, metadata);
  return ags_tracked(tracker, ags_kind_track_button(tracker, &fields, button));
}
