/*
 * Finding the events that a server refuses among those it was sent together. What is refused is sent again in
 * parts: at first without the conversations that the answer names, then in halves, until one event is refused
 * by itself. No event is given up for the company it was in.
 */
#ifndef AGS_NARROW_H
#define AGS_NARROW_H

#include "batch.h"
#include "refusal.h"

/* What a refusal says about a batch. */
typedef struct ags_narrowing {
  bool known;       /* the answer is the JSON object that our server would send */
  bool named;       /* it names blocks of the batch */
  bool environment; /* the tracker's own environment is refused: a setting is wrong, and no event */
} ags_narrowing;

/* Reads an answer of 400 or 422. Of the blocks that it names, those with one event are dropped, the events of
 * others become suspects. */
ags_narrowing ags_narrow_read(ags_batch *batch, ags_view body);

/* After ags_batch_empty() has held what is left of a refused batch, the last `suspects` of it in blocks that
 * were `named`: the next batches are parts of it. Under the drain's mutex. */
void ags_narrow_refused(ags_held *held, bool named, size_t suspects);

/* The same for a batch that was too large: its first half comes next. */
void ags_narrow_halve(ags_held *held);

#endif
