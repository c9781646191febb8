/*
 * The world that the trackers of one run live in: a clock, a network, a server, processes that start, crash
 * and start again, and what ought to have become of every event.
 */
#ifndef WORLD_H
#define WORLD_H

#include "chance.h"
#include "disk.h"
#include "platform.h"
#include "system.h"
#include "tracker.h"

#define CONVERSATIONS    5
#define CONVERSATION_MAX 16 /* bytes of an id with its NUL */
#define LANES            3
#define PROCESSES        3 /* at a time */
#define EVENTS_MAX       4096
#define TEXT_MAX         (300u << 10)
#define NS_PER_MS        INT64_C(1000000)
#define NS_PER_S         INT64_C(1000000000)

/* What became of an event whose tracking call said AGS_OK. */
typedef enum event_fate {
  FATE_REFUSED,   /* ... or did not */
  FATE_OWED,      /* must reach the server yet */
  FATE_DELIVERED, /* its tracker let it go, because the server confirmed it */
  FATE_DISCARDED, /* given up by ags_discard() */
  FATE_DROPPED,   /* given up by the tracker, and counted */
  FATE_LOST,      /* was in the memory of a process that is no more */
  FATE_LEFT,      /* lies in a file that such a one has left: must be brought in, and reach the server */
  FATE_COUNT
} event_fate;

typedef struct event {
  uint32_t process; /* serial of the one that tracked it */
  uint32_t holder;  /* serial of the one in whose books it is */
  uint8_t conversation, kind, fate;
  bool has_metadata;
  bool in_file;    /* lay in a file when its tracking call returned */
  bool is_adopted; /* its holder has it from a file that another one left */
  bool may_return; /* settled, but nobody may have noted that in its file: it may be brought in once more */
  bool poison;     /* the server refuses every request that it is in: 400 */
  bool too_large;  /* the same, for its size: 413 */
  bool sent;       /* was in a request */
  bool stored;     /* the server has it */
  bool confirmed;  /* an answer that said so reached the tracker; with files, the one to these */
  uint8_t file_count; /* of an event with attachments, as the next four */
  bool is_form, by_path;
  bool refuses_files; /* poison or too large are its files, not the event */
  bool is_spoilt;     /* the host has taken a file away */
  uint8_t emptied;    /* number + 1 of the file that was emptied before its tracking call looked at it */
  uint32_t text_size;
  int64_t tracked_wall_ns, returned_wall_ns; /* when its tracking call began and returned */
  uint64_t adopted_in;                       /* the call of its holder in which that was seen */
  uint64_t settled_in;                       /* the call of its process */
  uint64_t id;                               /* on the server, as all below */
  int64_t us;
} event;

/* How bad this run's world is, in percent. */
typedef struct world_weather {
  uint32_t lost_requests, lost_answers, refusals, hangs, repeats;
  uint32_t poison;       /* of the events */
  uint32_t events_taken; /* in one request at most; more get 413. 0: any number */
  uint32_t large_texts;  /* of the messages; many of them fill all limits */
  bool clock_steps, crashes;
  bool spools; /* its processes have a spool, most of them */
} world_weather;

typedef struct world world;

/* A process with one tracker. */
typedef struct process {
  world *world;
  ags_tracker *tracker; /* NULL: the place is free */
  uint32_t serial;
  bool spools;     /* it has a spool ... */
  bool must_spool; /* ... which has room for everything, as long as the disk does not fail */
  uint64_t spool_limit;
  bool disk_failed;
  bool in_disk;              /* the disk works for it: it cannot do anything else */
  bool is_lost;              /* it is gone, in the books of the oracle */
  uint64_t call;             /* number of the call that it is in, or was */
  event *drafting;           /* what it is tracking, or NULL */
  bool blocks;               /* its tracking calls wait for room, and send meanwhile */
  bool busy;                 /* inside a call that may not be nested */
  bool dead;                 /* crashed or ended, and on the way out: nothing it does leaves it any more */
  int64_t patience_until_ns; /* the server asked it not to come before */
  uint64_t dropped_invalid, dropped_too_large, dropped_unreadable;
  uint64_t accepted, by_fate[FATE_COUNT]; /* its events */
  uint64_t adopted, in_files;             /* of the accepted; of those that are owed */
  ags_system system;
  ags_lane *lanes[LANES];
} process;

struct world {
  uint64_t seed;
  bool trace;
  chance chance;
  world_weather weather;
  bool calm; /* all faults are off */

  int64_t monotonic_ns, wall_offset_ns;
  ags_clock_source clock;

  process processes[PROCESSES];
  uint32_t last_serial;
  uint64_t last_call;
  disk disk;

  event *events;
  uint32_t event_count;
  char *text; /* room for one */

  ags_buffer replay; /* a request that the network will repeat */
  uint64_t requests;
};

/* Ends the run, and the program, with what is wrong and how to see it again. */
_Noreturn void world_fail(const world *w, const char *format, ...) AGS_PRINTF(2, 3);

/* A line of the run's story, in a run that is traced. */
void world_tell(const world *w, const char *format, ...) AGS_PRINTF(2, 3);

#define EXPECT(w, condition, ...)                                                                            \
  do {                                                                                                       \
    if (!(condition)) world_fail((w), __VA_ARGS__);                                                          \
  } while (0)

/* Time goes on. */
void world_advance(world *w, int64_t ns);

/* The text of an event: `size` bytes that begin with its number. Valid until the next call. */
const char *world_text(world *w, uint32_t number, uint32_t size);

#endif
