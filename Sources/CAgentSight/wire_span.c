#include "wire_span.h"

#include "action_times.h"
#include "hex.h"
#include "json_write.h"
#include "record_parts.h"
#include "text.h"

/*
 * Spans are written at a cursor: room for the largest span that the event can become is made once, and then
 * every piece is a copy of a length that the compiler knows.
 */
#define PUT(to, literal) (memcpy((to), "" literal, sizeof(literal) - 1), (to) + sizeof(literal) - 1)

/* More than all the fixed text of the largest span. */
#define FIXED_TEXT 2048

/* An id and a time of an entry, ready to be copied. */
typedef struct stamp {
  char id[16];
  char time[AGS_JSON_TIME_SIZE];
} stamp;

static stamp stamp_of(const ags_drained *item) {
  stamp s;
  ags_hex_put(s.id, item->id);
  ags_json_time_at(s.time, item->us);
  return s;
}

static char *put_bytes(char *to, const char *bytes, size_t size) {
  memcpy(to, bytes, size);
  return to + size;
}

static char *put_id(char *to, const char id[16]) {
  *to++ = '"';
  memcpy(to, id, 16);
  to[16] = '"';
  return to + 17;
}

static char *put_time(char *to, const char time[AGS_JSON_TIME_SIZE]) {
  memcpy(to, time, AGS_JSON_TIME_SIZE);
  return to + AGS_JSON_TIME_SIZE;
}

/* The start of a span up to its parent. An entry within another's turn is that turn's child. */
static char *open_span(char *to, const ags_span_writer *w, uint32_t index, const stamp *own) {
  const ags_batch_entry *entry = &w->batch->entries[index];
  bool is_child = entry->turn != AGS_NONE && entry->turn != index;
  char root[16];
  memcpy(root, own->id, sizeof root);
  if (is_child) ags_hex_put(root, w->batch->entries[entry->turn].item.id);
  to = PUT(to, "{\"span_id\":");
  to = put_id(to, own->id);
  to = PUT(to, ",\"trace_id\":\"");
  to = put_bytes(to, w->trace_prefix, sizeof w->trace_prefix);
  to = put_bytes(to, root, sizeof root);
  to = PUT(to, "\",\"parent_span_id\":");
  return is_child ? put_id(to, root) : PUT(to, "null");
}

static char *close_span(char *to) {
  return PUT(to, "],\"otel\":{\"span_kind\":\"INTERNAL\",\"trace_flags\":1,\"trace_state\":null,"
                 "\"is_remote\":false,\"status_description\":null,\"links\":[],\"resource\":{},"
                 "\"dropped\":{\"attributes\":0,\"events\":0,\"links\":0}}}");
}

static char *put_span_without_events(char *to) {
  to = PUT(to, "},\"events\":[");
  return close_span(to);
}

/* The metadata of a record as a JSON string. */
static char *put_metadata_string(char *to, ags_span_writer *w, const ags_record *record) {
  ags_view metadata = {ags_record_metadata(record), record->metadata_size};
  if (w->escaped_size > 0 && metadata.size == w->metadata.size &&
      ags_same_bytes(metadata.data, w->metadata.data, metadata.size))
    return put_bytes(to, w->out->data + w->escaped_at, w->escaped_size);
  char *end = ags_json_string_at(to, metadata.data, metadata.size);
  w->metadata = metadata;
  w->escaped_at = (size_t)(to - w->out->data);
  w->escaped_size = (size_t)(end - to);
  return end;
}

static char *put_metadata(char *to, ags_span_writer *w, const ags_record *record) {
  if (record->metadata_size == 0) return to;
  return put_metadata_string(PUT(to, ",\"agentsight.metadata\":"), w, record);
}

/* The turn that an event other than a message belongs to. */
static char *put_turn_id(char *to, const ags_span_writer *w, uint32_t index) {
  uint32_t turn = w->batch->entries[index].turn;
  if (turn == AGS_NONE) return to;
  char id[16];
  ags_hex_put(id, w->batch->entries[turn].item.id);
  return put_id(PUT(to, ",\"agentsight.turn.id\":"), id);
}

static char *put_message(char *to, ags_span_writer *w, const ags_record *record, const stamp *own) {
  to = PUT(to, "{\"name\":\"agentsight.message\",\"timestamp\":");
  to = put_time(to, own->time);
  if (record->kind == AGS_KIND_QUESTION)
    to = PUT(to, ",\"attributes\":{\"agentsight.message.sender\":\"end_user\",\"agentsight.message.id\":");
  else
    to = PUT(to, ",\"attributes\":{\"agentsight.message.sender\":\"agent\",\"agentsight.message.id\":");
  /* A message keeps this id however it is grouped into turns, so a collector that knows the attribute
   * stores it once even when it arrives once alone and once with its pair. */
  to = put_id(to, own->id);
  to = PUT(to, ",\"agentsight.message.content\":");
  to = ags_json_string_at(to, ags_record_text(record), record->text_size);
  if (record->metadata_size > 0)
    to = put_metadata_string(PUT(to, ",\"agentsight.message.metadata\":"), w, record);
  return PUT(to, "}}");
}

/* A question with its answer, or a message alone. */
static char *put_turn(char *to, ags_span_writer *w, uint32_t index) {
  const ags_batch_entry *entry = &w->batch->entries[index];
  bool answered = entry->answer != AGS_NONE;
  stamp first = stamp_of(&entry->item), last = first;
  int64_t duration_us = 0;
  if (answered) {
    const ags_drained *answer = &w->batch->entries[entry->answer].item;
    last = stamp_of(answer);
    duration_us = answer->us - entry->item.us;
  }
  to = open_span(to, w, index, &first);
  to = PUT(to, ",\"kind\":\"turn\",\"name\":\"turn\",\"started_at\":");
  to = put_time(to, first.time);
  to = PUT(to, ",\"ended_at\":");
  to = put_time(to, last.time);
  to = PUT(to, ",\"duration_ms\":");
  to = ags_json_milliseconds_at(to, duration_us);
  to = PUT(to, ",\"status\":\"unset\",\"attributes\":{\"agentsight.turn.id\":");
  to = put_id(to, first.id);
  to = PUT(to, ",\"agentsight.turn.complete\":true},\"events\":[");
  to = put_message(to, w, entry->item.record, &first);
  if (answered) {
    *to++ = ',';
    to = put_message(to, w, w->batch->entries[entry->answer].item.record, &last);
  }
  return close_span(to);
}

static char *put_action(char *to, ags_span_writer *w, uint32_t index) {
  const ags_drained *item = &w->batch->entries[index].item;
  const ags_record *record = item->record;
  ags_action_part part;
  memcpy(&part, ags_record_part(record), sizeof part);
  const char *tools_used = ags_record_part(record) + sizeof part;
  const char *response = tools_used + part.tools_used_size;
  const char *error_msg = response + part.response_size;
  ags_action_times times = ags_action_times_resolve(&part, item->us);
  stamp own = stamp_of(item);

  to = open_span(to, w, index, &own);
  to = PUT(to, ",\"kind\":\"tool\",\"name\":");
  to = ags_json_string_at(to, ags_record_text(record), record->text_size);
  to = PUT(to, ",\"started_at\":");
  to = ags_json_time_at(to, times.start_us);
  to = PUT(to, ",\"ended_at\":");
  to = ags_json_time_at(to, times.end_us);
  to = PUT(to, ",\"duration_ms\":");
  to = ags_json_milliseconds_at(to, times.duration_us);
  to = part.error_msg_size > 0 ? PUT(to, ",\"status\":\"error\"") : PUT(to, ",\"status\":\"unset\"");
  to = PUT(to, ",\"attributes\":{\"agentsight.tool.name\":");
  to = ags_json_string_at(to, ags_record_text(record), record->text_size);
  to = put_turn_id(to, w, index);
  /* The action's own times place it on a clock; this one places it among its conversation's events. */
  if (times.start_us != item->us) to = put_time(PUT(to, ",\"agentsight.tracked_at\":"), own.time);
  if (part.tools_used_size > 0)
    to = ags_json_string_at(PUT(to, ",\"agentsight.tool.arguments\":"), tools_used, part.tools_used_size);
  if (part.response_size > 0)
    to = ags_json_string_at(PUT(to, ",\"agentsight.tool.response\":"), response, part.response_size);
  if (part.error_msg_size > 0)
    to = ags_json_string_at(PUT(to, ",\"agentsight.tool.error\":"), error_msg, part.error_msg_size);
  to = put_metadata(to, w, record);
  return put_span_without_events(to);
}

/* The start of a span that stands at one instant and cannot fail, up to its attributes. */
static char *open_instant(char *to, ags_span_writer *w, uint32_t index, const char *kind, ags_view name) {
  stamp own = stamp_of(&w->batch->entries[index].item);
  to = open_span(to, w, index, &own);
  to = PUT(to, ",\"kind\":\"");
  to = put_bytes(to, kind, strlen(kind));
  to = PUT(to, "\",\"name\":");
  to = ags_json_string_at(to, name.data, name.size);
  to = PUT(to, ",\"started_at\":");
  to = put_time(to, own.time);
  to = PUT(to, ",\"ended_at\":");
  to = put_time(to, own.time);
  return PUT(to, ",\"duration_ms\":0.000,\"status\":\"unset\",\"attributes\":{");
}

static char *put_button(char *to, ags_span_writer *w, uint32_t index) {
  const ags_record *record = w->batch->entries[index].item.record;
  ags_button_part part;
  memcpy(&part, ags_record_part(record), sizeof part);
  const char *label = ags_record_part(record) + sizeof part;
  ags_view event = {ags_record_text(record), record->text_size};

  to = open_instant(to, w, index, "button", event);
  to = PUT(to, "\"agentsight.button.event\":");
  to = ags_json_string_at(to, event.data, event.size);
  to = PUT(to, ",\"agentsight.button.label\":");
  to = ags_json_string_at(to, label, part.label_size);
  to = PUT(to, ",\"agentsight.button.value\":");
  to = ags_json_string_at(to, label + part.label_size, part.value_size);
  to = put_turn_id(to, w, index);
  to = put_metadata(to, w, record);
  return put_span_without_events(to);
}

static char *put_token_usage(char *to, ags_span_writer *w, uint32_t index) {
  const ags_record *record = w->batch->entries[index].item.record;
  ags_token_part part;
  memcpy(&part, ags_record_part(record), sizeof part);
  to = open_instant(to, w, index, "llm", ags_view_of("llm"));
  to = PUT(to, "\"gen_ai.usage.input_tokens\":");
  to = ags_json_integer_at(to, part.prompt);
  to = PUT(to, ",\"gen_ai.usage.output_tokens\":");
  to = ags_json_integer_at(to, part.completion);
  to = PUT(to, ",\"agentsight.llm.embedding_tokens\":");
  to = ags_json_integer_at(to, part.embedding);
  to = PUT(to, ",\"agentsight.llm.total_tokens\":");
  to = ags_json_integer_at(to, part.total);
  to = PUT(to, ",\"agentsight.llm.usage_reported\":true");
  to = put_turn_id(to, w, index);
  to = put_metadata(to, w, record);
  return put_span_without_events(to);
}

static char *put_visit(char *to, ags_span_writer *w, uint32_t index) {
  static const char *const attributes[AGS_INFO_COUNT] = {
      [AGS_INFO_CUSTOMER_ID] = ",\"agentsight.conversation.customer_id\":",
      [AGS_INFO_IP_ADDRESS] = ",\"agentsight.conversation.customer_ip\":",
      [AGS_INFO_DEVICE] = ",\"agentsight.conversation.device\":",
      [AGS_INFO_SOURCE] = ",\"agentsight.conversation.source\":",
      [AGS_INFO_LANGUAGE] = ",\"agentsight.conversation.language\":",
      [AGS_INFO_NAME] = ",\"agentsight.conversation.name\":",
      [AGS_INFO_ENVIRONMENT] = ",\"agentsight.conversation.environment\":",
  };
  const ags_record *record = w->batch->entries[index].item.record;
  to = open_instant(to, w, index, "conversation", ags_view_of("conversation"));
  to = PUT(to, "\"agentsight.conversation.id\":");
  to = ags_json_string_at(to, ags_record_conversation(record), record->conversation_size);
  for (ags_info_field field = 0; field < AGS_INFO_COUNT; field++) {
    ags_view value = ags_record_info(record, field);
    if (value.size == 0) continue;
    to = put_bytes(to, attributes[field], strlen(attributes[field]));
    to = ags_json_string_at(to, value.data, value.size);
  }
  if (record->metadata_size > 0)
    to = put_metadata_string(PUT(to, ",\"agentsight.conversation.metadata\":"), w, record);
  return put_span_without_events(to);
}

/* The list of an attachment's files as JSON text, which then goes into the span as a string. False when
 * memory ran out. The files' contents are not part of a span. */
static bool list_files(const ags_record *record, uint32_t count, ags_buffer *list) {
  const char *at = ags_record_part(record) + sizeof(ags_attachments_part);
  for (uint32_t i = 0; i < count; i++) {
    ags_file file = ags_file_read(&at);
    if (i == 0)
      AGS_PUT(list, "[{\"filename\":");
    else
      AGS_PUT(list, ",{\"filename\":");
    ags_json_put_string(list, file.filename.data, file.filename.size);
    AGS_PUT(list, ",\"mime_type\":");
    ags_json_put_string(list, file.mime_type.data, file.mime_type.size);
    AGS_PUT(list, ",\"size\":");
    ags_json_put_integer(list, (int64_t)file.size);
    AGS_PUT(list, "}");
  }
  AGS_PUT(list, "]");
  return !list->failed;
}

static char *put_attachments(char *to, ags_span_writer *w, uint32_t index, const ags_buffer *list) {
  const ags_record *record = w->batch->entries[index].item.record;
  ags_attachments_part part;
  memcpy(&part, ags_record_part(record), sizeof part);
  to = open_instant(to, w, index, "attachment", ags_view_of("attachment"));
  to = part.from_agent ? PUT(to, "\"agentsight.attachment.sender\":\"agent\"")
                       : PUT(to, "\"agentsight.attachment.sender\":\"end_user\"");
  to = part.mode == AGS_ATTACHMENT_FORM ? PUT(to, ",\"agentsight.attachment.mode\":\"form_data\"")
                                        : PUT(to, ",\"agentsight.attachment.mode\":\"base64\"");
  to = PUT(to, ",\"agentsight.attachment.count\":");
  to = ags_json_integer_at(to, part.count);
  to = PUT(to, ",\"agentsight.attachment.files\":");
  to = ags_json_string_at(to, list->data, list->size);
  to = put_turn_id(to, w, index);
  to = put_metadata(to, w, record);
  return put_span_without_events(to);
}

/* Room for the largest span that `variable` bytes of text can become; some stand in it twice. */
static char *make_room(ags_span_writer *w, size_t variable) {
  return ags_buffer_reserve(w->out, FIXED_TEXT + 2 * AGS_JSON_GROWTH * variable);
}

static void put_attachments_span(ags_span_writer *w, uint32_t index) {
  const ags_record *record = w->batch->entries[index].item.record;
  ags_attachments_part part;
  memcpy(&part, ags_record_part(record), sizeof part);
  ags_buffer list = {0};
  char *to = NULL;
  if (list_files(record, part.count, &list)) to = make_room(w, record->metadata_size + list.size);
  if (to != NULL)
    w->out->size = (size_t)(put_attachments(to, w, index, &list) - w->out->data);
  else
    w->out->failed = true;
  ags_buffer_free(&list);
}

void ags_span_writer_init(ags_span_writer *w, ags_buffer *out, const ags_batch *batch,
                          uint64_t trace_prefix) {
  *w = (ags_span_writer){.out = out, .batch = batch};
  ags_hex_put(w->trace_prefix, trace_prefix);
}

void ags_span_put(ags_span_writer *w, uint32_t index) {
  const ags_batch_entry *entry = &w->batch->entries[index];
  const ags_record *record = entry->item.record;
  if (record->kind == AGS_KIND_ATTACHMENTS) {
    put_attachments_span(w, index);
    return;
  }
  size_t variable = atomic_load_explicit(&record->size, memory_order_relaxed);
  if (entry->answer != AGS_NONE)
    variable +=
        atomic_load_explicit(&w->batch->entries[entry->answer].item.record->size, memory_order_relaxed);
  char *to = make_room(w, variable);
  if (to == NULL) return;
  switch (record->kind) {
  case AGS_KIND_QUESTION:
  case AGS_KIND_ANSWER:
    to = put_turn(to, w, index);
    break;
  case AGS_KIND_ACTION:
    to = put_action(to, w, index);
    break;
  case AGS_KIND_BUTTON:
    to = put_button(to, w, index);
    break;
  case AGS_KIND_TOKEN_USAGE:
    to = put_token_usage(to, w, index);
    break;
  case AGS_KIND_VISIT:
    to = put_visit(to, w, index);
    break;
  }
  w->out->size = (size_t)(to - w->out->data);
}
