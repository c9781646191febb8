#include "drain.h"

#include "random.h"
#include "spool_clock.h"
#include "text.h"
#include "tracker.h"

#include <stdlib.h>
#include <string.h>

#define NS_PER_US    1000
#define HOLD_AT_ONCE 1024

void ags_drain_init(ags_drain *drain) {
  *drain = (ags_drain){0};
  pthread_mutex_init(&drain->mutex, NULL);
  ags_timeline_start(&drain->timeline, ags_clock_read());
}

void ags_drain_start_over(ags_drain *drain) {
  ags_drain_init(drain); /* its arrays may have been changing hands: they are left to the past */
}

static void destroy_held(const ags_held *held, ags_segment_pool *pool) {
  for (size_t i = 0; i < held->count; i++) ags_lane_release(pool, held->items[held->first + i].record);
  free(held->items);
}

void ags_drain_destroy(ags_drain *drain, ags_segment_pool *pool) {
  destroy_held(&drain->held, pool);
  destroy_held(&drain->uploads, pool);
  ags_event_times_destroy(&drain->times);
  pthread_mutex_destroy(&drain->mutex);
}

/* Looks through all lanes once. True when there was something before the cut that was not seen earlier. */
static bool cut_lanes(ags_lane *lane, uint64_t cut) {
  bool moved = false;
  for (; lane != NULL; lane = lane->next) moved |= ags_lane_cut(lane, cut);
  return moved;
}

uint64_t ags_drain_cut(ags_tracker *tracker) {
  ags_drain *drain = &tracker->drain;
  ags_instant now = ags_clock_read();
  if (drain->emptied) ags_timeline_forget(&drain->timeline);
  drain->emptied = false;
  ags_timeline_advance(&drain->timeline, now);
  /* Asked for anew each time: a lane may have been made meanwhile. */
  while (cut_lanes(ags_tracker_lanes(tracker), now.ticks)) continue;
  drain->last_cut = now.ticks;
  return now.ticks;
}

/* The event's id must differ from any other's in its conversation, whichever process tracked that one. */
uint64_t ags_drain_event_id(uint64_t nonce, uint64_t lane_serial, uint64_t ticks) {
  uint64_t id = ags_mix(ags_mix(nonce + lane_serial) ^ ticks);
  return id != 0 ? id : 1; /* zero is no valid span id */
}

/* What stands next in a lane. */
typedef struct head {
  ags_lane *lane;
  const ags_record *record;
} head;

/* Restores the heap below `at`: no parent is later than its children. */
static void sift_down(head *heads, size_t count, size_t at) {
  for (;;) {
    size_t child = 2 * at + 1;
    if (child >= count) return;
    if (child + 1 < count && heads[child + 1].record->ticks < heads[child].record->ticks) child++;
    if (heads[at].record->ticks <= heads[child].record->ticks) return;
    head moved = heads[at];
    heads[at] = heads[child];
    heads[child] = moved;
    at = child;
  }
}

static size_t count_lanes(const ags_lane *lane) {
  size_t count = 0;
  for (; lane != NULL; lane = lane->next) count++;
  return count;
}

static size_t collect_heads(ags_tracker *tracker, ags_lane *lane, uint64_t cut, head *heads) {
  size_t count = 0;
  for (; lane != NULL; lane = lane->next) {
    const ags_record *record = ags_lane_peek(lane, &tracker->pool, cut);
    if (record != NULL) heads[count++] = (head){lane, record};
  }
  for (size_t i = count / 2; i-- > 0;) sift_down(heads, count, i);
  return count;
}

static uint64_t hash_bytes(const char *bytes, size_t size) {
  uint64_t hash = size;
  for (; size >= 8; bytes += 8, size -= 8) hash = ags_mix(hash ^ ags_load64(bytes));
  uint64_t rest = 0;
  memcpy(&rest, bytes, size);
  return ags_mix(hash ^ rest);
}

uint64_t ags_drain_conversation(const ags_record *record) {
  return hash_bytes(ags_record_conversation(record), record->conversation_size);
}

static ags_drained drained(ags_tracker *tracker, const ags_record *record) {
  ags_drain *drain = &tracker->drain;
  uint64_t conversation = ags_drain_conversation(record);
  int64_t us = ags_timeline_wall_ns(&drain->timeline, record->ticks) / NS_PER_US;
  us = ags_event_times_next(&drain->times, conversation, us);
  if (ags_segment_of(record)->run != NULL) ags_spool_note_time(record, us);
  return (ags_drained){
      .record = record,
      .id = ags_drain_event_id(tracker->nonce, ags_segment_of(record)->lane_serial, record->ticks),
      .us = us,
      .conversation = conversation};
}

bool ags_drain_take(ags_tracker *tracker, uint64_t cut, ags_drained *items, size_t max, size_t *count) {
  ags_drain *drain = &tracker->drain;
  *count = 0;
  ags_lane *lanes = ags_tracker_lanes(tracker);
  head *heads = malloc((count_lanes(lanes) + 1) * sizeof *heads);
  if (heads == NULL || !ags_event_times_start(&drain->times, max)) {
    free(heads);
    return false;
  }
  size_t open = collect_heads(tracker, lanes, cut, heads);
  while (open > 0 && *count < max) {
    head *first = &heads[0];
    items[(*count)++] = drained(tracker, first->record);
    ags_lane_advance(first->lane, first->record);
    first->record = ags_lane_peek(first->lane, &tracker->pool, cut);
    if (first->record == NULL) *first = heads[--open];
    sift_down(heads, open, 0);
  }
  free(heads);
  if (*count > 0 && tracker->pool.spool != NULL) ags_spool_keep_clock(tracker->pool.spool, drain);
  if (open == 0 && cut == drain->last_cut)
    drain->emptied = true; /* an older one says nothing of what came later */
  return true;
}

bool ags_held_reserve(ags_held *held, size_t more) {
  size_t needed = held->first + held->count + more;
  if (held->capacity >= needed) return true;
  size_t capacity = held->capacity * 2 > needed ? held->capacity * 2 : needed;
  ags_drained *items = realloc(held->items, capacity * sizeof *items);
  if (items == NULL) return false;
  held->items = items;
  held->capacity = capacity;
  return true;
}

bool ags_drain_hold(ags_tracker *tracker, uint64_t cut) {
  ags_held *held = &tracker->drain.held;
  size_t taken;
  do {
    if (!ags_held_reserve(held, HOLD_AT_ONCE) ||
        !ags_drain_take(tracker, cut, held->items + held->first + held->count, HOLD_AT_ONCE, &taken))
      return false;
    held->count += taken;
  } while (taken > 0);
  return true;
}

bool ags_held_append(ags_held *held, const ags_drained *item) {
  if (!ags_held_reserve(held, 1)) return false;
  held->items[held->first + held->count++] = *item;
  return true;
}

void ags_held_remove(ags_held *held, const ags_record *record) {
  ags_drained *all = held->items + held->first;
  for (size_t i = 0; i < held->count; i++) {
    if (all[i].record != record) continue;
    memmove(&all[i], &all[i + 1], (held->count - i - 1) * sizeof *all);
    held->count--;
    return;
  }
}

bool ags_drain_put_back(ags_drain *drain, const ags_drained *items, size_t count) {
  ags_held *held = &drain->held;
  if (held->first < count) {
    if (!ags_held_reserve(held, count - held->first)) return false;
    memmove(held->items + count, held->items + held->first, held->count * sizeof *items);
    held->first = count;
  }
  held->first -= count;
  held->count += count;
  memcpy(held->items + held->first, items, count * sizeof *items);
  return true;
}
