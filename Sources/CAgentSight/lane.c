#include "lane.h"

#include "error.h"
#include "spool.h"

static char *first_position(ags_segment *segment) {
  return segment->bytes;
}

/* Records must begin within the first AGS_SEGMENT_SIZE bytes of a segment to find it (ags_segment_of);
 * a segment made for one large record takes no second one. */
static char *room_end(ags_segment *segment, size_t payload) {
  if (segment->capacity > AGS_SEGMENT_SIZE) return segment->bytes + payload;
  return (char *)segment + segment->capacity - AGS_LANE_SLACK;
}

static void begin_in_spool(ags_lane *lane, ags_segment_pool *pool, ags_segment *segment) {
  bool in_file = segment->run != NULL;
  if (in_file) ags_spool_begin(pool->spool, segment);
  if (lane->tail != NULL) ags_segment_relieve(pool, lane->tail); /* it cannot be given back before its end */
  uint64_t in_files = ags_lane_accepted_in_files(lane);
  atomic_store(&lane->tail_in_file, false);
  atomic_store(&lane->in_files, in_files);
  atomic_store(&lane->tail_start, atomic_load(&lane->accepted));
  atomic_store(&lane->tail_in_file, in_file);
}

uint64_t ags_lane_accepted_in_files(ags_lane *lane) {
  uint64_t before = atomic_load(&lane->in_files);
  if (!atomic_load(&lane->tail_in_file)) return before;
  return before + atomic_load(&lane->accepted) - atomic_load(&lane->tail_start);
}

static ags_status append_segment(ags_lane *lane, ags_segment_pool *pool, size_t payload, bool small) {
  ags_segment *segment;
  bool first = atomic_load_explicit(&lane->first, memory_order_relaxed) == NULL;
  switch (ags_segment_take(pool, payload + AGS_LANE_SLACK, small || first, &segment)) {
  case AGS_SEGMENT_LIMIT:
    return ags_fail(AGS_ERROR_FULL, "memory_limit: %zu bytes of events wait to be sent", pool->limit);
  case AGS_SEGMENT_NO_MEMORY:
    return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  case AGS_SEGMENT_OK:
    break;
  }
  segment->lane_serial = lane->serial;
  if (pool->spool != NULL) begin_in_spool(lane, pool, segment);
  if (!first) {
    atomic_store_explicit(&lane->tail->next, segment, memory_order_relaxed);
    ags_record *end = (ags_record *)(void *)lane->position;
    /* Release: whoever sees the end sees where the lane goes on. */
    atomic_store_explicit(&end->size, AGS_RECORD_END, memory_order_release);
  } else {
    atomic_store_explicit(&lane->first, segment, memory_order_release);
  }
  lane->tail = segment;
  lane->position = first_position(segment);
  lane->end = room_end(segment, payload);
  return AGS_OK;
}

ags_status ags_lane_extend(ags_lane *lane, ags_segment_pool *pool, size_t payload) {
  return append_segment(lane, pool, payload, false);
}

void ags_lane_leave_large(ags_lane *lane, ags_segment_pool *pool) {
  append_segment(lane, pool, 0, true);
}

static void give_back_when_done(ags_segment_pool *pool, ags_segment *segment) {
  if (segment->passed && segment->open == 0) ags_segment_give_back(pool, segment);
}

/* Acquire: pairs with the release in ags_lane_publish() and ags_lane_extend(). */
static uint32_t size_at(const char *position) {
  return atomic_load_explicit(&((const ags_record *)(const void *)position)->size, memory_order_acquire);
}

/* Both cursors of the consumer begin with the lane's first segment. */
static bool has_begun(ags_lane *lane) {
  if (lane->head != NULL) return true;
  ags_segment *first = atomic_load_explicit(&lane->first, memory_order_acquire);
  if (first == NULL) return false;
  lane->head = lane->cut_segment = first;
  lane->read = lane->cut = first_position(first);
  return true;
}

bool ags_lane_cut(ags_lane *lane, uint64_t until) {
  if (!has_begun(lane)) return false;
  for (bool moved = false;; moved = true) {
    uint32_t size;
    while ((size = size_at(lane->cut)) == AGS_RECORD_END) {
      lane->cut_segment = atomic_load_explicit(&lane->cut_segment->next, memory_order_relaxed);
      lane->cut = first_position(lane->cut_segment);
    }
    if (size == 0 || ((const ags_record *)(const void *)lane->cut)->ticks >= until) return moved;
    lane->cut += size;
  }
}

const ags_record *ags_lane_peek(ags_lane *lane, ags_segment_pool *pool, uint64_t until) {
  while (lane->read != lane->cut) {
    const ags_record *record = (const ags_record *)(const void *)lane->read;
    if (size_at(lane->read) != AGS_RECORD_END) return record->ticks < until ? record : NULL;
    ags_segment *passed = lane->head;
    lane->head = atomic_load_explicit(&passed->next, memory_order_relaxed);
    lane->read = first_position(lane->head);
    passed->passed = true;
    give_back_when_done(pool, passed);
  }
  return NULL;
}

void ags_lane_advance(ags_lane *lane, const ags_record *record) {
  lane->read += atomic_load_explicit(&record->size, memory_order_relaxed);
  ags_segment_of(record)->open++;
}

bool ags_lane_has_full_segment(const ags_lane *lane) {
  const ags_segment *head = lane->head != NULL ? lane->head : atomic_load(&lane->first);
  return head != NULL && atomic_load_explicit(&head->next, memory_order_relaxed) != NULL;
}

void ags_lane_release(ags_segment_pool *pool, const ags_record *record) {
  ags_segment *segment = ags_segment_of(record);
  segment->open--;
  if (segment->run != NULL) {
    atomic_fetch_add(&pool->released_files, 1);
    if (!pool->spool->is_closed) ags_spool_note_done(pool->spool, record);
  }
  give_back_when_done(pool, segment);
}

void ags_lane_free(ags_lane *lane, ags_segment_pool *pool) {
  ags_buffer_free(&lane->scratch[0]);
  ags_buffer_free(&lane->scratch[1]);
  ags_buffer_free(&lane->scratch[2]);
  ags_segment *segment = lane->head != NULL ? lane->head : atomic_load(&lane->first);
  while (segment != NULL) {
    ags_segment *next = segment == lane->tail ? NULL : atomic_load(&segment->next);
    ags_segment_give_back(pool, segment);
    segment = next;
  }
}
