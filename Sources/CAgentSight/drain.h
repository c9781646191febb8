/* Reading the records of all lanes in the order in which they were stamped. */
#ifndef AGS_DRAIN_H
#define AGS_DRAIN_H

#include "clock.h"
#include "lane.h"

struct ags_tracker;

/* A record on its way out. */
typedef struct ags_item {
  const ags_record *record; /* lives until ags_lane_release() */
  uint64_t id;              /* the event's id on the wire: a function of the record, so the same for ever */
  int64_t us;               /* its time, microseconds since 1970 UTC */
} ags_item;

typedef struct ags_drain {
  ags_timeline timeline;
} ags_drain;

void ags_drain_start(ags_drain *drain);

/*
 * Where a drain stops: every record whose tracking call returned before this call is before the cut, and
 * if a record is before the cut, so are all that happened before it. Without a cut a drain could read one
 * lane, then miss there what a second lane's records, read later, already answer to.
 */
uint64_t ags_drain_cut(ags_drain *drain);

/* Takes up to `max` records before the cut, oldest first, and returns how many. On the sending thread. */
size_t ags_drain_take(struct ags_tracker *tracker, uint64_t cut, ags_item *items, size_t max);

#endif
