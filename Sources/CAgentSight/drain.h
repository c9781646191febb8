/* Reading the records of all lanes in the order in which they were stamped. */
#ifndef AGS_DRAIN_H
#define AGS_DRAIN_H

#include "clock.h"
#include "event_times.h"
#include "lane.h"

struct ags_tracker;

/* A record on its way out. */
typedef struct ags_drained {
  const ags_record *record; /* lives until ags_lane_release() */
  uint64_t id;              /* the event's id on the wire: a function of the record, so the same for ever */
  int64_t us; /* its time, microseconds since 1970 UTC; no other event of its conversation has it */
  uint64_t conversation; /* hash of the conversation's id */
} ags_drained;

/* Records that were read ahead of being sent, oldest first: to look at them, or because others of them were
 * asked for. They come before anything that still lies in the lanes. */
typedef struct ags_held {
  ags_drained *items; /* those that count begin at `first` */
  size_t first, count, capacity;
  size_t failed;    /* so many at the beginning were a batch that failed, and will be it again */
  bool failed_half; /* it was a part of a group that was refused */
  size_t suspects;  /* among so many behind these there is one that a server refuses */
} ags_held;

/* The reading side of a tracker's ring. Everything in it, the consumer's side of the lanes and the release of
 * records are under its mutex. */
typedef struct ags_drain {
  pthread_mutex_t mutex;
  ags_timeline timeline;
  uint64_t last_cut;
  bool emptied; /* the lanes hold nothing from before the last cut */
  ags_held held;
  ags_event_times times;
  const struct ags_batch *in_flight; /* what the sender has taken and not yet confirmed, or NULL */
  ags_held uploads;            /* attachments that the server knows of and whose files it has yet to get */
  const ags_record *uploading; /* that of them whose files are under way, or NULL */
} ags_drain;

/* What an event is known by on the wire, and the hash of its conversation. */
uint64_t ags_drain_event_id(uint64_t nonce, uint64_t lane_serial, uint64_t ticks);
uint64_t ags_drain_conversation(const ags_record *record);

/* Whether it was stamped before the cut, or by another process, whose ticks say nothing to us. */
static inline bool ags_drained_is_before(const ags_drained *item, uint64_t cut) {
  return item->record->ticks < cut || ags_segment_of(item->record)->is_adopted;
}

void ags_drain_init(ags_drain *drain);
/* In a child after a fork: nothing was ever read. */
void ags_drain_start_over(ags_drain *drain);
void ags_drain_destroy(ags_drain *drain, ags_segment_pool *pool);

/*
 * Where a drain stops: every record whose tracking call returned before this call is before the cut, and if a
 * record is before the cut, so are all of its conversation that happened before it. Without a cut a drain
 * could read one lane, then miss there what a second lane's records, read later, already answer to.
 *
 * Ticks alone make no cut: those that were read without a fence (claims.h) may be from before the cut
 * although their call began behind it. So the lanes are looked through, for records stamped before the cut,
 * until nothing new is found in any. Let b be one found, and a one of its conversation that happened before
 * it: a has the smaller ticks. The last look, which found nothing new, came after the one that found b; what
 * happened before b was visible to it.
 */
uint64_t ags_drain_cut(struct ags_tracker *tracker);

/* Takes up to `max` records before the cut out of the lanes, oldest first, and stores how many. False when
 * memory ran out: then it took none. */
bool ags_drain_take(struct ags_tracker *tracker, uint64_t cut, ags_drained *items, size_t max, size_t *taken);

/* Moves everything before the cut from the lanes to what is held. False when memory ran out: then what does
 * not fit stays in the lanes. */
bool ags_drain_hold(struct ags_tracker *tracker, uint64_t cut);

/* Makes room for so many items more. False when memory ran out. */
bool ags_held_reserve(ags_held *held, size_t more);

/* Appends an item. False when memory ran out. */
bool ags_held_append(ags_held *held, const ags_drained *item);

/* Removes the item with this record, if it is there. */
void ags_held_remove(ags_held *held, const ags_record *record);

/* Puts items back in front of what is held. False when memory ran out: then it took none. */
bool ags_drain_put_back(ags_drain *drain, const ags_drained *items, size_t count);

#endif
