#include "spool_times.h"

#include "spool_clock.h"
#include "spool_load.h"
#include "spool_paths.h"
#include "spool_read.h"
#include "tracker.h"

#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

/* A file with events, and where it stands among the others. */
typedef struct left_file {
  uint32_t number;
  ags_spool_header header;
} left_file;

/* An event that waits in one of them. */
typedef struct left_event {
  uint64_t ticks, id, conversation;
  int64_t us;     /* its time; 0: not decided yet */
  uint32_t file;  /* number */
  uint32_t us_at; /* offset of `us` in its trailer there */
  bool is_new;    /* its time was decided here */
} left_event;

typedef struct deciding {
  const ags_spool *spool;
  const ags_spool_run *run;
  ags_spool_clock clock;
  ags_event_times times;
  left_file *files; /* by their beginning */
  size_t file_count;
  left_event *events; /* read, and later than what was decided */
  size_t count, capacity;
  const ags_segment *segment; /* being read, with its file */
  const left_file *file;
  bool failed; /* memory ran out */
} deciding;

/* ---------------------------------------------------------------------- the files */

static bool read_header(const deciding *d, left_file *file) {
  const ags_system *system = d->spool->tracker->system;
  _Alignas(ags_segment) char bytes[offsetof(ags_segment, bytes)];
  char path[AGS_SPOOL_PATH];
  ags_spool_file_path(path, d->run, file->number);
  int opened = system->files->open(system->context, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
  if (opened < 0) return false;
  int64_t size = system->files->read(system->context, opened, bytes, sizeof bytes, 0);
  system->files->close(system->context, opened);
  return size == sizeof bytes &&
         ags_spool_read_header(bytes, sizeof bytes, &file->header) == AGS_SPOOL_READABLE &&
         !file->header.is_free;
}

static int by_beginning(const void *a, const void *b) {
  const left_file *first = a, *second = b;
  if (first->header.ticks != second->header.ticks) return first->header.ticks < second->header.ticks ? -1 : 1;
  return first->number < second->number ? -1 : first->number > second->number;
}

static void find_files(deciding *d) {
  ags_spool_names n = ags_spool_list(d->spool, d->run->path);
  d->files = malloc((n.count + 1) * sizeof *d->files);
  d->failed = d->files == NULL;
  for (size_t i = 0; i < n.count && !d->failed; i++) {
    if (!ags_spool_is_hex(n.all[i], 8)) continue;
    left_file *file = &d->files[d->file_count];
    file->number = (uint32_t)strtoul(n.all[i], NULL, 16);
    d->file_count += read_header(d, file);
  }
  free(n.all);
  if (d->file_count > 0) qsort(d->files, d->file_count, sizeof *d->files, by_beginning);
}

/* Noted before it is used, so that it stays what it is. */
static void settle_clock(deciding *d) {
  bool found = ags_spool_read_clock(d->spool, d->run, &d->clock);
  if (found && d->clock.is_settled) return;
  if (!found) ags_spool_begin_clock(&d->clock, &d->files[0].header);
  for (size_t i = 0; i < d->file_count; i++) ags_spool_advance_clock(&d->clock, &d->files[i].header);
  ags_spool_settle_clock(d->spool, &d->clock);
  ags_spool_write_clock(d->spool, d->run, &d->clock);
}

/* --------------------------------------------------------------------- the events */

static void take_record(void *context, const ags_record *record, int64_t us) {
  deciding *d = context;
  if (d->count == d->capacity) {
    size_t capacity = d->capacity * 2 + 256;
    void *events = realloc(d->events, capacity * sizeof *d->events);
    if (events == NULL) d->failed = true;
    if (events == NULL) return;
    d->events = events;
    d->capacity = capacity;
  }
  const ags_spool_header *header = &d->file->header;
  size_t size = atomic_load_explicit(&record->size, memory_order_relaxed);
  const char *at = (const char *)&ags_spool_trailer_of(record, size)->us;
  d->events[d->count++] =
      (left_event){.ticks = record->ticks,
                   .id = ags_drain_event_id(header->nonce, header->lane_serial, record->ticks),
                   .conversation = ags_drain_conversation(record),
                   .us = us,
                   .file = d->file->number,
                   .us_at = (uint32_t)(at - (const char *)d->segment)};
}

/* What cannot be read is left out: it is kept, or has come to nothing. */
static void read_events(deciding *d, const left_file *file) {
  ags_segment *segment;
  size_t size, capacity;
  const char *why;
  ags_spool_loaded loaded = ags_spool_load(d->spool, d->run, file->number, &segment, &size, &capacity, &why);
  d->failed |= loaded == AGS_SPOOL_NO_ROOM;
  if (loaded != AGS_SPOOL_LOADED) return;
  d->segment = segment;
  d->file = file;
  ags_spool_read(segment, size, &file->header, take_record, d);
  ags_spool_unload(d->spool, segment, capacity);
}

static int by_ticks(const void *a, const void *b) {
  const left_event *first = a, *second = b;
  if (first->ticks != second->ticks) return first->ticks < second->ticks ? -1 : 1;
  if (first->id != second->id) return first->id < second->id ? -1 : 1;
  return first->us > second->us ? -1 : first->us < second->us; /* of copies, the one that has a time */
}

static int by_place(const void *a, const void *b) {
  const left_event *first = a, *second = b;
  if (first->file != second->file) return first->file < second->file ? -1 : 1;
  return first->us_at < second->us_at ? -1 : first->us_at > second->us_at;
}

static void decide(deciding *d, left_event *event, const left_event *before) {
  bool is_copy = before != NULL && before->id == event->id;
  int64_t us = is_copy ? before->us : ags_spool_clock_us(&d->clock, event->ticks);
  event->is_new = event->us == 0;
  if (!event->is_new && event->us <= d->times.floor) return; /* all others come behind that anyway */
  if (!event->is_new) us = event->us;
  if (!is_copy) us = ags_event_times_next(&d->times, event->conversation, us);
  if (event->is_new) event->us = us;
}

static void write_times(const deciding *d, const left_event *events, size_t count) {
  const ags_system *system = d->spool->tracker->system;
  int file = -1;
  uint32_t number = 0;
  for (size_t i = 0; i < count; i++) {
    const left_event *event = &events[i];
    if (!event->is_new) continue;
    if (file < 0 || number != event->file) {
      if (file >= 0) system->files->close(system->context, file);
      number = event->file;
      file = ags_spool_open_left(d->spool, d->run, number);
    }
    ags_spool_trailer trailer = {.us = event->us, .us_check = ags_spool_time_check(event->us)};
    size_t size = offsetof(ags_spool_trailer, reserved) - offsetof(ags_spool_trailer, us);
    if (file >= 0) system->files->write(system->context, file, &trailer.us, size, event->us_at);
  }
  if (file >= 0) system->files->close(system->context, file);
}

/* Of all events before; the others of their run are later. */
static void decide_until(deciding *d, uint64_t ticks) {
  size_t count = 0;
  if (d->count == 0 || d->failed) return;
  qsort(d->events, d->count, sizeof *d->events, by_ticks);
  while (count < d->count && d->events[count].ticks < ticks) count++;
  if (count == 0) return;
  d->failed = !ags_event_times_start(&d->times, count);
  if (d->failed) return;
  for (size_t i = 0; i < count; i++) decide(d, &d->events[i], i > 0 ? &d->events[i - 1] : NULL);
  qsort(d->events, count, sizeof *d->events, by_place);
  write_times(d, d->events, count);
  d->count -= count;
  memmove(d->events, d->events + count, d->count * sizeof *d->events);
}

bool ags_spool_decide_times(ags_spool *spool, ags_spool_run *run) {
  deciding d = {.spool = spool, .run = run};
  find_files(&d);
  if (d.file_count > 0) settle_clock(&d);
  d.times.last_us = d.clock.last_us;
  for (size_t i = 0; i < d.file_count && !d.failed; i++) {
    decide_until(&d, d.files[i].header.ticks);
    if (!d.failed) read_events(&d, &d.files[i]);
  }
  decide_until(&d, UINT64_MAX);
  ags_event_times_destroy(&d.times);
  free(d.events);
  free(d.files);
  return !d.failed;
}
