#include "handles.h"
#include "track.h"

AGS_INLINE ags_status track(ags_tracker *tracker, ags_kind kind, ags_fields fields) {
  if (AGS_UNLIKELY(tracker == NULL)) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  fields.text_name = "text";
  fields.text_error = AGS_ERROR_TEXT;
  if (AGS_UNLIKELY(fields.text.data == NULL))
    return ags_track_reject(tracker, ags_fail(AGS_ERROR_TEXT, "text: missing"));
  ags_draft draft = {0};
  ags_status status = ags_track_begin(&draft, tracker, kind, fields, 0);
  if (AGS_UNLIKELY(status != AGS_OK)) return ags_track_reject(tracker, status);
  return ags_track_end(tracker, &draft);
}

ags_status ags_track_question_n(ags_tracker *tracker, const char *conversation_id,
                                size_t conversation_id_size, const char *text, size_t text_size,
                                const char *metadata, size_t metadata_size) {
  return track(tracker, AGS_KIND_QUESTION,
               (ags_fields){.conversation = {conversation_id, conversation_id_size},
                            .text = {text, text_size},
                            .metadata = ags_view_n(metadata, metadata_size)});
}

ags_status ags_track_answer_n(ags_tracker *tracker, const char *conversation_id, size_t conversation_id_size,
                              const char *text, size_t text_size, const char *metadata,
                              size_t metadata_size) {
  return track(tracker, AGS_KIND_ANSWER,
               (ags_fields){.conversation = {conversation_id, conversation_id_size},
                            .text = {text, text_size},
                            .metadata = ags_view_n(metadata, metadata_size)});
}

ags_status ags_track_question(ags_tracker *tracker, const char *conversation_id, const char *text,
                              const char *metadata) {
  return track(tracker, AGS_KIND_QUESTION,
               (ags_fields){.conversation = ags_view_of(conversation_id),
                            .text = ags_view_of(text),
                            .metadata = ags_view_of(metadata)});
}

ags_status ags_track_answer(ags_tracker *tracker, const char *conversation_id, const char *text,
                            const char *metadata) {
  return track(tracker, AGS_KIND_ANSWER,
               (ags_fields){.conversation = ags_view_of(conversation_id),
                            .text = ags_view_of(text),
                            .metadata = ags_view_of(metadata)});
}

ags_status ags_track_message(ags_tracker *tracker, ags_kind kind, const ags_conversation *conversation,
                             const char *text, size_t text_size, const ags_metadata *metadata) {
  if (AGS_UNLIKELY(tracker != NULL && kind != AGS_KIND_QUESTION && kind != AGS_KIND_ANSWER))
    return ags_track_reject(tracker,
                            ags_fail(AGS_ERROR_EVENT, "kind: must be AGS_KIND_QUESTION or AGS_KIND_ANSWER"));
  return track(tracker, kind,
               (ags_fields){.conversation = ags_conversation_view(conversation),
                            .text = {text, text_size},
                            .metadata = ags_metadata_view(metadata),
                            .conversation_checked = true,
                            .metadata_checked = true});
}
