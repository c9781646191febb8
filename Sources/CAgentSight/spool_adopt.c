/* Bringing in what processes that ended have left. */
#include "random.h"
#include "spool.h"
#include "spool_paths.h"
#include "spool_read.h"
#include "tracker.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define SCAN_NS (10 * INT64_C(1000000000))

/* Names of a directory. */
typedef struct names {
  char (*all)[20];
  size_t count, capacity;
} names;

static void add_name(void *user, const char *name) {
  names *n = user;
  if (strlen(name) >= sizeof *n->all) return; /* none of ours */
  if (n->count == n->capacity) {
    size_t capacity = n->capacity * 2 + 16;
    void *all = realloc(n->all, capacity * sizeof *n->all);
    if (all == NULL) return; /* the next scan may find it */
    n->all = all;
    n->capacity = capacity;
  }
  strcpy(n->all[n->count++], name);
}

static bool is_hex(const char *name, size_t digits) {
  return strlen(name) == digits && strspn(name, "0123456789abcdef") == digits;
}

static int by_name(const void *a, const void *b) {
  return strcmp(a, b);
}

static names list_names(const ags_spool *spool, const char *path) {
  const ags_system *system = spool->tracker->system;
  names n = {0};
  if (system->files->list(system->context, path, add_name, &n) != 0) n.count = 0;
  if (n.count > 0) qsort(n.all, n.count, sizeof *n.all, by_name);
  return n;
}

/* What is being brought in from one run. */
typedef struct adoption {
  ags_spool *spool;
  ags_spool_run *run;
  ags_segment *segment; /* being read */
  ags_spool_header header;
  ags_instant now;
  ags_held items;
  bool failed; /* memory ran out */
} adoption;

static int64_t time_of(const adoption *a, uint64_t ticks) {
  const ags_spool_header *header = &a->header;
  double rate = header->ns_per_tick;
  bool same_clock =
      header->boot != 0 && header->boot == a->spool->boot && header->has_tsc && ags_clock_has_tsc;
  /* The longer the span, the better the rate is known. */
  if (same_clock && a->now.ticks > header->ticks)
    rate = (double)(a->now.monotonic_ns - header->monotonic_ns) / (double)(a->now.ticks - header->ticks);
  double elapsed = (double)(int64_t)(ticks - header->ticks) * rate;
  const double longest = 1e18; /* thirty years */
  if (!(elapsed > -longest && elapsed < longest)) elapsed = 0;
  return (header->wall_ns + (int64_t)elapsed) / 1000;
}

static void take_record(void *context, const ags_record *record, int64_t us) {
  adoption *a = context;
  ags_drained item = {.record = record,
                      .id = ags_drain_event_id(a->header.nonce, a->header.lane_serial, record->ticks),
                      .us = us,
                      .conversation = ags_drain_conversation(record)};
  if (us == 0) item.us = -time_of(a, record->ticks); /* not decided yet */
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

/* Reads the records of a file that lies in the segment. */
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

/* Reads a file into memory of ours: what others can cut short is not mapped. */
static reading_result take_open_file(adoption *a, int file, uint32_t number) {
  const ags_system *system = a->spool->tracker->system;
  ags_segment_pool *pool = &a->spool->tracker->pool;
  struct stat status;
  if (system->files->status(system->context, file, &status) != 0) return KEPT;
  if (!ags_spool_is_own_file(&status)) return keep(a, "that is not this user's alone");
  if ((uint64_t)status.st_size > pool->limit) return keep(a, "that is larger than memory_limit");
  if (status.st_size == 0) return EMPTY;
  ags_segment *segment = ags_segment_take_for_file(pool, (size_t)status.st_size);
  if (segment == NULL) return NO_ROOM;
  size_t capacity = ((size_t)status.st_size + 4095) & ~(size_t)4095;
  int64_t size = system->files->read(system->context, file, segment, (size_t)status.st_size, 0);
  reading_result result = size < 0 ? KEPT : take_segment(a, segment, (size_t)size);
  /* From here on it is a segment of ours like any other. */
  uint32_t open = result == TAKEN ? segment->open : 0;
  atomic_init(&segment->next, NULL);
  segment->capacity = capacity;
  segment->lane_serial = a->header.lane_serial;
  segment->headers[0] = a->header;
  segment->open = open;
  segment->passed = segment->is_adopted = true;
  segment->is_relieved = false;
  segment->file = number;
  segment->run = result == TAKEN ? a->run : NULL;
  if (result != TAKEN) ags_segment_give_back(pool, segment);
  return result;
}

static reading_result take_file(adoption *a, uint32_t number) {
  const ags_system *system = a->spool->tracker->system;
  char path[AGS_SPOOL_PATH];
  ags_spool_file_path(path, a->run, number);
  int file = system->files->open(system->context, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
  if (file < 0) return file == -ENOENT ? EMPTY : KEPT;
  reading_result result = take_open_file(a, file, number);
  system->files->close(system->context, file);
  if (result == EMPTY) system->files->remove(system->context, path);
  if (result == TAKEN) atomic_fetch_add(&a->run->files, 1);
  return result;
}

static int by_ticks(const void *a, const void *b) {
  const ags_drained *first = a, *second = b;
  if (first->record->ticks != second->record->ticks)
    return first->record->ticks < second->record->ticks ? -1 : 1;
  return first->id < second->id ? -1 : first->id > second->id;
}

/* Puts what was read in order, with times of its own, behind what is held. */
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
  adoption a = {.spool = spool, .run = run, .now = ags_clock_read()};
  names n = list_names(spool, run->path);
  bool complete = true;
  for (size_t i = 0; complete && i < n.count; i++) {
    if (strcmp(n.all[i], "lock") == 0 || strcmp(n.all[i], after) <= 0) continue;
    reading_result result = KEPT;
    if (is_hex(n.all[i], 8)) result = take_file(&a, (uint32_t)strtoul(n.all[i], NULL, 16));
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
  names n = list_names(spool, spool->directory);
  for (size_t i = 0; i < n.count; i++) {
    char path[AGS_SPOOL_PATH];
    snprintf(path, sizeof path, "%s/%s", spool->directory, n.all[i]);
    if (!is_hex(n.all[i], 16) || ags_spool_check_directory(spool, path, 077) != 0) continue;
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
    if (!run->was_read) run->was_read = read_run(spool, run, run->last);
    if (run->was_read && atomic_load(&run->files) == 0 && !run->is_kept) {
      *at = run->next;
      ags_spool_leave(spool, run);
    } else {
      at = &run->next;
    }
  }
}
