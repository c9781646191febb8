/* The tracker, and how a thread finds its lane in it. */
#ifndef AGS_TRACKER_H
#define AGS_TRACKER_H

#include "drain.h"
#include "drop.h"
#include "lane.h"
#include "options.h"
#include "system.h"

typedef struct ags_sender ags_sender;

/* Automatic sending by number of events. */
typedef struct ags_automatic {
  pthread_mutex_t mutex;
  uint64_t due_at;          /* events accepted when sending was last due */
  uint64_t left_when_given; /* events left until it is due again, when shares were given to the lanes */
  bool started;             /* the sending thread knows of the first event */
} ags_automatic;

struct ags_tracker {
  /* Read by every tracking call, never written after creation. */
  uint64_t id; /* unique in this process, never reused */
  ags_settings settings;
  const ags_system *system;
  uint64_t nonce; /* random: keeps the ids of two trackers apart */
  bool automatic; /* somebody asked for automatic sending by count or time */

  ags_claims claims;

  /* Under the registry's lock. */
  ags_lane *lanes;
  uint64_t next_lane_serial;
  struct ags_tracker *next; /* in the registry */
  unsigned pins;            /* somebody goes through the registry and is here: it must stay */

  ags_segment_pool pool;
  ags_automatic automatic_sending;
  ags_drain drain;
  ags_sender *sender;
  _Atomic uint64_t rejected, rejected_full, blocked, mended, adopted;
  _Atomic uint64_t dropped[AGS_DROP_REASONS];
  _Atomic unsigned mended_kinds, dropped_reasons; /* bits of those that were logged */
};

/* Counts events that are given up. */
AGS_INLINE void ags_tracker_count_dropped(ags_tracker *tracker, ags_drop_reason reason, uint64_t events) {
  atomic_fetch_add(&tracker->dropped[reason], events);
}

/* Events given up so far, for any reason. */
uint64_t ags_tracker_dropped(ags_tracker *tracker);

/* Whether something waits that options.close_timeout_ms is there for. */
bool ags_tracker_must_close(ags_tracker *tracker);

/* Sends what waits, within what is left of options.close_timeout_ms after so many milliseconds. */
void ags_tracker_close(ags_tracker *tracker, int64_t elapsed_ms);

/* All trackers of the process. Nobody makes or frees one, or a lane, between lock and unlock. */
void ags_trackers_lock(void);
void ags_trackers_unlock(void);
/* Empties all of them, in a child after a fork. Locked. */
void ags_trackers_start_over(void);
/* The first (NULL) or next tracker; it stays until the next one is asked for. */
ags_tracker *ags_trackers_next(ags_tracker *tracker);

/* ags_tracker_create() in another world than the real one. The table stays the caller's and is needed until
 * the tracker is freed. */
ags_status ags_tracker_create_in(const ags_system *system, const ags_options *options, ags_tracker **tracker);

/* Events accepted so far, by all lanes. */
uint64_t ags_tracker_count_accepted(ags_tracker *tracker);

/* With automatic sending, behind each event: starts sending when it is due. */
void ags_tracker_recorded(ags_tracker *tracker, ags_lane *lane);

/* The conversation of calls that name none; absent when none is configured. */
AGS_INLINE ags_view ags_tracker_conversation(const ags_tracker *tracker) {
  return (ags_view){tracker->settings.conversation_id, tracker->settings.conversation_id_size};
}

/* The lane of the calling thread, made at its first call; NULL when memory ran out. */
AGS_COLD ags_lane *ags_tracker_find_lane(ags_tracker *tracker);

/* A thread that feeds a few trackers in turn finds each of its lanes at once. */
#define AGS_LANE_CACHE 4

typedef struct ags_lane_cache_entry {
  uint64_t tracker_id; /* ids are never reused, so an entry of a freed tracker is never followed */
  ags_lane *lane;
} ags_lane_cache_entry;

extern AGS_FAST_TLS ags_lane_cache_entry ags_lane_cache[AGS_LANE_CACHE];

/* The lane that the thread used last, if its records may go the fast way (track_fast.h). */
extern AGS_FAST_TLS ags_lane_cache_entry ags_fast_lane;

AGS_INLINE ags_lane *ags_tracker_lane(ags_tracker *tracker) {
  ags_lane_cache_entry *entry = &ags_lane_cache[tracker->id % AGS_LANE_CACHE];
  if (AGS_UNLIKELY(entry->tracker_id != tracker->id)) return ags_tracker_find_lane(tracker);
  if (ags_clock_has_tsc && !tracker->automatic && tracker->pool.spool == NULL) ags_fast_lane = *entry;
  return entry->lane;
}

/* The tracker's lanes: `*first`, then by `next`. A lane once seen stays until the tracker is freed. */
ags_lane *ags_tracker_lanes(ags_tracker *tracker);

#endif
