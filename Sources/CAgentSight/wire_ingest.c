#include "wire_ingest.h"

#include "action_times.h"
#include "json_write.h"
#include "random.h"
#include "tracker.h"

/* What is the same for every span of a request. */
typedef struct writer {
  ags_buffer *out;
  const ags_batch *batch;
  uint64_t
      trace_prefix; /* upper half of every trace id; the lower half is the id of the trace's first event */
} writer;

static void put_id(const writer *w, uint64_t id) {
  AGS_PUT(w->out, "\"");
  ags_json_put_hex(w->out, id);
  AGS_PUT(w->out, "\"");
}

static void put_times(const writer *w, int64_t start_us, int64_t end_us, int64_t duration_us) {
  AGS_PUT(w->out, ",\"started_at\":");
  ags_json_put_time(w->out, start_us);
  AGS_PUT(w->out, ",\"ended_at\":");
  ags_json_put_time(w->out, end_us);
  AGS_PUT(w->out, ",\"duration_ms\":");
  ags_json_put_milliseconds(w->out, duration_us);
}

/* The span of an entry, up to its kind. An entry within another's turn is that turn's child. */
static void open_span(const writer *w, uint32_t index) {
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
static void put_events_start(const writer *w) {
  AGS_PUT(w->out, "},\"events\":[");
}

static void close_span(const writer *w) {
  AGS_PUT(w->out, "],\"otel\":{\"span_kind\":\"INTERNAL\",\"trace_flags\":1,\"trace_state\":null,"
                  "\"is_remote\":false,\"status_description\":null,\"links\":[],\"resource\":{},"
                  "\"dropped\":{\"attributes\":0,\"events\":0,\"links\":0}}}");
}

static void put_metadata(const writer *w, const ags_record *record, const char *name, size_t name_size) {
  if (record->metadata_size == 0) return;
  ags_buffer_put(w->out, name, name_size);
  ags_json_put_string(w->out, ags_record_metadata(record), record->metadata_size);
}
#define PUT_METADATA(w, record, name) put_metadata((w), (record), ",\"" name "\":", sizeof(name) + 3)

/* The turn that an action or a button belongs to. */
static void put_turn_id(const writer *w, uint32_t index) {
  uint32_t turn = w->batch->entries[index].turn;
  if (turn == AGS_NONE) return;
  AGS_PUT(w->out, ",\"agentsight.turn.id\":");
  put_id(w, w->batch->entries[turn].item.id);
}

static void put_message(const writer *w, const ags_item *item) {
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

/* A question with its answer, or a message alone. */
static void put_turn(const writer *w, uint32_t index) {
  const ags_batch_entry *entry = &w->batch->entries[index];
  const ags_item *answer = entry->answer != AGS_NONE ? &w->batch->entries[entry->answer].item : NULL;
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

static void put_action(const writer *w, uint32_t index) {
  const ags_item *item = &w->batch->entries[index].item;
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

static void put_button(const writer *w, uint32_t index) {
  const ags_item *item = &w->batch->entries[index].item;
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

static void put_span(const writer *w, uint32_t index) {
  switch (w->batch->entries[index].item.record->kind) {
  case AGS_KIND_QUESTION:
  case AGS_KIND_ANSWER:
    put_turn(w, index);
    break;
  case AGS_KIND_ACTION:
    put_action(w, index);
    break;
  case AGS_KIND_BUTTON:
    put_button(w, index);
    break;
  }
}

/* An answer within a turn is already there, beside its question. */
static bool is_answer_of_a_turn(const writer *w, uint32_t index) {
  uint32_t turn = w->batch->entries[index].turn;
  return turn != AGS_NONE && w->batch->entries[turn].answer == index;
}

static void put_conversation(const writer *w, uint32_t first, const ags_settings *settings) {
  const ags_record *record = w->batch->entries[first].item.record;
  AGS_PUT(w->out, "{\"conversation_id\":");
  ags_json_put_string(w->out, ags_record_conversation(record), record->conversation_size);
  if (settings->environment != NULL) {
    AGS_PUT(w->out, ",\"environment\":");
    ags_json_put_string(w->out, settings->environment, strlen(settings->environment));
  }
  AGS_PUT(w->out, ",\"spans\":[");
  for (uint32_t i = first; i != AGS_NONE; i = w->batch->entries[i].next) {
    if (is_answer_of_a_turn(w, i)) continue;
    if (i != first) AGS_PUT(w->out, ",");
    put_span(w, i);
  }
  AGS_PUT(w->out, "]}");
}

void ags_wire_ingest_encode(const ags_batch *batch, const ags_tracker *tracker, ags_buffer *body) {
  writer w = {body, batch, ags_mix(tracker->nonce)};
  AGS_PUT(body, "{\"sdk\":{\"name\":\"agentsight-embedded\",\"version\":\"" AGS_VERSION_STRING
                "\"},\"conversations\":[");
  for (uint32_t i = 0; i < batch->conversation_count; i++) {
    if (i > 0) AGS_PUT(body, ",");
    put_conversation(&w, batch->conversations[i].first, &tracker->settings);
  }
  AGS_PUT(body, "]}");
}
