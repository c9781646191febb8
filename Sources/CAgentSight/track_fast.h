/*
 * The common case of a question or an answer, decided while it is copied: a thread that has tracked before,
 * room in its segment, and nothing to be mended. ASCII and the metadata of the call before are recognised at
 * once, other fields are checked where they were copied to. Everything else, errors too, is left to
 * ags_track_begin().
 *
 * Reading the counter takes more than half of the time here, and each of the other instructions adds to it,
 * so this is about having few of them.
 */
#ifndef AGS_TRACK_FAST_H
#define AGS_TRACK_FAST_H

#include "copy.h"
#include "track.h"

/* True when the event is recorded; else nothing is. `checked`: conversation and metadata were made ready. */
AGS_INLINE bool ags_track_fast(ags_tracker *tracker, ags_kind kind, ags_view conversation, ags_view text,
                               ags_view metadata, bool checked) {
  if (AGS_UNLIKELY(tracker == NULL)) return false;
  if (AGS_UNLIKELY(conversation.data == NULL)) return false;
  if (AGS_UNLIKELY(text.data == NULL)) return false;
  if (AGS_UNLIKELY(ags_fast_lane.tracker_id != tracker->id)) return false;
  ags_lane *lane = ags_fast_lane.lane;
  if (AGS_UNLIKELY(conversation.size - 1 >= 255)) return false;
  if (AGS_UNLIKELY(text.size - 1 >= tracker->settings.text_limit)) return false;
  size_t metadata_limit = checked ? tracker->settings.text_limit : AGS_LANE_METADATA_CACHE;
  if (metadata.data == NULL)
    metadata.size = 0;
  else if (AGS_UNLIKELY(metadata.size > metadata_limit || metadata.size == 0))
    return false;
  ags_record *record = (ags_record *)(void *)lane->position;
  size_t size = ags_record_padded(sizeof(ags_record) + conversation.size + text.size + metadata.size);
  char *end = (char *)record + size;
  if (AGS_UNLIKELY(end > lane->end)) return false;

  uint64_t ticks;
  if (AGS_UNLIKELY(!ags_claims_read(&tracker->claims, conversation, ags_lane_number(lane), &ticks)))
    return false;
  if (AGS_UNLIKELY(ticks <= lane->last_ticks)) return false;
  lane->last_ticks = ticks;
  record->ticks = ticks;
  record->kind = (uint8_t)kind;
  record->reserved = 0;
  record->conversation_size = (uint16_t)conversation.size;
  record->text_size = (uint32_t)text.size;
  record->metadata_size = (uint32_t)metadata.size;

  char *at = record->bytes + conversation.size;
  ags_block seen = ags_copy(at, text.data, text.size);
  if (metadata.data != NULL) {
    if (checked) {
      ags_copy(at + text.size, metadata.data, metadata.size);
    } else {
      seen =
          ags_block_or(seen, ags_copy_compare(at + text.size, metadata.data, lane->metadata, metadata.size));
      if (AGS_UNLIKELY(metadata.size != lane->metadata_size)) seen = ags_block_of(AGS_HIGH_BITS, 0);
    }
  }
  ags_block in_id = ags_copy(record->bytes, conversation.data, conversation.size);
  if (!checked) seen = ags_block_or(seen, in_id);
  bool plain = !ags_block_high_bits(seen) && text.data[0] > ' ' && (checked || conversation.data[0] > ' ');
  if (AGS_UNLIKELY(!plain) && !ags_track_check_copy(lane, record, checked)) return false;
  ags_lane_publish(lane, record, size);
  return true;
}

#endif
