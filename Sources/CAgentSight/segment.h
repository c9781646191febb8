/*
 * The memory that records lie in. A lane is a chain of segments; emptied ones go back to a pool, so that
 * steady recording touches the same warm pages again and again.
 */
#ifndef AGS_SEGMENT_H
#define AGS_SEGMENT_H

#include "record.h"
#include "spool_format.h"

#include <pthread.h>
#include <stdbool.h>

/* Large enough that starting one stays out of the 99.9th percentile of a tracking call. */
#define AGS_SEGMENT_SIZE ((size_t)256 << 10)

/* A thread that tracks three events must not pay for a thousand. */
#define AGS_FIRST_SEGMENT_SIZE ((size_t)16 << 10)

typedef struct ags_segment {
  /* In the lane, set before the record AGS_RECORD_END is published; or in the pool. */
  _Atomic(struct ags_segment *) next;
  size_t capacity;           /* bytes with this header */
  uint64_t lane_serial;      /* with the record's ticks, what makes an event unique within its tracker */
  uint32_t open;             /* consumer: records read from here and not yet released */
  bool passed;               /* consumer: everything has been read */
  bool is_relieved;          /* its memory is the kernel's to take: it does not count as held */
  bool is_adopted;           /* its records were stamped by another process */
  uint32_t seed;             /* of the checksums of its records */
  uint32_t file;             /* number of its file in `run` */
  struct ags_spool_run *run; /* with a spool: where its file lies; NULL: it lies in memory alone */
  ags_spool_header headers[2];
  _Alignas(8) char bytes[];
} ags_segment;

/* Segments begin at multiples of AGS_SEGMENT_SIZE, and records begin within their segment's first
 * AGS_SEGMENT_SIZE bytes (a larger segment holds one record), so a record finds its segment by masking. */
static inline ags_segment *ags_segment_of(const ags_record *record) {
  return (ags_segment *)((uintptr_t)record & ~(uintptr_t)(AGS_SEGMENT_SIZE - 1));
}

/* Segments at hand and the sum of what is out. Its functions may be called from any thread. */
typedef struct ags_segment_pool {
  pthread_mutex_t mutex;
  ags_segment *free; /* of AGS_SEGMENT_SIZE each */
  size_t free_count;
  size_t used_bytes; /* by segments handed out */
  size_t limit;
  pthread_cond_t room;             /* a segment came back */
  uint64_t given_back;             /* how many have */
  struct ags_spool *spool;         /* nullable */
  ags_segment *free_files;         /* of AGS_SEGMENT_SIZE each, with files */
  bool may_relieve;                /* at the limit, memory of what lies in files is left to the kernel */
  _Atomic uint64_t released_files; /* records let go of in segments with files */
} ags_segment_pool;

void ags_segment_pool_init(ags_segment_pool *pool, size_t limit);
void ags_segment_pool_destroy(ags_segment_pool *pool);

/* Why a segment could not be had. */
typedef enum ags_segment_result {
  AGS_SEGMENT_OK,
  AGS_SEGMENT_LIMIT,
  AGS_SEGMENT_NO_MEMORY
} ags_segment_result;

/* A segment with room for `payload` bytes behind its header; a small one when `first` is set. */
ags_segment_result ags_segment_take(ags_segment_pool *pool, size_t payload, bool first,
                                    ags_segment **segment);

/* An empty segment of memory for what a file of `size` bytes holds; NULL when there is no room for it. At
 * most half of the limit is given to such, unless it takes more for one. */
ags_segment *ags_segment_take_for_file(ags_segment_pool *pool, size_t size);

/* The lane has left the segment behind: with AGS_WHEN_FULL_SPOOL its memory is left to the kernel when much
 * is in use. */
void ags_segment_relieve(ags_segment_pool *pool, ags_segment *segment);

void ags_segment_give_back(ags_segment_pool *pool, ags_segment *segment);

/* Whether a segment for `payload` bytes is within the limit when no other is out. */
bool ags_segment_can_fit(const ags_segment_pool *pool, size_t payload);

/* How many segments came back so far. */
uint64_t ags_segment_given_back(ags_segment_pool *pool);

/* Waits until more than `given_back` segments have come back; false when the deadline passed before. */
bool ags_segment_wait(ags_segment_pool *pool, uint64_t given_back, const struct timespec *deadline);

size_t ags_segment_used_bytes(ags_segment_pool *pool);

#endif
