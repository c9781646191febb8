/*
 * A lane: one thread's own stretch of a tracker's ring. Its thread appends records without a lock or a
 * shared counter; whoever holds the tracker's drain lock reads behind it. The two meet in the size word of
 * each record alone.
 */
#ifndef AGS_LANE_H
#define AGS_LANE_H

#include "agentsight.h"
#include "buffer.h"
#include "claims.h"
#include "segment.h"

#define AGS_LANE_METADATA_CACHE 256

/* Behind the last record of a segment there is always room for the size word that ends it. */
#define AGS_LANE_SLACK 8

typedef struct ags_lane {
  /* The owning thread's. */
  char *position; /* where the next record goes */
  char *end;      /* where the segment has no more room; position == end == NULL at first */
  uint64_t last_ticks;
  _Atomic uint64_t accepted; /* written by the owner alone, read by anyone */
  ags_segment *tail;
  uint64_t serial;
  _Atomic int64_t until_wake; /* with automatic sending: events until ags_tracker_wake() */

  /* Metadata that was found valid, to be recognised instead of checked again: agents send the same few
   * bytes over and over. */
  size_t metadata_size; /* 0: none yet */
  _Alignas(16) char metadata[AGS_LANE_METADATA_CACHE];

  ags_buffer scratch[3]; /* for what is rewritten before it is recorded: metadata, tools, pairs */

  /* With a spool, events accepted in segments with files: in those before the last one; and whether it is
   * such a one, with `accepted` at its beginning. */
  _Atomic uint64_t in_files, tail_start;
  _Atomic bool tail_in_file;

  _Atomic(ags_segment *) first; /* stored once by the owner, with the lane's first segment */

  /* The consumer's, under the tracker's drain lock. */
  _Alignas(AGS_CACHE_LINE) ags_segment *head; /* all four are NULL until `first` was seen */
  char *read;
  ags_segment *cut_segment;
  char *cut; /* what lies before is before the last cut */

  /* Under the registry's lock. */
  struct ags_lane *next; /* in the tracker */
  const void *thread;    /* token of the owning thread; NULL: free for another one */
} ags_lane;

/* Appends a segment with room for `payload` bytes. On success `position` has that room. */
AGS_COLD ags_status ags_lane_extend(ags_lane *lane, ags_segment_pool *pool, size_t payload);

/* Makes the record at `position`, whose fields are all written, visible to the consumer. */
AGS_INLINE void ags_lane_publish(ags_lane *lane, ags_record *record, size_t size) {
  ags_record *following = (ags_record *)(void *)((char *)record + size);
  atomic_store_explicit(&following->size, 0, memory_order_relaxed);
  /* Counted first, so that nobody ever sees more delivered than accepted. One writer: no atomic add. */
  uint64_t accepted = atomic_load_explicit(&lane->accepted, memory_order_relaxed);
  atomic_store_explicit(&lane->accepted, accepted + 1, memory_order_relaxed);
  /* Release: whoever sees the size sees the record, and the zero behind it. */
  atomic_store_explicit(&record->size, (uint32_t)size, memory_order_release);
  lane->position = (char *)following;
}

/* Names the lane in claims. */
AGS_INLINE uint32_t ags_lane_number(const ags_lane *lane) {
  return (uint32_t)lane->serial;
}

/* The ticks, or as many as make them later than every stamp before in this lane. */
AGS_INLINE uint64_t ags_lane_later(ags_lane *lane, uint64_t ticks) {
  if (AGS_UNLIKELY(ticks <= lane->last_ticks)) ticks = lane->last_ticks + 1;
  lane->last_ticks = ticks;
  return ticks;
}

/* A stamp for an event of the conversation, later than those of all its events that happened before. */
AGS_INLINE uint64_t ags_lane_stamp(ags_lane *lane, ags_claims *claims, ags_view conversation) {
  uint64_t ticks;
  if (!ags_clock_has_tsc)
    ticks = ags_clock_unique_ns();
  else if (!ags_claims_read(claims, conversation, ags_lane_number(lane), &ticks))
    ticks = ags_claims_settle(claims, ags_claim_of(conversation), ags_lane_number(lane));
  return ags_lane_later(lane, ticks);
}

/* After a record that has a segment to itself: goes on in a new one, so that the large one can be given back
 * as soon as its record is delivered. Where there is no memory for that it stays until the next record. */
AGS_COLD void ags_lane_leave_large(ags_lane *lane, ags_segment_pool *pool);

/* Consumer: moves the lane's cut behind what is published by now and was stamped before `until`. True when
 * there was something. */
bool ags_lane_cut(ags_lane *lane, uint64_t until);

/* Consumer: the next record before the lane's cut that was stamped before `until`, or NULL. Stays in front of
 * it. */
const ags_record *ags_lane_peek(ags_lane *lane, ags_segment_pool *pool, uint64_t until);

/* Consumer: moves behind the record that ags_lane_peek() returned. It lives until ags_lane_release(). */
void ags_lane_advance(ags_lane *lane, const ags_record *record);

/* Consumer: whether the segment that it reads is one that the lane has left behind. */
bool ags_lane_has_full_segment(const ags_lane *lane);

/* Consumer: the record is not needed any more. */
void ags_lane_release(ags_segment_pool *pool, const ags_record *record);

/* With a spool: events accepted so far in segments with files. */
uint64_t ags_lane_accepted_in_files(ags_lane *lane);

/* Gives back the segments that the consumer has not passed; nobody uses the lane any more. */
void ags_lane_free(ags_lane *lane, ags_segment_pool *pool);

#endif
