#include "wire_span.h"

#include "action_times.h"
#include "json_write.h"
#include "record_parts.h"

#include <inttypes.h>
#include <stdio.h>

static void put_id(const ags_span_writer *w, uint64_t id) {
  AGS_PUT(w->out, "\"");
  ags_json_put_hex(w->out, id);
  AGS_PUT(w->out, "\"");
}

static void put_times(const ags_span_writer *w, int64_t start_us, int64_t end_us, int64_t duration_us) {
  AGS_PUT(w->out, ",\"started_at\":");
  ags_json_put_time(w->out, start_us);
  AGS_PUT(w->out, ",\"ended_at\":");
  ags_json_put_time(w->out, end_us);
  AGS_PUT(w->out, ",\"duration_ms\":");
  ags_json_put_milliseconds(w->out, duration_us);
}

/* The span of an entry, up to its kind. An entry within another's turn is that turn's child. */
static void open_span(const ags_span_writer *w, uint32_t index) {
  const ags_batch_entry *entry = &w->batch->entries[index];
  bool is_child = entry->turn != AGS_NONE && entry->turn != index;
  uint64_t root = is_child ? w->batch->entries[entry->turn].item.id : entry->item.id;
  AGS_PUT(w->out, "{\"span_id\":");
  put_id(w, entry->item.id);
  AGS_PUT(w->out, ",\"trace_id\":\"");
  ags_json_put_hex(w->out, w->trace_prefix);
  ags_json_put_hex(w->out, root);
  AGS_PUT(w->out, "\",\"parent_span_id\":");
  if (is_child)
    put_id(w, root);
  else
    AGS_PUT(w->out, "null");
}

/* Closes the attributes and, after the events, the span. */
static void put_events_start(const ags_span_writer *w) {
  AGS_PUT(w->out, "},\"events\":[");
}

static void close_span(const ags_span_writer *w) {
  AGS_PUT(w->out, "],\"otel\":{\"span_kind\":\"INTERNAL\",\"trace_flags\":1,\"trace_state\":null,"
                  "\"is_remote\":false,\"status_description\":null,\"links\":[],\"resource\":{},"
                  "\"dropped\":{\"attributes\":0,\"events\":0,\"links\":0}}}");
}

static void put_metadata(const ags_span_writer *w, const ags_record *record, const char *name,
                         size_t name_size) {
  if (record->metadata_size == 0) return;
  ags_buffer_put(w->out, name, name_size);
  ags_json_put_string(w->out, ags_record_metadata(record), record->metadata_size);
}
#define PUT_METADATA(w, record, name) put_metadata((w), (record), ",\"" name "\":", sizeof(name) + 3)

/* The turn that an action or a button belongs to. */
static void put_turn_id(const ags_span_writer *w, uint32_t index) {
  uint32_t turn = w->batch->entries[index].turn;
  if (turn == AGS_NONE) return;
  AGS_PUT(w->out, ",\"agentsight.turn.id\":");
  put_id(w, w->batch->entries[turn].item.id);
}

static void put_message(const ags_span_writer *w, const ags_drained *item) {
  const ags_record *record = item->record;
  AGS_PUT(w->out, "{\"name\":\"agentsight.message\",\"timestamp\":");
  ags_json_put_time(w->out, item->us);
  AGS_PUT(w->out, ",\"attributes\":{\"agentsight.message.sender\":");
  if (record->kind == AGS_KIND_QUESTION)
    AGS_PUT(w->out, "\"end_user\"");
  else
    AGS_PUT(w->out, "\"agent\"");
  /* A message keeps this id however it is grouped into turns, so a collector that knows the attribute
   * stores it once even when it arrives once alone and once with its pair. */
  AGS_PUT(w->out, ",\"agentsight.message.id\":");
  put_id(w, item->id);
  AGS_PUT(w->out, ",\"agentsight.message.content\":");
  ags_json_put_string(w->out, ags_record_text(record), record->text_size);
  PUT_METADATA(w, record, "agentsight.message.metadata");
  AGS_PUT(w->out, "}}");
}

void ags_span_put_turn(const ags_span_writer *w, uint32_t index) {
  const ags_batch_entry *entry = &w->batch->entries[index];
  const ags_drained *answer = entry->answer != AGS_NONE ? &w->batch->entries[entry->answer].item : NULL;
  int64_t end_us = answer != NULL ? answer->us : entry->item.us;
  open_span(w, index);
  AGS_PUT(w->out, ",\"kind\":\"turn\",\"name\":\"turn\"");
  put_times(w, entry->item.us, end_us, end_us - entry->item.us);
  AGS_PUT(w->out, ",\"status\":\"unset\",\"attributes\":{\"agentsight.turn.id\":");
  put_id(w, entry->item.id);
  AGS_PUT(w->out, ",\"agentsight.turn.complete\":true");
  put_events_start(w);
  put_message(w, &entry->item);
  if (answer != NULL) {
    AGS_PUT(w->out, ",");
    put_message(w, answer);
  }
  close_span(w);
}

void ags_span_put_action(const ags_span_writer *w, uint32_t index) {
  const ags_drained *item = &w->batch->entries[index].item;
  const ags_record *record = item->record;
  ags_action_part part;
  memcpy(&part, ags_record_part(record), sizeof part);
  const char *tools_used = ags_record_part(record) + sizeof part;
  const char *response = tools_used + part.tools_used_size;
  const char *error_msg = response + part.response_size;
  ags_action_times times = ags_action_times_resolve(&part, item->us);

  open_span(w, index);
  AGS_PUT(w->out, ",\"kind\":\"tool\",\"name\":");
  ags_json_put_string(w->out, ags_record_text(record), record->text_size);
  put_times(w, times.start_us, times.end_us, times.duration_us);
  if (part.error_msg_size > 0)
    AGS_PUT(w->out, ",\"status\":\"error\",\"attributes\":{\"agentsight.tool.name\":");
  else
    AGS_PUT(w->out, ",\"status\":\"unset\",\"attributes\":{\"agentsight.tool.name\":");
  ags_json_put_string(w->out, ags_record_text(record), record->text_size);
  put_turn_id(w, index);
  if (times.start_us != item->us) {
    /* The action's own times place it on a clock; this one places it among its conversation's events. */
    AGS_PUT(w->out, ",\"agentsight.tracked_at\":");
    ags_json_put_time(w->out, item->us);
  }
  if (part.tools_used_size > 0) {
    AGS_PUT(w->out, ",\"agentsight.tool.arguments\":");
    ags_json_put_string(w->out, tools_used, part.tools_used_size);
  }
  if (part.response_size > 0) {
    AGS_PUT(w->out, ",\"agentsight.tool.response\":");
    ags_json_put_string(w->out, response, part.response_size);
  }
  if (part.error_msg_size > 0) {
    AGS_PUT(w->out, ",\"agentsight.tool.error\":");
    ags_json_put_string(w->out, error_msg, part.error_msg_size);
  }
  PUT_METADATA(w, record, "agentsight.metadata");
  put_events_start(w);
  close_span(w);
}

void ags_span_put_button(const ags_span_writer *w, uint32_t index) {
  const ags_drained *item = &w->batch->entries[index].item;
  const ags_record *record = item->record;
  ags_button_part part;
  memcpy(&part, ags_record_part(record), sizeof part);
  const char *label = ags_record_part(record) + sizeof part;

  open_span(w, index);
  AGS_PUT(w->out, ",\"kind\":\"button\",\"name\":");
  ags_json_put_string(w->out, ags_record_text(record), record->text_size);
  put_times(w, item->us, item->us, 0);
  AGS_PUT(w->out, ",\"status\":\"unset\",\"attributes\":{\"agentsight.button.event\":");
  ags_json_put_string(w->out, ags_record_text(record), record->text_size);
  AGS_PUT(w->out, ",\"agentsight.button.label\":");
  ags_json_put_string(w->out, label, part.label_size);
  AGS_PUT(w->out, ",\"agentsight.button.value\":");
  ags_json_put_string(w->out, label + part.label_size, part.value_size);
  put_turn_id(w, index);
  PUT_METADATA(w, record, "agentsight.metadata");
  put_events_start(w);
  close_span(w);
}

static void put_count(const ags_span_writer *w, int64_t count) {
  char text[24];
  ags_buffer_put(w->out, text, (size_t)snprintf(text, sizeof text, "%" PRId64, count));
}

/* The start of a span that stands at one instant and cannot fail, up to and with its turn's id. */
static void open_instant(const ags_span_writer *w, uint32_t index, const char *kind, size_t kind_size) {
  const ags_drained *item = &w->batch->entries[index].item;
  open_span(w, index);
  ags_buffer_put(w->out, kind, kind_size);
  put_times(w, item->us, item->us, 0);
}
#define OPEN_INSTANT(w, index, kind)                                                                         \
  open_instant((w), (index), ",\"kind\":\"" kind "\",\"name\":\"" kind "\"",                                 \
               sizeof(",\"kind\":\"" kind "\",\"name\":\"" kind "\"") - 1)

void ags_span_put_token_usage(const ags_span_writer *w, uint32_t index) {
  const ags_record *record = w->batch->entries[index].item.record;
  ags_token_part part;
  memcpy(&part, ags_record_part(record), sizeof part);
  OPEN_INSTANT(w, index, "llm");
  AGS_PUT(w->out, ",\"status\":\"unset\",\"attributes\":{\"gen_ai.usage.input_tokens\":");
  put_count(w, part.prompt);
  AGS_PUT(w->out, ",\"gen_ai.usage.output_tokens\":");
  put_count(w, part.completion);
  AGS_PUT(w->out, ",\"agentsight.llm.embedding_tokens\":");
  put_count(w, part.embedding);
  AGS_PUT(w->out, ",\"agentsight.llm.total_tokens\":");
  put_count(w, part.total);
  AGS_PUT(w->out, ",\"agentsight.llm.usage_reported\":true");
  put_turn_id(w, index);
  PUT_METADATA(w, record, "agentsight.metadata");
  put_events_start(w);
  close_span(w);
}

/* The list of files as JSON text, which then goes into the span as a string. */
static void put_files(const ags_span_writer *w, const ags_record *record, uint32_t count) {
  ags_buffer list = {0};
  const char *at = ags_record_part(record) + sizeof(ags_attachments_part);
  AGS_PUT(&list, "[");
  for (uint32_t i = 0; i < count; i++) {
    ags_file file = ags_file_read(&at);
    char size[24];
    if (i > 0) AGS_PUT(&list, ",");
    AGS_PUT(&list, "{\"filename\":");
    ags_json_put_string(&list, file.filename.data, file.filename.size);
    AGS_PUT(&list, ",\"mime_type\":");
    ags_json_put_string(&list, file.mime_type.data, file.mime_type.size);
    AGS_PUT(&list, ",\"size\":");
    ags_buffer_put(&list, size, (size_t)snprintf(size, sizeof size, "%" PRIu64, file.size));
    AGS_PUT(&list, "}");
  }
  AGS_PUT(&list, "]");
  if (list.failed)
    w->out->failed = true;
  else
    ags_json_put_string(w->out, list.data, list.size);
  ags_buffer_free(&list);
}

void ags_span_put_attachments(const ags_span_writer *w, uint32_t index) {
  const ags_record *record = w->batch->entries[index].item.record;
  ags_attachments_part part;
  memcpy(&part, ags_record_part(record), sizeof part);
  OPEN_INSTANT(w, index, "attachment");
  AGS_PUT(w->out, ",\"status\":\"unset\",\"attributes\":{\"agentsight.attachment.sender\":");
  if (part.from_agent)
    AGS_PUT(w->out, "\"agent\"");
  else
    AGS_PUT(w->out, "\"end_user\"");
  AGS_PUT(w->out, ",\"agentsight.attachment.mode\":");
  if (part.mode == AGS_ATTACHMENT_FORM)
    AGS_PUT(w->out, "\"form_data\"");
  else
    AGS_PUT(w->out, "\"base64\"");
  AGS_PUT(w->out, ",\"agentsight.attachment.count\":");
  put_count(w, part.count);
  AGS_PUT(w->out, ",\"agentsight.attachment.files\":");
  put_files(w, record, part.count);
  put_turn_id(w, index);
  PUT_METADATA(w, record, "agentsight.metadata");
  put_events_start(w);
  close_span(w);
}

void ags_span_put_visit(const ags_span_writer *w, uint32_t index) {
  static const struct {
    const char *name;
    size_t size;
  } attributes[AGS_INFO_COUNT] = {
#define ATTRIBUTE(name) {",\"agentsight.conversation." name "\":", sizeof(name) + 27}
      [AGS_INFO_CUSTOMER_ID] = ATTRIBUTE("customer_id"), [AGS_INFO_IP_ADDRESS] = ATTRIBUTE("customer_ip"),
      [AGS_INFO_DEVICE] = ATTRIBUTE("device"),           [AGS_INFO_SOURCE] = ATTRIBUTE("source"),
      [AGS_INFO_LANGUAGE] = ATTRIBUTE("language"),       [AGS_INFO_NAME] = ATTRIBUTE("name"),
      [AGS_INFO_ENVIRONMENT] = ATTRIBUTE("environment"),
#undef ATTRIBUTE
  };
  const ags_record *record = w->batch->entries[index].item.record;
  OPEN_INSTANT(w, index, "conversation");
  AGS_PUT(w->out, ",\"status\":\"unset\",\"attributes\":{\"agentsight.conversation.id\":");
  ags_json_put_string(w->out, ags_record_conversation(record), record->conversation_size);
  for (ags_info_field field = 0; field < AGS_INFO_COUNT; field++) {
    ags_view value = ags_record_info(record, field);
    if (value.size == 0) continue;
    ags_buffer_put(w->out, attributes[field].name, attributes[field].size);
    ags_json_put_string(w->out, value.data, value.size);
  }
  PUT_METADATA(w, record, "agentsight.conversation.metadata");
  put_events_start(w);
  close_span(w);
}
