#include "wire_rest.h"

#include "json_write.h"
#include "record_parts.h"
#include "tracker.h"

#define NS_PER_US           1000
#define NS_PER_MS           INT64_C(1000000)
#define DEFAULT_ENVIRONMENT "production"

const char *ags_wire_rest_path(ags_kind kind) {
  switch (kind) {
  case AGS_KIND_QUESTION:
  case AGS_KIND_ANSWER:
    return "/api/track/";
  case AGS_KIND_ACTION:
  case AGS_KIND_TOKEN_USAGE:
    return "/api/action_logs/";
  case AGS_KIND_BUTTON:
    return "/api/buttons/";
  case AGS_KIND_ATTACHMENTS:
    return "/api/attachments/";
  case AGS_KIND_CONVERSATION:
  case AGS_KIND_VISIT:
    break;
  }
  return "/api/conversations/";
}

/* ,"name":"text" */
static void put_text(ags_buffer *out, const char *name, ags_view text) {
  AGS_PUT(out, ",\"");
  ags_buffer_put(out, name, strlen(name));
  AGS_PUT(out, "\":");
  ags_json_put_string(out, text.data, text.size);
}

/* ,"name":7 */
static void put_integer(ags_buffer *out, const char *name, int64_t value) {
  AGS_PUT(out, ",\"");
  ags_buffer_put(out, name, strlen(name));
  AGS_PUT(out, "\":");
  ags_json_put_integer(out, value);
}

static void put_time(ags_buffer *out, const char *name, int64_t ns) {
  AGS_PUT(out, ",\"");
  ags_buffer_put(out, name, strlen(name));
  AGS_PUT(out, "\":");
  ags_json_put_time(out, ns / NS_PER_US);
}

static void put_message(ags_buffer *out, const ags_record *record) {
  put_text(out, "content", (ags_view){ags_record_text(record), record->text_size});
  put_text(out, "sender", ags_view_of(record->kind == AGS_KIND_ANSWER ? "agent" : "end_user"));
}

/* What was given, and nothing that follows from it. */
static void put_action(ags_buffer *out, const ags_record *record) {
  ags_action_part part;
  memcpy(&part, ags_record_part(record), sizeof part);
  const char *tools_used = ags_record_part(record) + sizeof part;
  const char *response = tools_used + part.tools_used_size;
  put_text(out, "action_name", (ags_view){ags_record_text(record), record->text_size});
  if (part.started_at_ns != 0) put_time(out, "started_at", part.started_at_ns);
  if (part.ended_at_ns != 0) put_time(out, "ended_at", part.ended_at_ns);
  if (part.duration_ns != 0)
    put_integer(out, "duration_ms",
                part.duration_ns / NS_PER_MS + (part.duration_ns % NS_PER_MS >= NS_PER_MS / 2));
  if (part.tools_used_size > 0) {
    AGS_PUT(out, ",\"tools_used\":");
    ags_buffer_put(out, tools_used, part.tools_used_size);
  }
  if (part.response_size > 0) put_text(out, "response", (ags_view){response, part.response_size});
  if (part.error_msg_size > 0)
    put_text(out, "error_msg", (ags_view){response + part.response_size, part.error_msg_size});
}

static void put_button(ags_buffer *out, const ags_record *record) {
  ags_button_part part;
  memcpy(&part, ags_record_part(record), sizeof part);
  const char *label = ags_record_part(record) + sizeof part;
  put_text(out, "button_event", (ags_view){ags_record_text(record), record->text_size});
  put_text(out, "label", (ags_view){label, part.label_size});
  put_text(out, "value", (ags_view){label + part.label_size, part.value_size});
}

static void put_token_usage(ags_buffer *out, const ags_record *record) {
  ags_token_part part;
  memcpy(&part, ags_record_part(record), sizeof part);
  put_text(out, "action_name", ags_view_of("token_usage"));
  AGS_PUT(out, ",\"metadata\":{\"prompt_tokens\":");
  ags_json_put_integer(out, part.prompt);
  put_integer(out, "completion_tokens", part.completion);
  put_integer(out, "total_tokens", part.total);
  put_integer(out, "embedding_tokens", part.embedding);
  AGS_PUT(out, "}");
}

static void put_conversation(ags_buffer *out, const ags_record *record, const ags_settings *settings) {
  static const char *const names[AGS_INFO_COUNT] = {
      [AGS_INFO_CUSTOMER_ID] = "customer_id", [AGS_INFO_IP_ADDRESS] = "customer_ip_address",
      [AGS_INFO_DEVICE] = "device",           [AGS_INFO_SOURCE] = "source",
      [AGS_INFO_LANGUAGE] = "language",       [AGS_INFO_NAME] = "name",
      [AGS_INFO_ENVIRONMENT] = "environment",
  };
  const char *environment = settings->environment != NULL ? settings->environment : DEFAULT_ENVIRONMENT;
  for (ags_info_field field = 0; field < AGS_INFO_COUNT; field++) {
    ags_view value = ags_record_info(record, field);
    if (value.size == 0 && field == AGS_INFO_ENVIRONMENT) value = ags_view_of(environment);
    if (value.size > 0) {
      put_text(out, names[field], value);
      continue;
    }
    AGS_PUT(out, ",\"");
    ags_buffer_put(out, names[field], strlen(names[field]));
    AGS_PUT(out, "\":null");
  }
  if (record->kind == AGS_KIND_VISIT)
    AGS_PUT(out, ",\"is_used\":false");
  else
    AGS_PUT(out, ",\"is_used\":true");
}

static void put_metadata(ags_buffer *out, const ags_record *record, bool is_conversation) {
  AGS_PUT(out, ",\"metadata\":");
  if (record->metadata_size > 0)
    ags_buffer_put(out, ags_record_metadata(record), record->metadata_size);
  else if (is_conversation)
    AGS_PUT(out, "null");
  else
    AGS_PUT(out, "{}");
}

void ags_wire_rest_encode(const ags_drained *item, const ags_tracker *tracker, ags_view conversation,
                          ags_buffer *body) {
  const ags_record *record = item->record;
  bool is_conversation = record->kind == AGS_KIND_CONVERSATION || record->kind == AGS_KIND_VISIT;
  AGS_PUT(body, "{\"timestamp\":");
  ags_json_put_time(body, item->us);
  put_text(body, "conversation_id", (ags_view){ags_record_conversation(record), record->conversation_size});
  if (record->kind == AGS_KIND_QUESTION || record->kind == AGS_KIND_ANSWER) put_message(body, record);
  if (record->kind == AGS_KIND_ACTION) put_action(body, record);
  if (record->kind == AGS_KIND_BUTTON) put_button(body, record);
  if (record->kind == AGS_KIND_TOKEN_USAGE) put_token_usage(body, record);
  if (is_conversation) put_conversation(body, record, &tracker->settings);
  /* A token usage's numbers are its metadata. */
  if (record->kind != AGS_KIND_TOKEN_USAGE) put_metadata(body, record, is_conversation);
  if (!is_conversation) {
    AGS_PUT(body, ",\"conversation\":");
    if (conversation.size > 0)
      ags_buffer_put(body, conversation.data, conversation.size);
    else
      AGS_PUT(body, "null");
  }
  AGS_PUT(body, "}");
}
