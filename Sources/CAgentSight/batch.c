#include "batch.h"

#include "record_parts.h"
#include "text.h"
#include "tracker.h"

#include <stdlib.h>

bool ags_batch_create(ags_batch *batch, uint32_t capacity) {
  uint32_t slots = 16;
  while (slots < capacity * 2) slots *= 2;
  *batch = (ags_batch){.capacity = capacity, .slot_count = slots};
  batch->entries = calloc(capacity, sizeof *batch->entries);
  batch->conversations = calloc(capacity, sizeof *batch->conversations);
  batch->items = calloc(capacity, sizeof *batch->items);
  batch->slots = calloc(slots, sizeof *batch->slots);
  bool complete = batch->entries && batch->conversations && batch->items && batch->slots;
  if (!complete) ags_batch_destroy(batch);
  return complete;
}

void ags_batch_destroy(ags_batch *batch) {
  free(batch->entries);
  free(batch->conversations);
  free(batch->items);
  free(batch->slots);
  *batch = (ags_batch){0};
}

static bool same_conversation(const ags_record *a, const ags_record *b) {
  return a->conversation_size == b->conversation_size &&
         ags_same_bytes(ags_record_conversation(a), ags_record_conversation(b), a->conversation_size);
}

/* The conversation of the item, added when the batch has not seen it. */
static ags_batch_conversation *conversation_of(ags_batch *batch, const ags_drained *item) {
  uint32_t mask = batch->slot_count - 1;
  uint32_t slot = (uint32_t)item->conversation & mask;
  for (;; slot = (slot + 1) & mask) {
    uint32_t index = batch->slots[slot];
    if (index == AGS_NONE) break;
    ags_batch_conversation *conversation = &batch->conversations[index];
    if (same_conversation(batch->entries[conversation->first].item.record, item->record)) return conversation;
  }
  batch->slots[slot] = batch->conversation_count;
  ags_batch_conversation *added = &batch->conversations[batch->conversation_count++];
  *added = (ags_batch_conversation){AGS_NONE, AGS_NONE, AGS_NONE};
  return added;
}

/* Everything between a question and its answer is part of their turn. */
static void close_turn(ags_batch *batch, uint32_t question, uint32_t answer) {
  batch->entries[question].answer = answer;
  for (uint32_t i = question;; i = batch->entries[i].next) {
    batch->entries[i].turn = question;
    if (i == answer) return;
  }
}

static void append(ags_batch *batch, ags_drained item) {
  uint32_t index = batch->count++;
  ags_batch_conversation *conversation = conversation_of(batch, &item);
  batch->entries[index] = (ags_batch_entry){item, AGS_NONE, AGS_NONE, AGS_NONE};

  if (conversation->last == AGS_NONE)
    conversation->first = index;
  else
    batch->entries[conversation->last].next = index;
  conversation->last = index;

  if (item.record->kind == AGS_KIND_QUESTION) {
    conversation->open_question = index;
  } else if (item.record->kind == AGS_KIND_ANSWER && conversation->open_question != AGS_NONE) {
    close_turn(batch, conversation->open_question, index);
    conversation->open_question = AGS_NONE;
  }
}

/* Takes up to `max` items from before the cut out of what is held. */
static size_t take_oldest(ags_held *held, uint64_t cut, ags_drained *items, size_t max) {
  const ags_drained *all = held->items + held->first;
  size_t taken = 0;
  for (; taken < max && taken < held->count && all[taken].record->ticks < cut; taken++)
    items[taken] = all[taken];
  held->count -= taken;
  held->first = held->count > 0 ? held->first + taken : 0;
  return taken;
}

/* The same of one conversation, leaving the others in their order. */
static size_t take_only(ags_held *held, uint64_t cut, ags_view only, ags_drained *items, size_t max) {
  size_t taken = 0, kept = 0, failed = 0;
  ags_drained *all = held->items + held->first;
  for (size_t i = 0; i < held->count; i++) {
    if (taken < max && all[i].record->ticks < cut && ags_record_belongs(all[i].record, only)) {
      items[taken++] = all[i];
    } else {
      failed += i < held->failed;
      all[kept++] = all[i];
    }
  }
  held->count = kept;
  held->failed = failed;
  return taken;
}

bool ags_batch_fill(ags_batch *batch, ags_tracker *tracker, uint64_t cut, ags_view only) {
  ags_held *held = &tracker->drain.held;
  bool complete = true;
  size_t count;
  memset(batch->slots, 0xFF, batch->slot_count * sizeof *batch->slots);
  if (only.data != NULL) {
    /* Picking one conversation means reading past the others: they are held until their turn comes. */
    complete = ags_drain_hold(tracker, cut);
    count = take_only(held, cut, only, batch->items, batch->capacity);
  } else if (held->failed > 0) {
    /* A batch that failed is made again of the same events: its answer may have been lost on the way. */
    count = take_oldest(held, cut, batch->items, held->failed);
    held->failed = 0;
  } else if (held->count > 0) {
    count = take_oldest(held, cut, batch->items, batch->capacity);
  } else {
    complete = ags_drain_take(tracker, cut, batch->items, batch->capacity, &count);
  }
  for (size_t i = 0; i < count; i++) append(batch, batch->items[i]);
  return complete;
}

void ags_batch_release(ags_batch *batch, ags_segment_pool *pool) {
  for (uint32_t i = 0; i < batch->count; i++) ags_lane_release(pool, batch->entries[i].item.record);
  batch->count = batch->conversation_count = 0;
}

bool ags_batch_put_back(ags_batch *batch, ags_drain *drain) {
  for (uint32_t i = 0; i < batch->count; i++) batch->items[i] = batch->entries[i].item;
  if (!ags_drain_put_back(drain, batch->items, batch->count)) return false;
  drain->held.failed = batch->count;
  batch->count = batch->conversation_count = 0;
  return true;
}
