#include "wire_ingest.h"

#include "json_write.h"
#include "record_parts.h"
#include "tracker.h"
#include "wire_span.h"

/* An answer within a turn is already there, beside its question; what is known about a conversation stands
 * in its block. */
static bool has_span(const ags_batch *batch, uint32_t index) {
  const ags_batch_entry *entry = &batch->entries[index];
  bool answers_a_turn = entry->turn != AGS_NONE && batch->entries[entry->turn].answer == index;
  return !answers_a_turn && entry->item.record->kind != AGS_KIND_CONVERSATION;
}

/* What is known about a conversation; what was told later wins. */
typedef struct block_info {
  ags_view fields[AGS_INFO_COUNT];
  ags_view metadata;
} block_info;

static block_info collect_info(const ags_batch *batch, uint32_t first, const ags_settings *settings) {
  block_info info = {0};
  info.fields[AGS_INFO_ENVIRONMENT] = ags_view_of(settings->environment);
  for (uint32_t i = first; i != AGS_NONE; i = batch->entries[i].next) {
    const ags_record *record = batch->entries[i].item.record;
    if (record->kind != AGS_KIND_CONVERSATION && record->kind != AGS_KIND_VISIT) continue;
    for (ags_info_field field = 0; field < AGS_INFO_COUNT; field++) {
      ags_view value = ags_record_info(record, field);
      if (value.size > 0) info.fields[field] = value;
    }
    if (record->metadata_size > 0)
      info.metadata = (ags_view){ags_record_metadata(record), record->metadata_size};
  }
  return info;
}

static void put_info(ags_buffer *out, const block_info *info) {
  static const char *const names[AGS_INFO_COUNT] = {
      [AGS_INFO_CUSTOMER_ID] = ",\"customer_id\":", [AGS_INFO_IP_ADDRESS] = ",\"customer_ip_address\":",
      [AGS_INFO_DEVICE] = ",\"device\":",           [AGS_INFO_SOURCE] = ",\"source\":",
      [AGS_INFO_LANGUAGE] = ",\"language\":",       [AGS_INFO_NAME] = ",\"name\":",
      [AGS_INFO_ENVIRONMENT] = ",\"environment\":",
  };
  for (ags_info_field field = 0; field < AGS_INFO_COUNT; field++) {
    if (info->fields[field].size == 0) continue;
    ags_buffer_put(out, names[field], strlen(names[field]));
    ags_json_put_string(out, info->fields[field].data, info->fields[field].size);
  }
  if (info->metadata.size == 0) return;
  AGS_PUT(out, ",\"metadata\":");
  ags_buffer_put(out, info->metadata.data, info->metadata.size);
}

static void put_conversation(ags_span_writer *w, uint32_t first, const ags_settings *settings) {
  const ags_record *record = w->batch->entries[first].item.record;
  block_info info = collect_info(w->batch, first, settings);
  AGS_PUT(w->out, "{\"conversation_id\":");
  ags_json_put_string(w->out, ags_record_conversation(record), record->conversation_size);
  put_info(w->out, &info);
  AGS_PUT(w->out, ",\"spans\":[");
  bool comma = false;
  for (uint32_t i = first; i != AGS_NONE; i = w->batch->entries[i].next) {
    if (!has_span(w->batch, i)) continue;
    if (comma) AGS_PUT(w->out, ",");
    comma = true;
    ags_span_put(w, i);
  }
  AGS_PUT(w->out, "]}");
}

void ags_wire_ingest_encode(const ags_batch *batch, const ags_tracker *tracker, ags_buffer *body) {
  ags_span_writer w;
  ags_span_writer_init(&w, body, batch, tracker->nonce);
  AGS_PUT(body, "{\"sdk\":{\"name\":\"agentsight-embedded\",\"version\":\"" AGS_VERSION_STRING
                "\"},\"conversations\":[");
  for (uint32_t i = 0; i < batch->conversation_count; i++) {
    if (i > 0) AGS_PUT(body, ",");
    put_conversation(&w, batch->conversations[i].first, &tracker->settings);
  }
  AGS_PUT(body, "]}");
}
