/* Bringing in what processes that ended have left. */
#include "spool.h"
#include "spool_clock.h"
#include "spool_load.h"
#include "spool_paths.h"
#include "spool_read.h"
#include "spool_times.h"
#include "tracker.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define SCAN_NS (10 * INT64_C(1000000000))

/* What is being brought in from one run. */
typedef struct adoption {
  ags_spool *spool;
  ags_spool_run *run;
  ags_segment *segment; /* being read */
  ags_spool_header header;
  ags_held items;
  bool failed; /* memory ran out */
} adoption;

/* Of an event whose time the disk did not take, or whose file could not be read then: the next one may decide
 * otherwise. */
static int64_t time_of(const adoption *a, uint64_t ticks) {
  ags_spool_clock clock;
  if (!ags_spool_read_clock(a->spool, a->run, &clock)) ags_spool_begin_clock(&clock, &a->header);
  ags_spool_settle_clock(a->spool, &clock);
  return ags_spool_clock_us(&clock, ticks);
}

static void take_record(void *context, const ags_record *record, int64_t us) {
  adoption *a = context;
  ags_drained item = {.record = record,
                      .id = ags_drain_event_id(a->header.nonce, a->header.lane_serial, record->ticks),
                      .us = us,
                      .conversation = ags_drain_conversation(record)};
  if (us == 0) item.us = -time_of(a, record->ticks); /* not decided for good */
  /* There must be room where all of them go in the end: then nothing can fail any more. */
  if (!ags_held_reserve(&a->spool->tracker->drain.held, a->items.count + 1) ||
      !ags_held_append(&a->items, &item))
    a->failed = true;
  else
    a->segment->open++;
}

static void count_damage(adoption *a, uint64_t places) {
  ags_tracker *tracker = a->spool->tracker;
  if (places == 0) return;
  atomic_fetch_add(&tracker->adopted, places);
  atomic_fetch_add(&tracker->pool.released_files, places);
  ags_tracker_count_dropped(tracker, AGS_DROP_UNREADABLE, places);
  ags_log(&tracker->settings.logger, AGS_LOG_ERROR,
          "spool_directory: a file was damaged in %llu places, whose events are lost",
          (unsigned long long)places);
}

static bool is_blank(const char *bytes, size_t size) {
  return size == 0 || (bytes[0] == 0 && memcmp(bytes, bytes + 1, size - 1) == 0);
}

typedef enum reading_result { TAKEN, EMPTY, KEPT, NO_ROOM } reading_result;

static reading_result keep(const adoption *a, const char *which) {
  ags_log(&a->spool->tracker->settings.logger, AGS_LOG_WARNING, "spool_directory: a file %s is left alone",
          which);
  return KEPT;
}

/* Reads the records of a file that was loaded. */
static reading_result take_segment(adoption *a, ags_segment *segment, size_t size) {
  switch (ags_spool_read_header(segment, size, &a->header)) {
  case AGS_SPOOL_NEWER:
    return keep(a, "of a newer version of this library");
  case AGS_SPOOL_UNREADABLE:
    if (!is_blank((const char *)segment, size)) count_damage(a, 1);
    return EMPTY;
  case AGS_SPOOL_READABLE:
    break;
  }
  if (a->header.is_free) return EMPTY;
  size_t before = a->items.count;
  a->segment = segment;
  segment->open = 0;
  uint64_t damaged = ags_spool_read(segment, size, &a->header, take_record, a);
  if (a->failed) {
    a->items.count = before;
    return NO_ROOM;
  }
  count_damage(a, damaged);
  return segment->open > 0 ? TAKEN : EMPTY;
}

static reading_result remove_file(const adoption *a, uint32_t number) {
  const ags_system *system = a->spool->tracker->system;
  char path[AGS_SPOOL_PATH];
  ags_spool_file_path(path, a->run, number);
  system->files->remove(system->context, path);
  return EMPTY;
}

static reading_result take_file(adoption *a, uint32_t number) {
  ags_segment *segment;
  size_t size, capacity;
  const char *why;
  switch (ags_spool_load(a->spool, a->run, number, &segment, &size, &capacity, &why)) {
  case AGS_SPOOL_KEPT:
    return why != NULL ? keep(a, why) : KEPT;
  case AGS_SPOOL_NO_ROOM:
    return NO_ROOM;
  case AGS_SPOOL_GONE:
    return remove_file(a, number);
  case AGS_SPOOL_LOADED:
    break;
  }
  reading_result result = take_segment(a, segment, size);
  uint32_t open = segment->open;
  ags_spool_put_right(segment, capacity);
  if (result != TAKEN) {
    ags_segment_give_back(&a->spool->tracker->pool, segment);
    return result == EMPTY ? remove_file(a, number) : result;
  }
  /* From here on it is a segment of ours like any other. */
  segment->lane_serial = a->header.lane_serial;
  segment->headers[0] = a->header;
  segment->open = open;
  segment->file = number;
  segment->run = a->run;
  atomic_fetch_add(&a->run->files, 1);
  return TAKEN;
}

static int by_ticks(const void *a, const void *b) {
  const ags_drained *first = a, *second = b;
  if (first->record->ticks != second->record->ticks)
    return first->record->ticks < second->record->ticks ? -1 : 1;
  return first->id < second->id ? -1 : first->id > second->id;
}

/* Puts what was read in order behind what is held. */
static void hand_over(adoption *a) {
  ags_tracker *tracker = a->spool->tracker;
  ags_event_times times = {0};
  ags_drained *items = a->items.items;
  if (a->items.count == 0) return;
  qsort(items, a->items.count, sizeof *items, by_ticks);
  bool has_times = ags_event_times_start(&times, a->items.count);
  for (size_t i = 0; i < a->items.count; i++) {
    ags_drained *item = &items[i];
    if (i > 0 && item->id == items[i - 1].id) { /* a copy of a file */
      atomic_fetch_sub(&tracker->pool.released_files, 1);
      ags_lane_release(&tracker->pool, item->record);
      continue;
    }
    bool decided = item->us > 0;
    int64_t us = decided ? item->us : -item->us;
    int64_t next = has_times ? ags_event_times_next(&times, item->conversation, us) : us;
    item->us = decided ? us : next;
    ags_held_append(&tracker->drain.held, item);
    atomic_fetch_add(&tracker->adopted, 1);
  }
  ags_event_times_destroy(&times);
}

/* True when nothing is left to be read in the run. */
static bool read_run(ags_spool *spool, ags_spool_run *run, const char *after) {
  adoption a = {.spool = spool, .run = run};
  ags_spool_names n = ags_spool_list(spool, run->path);
  bool complete = true;
  for (size_t i = 0; complete && i < n.count; i++) {
    if (strcmp(n.all[i], "lock") == 0 || strcmp(n.all[i], after) <= 0) continue;
    reading_result result = KEPT;
    if (ags_spool_is_hex(n.all[i], 8)) result = take_file(&a, (uint32_t)strtoul(n.all[i], NULL, 16));
    if (result == KEPT) run->is_kept = true;
    complete = result != NO_ROOM;
    if (complete) strcpy(run->last, n.all[i]);
  }
  free(n.all);
  hand_over(&a);
  free(a.items.items);
  return complete;
}

/* Looks for runs whose process has ended. */
static void scan(ags_spool *spool) {
  ags_spool_names n = ags_spool_list(spool, spool->directory);
  for (size_t i = 0; i < n.count; i++) {
    char path[AGS_SPOOL_PATH];
    snprintf(path, sizeof path, "%s/%s", spool->directory, n.all[i]);
    if (!ags_spool_is_hex(n.all[i], 16) || ags_spool_check_directory(spool, path, 077) != 0) continue;
    bool known = spool->own != NULL && strcmp(spool->own->path, path) == 0;
    for (ags_spool_run *run = spool->adopted; run != NULL; run = run->next)
      known = known || strcmp(run->path, path) == 0;
    ags_spool_run *run = known ? NULL : ags_spool_lock(spool, path, false);
    if (run == NULL) continue;
    run->next = spool->adopted;
    spool->adopted = run;
  }
  free(n.all);
}

void ags_spool_adopt(ags_spool *spool) {
  int64_t now = ags_clock_monotonic_ns();
  if (now >= spool->scan_ns) {
    scan(spool);
    spool->scan_ns = now + SCAN_NS;
  }
  ags_spool_run **at = &spool->adopted;
  while (*at != NULL) {
    ags_spool_run *run = *at;
    if (!run->has_times) run->has_times = ags_spool_decide_times(spool, run);
    if (run->has_times && !run->was_read) run->was_read = read_run(spool, run, run->last);
    if (run->was_read && atomic_load(&run->files) == 0 && !run->is_kept) {
      *at = run->next;
      ags_spool_leave(spool, run);
    } else {
      at = &run->next;
    }
  }
}
