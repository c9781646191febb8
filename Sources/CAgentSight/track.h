/* What all tracking calls have in common: finding room, checking and copying fields, publishing. */
#ifndef AGS_TRACK_H
#define AGS_TRACK_H

#include "error.h"
#include "text.h"
#include "tracker.h"

/* No field may be larger, so that sums of sizes never overflow. */
#define AGS_FIELD_MAX ((size_t)256 << 20)

/* A string as the caller gave it. */
typedef struct ags_view {
  const char *data; /* NULL: absent */
  size_t size;
} ags_view;

AGS_INLINE ags_view ags_view_of(const char *text) {
  return (ags_view){text, text != NULL ? strlen(text) : 0};
}

/* A struct's string field: with its size, or with 0 when it is NUL-terminated. */
AGS_INLINE ags_view ags_view_sized(const char *text, size_t size) {
  return size != 0 ? (ags_view){text, size} : ags_view_of(text);
}

/* Checks that a tracking call makes of its fields; `name` is what the error calls the field. */
ags_status ags_check_utf8(ags_status error, const char *name, ags_view text);
ags_status ags_check_text(ags_status error, const char *name, ags_view text);   /* also: present, not blank */
ags_status ags_check_field(ags_status error, const char *name, ags_view text);  /* also: <= 255 characters */
ags_status ags_check_object(ags_status error, const char *name, ags_view json); /* a JSON object */

/* Counts a refused call and hands its status on. */
AGS_COLD ags_status ags_track_reject(ags_tracker *tracker, ags_status status);

/* Checks metadata that is not the lane's last, and remembers it. */
AGS_COLD ags_status ags_track_new_metadata(ags_lane *lane, ags_view metadata);

/* A record under construction at the lane's position: nobody sees it before ags_track_end(). */
typedef struct ags_draft {
  ags_lane *lane;
  ags_record *record;
  char *at; /* where the next field goes */
} ags_draft;

AGS_INLINE bool ags_copy_is_plain(ags_draft *draft, ags_view text) {
  bool ascii = ags_copy_ascii(draft->at, text.data, text.size);
  draft->at += text.size;
  return ascii;
}

/*
 * Starts a record whose kind adds `part_size` bytes behind conversation id, text and metadata: finds room,
 * stamps, copies and checks these three. After an error there is nothing to undo.
 *
 * The common case (ASCII, metadata as in the call before) is decided here, during the copying; everything
 * else, errors too, is left to the checks out of line.
 */
AGS_INLINE ags_status ags_track_begin(ags_draft *draft, ags_tracker *tracker, ags_kind kind,
                                      ags_view conversation, ags_status text_error, const char *text_name,
                                      ags_view text, ags_view metadata, size_t part_size) {
  ags_lane *lane = ags_tracker_lane(tracker);
  if (AGS_UNLIKELY(lane == NULL)) return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  /* First, because reading the counter takes as long as all the rest, which the processor does meanwhile. */
  uint64_t ticks = ags_lane_stamp(lane);
  if (conversation.data == NULL)
    conversation = (ags_view){tracker->settings.conversation_id, tracker->settings.conversation_id_size};
  if (AGS_UNLIKELY(conversation.data == NULL || conversation.size > 4 * 255))
    return ags_check_field(AGS_ERROR_CONVERSATION_ID, "conversation_id", conversation);
  if (AGS_UNLIKELY(text.data == NULL || text.size > AGS_FIELD_MAX))
    return ags_check_text(text_error, text_name, text);
  if (AGS_UNLIKELY(metadata.size > AGS_FIELD_MAX))
    return ags_check_object(AGS_ERROR_METADATA, "metadata", metadata);

  size_t size =
      ags_record_padded(sizeof(ags_record) + conversation.size + text.size + metadata.size + part_size);
  if (AGS_UNLIKELY(size > (size_t)(lane->end - lane->position))) {
    ags_status status = ags_lane_extend(lane, &tracker->pool, size);
    if (status != AGS_OK) return status;
  }
  ags_record *record = (ags_record *)(void *)lane->position;
  *draft = (ags_draft){lane, record, record->bytes};
  record->ticks = ticks;
  record->kind = (uint8_t)kind;
  record->reserved = 0;
  record->conversation_size = (uint16_t)conversation.size;
  record->text_size = (uint32_t)text.size;
  record->metadata_size = (uint32_t)metadata.size;

  if (AGS_UNLIKELY(!ags_copy_is_plain(draft, conversation) || conversation.size > 255 ||
                   conversation.size == 0 || conversation.data[0] <= ' ')) {
    ags_status status = ags_check_field(AGS_ERROR_CONVERSATION_ID, "conversation_id", conversation);
    if (status != AGS_OK) return status;
  }
  if (AGS_UNLIKELY(!ags_copy_is_plain(draft, text) || text.size == 0 || text.data[0] <= ' ')) {
    ags_status status = ags_check_text(text_error, text_name, text);
    if (status != AGS_OK) return status;
  }
  if (metadata.data != NULL) {
    if (AGS_UNLIKELY(metadata.size != lane->metadata_size ||
                     !ags_same_bytes(metadata.data, lane->metadata, metadata.size))) {
      ags_status status = ags_track_new_metadata(lane, metadata);
      if (status != AGS_OK) return status;
    }
    ags_copy_is_plain(draft, metadata);
  }
  return AGS_OK;
}

/* Appends to the kind's own part. */
AGS_INLINE void ags_track_put(ags_draft *draft, const void *bytes, size_t size) {
  if (size > 0) memcpy(draft->at, bytes, size);
  draft->at += size;
}

/* Publishes the record. */
AGS_INLINE ags_status ags_track_end(ags_draft *draft) {
  size_t size = ags_record_padded((size_t)(draft->at - (char *)draft->record));
  ags_lane_publish(draft->lane, draft->record, size);
  return AGS_OK;
}

#endif
