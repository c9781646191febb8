#include "track.h"

#include "at_limit.h"
#include "copy.h"
#include "json_check.h"
#include "spool.h"

#define FIELD_CHARACTERS 255

ags_status ags_check_utf8(ags_status error, const char *name, ags_view text) {
  if (text.size > AGS_FIELD_MAX) return ags_fail(error, "%s: must not exceed 256 MiB", name);
  size_t valid = ags_utf8_check(text.data, text.size);
  return valid == text.size ? AGS_OK : ags_fail(error, "%s: must be UTF-8; byte %zu is not", name, valid);
}

ags_status ags_check_text(ags_status error, const char *name, ags_view text) {
  if (text.data == NULL) return ags_fail(error, "%s: missing", name);
  ags_status status = ags_check_utf8(error, name, text);
  if (status != AGS_OK) return status;
  if (ags_text_is_blank(text.data, text.size)) return ags_fail(error, "%s: must not be empty or blank", name);
  return AGS_OK;
}

ags_status ags_check_field(ags_status error, const char *name, ags_view text) {
  ags_status status = ags_check_text(error, name, text);
  if (status != AGS_OK) return status;
  if (ags_utf8_count(text.data, text.size) > FIELD_CHARACTERS)
    return ags_fail(error, "%s: must not exceed %d characters", name, FIELD_CHARACTERS);
  return AGS_OK;
}

ags_status ags_check_choice(const char *conversation_id) {
  if (conversation_id == NULL) return AGS_OK;
  return ags_check_field(AGS_ERROR_CONVERSATION_ID, "conversation_id", ags_view_of(conversation_id));
}

ags_status ags_check_object(ags_status error, const char *name, ags_view json) {
  if (json.size > AGS_FIELD_MAX) return ags_fail(error, "%s: must not exceed 256 MiB", name);
  ags_json_error found = ags_json_check_object(json.data, json.size);
  if (found.expected == NULL) return AGS_OK;
  return ags_fail(error, "%s: %s at byte %zu", name, found.expected, found.offset);
}

ags_status ags_track_reject(ags_tracker *tracker, ags_status status) {
  atomic_fetch_add_explicit(&tracker->rejected, 1, memory_order_relaxed);
  return status;
}

static void remember(ags_lane *lane, ags_view metadata) {
  if (metadata.size > sizeof lane->metadata) return;
  memcpy(lane->metadata, metadata.data, metadata.size);
  lane->metadata_size = metadata.size;
}

static bool is_text(ags_view text) {
  return ags_utf8_check(text.data, text.size) == text.size && !ags_text_is_blank(text.data, text.size);
}

static bool is_remembered(const ags_lane *lane, ags_view metadata) {
  return metadata.size > 0 && metadata.size == lane->metadata_size &&
         ags_same_bytes(metadata.data, lane->metadata, metadata.size);
}

bool ags_track_check_copy(ags_lane *lane, const ags_record *record, bool checked) {
  if (!is_text((ags_view){ags_record_text(record), record->text_size})) return false;
  if (checked) return true;
  if (!is_text((ags_view){ags_record_conversation(record), record->conversation_size})) return false;
  ags_view metadata = {ags_record_metadata(record), record->metadata_size};
  if (metadata.size == 0 || is_remembered(lane, metadata)) return true;
  ags_json_error found = ags_json_check_object(metadata.data, metadata.size);
  if (found.expected != NULL || found.unstorable) return false;
  remember(lane, metadata);
  return true;
}

ags_status ags_track_new_metadata(ags_lane *lane, ags_tracker *tracker, ags_view *metadata) {
  ags_view given = *metadata;
  ags_status status =
      ags_track_take_object(tracker, AGS_ERROR_METADATA, "metadata", &lane->scratch[0], metadata);
  /* What had to be mended must be mended, and counted, each time. */
  if (status == AGS_OK && metadata->data == given.data) remember(lane, given);
  return status;
}

static bool cut_text(ags_tracker *tracker, ags_view *text) {
  size_t limit = tracker->settings.text_limit;
  if (text->size <= limit || ags_mend_prefix(*text, limit) == text->size) return false;
  text->size = ags_mend_prefix(*text, limit - (sizeof AGS_CUT_MARK - 1));
  ags_mend_note(tracker, AGS_MENDED_TEXT);
  return true;
}

ags_status ags_track_take_any_text(ags_tracker *tracker, ags_status error, const char *name, ags_view *text,
                                   bool *cut) {
  *cut = text->data != NULL && cut_text(tracker, text);
  return ags_check_utf8(error, name, *text);
}

ags_status ags_track_take_text(ags_tracker *tracker, ags_status error, const char *name, ags_view *text,
                               bool *cut) {
  if (text->data == NULL) return ags_fail(error, "%s: missing", name);
  /* Before it is cut: a text may begin with more white space than the limit. */
  if (ags_text_is_blank(text->data, text->size))
    return ags_fail(error, "%s: must not be empty or blank", name);
  return ags_track_take_any_text(tracker, error, name, text, cut);
}

ags_status ags_track_cut_object(ags_tracker *tracker, ags_buffer *scratch, ags_view *object) {
  size_t limit = tracker->settings.text_limit;
  if (object->size <= limit) return AGS_OK;
  *object = ags_mend_trim(*object);
  if (ags_utf8_count(object->data, object->size) <= limit) return AGS_OK;
  if (!ags_mend_object(*object, limit, scratch)) return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  *object = (ags_view){scratch->data, scratch->size};
  ags_mend_note(tracker, AGS_MENDED_OBJECT);
  return AGS_OK;
}

static ags_status mend_escapes(ags_tracker *tracker, ags_buffer *scratch, ags_view *object) {
  scratch->size = 0;
  scratch->failed = false;
  ags_buffer_put(scratch, object->data, object->size);
  if (scratch->failed) return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  ags_json_mend_escapes(scratch->data, scratch->size);
  *object = (ags_view){scratch->data, scratch->size};
  ags_mend_note(tracker, AGS_MENDED_ESCAPE);
  return AGS_OK;
}

ags_status ags_track_take_object(ags_tracker *tracker, ags_status error, const char *name,
                                 ags_buffer *scratch, ags_view *object) {
  if (object->size > AGS_FIELD_MAX) return ags_fail(error, "%s: must not exceed 256 MiB", name);
  ags_json_error found = ags_json_check_object(object->data, object->size);
  if (found.expected != NULL)
    return ags_fail(error, "%s: %s at byte %zu", name, found.expected, found.offset);
  ags_status status = ags_track_cut_object(tracker, scratch, object);
  return status == AGS_OK && found.unstorable ? mend_escapes(tracker, scratch, object) : status;
}

/* Everything is checked before room is made: a segment for one large record must not be left to small
 * ones, which would begin where ags_segment_of() cannot find them. */
ags_status ags_track_prepare(ags_lane *lane, ags_tracker *tracker, ags_fields *fields, size_t part_size) {
  ags_status status = AGS_OK;
  if (!fields->conversation_checked || fields->conversation.data == NULL)
    status = ags_check_field(AGS_ERROR_CONVERSATION_ID, "conversation_id", fields->conversation);
  if (status != AGS_OK) return status;

  if (fields->text.data != NULL) {
    status =
        ags_track_take_text(tracker, fields->text_error, fields->text_name, &fields->text, &fields->text_cut);
    if (status != AGS_OK) return status;
  }
  if (fields->metadata.data != NULL) {
    if (fields->metadata_checked)
      status = ags_track_cut_object(tracker, &lane->scratch[0], &fields->metadata);
    else
      status = ags_track_take_object(tracker, AGS_ERROR_METADATA, "metadata", &lane->scratch[0],
                                     &fields->metadata);
    if (status != AGS_OK) return status;
    fields->metadata_checked = true;
  }
  size_t room = ags_record_room(fields, part_size);
  if (room <= (size_t)(lane->end - lane->position)) return AGS_OK;
  return ags_tracker_extend(tracker, lane, room);
}

static bool copy_is_plain(ags_draft *draft, ags_view text) {
  bool ascii = ags_copy_ascii(draft->at, text.data, text.size);
  draft->at += text.size;
  return ascii && text.size > 0 && text.data[0] > ' ';
}

/* Most fields prove plain while they are copied; the others are gone through once more. */
ags_status ags_track_begin(ags_draft *draft, ags_tracker *tracker, ags_kind kind, ags_fields *fields,
                           size_t part_size) {
  ags_lane *lane = ags_tracker_lane(tracker);
  if (lane == NULL) return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  if (fields->conversation.data == NULL) {
    fields->conversation = ags_tracker_conversation(tracker);
    fields->conversation_checked = true;
  }
  size_t limit = tracker->settings.text_limit;
  /* The sizes are compared one by one, so that their sum cannot overflow before it is used. */
  if (fields->conversation.data == NULL || fields->conversation.size > AGS_ID_MAX ||
      fields->text.size > limit || fields->metadata.size > limit ||
      ags_record_room(fields, part_size) > (size_t)(lane->end - lane->position)) {
    ags_status status = ags_track_prepare(lane, tracker, fields, part_size);
    if (status != AGS_OK) return status;
  }
  ags_record *record = (ags_record *)(void *)lane->position;
  *draft = (ags_draft){lane, record, record->bytes};
  record->kind = (uint8_t)kind;
  record->reserved = 0;
  record->conversation_size = (uint16_t)fields->conversation.size;
  record->text_size = (uint32_t)fields->text.size;
  record->metadata_size = (uint32_t)fields->metadata.size;

  bool plain = copy_is_plain(draft, fields->conversation) && fields->conversation.size <= 255;
  if (!plain && !fields->conversation_checked) {
    ags_status status = ags_check_field(AGS_ERROR_CONVERSATION_ID, "conversation_id", fields->conversation);
    if (status != AGS_OK) return status;
  }
  if (fields->text.data != NULL) {
    if (!copy_is_plain(draft, fields->text) && !fields->text_cut) {
      ags_status status = ags_check_text(fields->text_error, fields->text_name, fields->text);
      if (status != AGS_OK) return status;
    }
    if (fields->text_cut) {
      memcpy(draft->at, AGS_CUT_MARK, sizeof AGS_CUT_MARK - 1);
      draft->at += sizeof AGS_CUT_MARK - 1;
      record->text_size += (uint32_t)(sizeof AGS_CUT_MARK - 1);
    }
  }
  if (fields->metadata.data != NULL) {
    if (!fields->metadata_checked && !is_remembered(lane, fields->metadata)) {
      ags_status status = ags_track_new_metadata(lane, tracker, &fields->metadata);
      if (status != AGS_OK) return status;
    }
    copy_is_plain(draft, fields->metadata);
  }
  return AGS_OK;
}

ags_status ags_track_end(ags_tracker *tracker, ags_draft *draft) {
  size_t size = ags_record_padded((size_t)(draft->at - (char *)draft->record));
  ags_lane *lane = draft->lane;
  ags_record *record = draft->record;
  ags_view conversation = {ags_record_conversation(record), record->conversation_size};
  record->ticks = ags_lane_stamp(lane, &tracker->claims, conversation);
  if (lane->tail->run != NULL) size = ags_spool_seal(lane->tail, record, size);
  ags_lane_publish(lane, record, size);
  if (size > AGS_SEGMENT_SIZE / 2 && lane->tail->capacity > AGS_SEGMENT_SIZE)
    ags_lane_leave_large(lane, &tracker->pool);
  if (tracker->automatic) ags_tracker_recorded(tracker, lane);
  return AGS_OK;
}
