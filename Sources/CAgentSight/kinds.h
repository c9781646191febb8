/* The kinds of events, each with the fields that all have in common and with what is its own. */
#ifndef AGS_KINDS_H
#define AGS_KINDS_H

#include "track.h"

/* Each checks, records and returns AGS_OK, or records nothing. They do not count refusals; the struct may be
 * of another version. */
ags_status ags_kind_track_action(ags_tracker *tracker, ags_fields *fields, const ags_action *action);
ags_status ags_kind_track_button(ags_tracker *tracker, ags_fields *fields, const ags_button *button);
ags_status ags_kind_track_token_usage(ags_tracker *tracker, ags_fields *fields, const ags_token_usage *usage);
ags_status ags_kind_track_attachments(ags_tracker *tracker, ags_fields *fields,
                                      const ags_attachments *attachments);
/* `kind` is AGS_KIND_CONVERSATION or AGS_KIND_VISIT; `info` is nullable. */
ags_status ags_kind_track_conversation(ags_tracker *tracker, ags_fields *fields, ags_kind kind,
                                       const ags_conversation_info *info);

/* Takes over as much of a caller's struct as both its version and ours have; the rest is "not given". False
 * when there is no struct, or its size was never set. */
#define AGS_KNOWN(known, given)                                                                              \
  ags_known(&(known), sizeof(known), (given), (given) != NULL ? (given)->size : 0)

AGS_INLINE bool ags_known(void *known, size_t known_size, const void *given, size_t given_size) {
  if (given_size < sizeof(size_t)) return false;
  memcpy(known, given, given_size < known_size ? given_size : known_size);
  return true;
}

/* Conversation and metadata as most tracking calls take them. */
AGS_INLINE ags_fields ags_fields_of(const char *conversation_id, const char *metadata) {
  return (ags_fields){.conversation = ags_view_of(conversation_id), .metadata = ags_view_of(metadata)};
}

AGS_INLINE ags_fields ags_fields_n(const char *conversation_id, size_t conversation_id_size,
                                   const char *metadata, size_t metadata_size) {
  return (ags_fields){.conversation = ags_view_n(conversation_id, conversation_id_size),
                      .metadata = ags_view_n(metadata, metadata_size)};
}

/* How every public call ends. */
AGS_INLINE ags_status ags_tracked(ags_tracker *tracker, ags_status status) {
  return status == AGS_OK || tracker == NULL ? status : ags_track_reject(tracker, status);
}

#endif
