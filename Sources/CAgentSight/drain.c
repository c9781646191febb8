#include "drain.h"

#include "random.h"
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

void ags_drain_destroy(ags_drain *drain, ags_segment_pool *pool) {
  for (size_t i = 0; i < drain->held.count; i++) ags_lane_release(pool, drain->held.items[i].record);
  free(drain->held.items);
  pthread_mutex_destroy(&drain->mutex);
}

void ags_drain_start(ags_drain *drain) {
  ags_timeline_start(&drain->timeline, ags_clock_read());
}

uint64_t ags_drain_cut(ags_drain *drain) {
  ags_instant now = ags_clock_read();
  if (drain->emptied) ags_timeline_forget(&drain->timeline);
  drain->emptied = false;
  ags_timeline_advance(&drain->timeline, now);
  return now.ticks;
}

/* The event's id must differ from any other's in its conversation, whichever process tracked that one. */
static uint64_t event_id(uint64_t nonce, uint64_t lane_serial, uint64_t ticks) {
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

bool ags_drain_take(ags_tracker *tracker, uint64_t cut, ags_drained *items, size_t max, size_t *count) {
  *count = 0;
  ags_lane *lanes = ags_tracker_lanes(tracker);
  head *heads = malloc((count_lanes(lanes) + 1) * sizeof *heads);
  if (heads == NULL) return false;
  size_t open = collect_heads(tracker, lanes, cut, heads);
  size_t taken = 0;
  while (open > 0 && taken < max) {
    head *first = &heads[0];
    const ags_record *record = first->record;
    items[taken++] =
        (ags_drained){.record = record,
                      .id = event_id(tracker->nonce, ags_segment_of(record)->lane_serial, record->ticks),
                      .us = ags_timeline_wall_ns(&tracker->drain.timeline, record->ticks) / NS_PER_US};
    ags_lane_advance(first->lane, record);
    first->record = ags_lane_peek(first->lane, &tracker->pool, cut);
    if (first->record == NULL) *first = heads[--open];
    sift_down(heads, open, 0);
  }
  free(heads);
  if (open == 0) tracker->drain.emptied = true;
  *count = taken;
  return true;
}

bool ags_drain_reserve(ags_drain *drain, size_t more) {
  ags_held *held = &drain->held;
  if (held->capacity - held->count >= more) return true;
  size_t capacity = held->capacity * 2 > held->count + more ? held->capacity * 2 : held->count + more;
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
    if (!ags_drain_reserve(&tracker->drain, HOLD_AT_ONCE) ||
        !ags_drain_take(tracker, cut, held->items + held->count, HOLD_AT_ONCE, &taken))
      return false;
    held->count += taken;
  } while (taken > 0);
  return true;
}

void ags_drain_put_back(ags_drain *drain, const ags_drained *items, size_t count) {
  ags_held *held = &drain->held;
  memmove(held->items + count, held->items, held->count * sizeof *items);
  memcpy(held->items, items, count * sizeof *items);
  held->count += count;
}
