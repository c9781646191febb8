/*
 * What goes into one request: events in order, grouped by conversation, questions tied to their answers.
 * A batch that fails is made again of the same events with the same ids and times, so that every resend says
 * the same.
 */
#ifndef AGS_BATCH_H
#define AGS_BATCH_H

#include "drain.h"
#include "view.h"

#define AGS_NONE UINT32_MAX

typedef struct ags_batch_entry {
  ags_drained item;
  uint32_t next;   /* entry that follows in the conversation, or AGS_NONE */
  uint32_t turn;   /* entry of the question that opens the turn this one is part of, or AGS_NONE */
  uint32_t answer; /* of a question: the entry that answers it, or AGS_NONE */
} ags_batch_entry;

typedef struct ags_batch_conversation {
  uint32_t first, last;   /* entries */
  uint32_t open_question; /* entry of a question without an answer so far, or AGS_NONE */
} ags_batch_conversation;

typedef struct ags_batch {
  ags_batch_entry *entries;
  ags_batch_conversation *conversations; /* by first appearance */
  uint32_t *slots;                       /* hash table of conversation indices */
  ags_drained *items;                    /* room for the drain */
  uint32_t count, conversation_count, capacity, slot_count;
} ags_batch;

/* False when memory ran out. */
bool ags_batch_create(ags_batch *batch, uint32_t capacity);
void ags_batch_destroy(ags_batch *batch);

/* Fills an empty batch with the oldest events before the cut; where `only` has data, with those of that
 * conversation. False when memory ran out: then nothing was taken, or only what it had room for. Under the
 * drain's mutex. */
bool ags_batch_fill(ags_batch *batch, struct ags_tracker *tracker, uint64_t cut, ags_view only);

/* Empties the batch; its records are not needed any more. Under the drain's mutex. */
void ags_batch_release(ags_batch *batch, ags_segment_pool *pool);

/* Empties the batch and holds its events for a later one. False when memory ran out: the batch stays. Under
 * the drain's mutex. */
bool ags_batch_put_back(ags_batch *batch, ags_drain *drain);

#endif
