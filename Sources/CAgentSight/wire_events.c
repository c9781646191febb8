#include "action_times.h"
#include "record_parts.h"
#include "wire_cursor.h"

char *ags_span_action_at(char *to, ags_span_writer *w, uint32_t index) {
  const ags_drained *item = &w->batch->entries[index].item;
  const ags_record *record = item->record;
  ags_action_part part;
  memcpy(&part, ags_record_part(record), sizeof part);
  const char *tools_used = ags_record_part(record) + sizeof part;
  const char *response = tools_used + part.tools_used_size;
  const char *error_msg = response + part.response_size;
  ags_action_times times = ags_action_times_resolve(&part, item->us);
  ags_span_stamp own = ags_span_stamp_of(item);

  to = ags_span_open(to, w, index, &own);
  to = AGS_AT(to, ",\"kind\":\"tool\",\"name\":");
  to = ags_json_string_at(to, ags_record_text(record), record->text_size);
  to = AGS_AT(to, ",\"started_at\":");
  to = ags_json_time_at(to, times.start_us);
  to = AGS_AT(to, ",\"ended_at\":");
  to = ags_json_time_at(to, times.end_us);
  to = AGS_AT(to, ",\"duration_ms\":");
  to = ags_json_milliseconds_at(to, times.duration_us);
  to = part.error_msg_size > 0 ? AGS_AT(to, ",\"status\":\"error\"") : AGS_AT(to, ",\"status\":\"unset\"");
  to = AGS_AT(to, ",\"attributes\":{\"agentsight.tool.name\":");
  to = ags_json_string_at(to, ags_record_text(record), record->text_size);
  to = ags_span_turn_id(to, w, index);
  /* The action's own times place it on a clock; this one places it among its conversation's events. */
  if (times.start_us != item->us) to = ags_span_time(AGS_AT(to, ",\"agentsight.tracked_at\":"), own.time);
  if (part.tools_used_size > 0)
    to = ags_json_string_at(AGS_AT(to, ",\"agentsight.tool.arguments\":"), tools_used, part.tools_used_size);
  if (part.response_size > 0)
    to = ags_json_string_at(AGS_AT(to, ",\"agentsight.tool.response\":"), response, part.response_size);
  if (part.error_msg_size > 0)
    to = ags_json_string_at(AGS_AT(to, ",\"agentsight.tool.error\":"), error_msg, part.error_msg_size);
  to = ags_span_metadata(to, w, record);
  return ags_span_close_without_events(to);
}

char *ags_span_button_at(char *to, ags_span_writer *w, uint32_t index) {
  const ags_record *record = w->batch->entries[index].item.record;
  ags_button_part part;
  memcpy(&part, ags_record_part(record), sizeof part);
  const char *label = ags_record_part(record) + sizeof part;
  ags_view event = {ags_record_text(record), record->text_size};

  to = ags_span_open_instant(to, w, index, "button", event);
  to = AGS_AT(to, "\"agentsight.button.event\":");
  to = ags_json_string_at(to, event.data, event.size);
  to = AGS_AT(to, ",\"agentsight.button.label\":");
  to = ags_json_string_at(to, label, part.label_size);
  to = AGS_AT(to, ",\"agentsight.button.value\":");
  to = ags_json_string_at(to, label + part.label_size, part.value_size);
  to = ags_span_turn_id(to, w, index);
  to = ags_span_metadata(to, w, record);
  return ags_span_close_without_events(to);
}

char *ags_span_token_usage_at(char *to, ags_span_writer *w, uint32_t index) {
  const ags_record *record = w->batch->entries[index].item.record;
  ags_token_part part;
  memcpy(&part, ags_record_part(record), sizeof part);
  to = ags_span_open_instant(to, w, index, "llm", ags_view_of("llm"));
  to = AGS_AT(to, "\"gen_ai.usage.input_tokens\":");
  to = ags_json_integer_at(to, part.prompt);
  to = AGS_AT(to, ",\"gen_ai.usage.output_tokens\":");
  to = ags_json_integer_at(to, part.completion);
  to = AGS_AT(to, ",\"agentsight.llm.embedding_tokens\":");
  to = ags_json_integer_at(to, part.embedding);
  to = AGS_AT(to, ",\"agentsight.llm.total_tokens\":");
  to = ags_json_integer_at(to, part.total);
  to = AGS_AT(to, ",\"agentsight.llm.usage_reported\":true");
  to = ags_span_turn_id(to, w, index);
  to = ags_span_metadata(to, w, record);
  return ags_span_close_without_events(to);
}

char *ags_span_visit_at(char *to, ags_span_writer *w, uint32_t index) {
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
  to = ags_span_open_instant(to, w, index, "conversation", ags_view_of("conversation"));
  to = AGS_AT(to, "\"agentsight.conversation.id\":");
  to = ags_json_string_at(to, ags_record_conversation(record), record->conversation_size);
  for (ags_info_field field = 0; field < AGS_INFO_COUNT; field++) {
    ags_view value = ags_record_info(record, field);
    if (value.size == 0) continue;
    to = ags_span_bytes(to, attributes[field], strlen(attributes[field]));
    to = ags_json_string_at(to, value.data, value.size);
  }
  if (record->metadata_size > 0)
    to = ags_span_metadata_string(AGS_AT(to, ",\"agentsight.conversation.metadata\":"), w, record);
  return ags_span_close_without_events(to);
}
