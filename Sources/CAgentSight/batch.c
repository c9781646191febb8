#include "batch.h"

#include "random.h"
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

static uint64_t hash_bytes(const char *bytes, size_t size) {
  uint64_t hash = size;
  for (; size >= 8; bytes += 8, size -= 8) hash = ags_mix(hash ^ ags_load64(bytes));
  uint64_t rest = 0;
  memcpy(&rest, bytes, size);
  return ags_mix(hash ^ rest);
}

static bool same_conversation(const ags_record *a, const ags_record *b) {
  return a->conversation_size == b->conversation_size &&
         ags_same_bytes(ags_record_conversation(a), ags_record_conversation(b), a->conversation_size);
}

/* The conversation of the record, added when the batch has not seen it. */
static ags_batch_conversation *conversation_of(ags_batch *batch, const ags_record *record) {
  uint32_t mask = batch->slot_count - 1;
  uint32_t slot = (uint32_t)hash_bytes(ags_record_conversation(record), record->conversation_size) & mask;
  for (;; slot = (slot + 1) & mask) {
    uint32_t index = batch->slots[slot];
    if (index == AGS_NONE) break;
    ags_batch_conversation *conversation = &batch->conversations[index];
    if (same_conversation(batch->entries[conversation->first].item.record, record)) return conversation;
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

/*
 * A backend sorts by time, so in one conversation no two events may share a microsecond. `floor` is the
 * latest time given in earlier batches: where a conversation outran the clock there, it goes on behind it.
 */
static int64_t unique_time(const ags_batch *batch, const ags_batch_conversation *conversation, int64_t us,
                           int64_t floor) {
  if (us <= floor) us = floor + 1;
  if (conversation->last == AGS_NONE) return us;
  int64_t previous = batch->entries[conversation->last].item.us;
  return us > previous ? us : previous + 1;
}

static void append(ags_batch *batch, ags_drain *drain, ags_drained item, int64_t floor) {
  uint32_t index = batch->count++;
  ags_batch_conversation *conversation = conversation_of(batch, item.record);
  if (!item.timed) item.us = unique_time(batch, conversation, item.us, floor);
  item.timed = true;
  if (item.us > drain->last_us) drain->last_us = item.us;
  batch->entries[index] = (ags_batch_entry){item, AGS_NONE, AGS_NONE, AGS_NONE, false};

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

static bool wanted(const ags_record *record, ags_view only) {
  return only.data == NULL || (record->conversation_size == only.size &&
                               ags_same_bytes(ags_record_conversation(record), only.data, only.size));
}

/* Takes up to `max` wanted items from what is held, leaving the others in their order. */
static size_t take_held(ags_held *held, ags_view only, ags_drained *items, size_t max) {
  size_t taken = 0, kept = 0;
  for (size_t i = 0; i < held->count; i++) {
    if (taken < max && wanted(held->items[i].record, only))
      items[taken++] = held->items[i];
    else
      held->items[kept++] = held->items[i];
  }
  held->count = kept;
  return taken;
}

bool ags_batch_fill(ags_batch *batch, ags_tracker *tracker, uint64_t cut, ags_view only) {
  ags_drain *drain = &tracker->drain;
  memset(batch->slots, 0xFF, batch->slot_count * sizeof *batch->slots);
  /* Picking one conversation means reading past the others: they are held until their turn comes. */
  bool complete = only.data == NULL || ags_drain_hold(tracker, cut);
  /* A batch that failed is made again of the same events: its answer may have been lost on the way. */
  size_t again = only.data == NULL ? drain->held.failed : 0;
  size_t count = take_held(&drain->held, only, batch->items, again > 0 ? again : batch->capacity);
  drain->held.failed = 0;
  if (drain->held.count == 0 && only.data == NULL && again == 0) {
    size_t taken;
    complete = ags_drain_take(tracker, cut, batch->items + count, batch->capacity - count, &taken);
    count += taken;
  }
  int64_t floor = drain->last_us;
  for (size_t i = 0; i < count; i++) append(batch, drain, batch->items[i], floor);
  return complete;
}

void ags_batch_release(ags_batch *batch, ags_segment_pool *pool) {
  for (uint32_t i = 0; i < batch->count; i++) ags_lane_release(pool, batch->entries[i].item.record);
  batch->count = batch->conversation_count = 0;
}

bool ags_batch_put_back(ags_batch *batch, ags_drain *drain) {
  if (!ags_drain_reserve(drain, batch->count)) return false;
  for (uint32_t i = 0; i < batch->count; i++) batch->items[i] = batch->entries[i].item;
  ags_drain_put_back(drain, batch->items, batch->count);
  drain->held.failed = batch->count;
  batch->count = batch->conversation_count = 0;
  return true;
}
