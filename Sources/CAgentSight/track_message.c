#include "track.h"

AGS_INLINE ags_status track(ags_tracker *tracker, ags_kind kind, ags_view conversation, ags_view text,
                            ags_view metadata) {
  if (AGS_UNLIKELY(tracker == NULL)) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  ags_draft draft = {0};
  ags_status status =
      ags_track_begin(&draft, tracker, kind, conversation, AGS_ERROR_TEXT, "text", text, metadata, 0);
  if (AGS_UNLIKELY(status != AGS_OK)) return ags_track_reject(tracker, status);
  return ags_track_end(&draft);
}

ags_status ags_track_question_n(ags_tracker *tracker, const char *conversation_id,
                                size_t conversation_id_size, const char *text, size_t text_size,
                                const char *metadata, size_t metadata_size) {
  return track(tracker, AGS_KIND_QUESTION, (ags_view){conversation_id, conversation_id_size},
               (ags_view){text, text_size}, (ags_view){metadata, metadata != NULL ? metadata_size : 0});
}

ags_status ags_track_answer_n(ags_tracker *tracker, const char *conversation_id, size_t conversation_id_size,
                              const char *text, size_t text_size, const char *metadata,
                              size_t metadata_size) {
  return track(tracker, AGS_KIND_ANSWER, (ags_view){conversation_id, conversation_id_size},
               (ags_view){text, text_size}, (ags_view){metadata, metadata != NULL ? metadata_size : 0});
}

ags_status ags_track_question(ags_tracker *tracker, const char *conversation_id, const char *text,
                              const char *metadata) {
  return track(tracker, AGS_KIND_QUESTION, ags_view_of(conversation_id), ags_view_of(text),
               ags_view_of(metadata));
}

ags_status ags_track_answer(ags_tracker *tracker, const char *conversation_id, const char *text,
                            const char *metadata) {
  return track(tracker, AGS_KIND_ANSWER, ags_view_of(conversation_id), ags_view_of(text),
               ags_view_of(metadata));
}
