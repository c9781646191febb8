#include "handles.h"
#include "track_fast.h"

/* Any question or answer, with the checks that the fast way leaves out. */
static AGS_APART ags_status track(ags_tracker *tracker, ags_kind kind, ags_fields fields) {
  if (tracker == NULL) return ags_fail(AGS_ERROR_ARGUMENT, "tracker: NULL");
  if (fields.text.data == NULL) return ags_track_reject(tracker, ags_fail(AGS_ERROR_TEXT, "text: missing"));
  fields.text_name = "text";
  fields.text_error = AGS_ERROR_TEXT;
  ags_draft draft;
  ags_status status = ags_track_begin(&draft, tracker, kind, &fields, 0);
  return status == AGS_OK ? ags_track_end(tracker, &draft) : ags_track_reject(tracker, status);
}

static AGS_APART ags_status question(ags_tracker *tracker, const char *conversation_id,
                                     size_t conversation_id_size, const char *text, size_t text_size,
                                     const char *metadata, size_t metadata_size) {
  return track(tracker, AGS_KIND_QUESTION,
               (ags_fields){.conversation = {conversation_id, conversation_id_size},
                            .text = {text, text_size},
                            .metadata = ags_view_n(metadata, metadata_size)});
}
static AGS_APART ags_status answer(ags_tracker *tracker, const char *conversation_id,
                                   size_t conversation_id_size, const char *text, size_t text_size,
                                   const char *metadata, size_t metadata_size) {
  return track(tracker, AGS_KIND_ANSWER,
               (ags_fields){.conversation = {conversation_id, conversation_id_size},
                            .text = {text, text_size},
                            .metadata = ags_view_n(metadata, metadata_size)});
}
ags_status ags_track_question_n(ags_tracker *tracker, const char *conversation_id,
                                size_t conversation_id_size, const char *text, size_t text_size,
                                const char *metadata, size_t metadata_size) {
  if (AGS_LIKELY(ags_track_fast(tracker, AGS_KIND_QUESTION, (ags_view){conversation_id, conversation_id_size},
                                (ags_view){text, text_size}, (ags_view){metadata, metadata_size}, false)))
    return AGS_OK;
  return question(tracker, conversation_id, conversation_id_size, text, text_size, metadata, metadata_size);
}

ags_status ags_track_answer_n(ags_tracker *tracker, const char *conversation_id, size_t conversation_id_size,
                              const char *text, size_t text_size, const char *metadata,
                              size_t metadata_size) {
  if (AGS_LIKELY(ags_track_fast(tracker, AGS_KIND_ANSWER, (ags_view){conversation_id, conversation_id_size},
                                (ags_view){text, text_size}, (ags_view){metadata, metadata_size}, false)))
    return AGS_OK;
  return answer(tracker, conversation_id, conversation_id_size, text, text_size, metadata, metadata_size);
}

ags_status ags_track_question(ags_tracker *tracker, const char *conversation_id, const char *text,
                              const char *metadata) {
  ags_view a = ags_view_of(conversation_id), b = ags_view_of(text), c = ags_view_of(metadata);
  if (AGS_LIKELY(ags_track_fast(tracker, AGS_KIND_QUESTION, a, b, c, false))) return AGS_OK;
  return question(tracker, a.data, a.size, b.data, b.size, c.data, c.size);
}

ags_status ags_track_answer(ags_tracker *tracker, const char *conversation_id, const char *text,
                            const char *metadata) {
  ags_view a = ags_view_of(conversation_id), b = ags_view_of(text), c = ags_view_of(metadata);
  if (AGS_LIKELY(ags_track_fast(tracker, AGS_KIND_ANSWER, a, b, c, false))) return AGS_OK;
  return answer(tracker, a.data, a.size, b.data, b.size, c.data, c.size);
}

static AGS_APART ags_status message(ags_tracker *tracker, ags_kind kind, const ags_conversation *conversation,
                                    const char *text, size_t text_size, const ags_metadata *metadata) {
  ags_view id = ags_conversation_view(conversation), json = ags_metadata_view(metadata);
  return track(tracker, kind,
               (ags_fields){.conversation = id,
                            .text = {text, text_size},
                            .metadata = json,
                            .conversation_checked = true,
                            .metadata_checked = true});
}
ags_status ags_track_message(ags_tracker *tracker, ags_kind kind, const ags_conversation *conversation,
                             const char *text, size_t text_size, const ags_metadata *metadata) {
  if (AGS_UNLIKELY(tracker != NULL && kind != AGS_KIND_QUESTION && kind != AGS_KIND_ANSWER))
    return ags_track_reject(tracker,
                            ags_fail(AGS_ERROR_EVENT, "kind: must be AGS_KIND_QUESTION or AGS_KIND_ANSWER"));
  ags_view id = ags_conversation_view(conversation), json = ags_metadata_view(metadata),
           t = {text, text_size};
  if (AGS_LIKELY(ags_track_fast(tracker, kind, id, t, json, true))) return AGS_OK;
  return message(tracker, kind, conversation, text, text_size, metadata);
}
