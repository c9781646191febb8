/*
 * What a file of the spool holds: the segment as it lies in memory (segment.h), whose header names the file
 * twice, and records, each with a trailer that says what was wrong with it if it does not fit. All numbers
 * are the machine's own: a spool does not move to another one.
 *
 * Nothing here needs to be in step with anything else. A record counts when its trailer fits it and the
 * segment's use: what an earlier use has left behind does not.
 */
#ifndef AGS_SPOOL_FORMAT_H
#define AGS_SPOOL_FORMAT_H

#include "clock.h"

#include <stdint.h>

#define AGS_SPOOL_MAGIC   UINT64_C(0x314C4F4F50534741) /* "AGSPOOL1" */
#define AGS_SPOOL_VERSION 1

typedef struct ags_spool_header {
  uint64_t magic;
  uint32_t version;
  uint32_t use; /* counts the uses of segments in a run; with nonce and serial, the seed of checksums */
  uint64_t nonce, lane_serial; /* they make the ids of events */
  uint64_t ticks;              /* a moment ... */
  int64_t monotonic_ns;        /* ... of the monotonic clock ... */
  int64_t wall_ns;             /* ... and in nanoseconds since 1970 UTC */
  double ns_per_tick;          /* about */
  uint64_t boot;               /* hash of the system's boot id; 0: unknown */
  uint8_t is_free;             /* nothing in it waits */
  uint8_t has_tsc;             /* what ticks were counted by */
  uint8_t reserved[2];
  uint32_t checksum; /* of all before */
} ags_spool_header;

#define AGS_SPOOL_DONE UINT32_C(0x454E4F44)

/* Behind each record, in its last bytes. */
typedef struct ags_spool_trailer {
  uint32_t checksum; /* of the record before the trailer */
  uint32_t done;     /* AGS_SPOOL_DONE: delivered or dropped */
  int64_t us;        /* its time on the wire, once it is decided; else 0 */
  uint32_t us_check; /* checksum of `us` */
  uint32_t reserved;
} ags_spool_trailer;

#define AGS_SPOOL_CLOCK_MAGIC UINT64_C(0x314B434F4C435341) /* "ASCLOCK1" */
#define AGS_SPOOL_CLOCK_PLACE 2048                         /* bytes for each of two, in the lock file */
#define AGS_SPOOL_CLOCK_BYTES (2 * AGS_SPOOL_CLOCK_PLACE)

/*
 * What a run's events that nobody has read yet will get their times by. It is written before a time that was
 * decided by it is sent, in two places by turns, so that one is whole at any moment.
 */
typedef struct ags_spool_clock {
  uint64_t magic;
  uint64_t count; /* of those written; the later one counts */
  uint64_t boot;  /* as in the header */
  ags_timeline timeline;
  double ns_per_tick; /* behind its end */
  int64_t last_us;    /* the latest time that any event was given */
  uint8_t has_tsc;
  uint8_t is_settled; /* who brings the run in has completed it: nobody changes it any more */
  uint8_t reserved[2];
  uint32_t checksum; /* of all before */
} ags_spool_clock;

#endif
