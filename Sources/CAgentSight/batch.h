/*
 * What goes into one request: events in order, grouped by conversation, questions tied to their answers.
 * A batch that fails is made again of the same events with the same ids and times, so that every resend says
 * the same.
 */
#ifndef AGS_BATCH_H
#define AGS_BATCH_H

#include "drain.h"
#include "drop.h"
#include "view.h"

#define AGS_NONE UINT32_MAX

/* After an answer of 413 the batches stay small for so many: most limits do not go away. */
#define AGS_BATCHES_BEFORE_GROWTH 16

/* What an attempt at a batch has decided about one of its events. */
typedef enum ags_fate {
  AGS_FATE_WAITING,   /* nothing */
  AGS_FATE_DELIVERED, /* the server has it */
  AGS_FATE_STORED,    /* the server has it, and is yet to get its files */
  AGS_FATE_DROPPED    /* the server will not have it: `reason`, `error` */
} ags_fate;

typedef struct ags_batch_entry {
  ags_drained item;
  uint32_t next;   /* entry that follows in the conversation, or AGS_NONE */
  uint32_t turn;   /* entry of the question that opens the turn this one is part of, or AGS_NONE */
  uint32_t answer; /* of a question: the entry that answers it, or AGS_NONE */
  ags_fate fate;
  bool suspect; /* waits because the server named its block, one of several events */
  ags_drop_reason reason;
  ags_status error;
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
  uint32_t limit;          /* events in it at most; below the capacity after answers of 413 */
  uint32_t full_delivered; /* batches of that many that were delivered since */
  bool half;               /* it is a part of a group that was refused */
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

/* Decides about the oldest event that nothing is decided about. */
void ags_batch_drop_first(ags_batch *batch, ags_drop_reason reason, ags_status error);

/*
 * Empties the batch: lets go of the records of events that are delivered or dropped, moves those that are
 * stored to the uploads, and holds the others for the next batch, suspects behind the rest. When memory for
 * that runs out the batch keeps them. `*suspects` is how many of these wait. True when it holds any. Under
 * the drain's mutex.
 */
bool ags_batch_empty(ags_batch *batch, ags_drain *drain, ags_segment_pool *pool, size_t *suspects);

/* After an answer of 413, or after a batch was delivered: how many events the next ones have. */
void ags_batch_shrink(ags_batch *batch);
void ags_batch_grow(ags_batch *batch);

#endif
