#include "spool.h"

#include "crc32c.h"
#include "deadline.h"
#include "error.h"
#include "hex.h"
#include "random.h"
#include "spool_paths.h"
#include "tracker.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define RUN_ATTEMPTS 3

/* ------------------------------------------------------------------- checksums */

uint32_t ags_spool_header_checksum(const ags_spool_header *header) {
  return ags_crc32c(0, header, offsetof(ags_spool_header, checksum));
}

uint32_t ags_spool_time_check(int64_t us) {
  return ags_crc32c(0, &us, sizeof us);
}

uint32_t ags_spool_seed(const ags_spool_header *header) {
  const uint64_t parts[] = {header->nonce, header->lane_serial, header->use};
  return ags_crc32c(0, parts, sizeof parts);
}

uint32_t ags_spool_checksum(uint32_t seed, const ags_record *record, uint32_t size) {
  seed = ags_crc32c(seed, &size, sizeof size); /* the record itself has it only once it is published */
  const char *rest = (const char *)record + sizeof size;
  return ags_crc32c(seed, rest, size - sizeof(ags_spool_trailer) - sizeof size);
}

size_t ags_spool_seal(const ags_segment *segment, ags_record *record, size_t size) {
  size += sizeof(ags_spool_trailer);
  *ags_spool_trailer_of(record, size) =
      (ags_spool_trailer){.checksum = ags_spool_checksum(segment->seed, record, (uint32_t)size)};
  return size;
}

static ags_spool_trailer *trailer_of_published(const ags_record *record) {
  return ags_spool_trailer_of(record, atomic_load_explicit(&record->size, memory_order_relaxed));
}

void ags_spool_note_time(const ags_record *record, int64_t us) {
  ags_spool_trailer *trailer = trailer_of_published(record);
  trailer->us = us;
  trailer->us_check = ags_spool_time_check(us);
}

/* ---------------------------------------------------------------------- a run */

static const ags_files *files_of(const ags_spool *spool) {
  return spool->tracker->system->files;
}

static void *context_of(const ags_spool *spool) {
  return spool->tracker->system->context;
}

/* Whether the lock is ours, and still the one that the path leads to: somebody may have removed it meanwhile.
 */
static bool is_there(const ags_spool *spool, const char *path, int file) {
  struct stat by_file, by_path;
  return files_of(spool)->status(context_of(spool), file, &by_file) == 0 && ags_spool_is_own_file(&by_file) &&
         files_of(spool)->find(context_of(spool), path, &by_path) == 0 && by_file.st_ino == by_path.st_ino &&
         by_file.st_dev == by_path.st_dev;
}

ags_spool_run *ags_spool_lock(ags_spool *spool, const char *path, bool is_own) {
  char name[AGS_SPOOL_PATH];
  snprintf(name, sizeof name, "%s/lock", path);
  int flags = O_RDWR | O_CREAT | O_NOFOLLOW | (is_own ? O_EXCL : 0);
  int lock = files_of(spool)->open(context_of(spool), name, flags, 0600);
  if (lock < 0) return NULL;
  ags_spool_run *run = NULL;
  if (files_of(spool)->lock(context_of(spool), lock) == 0 && is_there(spool, name, lock))
    run = malloc(sizeof *run + strlen(path) + 1);
  if (run == NULL) {
    files_of(spool)->close(context_of(spool), lock);
    return NULL;
  }
  *run = (ags_spool_run){.lock = lock, .is_own = is_own};
  strcpy(run->path, path);
  return run;
}

void ags_spool_leave(ags_spool *spool, ags_spool_run *run) {
  if (atomic_load(&run->files) == 0 && !run->is_kept) {
    char name[AGS_SPOOL_PATH];
    snprintf(name, sizeof name, "%s/lock", run->path);
    files_of(spool)->remove(context_of(spool), name);
    files_of(spool)->remove_directory(context_of(spool), run->path);
  }
  files_of(spool)->close(context_of(spool), run->lock);
  free(run);
}

static int make_run(ags_spool *spool) {
  int error = ags_spool_make_directories(spool);
  for (int i = 0; error == 0 && spool->own == NULL && i < RUN_ATTEMPTS; i++) {
    uint64_t random = ags_clock_unique_ns();
    const ags_system *system = spool->tracker->system;
    system->random(system->context, &random, sizeof random);
    char path[AGS_SPOOL_PATH];
    int size = snprintf(path, sizeof path, "%s/", spool->directory);
    ags_hex_put(path + size, random);
    path[size + 16] = '\0';
    error = files_of(spool)->make_directory(context_of(spool), path, 0700);
    if (error == 0) spool->own = ags_spool_lock(spool, path, true);
    if (error == -EEXIST) error = 0;
  }
  return spool->own != NULL ? 0 : error != 0 ? error : -EAGAIN;
}

/* ------------------------------------------------------- files of ours, or left */

int ags_spool_open_left(const ags_spool *spool, const ags_spool_run *run, uint32_t number) {
  char path[AGS_SPOOL_PATH];
  ags_spool_file_path(path, run, number);
  int file = files_of(spool)->open(context_of(spool), path, O_WRONLY | O_NOFOLLOW | O_NONBLOCK, 0);
  if (file < 0) return file;
  struct stat status;
  int error = files_of(spool)->status(context_of(spool), file, &status);
  if (error == 0 && !ags_spool_is_own_file(&status)) error = -EPERM;
  if (error == 0) return file;
  files_of(spool)->close(context_of(spool), file);
  return error;
}

/* What was left is not mapped but copied, so that it is written to as well. Where that fails, the event may
 * be sent once more by the next one, with the same id. */
static void write_done(const ags_spool *spool, const ags_segment *segment, const ags_spool_trailer *trailer) {
  int file = ags_spool_open_left(spool, segment->run, segment->file);
  if (file < 0) return;
  size_t offset = (size_t)((const char *)&trailer->done - (const char *)segment);
  files_of(spool)->write(context_of(spool), file, &trailer->done, sizeof trailer->done, offset);
  files_of(spool)->close(context_of(spool), file);
}

void ags_spool_note_done(ags_spool *spool, const ags_record *record) {
  const ags_segment *segment = ags_segment_of(record);
  ags_spool_trailer *trailer = trailer_of_published(record);
  trailer->done = AGS_SPOOL_DONE;
  if (segment->is_adopted) write_done(spool, segment, trailer);
}

/* ------------------------------------------------------------------- segments */

/* Makes a file and maps it in place of the memory. */
static int make_file(ags_spool *spool, ags_segment *segment, size_t capacity) {
  const ags_files *files = files_of(spool);
  uint32_t number = atomic_fetch_add(&spool->next_file, 1) + 1;
  char path[AGS_SPOOL_PATH];
  ags_spool_file_path(path, spool->own, number);
  int flags = O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW;
  int file = files->open(context_of(spool), path, flags, 0600);
  if (file < 0) return file;
  int error = files->allocate(context_of(spool), file, capacity);
  void *mapped;
  if (error == 0) error = files->map(context_of(spool), file, capacity, segment, &mapped);
  files->close(context_of(spool), file);
  if (error != 0) {
    files->remove(context_of(spool), path);
    return error;
  }
  segment->run = spool->own;
  segment->file = number;
  atomic_fetch_add(&spool->own->files, 1);
  return 0;
}

/* NULL, or why there is no file. */
static const char *map_file(ags_spool *spool, ags_segment *segment, size_t capacity, char *buffer,
                            size_t size) {
  if (atomic_fetch_add(&spool->bytes, capacity) + capacity > spool->tracker->settings.spool_limit)
    return "spool_limit is reached";
  pthread_mutex_lock(&spool->mutex);
  int error = spool->own != NULL ? 0 : make_run(spool);
  pthread_mutex_unlock(&spool->mutex);
  if (error == 0) error = make_file(spool, segment, capacity);
  return error == 0 ? NULL : ags_error_of_system(-error, buffer, size);
}

bool ags_spool_map(ags_spool *spool, ags_segment *segment, size_t capacity) {
  char buffer[128];
  int before = ags_cancel_forbid(); /* a tracking call ends what it has begun */
  const char *why = map_file(spool, segment, capacity, buffer, sizeof buffer);
  ags_cancel_allow_as(before);
  if (why == NULL) {
    atomic_store(&spool->failing, false);
    return true;
  }
  atomic_fetch_sub(&spool->bytes, capacity);
  ags_spool_log_failing(spool, why);
  return false;
}

double ags_spool_rate(const ags_spool *spool, uint64_t ticks, int64_t monotonic_ns) {
  if (!ags_clock_has_tsc || ticks <= spool->start.ticks) return 1;
  return (double)(monotonic_ns - spool->start.monotonic_ns) / (double)(ticks - spool->start.ticks);
}

void ags_spool_begin(ags_spool *spool, ags_segment *segment) {
  ags_instant now = ags_clock_read();
  ags_spool_header header = {.magic = AGS_SPOOL_MAGIC,
                             .version = AGS_SPOOL_VERSION,
                             .use = atomic_fetch_add(&spool->next_use, 1) + 1,
                             .nonce = spool->tracker->nonce,
                             .lane_serial = segment->lane_serial,
                             .ticks = now.ticks,
                             .monotonic_ns = now.monotonic_ns,
                             .wall_ns = now.wall_ns,
                             .ns_per_tick = ags_spool_rate(spool, now.ticks, now.monotonic_ns),
                             .boot = spool->boot,
                             .has_tsc = ags_clock_has_tsc};
  header.checksum = ags_spool_header_checksum(&header);
  segment->seed = ags_spool_seed(&header);
  segment->headers[0] = segment->headers[1] = header;
  /* No record may be published before the header is there. */
  atomic_signal_fence(memory_order_seq_cst);
}

void ags_spool_end(ags_segment *segment) {
  for (int copy = 0; copy < 2; copy++) {
    segment->headers[copy].is_free = 1;
    segment->headers[copy].checksum = ags_spool_header_checksum(&segment->headers[copy]);
  }
}

void ags_spool_remove(ags_spool *spool, ags_segment *segment) {
  char path[AGS_SPOOL_PATH];
  ags_spool_run *run = segment->run;
  ags_spool_file_path(path, run, segment->file);
  files_of(spool)->remove(context_of(spool), path);
  if (run->is_own) atomic_fetch_sub(&spool->bytes, segment->capacity);
  segment->run = NULL;
  atomic_fetch_sub(&run->files, 1);
}

/* ------------------------------------------------------------------ life cycle */

static uint64_t boot_of(const ags_spool *spool) {
  char id[40] = "";
  int file = files_of(spool)->open(context_of(spool), "/proc/sys/kernel/random/boot_id", O_RDONLY, 0);
  if (file < 0) return 0;
  int64_t size = files_of(spool)->read(context_of(spool), file, id, sizeof id - 1, 0);
  files_of(spool)->close(context_of(spool), file);
  uint64_t hash = 0;
  for (int64_t i = 0; i < size; i++) hash = ags_mix(hash ^ (unsigned char)id[i]);
  return hash;
}

ags_status ags_spool_create(ags_tracker *tracker, ags_spool **result) {
  ags_spool *spool = calloc(1, sizeof *spool);
  if (spool == NULL) return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  spool->tracker = tracker;
  spool->boot = boot_of(spool);
  spool->start = ags_clock_read();
  spool->bytes = AGS_SPOOL_CLOCK_BYTES; /* of the run that there will be */
  pthread_mutex_init(&spool->mutex, NULL);
  *result = spool;
  ags_status status = ags_spool_choose_directory(spool);
  if (status != AGS_OK) return status;
  int error = ags_spool_make_directories(spool);
  return error == 0 ? AGS_OK : ags_spool_refuse(spool, error);
}

void ags_spool_start_over(ags_spool *spool) {
  /* Closing the child's copy of a lock leaves the parent's as it is. */
  if (spool->own != NULL) files_of(spool)->close(context_of(spool), spool->own->lock);
  for (ags_spool_run *run = spool->adopted; run != NULL; run = run->next)
    files_of(spool)->close(context_of(spool), run->lock);
  spool->own = spool->adopted = NULL;
  spool->bytes = AGS_SPOOL_CLOCK_BYTES;
  spool->next_file = 0;
  spool->clock_count = 0;
  pthread_mutex_init(&spool->mutex, NULL);
}

void ags_spool_close(ags_spool *spool) {
  spool->is_closed = true;
}

void ags_spool_free(ags_spool *spool) {
  while (spool->adopted != NULL) {
    ags_spool_run *run = spool->adopted;
    spool->adopted = run->next;
    if (!run->was_read) run->is_kept = true;
    ags_spool_leave(spool, run);
  }
  if (spool->own != NULL) ags_spool_leave(spool, spool->own);
  pthread_mutex_destroy(&spool->mutex);
  free(spool->directory);
  free(spool);
}
