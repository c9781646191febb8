#include "narrow.h"

#include "record_parts.h"

static bool is_named(const ags_batch *batch, const ags_refused_block *block) {
  if (block->index >= batch->conversation_count) return false;
  const ags_record *record = batch->entries[batch->conversations[block->index].first].item.record;
  ags_view id = {ags_record_conversation(record), record->conversation_size};
  ags_view said = block->conversation_id;
  /* An id with escapes is not taken apart: the index alone is right unless the server is wrong. */
  return said.data == NULL || memchr(said.data, '\\', said.size) != NULL ||
         (said.size == id.size && memcmp(said.data, id.data, id.size) == 0);
}

/* Whether the environment of a conversation's block is the tracker's. */
static bool has_own_environment(const ags_batch *batch, uint32_t first) {
  for (uint32_t i = first; i != AGS_NONE; i = batch->entries[i].next) {
    const ags_record *record = batch->entries[i].item.record;
    bool tells = record->kind == AGS_KIND_CONVERSATION || record->kind == AGS_KIND_VISIT;
    if (tells && ags_record_info(record, AGS_INFO_ENVIRONMENT).size > 0) return false;
  }
  return true;
}

/* An event alone in its block is what the server means; among several it is yet to be found. */
static void mark(ags_batch *batch, uint32_t first) {
  ags_batch_entry *entry = &batch->entries[first];
  if (entry->next == AGS_NONE) {
    entry->fate = AGS_FATE_DROPPED;
    entry->reason = AGS_DROP_INVALID;
    entry->error = AGS_ERROR_REFUSED;
  }
  for (uint32_t i = first; i != AGS_NONE; i = batch->entries[i].next) batch->entries[i].suspect = true;
}

static void unmark(ags_batch *batch) {
  for (uint32_t i = 0; i < batch->count; i++) {
    batch->entries[i].fate = AGS_FATE_WAITING;
    batch->entries[i].suspect = false;
  }
}

ags_narrowing ags_narrow_read(ags_batch *batch, ags_view body) {
  ags_refusal refusal;
  ags_refused_block block;
  ags_narrowing result = {.known = ags_refusal_read(&refusal, body)};
  while (result.known && !result.environment && ags_refusal_next(&refusal, &block)) {
    if (!is_named(batch, &block)) continue;
    uint32_t first = batch->conversations[block.index].first;
    result.named = true;
    result.environment = block.environment && has_own_environment(batch, first);
    mark(batch, first);
  }
  if (result.environment) unmark(batch);
  return result;
}

void ags_narrow_refused(ags_held *held, bool named, size_t suspects) {
  size_t count = held->failed;
  /* Behind a half stands the other one, about which nothing is known any more. */
  size_t others = held->failed_half ? 0 : held->suspects;
  if (!named || suspects == count) suspects = count; /* all that is left: halves of it come next */
  held->failed = count - suspects;
  held->failed_half = false;
  held->suspects = others + suspects;
}

void ags_narrow_halve(ags_held *held) {
  size_t rest = held->failed / 2;
  held->failed -= rest;
  if (held->suspects > 0 || held->failed_half) held->suspects += rest;
}
