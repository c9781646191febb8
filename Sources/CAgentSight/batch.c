#include "batch.h"

#include "record_parts.h"
#include "text.h"
#include "tracker.h"

#include <stdlib.h>

bool ags_batch_create(ags_batch *batch, uint32_t capacity) {
  uint32_t slots = 16;
  while (slots < capacity * 2) slots *= 2;
  *batch = (ags_batch){.capacity = capacity, .limit = capacity, .slot_count = slots};
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
  batch->entries[index] =
      (ags_batch_entry){.item = item, .next = AGS_NONE, .turn = AGS_NONE, .answer = AGS_NONE};

  if (conversation->last == AGS_NONE)
    conversation->first = index;
  else
    batch->entries[conversation->last].next = index;
  conversation->last = index;

  if (item.record->kind == AGS_KIND_QUESTION) {
    conversation->open_question = index;
  } else if (item.record->kind == AGS_KIND_ANSWER && conversation->open_question != AGS_NONE &&
             batch->entries[conversation->open_question].item.us <= item.us) {
    /* (What another process left may be older than what stands before it, and answers nothing of it.) */
    close_turn(batch, conversation->open_question, index);
    conversation->open_question = AGS_NONE;
  }
}

static void clear(ags_batch *batch) {
  memset(batch->slots, 0xFF, batch->slot_count * sizeof *batch->slots);
  batch->count = batch->conversation_count = 0;
}

/* How many events the next batch may have, when it begins with what is held. */
static size_t next_size(const ags_batch *batch, const ags_held *held) {
  if (held->failed > 0) return held->failed;
  size_t half = (held->suspects + 1) / 2;
  return half > 0 && half < batch->limit ? half : batch->limit;
}

/* Takes up to `max` items from before the cut out of what is held. */
static size_t take_oldest(ags_held *held, uint64_t cut, ags_drained *items, size_t max) {
  const ags_drained *all = held->items + held->first;
  size_t taken = 0;
  for (; taken < max && taken < held->count && ags_drained_is_before(&all[taken], cut); taken++)
    items[taken] = all[taken];
  if (held->failed == 0) held->suspects -= taken < held->suspects ? taken : held->suspects;
  held->failed = 0;
  held->count -= taken;
  held->first = held->count > 0 ? held->first + taken : 0;
  return taken;
}

/* The same of one conversation, leaving the others in their order. */
static size_t take_only(ags_held *held, uint64_t cut, ags_view only, ags_drained *items, size_t max) {
  size_t taken = 0, kept = 0, failed = 0, suspects = 0;
  ags_drained *all = held->items + held->first;
  for (size_t i = 0; i < held->count; i++) {
    if (taken < max && ags_drained_is_before(&all[i], cut) && ags_record_belongs(all[i].record, only)) {
      items[taken++] = all[i];
    } else {
      failed += i < held->failed;
      suspects += i >= held->failed && i < held->failed + held->suspects;
      all[kept++] = all[i];
    }
  }
  held->count = kept;
  held->failed = failed;
  held->suspects = suspects;
  return taken;
}

static bool begins_with(const ags_held *held, ags_view only) {
  return held->count > 0 && ags_record_belongs(held->items[held->first].record, only);
}

bool ags_batch_fill(ags_batch *batch, ags_tracker *tracker, uint64_t cut, ags_view only) {
  ags_held *held = &tracker->drain.held;
  bool complete = true;
  size_t count;
  clear(batch);
  /* A batch that failed is made again of the same events: its answer may have been lost on the way. */
  batch->half = held->failed > 0 ? held->failed_half : held->suspects > 0;
  if (only.data != NULL) {
    /* Picking one conversation means reading past the others: they are held until their turn comes. */
    complete = ags_drain_hold(tracker, cut);
    bool first = begins_with(held, only);
    batch->half = batch->half && first;
    count = take_only(held, cut, only, batch->items, first ? next_size(batch, held) : batch->limit);
  } else if (held->count > 0) {
    count = take_oldest(held, cut, batch->items, next_size(batch, held));
  } else {
    complete = ags_drain_take(tracker, cut, batch->items, batch->limit, &count);
  }
  for (size_t i = 0; i < count; i++) append(batch, batch->items[i]);
  return complete;
}

void ags_batch_release(ags_batch *batch, ags_segment_pool *pool) {
  for (uint32_t i = 0; i < batch->count; i++) ags_lane_release(pool, batch->entries[i].item.record);
  clear(batch);
}

void ags_batch_drop_first(ags_batch *batch, ags_drop_reason reason, ags_status error) {
  uint32_t i = 0;
  while (i < batch->count && batch->entries[i].fate != AGS_FATE_WAITING) i++;
  if (i == batch->count) return;
  batch->entries[i].fate = AGS_FATE_DROPPED;
  batch->entries[i].reason = reason;
  batch->entries[i].error = error;
}

/* Collects those that wait, suspects or not, behind the `count` items there are. */
static size_t collect(ags_batch *batch, bool suspects, size_t count) {
  for (uint32_t i = 0; i < batch->count; i++) {
    const ags_batch_entry *entry = &batch->entries[i];
    if (entry->fate == AGS_FATE_WAITING && entry->suspect == suspects) batch->items[count++] = entry->item;
  }
  return count;
}

bool ags_batch_empty(ags_batch *batch, ags_drain *drain, ags_segment_pool *pool, size_t *suspects) {
  for (uint32_t i = 0; i < batch->count; i++) {
    ags_batch_entry *entry = &batch->entries[i];
    if (entry->fate == AGS_FATE_STORED && !ags_held_append(&drain->uploads, &entry->item))
      entry->fate = AGS_FATE_WAITING; /* it is sent once more, which the server takes for what it is */
    if (entry->fate == AGS_FATE_DELIVERED || entry->fate == AGS_FATE_DROPPED)
      ags_lane_release(pool, entry->item.record);
  }
  size_t good = collect(batch, false, 0), count = collect(batch, true, good);
  *suspects = count - good;
  clear(batch);
  if (count == 0) return false;
  if (!ags_drain_put_back(drain, batch->items, count)) {
    for (size_t i = 0; i < count; i++) append(batch, batch->items[i]);
    return false;
  }
  drain->held.failed = count;
  drain->held.failed_half = batch->half;
  return true;
}

void ags_batch_shrink(ags_batch *batch) {
  batch->limit = batch->count > 1 ? batch->count / 2 : 1;
  batch->full_delivered = 0;
}

void ags_batch_grow(ags_batch *batch) {
  if (batch->limit == batch->capacity || batch->count < batch->limit) return;
  if (++batch->full_delivered < AGS_BATCHES_BEFORE_GROWTH) return;
  batch->limit = batch->limit <= batch->capacity / 2 ? batch->limit * 2 : batch->capacity;
  batch->full_delivered = 0;
}
