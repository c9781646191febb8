/* One attempt to deliver a batch over the tracker's wire. */
#ifndef AGS_EXCHANGE_H
#define AGS_EXCHANGE_H

#include "answer.h"
#include "backend.h"
#include "batch.h"
#include "compress.h"
#include "rest.h"

typedef struct ags_exchange {
  ags_compressor *compressor;
  ags_buffer body, compressed;
  ags_rest rest; /* empty on the other wire */
} ags_exchange;

/* False when memory ran out. */
bool ags_exchange_create(ags_exchange *exchange);
void ags_exchange_destroy(ags_exchange *exchange);

/* What an attempt came to. */
typedef struct ags_attempt {
  ags_status status; /* AGS_OK: the batch is with the server. Else ags_last_error() says more */
  ags_answer answer;
  bool named;    /* the answer named the blocks at fault: their entries are dropped or suspects */
  bool doubtful; /* nothing shows yet that the server knows our requests */
} ags_attempt;

/* Decides about those entries that the answer decides about. On the rest wire a batch is one event. */
ags_attempt ags_exchange_attempt(ags_exchange *exchange, ags_backend *backend, ags_batch *batch,
                                 ags_report *report);

/* Everything of one conversation, or of all, has been sent: what the server called it counts no more. */
void ags_exchange_forget(ags_exchange *exchange, ags_view only);

#endif
