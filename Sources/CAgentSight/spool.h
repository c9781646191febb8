/*
 * The spool: segments that lie in files, so that what was tracked outlives the process.
 *
 *   <spool_directory>/<hash of key and environment>/<random>/   a run: one tracker in one process
 *     lock         held by flock() as long as the tracker lives
 *     00000001     a segment each
 *
 * The kernel keeps what was stored to a mapped file, whatever becomes of the process. A run whose lock can be
 * had is nobody's any more: whoever has it brings its events in (spool_adopt.c).
 */
#ifndef AGS_SPOOL_H
#define AGS_SPOOL_H

#include "agentsight.h"
#include "clock.h"
#include "record.h"
#include "segment.h"
#include "spool_format.h"

struct ags_tracker;

/* A directory of files and the lock that makes them ours: our own, or one left behind. */
typedef struct ags_spool_run {
  struct ags_spool_run *next;
  int lock;
  _Atomic uint32_t files; /* that are there and are known of */
  bool is_own;
  bool has_times, was_read; /* of one left behind: all that it has has its time, and was brought in */
  bool is_kept;             /* it holds something that is not ours to remove */
  char last[20];            /* the name of the last file that was brought in */
  char path[];
} ags_spool_run;

typedef struct ags_spool {
  struct ags_tracker *tracker;
  char *directory; /* of all runs with this key and environment; NULL: it could not be had */
  uint64_t boot;
  ags_instant start;
  _Atomic uint32_t next_use, next_file;
  _Atomic uint64_t bytes; /* of files */
  _Atomic bool failing;   /* the last file could not be made, which was logged */
  _Atomic bool is_closed; /* nothing is marked any more */
  uint64_t clock_count;   /* of clocks written for `own`, under the drain's mutex */
  ags_spool_run *own;     /* NULL before the first segment */
  ags_spool_run *adopted; /* under the drain's mutex */
  int64_t scan_ns;        /* when to look for runs again */
  pthread_mutex_t mutex;  /* of `own` */
} ags_spool;

/* Checks and makes the directories. Errors: AGS_ERROR_OPTION when options.spool_directory must not be used,
 * AGS_ERROR_MEMORY. A full or broken disk is no error: it is logged, and events stay in memory. */
ags_status ags_spool_create(struct ags_tracker *tracker, ags_spool **spool);

/* In a child after a fork: what there is stays the parent's. */
void ags_spool_start_over(ags_spool *spool);

/* From here on nothing that still waits is marked or removed: the next start finds it. */
void ags_spool_close(ags_spool *spool);

/* After all segments were given back. */
void ags_spool_free(ags_spool *spool);

/* Puts a file in the place of a segment's memory, which nobody uses yet. False: it stays memory. */
bool ags_spool_map(ags_spool *spool, ags_segment *segment, size_t capacity);

/* Makes the segment, which is empty, count. */
void ags_spool_begin(ags_spool *spool, ags_segment *segment);

/* Makes what is in it count no more. */
void ags_spool_end(ags_segment *segment);

/* Removes its file; the memory stays. */
void ags_spool_remove(ags_spool *spool, ags_segment *segment);

/* The trailer of a record in a segment with a file. */
static inline ags_spool_trailer *ags_spool_trailer_of(const ags_record *record, size_t size) {
  return (ags_spool_trailer *)(void *)((char *)record + size - sizeof(ags_spool_trailer));
}

/* Puts the trailer behind a record of `size` bytes and returns the size with it. */
size_t ags_spool_seal(const ags_segment *segment, ags_record *record, size_t size);

/* Nanoseconds of each tick, about, from the beginning until then. */
double ags_spool_rate(const ags_spool *spool, uint64_t ticks, int64_t monotonic_ns);

uint32_t ags_spool_header_checksum(const ags_spool_header *header);
uint32_t ags_spool_time_check(int64_t us);
uint32_t ags_spool_seed(const ags_spool_header *header);
uint32_t ags_spool_checksum(uint32_t seed, const ags_record *record, uint32_t size);

/* Notes the time that the event has on the wire. */
void ags_spool_note_time(const ags_record *record, int64_t us);

/* The event is delivered or dropped: it does not wait any more. */
void ags_spool_note_done(ags_spool *spool, const ags_record *record);

/* Opens a file that was left behind, to write to what is there; below zero when it cannot be had. */
int ags_spool_open_left(const ags_spool *spool, const ags_spool_run *run, uint32_t number);

/* Brings in what processes that ended have left, as far as there is room; looks for more of it every ten
 * seconds. Under the drain's mutex. */
void ags_spool_adopt(ags_spool *spool);

/* Forgets a run, and removes its directory unless something is left in it. */
void ags_spool_leave(ags_spool *spool, ags_spool_run *run);

/* Takes the lock of a run. NULL: somebody has it, or it cannot be had. */
ags_spool_run *ags_spool_lock(ags_spool *spool, const char *path, bool is_own);

#endif
