#include "wire_span.h"

#include "random.h"
#include "wire_cursor.h"

/* More than all the fixed text of the largest span. */
#define FIXED_TEXT 2048

/* Room for the largest span that `variable` bytes of text can become; some stand in it twice. */
static char *make_room(ags_span_writer *w, size_t variable) {
  return ags_buffer_reserve(w->out, FIXED_TEXT + 2 * AGS_JSON_GROWTH * variable);
}

static void put_attachments_span(ags_span_writer *w, uint32_t index) {
  const ags_record *record = w->batch->entries[index].item.record;
  ags_buffer list = {0};
  char *to = NULL;
  if (ags_span_list_files(record, &list)) to = make_room(w, record->metadata_size + list.size);
  if (to != NULL)
    w->out->size = (size_t)(ags_span_attachments_at(to, w, index, &list) - w->out->data);
  else
    w->out->failed = true;
  ags_buffer_free(&list);
}

static void make_trace_prefix(ags_span_writer *w, uint64_t nonce) {
  w->trace_nonce = nonce;
  ags_hex_put(w->trace_prefix, ags_mix(nonce));
}

void ags_span_writer_init(ags_span_writer *w, ags_buffer *out, const ags_batch *batch, uint64_t nonce) {
  *w = (ags_span_writer){.out = out, .batch = batch, .nonce = nonce};
  make_trace_prefix(w, nonce);
}

/* A trace that another process began keeps its id. */
static void choose_trace_prefix(ags_span_writer *w, const ags_batch_entry *entry) {
  const ags_batch_entry *root = entry->turn != AGS_NONE ? &w->batch->entries[entry->turn] : entry;
  const ags_segment *segment = ags_segment_of(root->item.record);
  uint64_t nonce = segment->is_adopted ? segment->headers[0].nonce : w->nonce;
  if (nonce != w->trace_nonce) make_trace_prefix(w, nonce);
}

void ags_span_put(ags_span_writer *w, uint32_t index) {
  const ags_batch_entry *entry = &w->batch->entries[index];
  const ags_record *record = entry->item.record;
  choose_trace_prefix(w, entry);
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
    to = ags_span_turn_at(to, w, index);
    break;
  case AGS_KIND_ACTION:
    to = ags_span_action_at(to, w, index);
    break;
  case AGS_KIND_BUTTON:
    to = ags_span_button_at(to, w, index);
    break;
  case AGS_KIND_TOKEN_USAGE:
    to = ags_span_token_usage_at(to, w, index);
    break;
  case AGS_KIND_VISIT:
    to = ags_span_visit_at(to, w, index);
    break;
  }
  w->out->size = (size_t)(to - w->out->data);
}
