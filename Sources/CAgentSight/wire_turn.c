#include "wire_cursor.h"

static char *put_message(char *to, ags_span_writer *w, const ags_record *record, const ags_span_stamp *own) {
  to = AGS_AT(to, "{\"name\":\"agentsight.message\",\"timestamp\":");
  to = ags_span_time(to, own->time);
  if (record->kind == AGS_KIND_QUESTION)
    to = AGS_AT(to, ",\"attributes\":{\"agentsight.message.sender\":\"end_user\",\"agentsight.message.id\":");
  else
    to = AGS_AT(to, ",\"attributes\":{\"agentsight.message.sender\":\"agent\",\"agentsight.message.id\":");
  /* A message keeps this id however it is grouped into turns, so a collector that knows the attribute
   * stores it once even when it arrives once alone and once with its pair. */
  to = ags_span_id(to, own->id);
  to = AGS_AT(to, ",\"agentsight.message.content\":");
  to = ags_json_string_at(to, ags_record_text(record), record->text_size);
  if (record->metadata_size > 0)
    to = ags_span_metadata_string(AGS_AT(to, ",\"agentsight.message.metadata\":"), w, record);
  return AGS_AT(to, "}}");
}

/* A question with its answer, or a message alone. */
char *ags_span_turn_at(char *to, ags_span_writer *w, uint32_t index) {
  const ags_batch_entry *entry = &w->batch->entries[index];
  bool answered = entry->answer != AGS_NONE;
  ags_span_stamp first = ags_span_stamp_of(&entry->item), last = first;
  int64_t duration_us = 0;
  if (answered) {
    const ags_drained *answer = &w->batch->entries[entry->answer].item;
    last = ags_span_stamp_of(answer);
    duration_us = answer->us - entry->item.us;
  }
  to = ags_span_open(to, w, index, &first);
  to = AGS_AT(to, ",\"kind\":\"turn\",\"name\":\"turn\",\"started_at\":");
  to = ags_span_time(to, first.time);
  to = AGS_AT(to, ",\"ended_at\":");
  to = ags_span_time(to, last.time);
  to = AGS_AT(to, ",\"duration_ms\":");
  to = ags_json_milliseconds_at(to, duration_us);
  to = AGS_AT(to, ",\"status\":\"unset\",\"attributes\":{\"agentsight.turn.id\":");
  to = ags_span_id(to, first.id);
  to = AGS_AT(to, ",\"agentsight.turn.complete\":true},\"events\":[");
  to = put_message(to, w, entry->item.record, &first);
  if (answered) {
    *to++ = ',';
    to = put_message(to, w, w->batch->entries[entry->answer].item.record, &last);
  }
  return ags_span_close(to);
}
