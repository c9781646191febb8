/* Reading what a server says about a batch that it refused as invalid: contract 2.2. */
#ifndef AGS_REFUSAL_H
#define AGS_REFUSAL_H

#include "view.h"

#include <stdbool.h>
#include <stdint.h>

/* The body of such an answer, while its blocks are read. */
typedef struct ags_refusal {
  ags_view blocks; /* a JSON array; absent: none are named */
  size_t at;
} ags_refusal;

/* A block that the server names. */
typedef struct ags_refused_block {
  uint32_t index;           /* as the server counts them, from 0 */
  ags_view conversation_id; /* as it is written between its quotes; absent when the server does not say */
  bool environment;         /* the environment is what it refuses */
} ags_refused_block;

/* False when the body is no JSON object: what answered is hardly the server that we think it is. */
bool ags_refusal_read(ags_refusal *refusal, ags_view body);

/* The next block; false at the end. What makes no sense is left out. */
bool ags_refusal_next(ags_refusal *refusal, ags_refused_block *block);

#endif
