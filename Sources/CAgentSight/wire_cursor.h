/* The pieces that spans of all kinds are made of. */
#ifndef AGS_WIRE_CURSOR_H
#define AGS_WIRE_CURSOR_H

#include "hex.h"
#include "json_write.h"
#include "text.h"
#include "wire_span.h"

/*
 * Spans are written at a cursor: room for the largest span that the event can become is made once, and then
 * every piece is a copy of a length that the compiler knows.
 */
#define AGS_AT(to, literal) (memcpy((to), "" literal, sizeof(literal) - 1), (to) + sizeof(literal) - 1)

/* An id and a time of an entry, ready to be copied. */
typedef struct ags_span_stamp {
  char id[16];
  char time[AGS_JSON_TIME_SIZE];
} ags_span_stamp;

static inline ags_span_stamp ags_span_stamp_of(const ags_drained *item) {
  ags_span_stamp s;
  ags_hex_put(s.id, item->id);
  ags_json_time_at(s.time, item->us);
  return s;
}

static inline char *ags_span_bytes(char *to, const char *bytes, size_t size) {
  memcpy(to, bytes, size);
  return to + size;
}

static inline char *ags_span_id(char *to, const char id[16]) {
  *to++ = '"';
  memcpy(to, id, 16);
  to[16] = '"';
  return to + 17;
}

static inline char *ags_span_time(char *to, const char time[AGS_JSON_TIME_SIZE]) {
  memcpy(to, time, AGS_JSON_TIME_SIZE);
  return to + AGS_JSON_TIME_SIZE;
}

/* The start of a span up to its parent. An entry within another's turn is that turn's child. */
static inline char *ags_span_open(char *to, const ags_span_writer *w, uint32_t index,
                                  const ags_span_stamp *own) {
  const ags_batch_entry *entry = &w->batch->entries[index];
  bool is_child = entry->turn != AGS_NONE && entry->turn != index;
  char root[16];
  memcpy(root, own->id, sizeof root);
  if (is_child) ags_hex_put(root, w->batch->entries[entry->turn].item.id);
  to = AGS_AT(to, "{\"span_id\":");
  to = ags_span_id(to, own->id);
  to = AGS_AT(to, ",\"trace_id\":\"");
  to = ags_span_bytes(to, w->trace_prefix, sizeof w->trace_prefix);
  to = ags_span_bytes(to, root, sizeof root);
  to = AGS_AT(to, "\",\"parent_span_id\":");
  return is_child ? ags_span_id(to, root) : AGS_AT(to, "null");
}

static inline char *ags_span_close(char *to) {
  return AGS_AT(to, "],\"otel\":{\"span_kind\":\"INTERNAL\",\"trace_flags\":1,\"trace_state\":null,"
                    "\"is_remote\":false,\"status_description\":null,\"links\":[],\"resource\":{},"
                    "\"dropped\":{\"attributes\":0,\"events\":0,\"links\":0}}}");
}

static inline char *ags_span_close_without_events(char *to) {
  to = AGS_AT(to, "},\"events\":[");
  return ags_span_close(to);
}

/* The metadata of a record as a JSON string. */
static inline char *ags_span_metadata_string(char *to, ags_span_writer *w, const ags_record *record) {
  ags_view metadata = {ags_record_metadata(record), record->metadata_size};
  if (w->escaped_size > 0 && metadata.size == w->metadata.size &&
      ags_same_bytes(metadata.data, w->metadata.data, metadata.size))
    return ags_span_bytes(to, w->out->data + w->escaped_at, w->escaped_size);
  char *end = ags_json_string_at(to, metadata.data, metadata.size);
  w->metadata = metadata;
  w->escaped_at = (size_t)(to - w->out->data);
  w->escaped_size = (size_t)(end - to);
  return end;
}

static inline char *ags_span_metadata(char *to, ags_span_writer *w, const ags_record *record) {
  if (record->metadata_size == 0) return to;
  return ags_span_metadata_string(AGS_AT(to, ",\"agentsight.metadata\":"), w, record);
}

/* The turn that an event other than a message belongs to. */
static inline char *ags_span_turn_id(char *to, const ags_span_writer *w, uint32_t index) {
  uint32_t turn = w->batch->entries[index].turn;
  if (turn == AGS_NONE) return to;
  char id[16];
  ags_hex_put(id, w->batch->entries[turn].item.id);
  return ags_span_id(AGS_AT(to, ",\"agentsight.turn.id\":"), id);
}

/* The start of a span that stands at one instant and cannot fail, up to its attributes. */
static inline char *ags_span_open_instant(char *to, ags_span_writer *w, uint32_t index, const char *kind,
                                          ags_view name) {
  ags_span_stamp own = ags_span_stamp_of(&w->batch->entries[index].item);
  to = ags_span_open(to, w, index, &own);
  to = AGS_AT(to, ",\"kind\":\"");
  to = ags_span_bytes(to, kind, strlen(kind));
  to = AGS_AT(to, "\",\"name\":");
  to = ags_json_string_at(to, name.data, name.size);
  to = AGS_AT(to, ",\"started_at\":");
  to = ags_span_time(to, own.time);
  to = AGS_AT(to, ",\"ended_at\":");
  to = ags_span_time(to, own.time);
  return AGS_AT(to, ",\"duration_ms\":0.000,\"status\":\"unset\",\"attributes\":{");
}

/* The span of an entry of each kind, written at `to`; ags_span_put() has made the room. */
char *ags_span_turn_at(char *to, ags_span_writer *w, uint32_t index);
char *ags_span_action_at(char *to, ags_span_writer *w, uint32_t index);
char *ags_span_button_at(char *to, ags_span_writer *w, uint32_t index);
char *ags_span_token_usage_at(char *to, ags_span_writer *w, uint32_t index);
char *ags_span_visit_at(char *to, ags_span_writer *w, uint32_t index);

/* The same for attachments, with the list of their files as JSON text. */
char *ags_span_attachments_at(char *to, ags_span_writer *w, uint32_t index, const ags_buffer *files);

/* Makes that list; false when memory ran out. The files' contents are not part of a span. */
bool ags_span_list_files(const ags_record *record, ags_buffer *files);

#endif
