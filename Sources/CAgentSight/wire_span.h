/* Spans of the ingest wire: what an event of each kind becomes. */
#ifndef AGS_WIRE_SPAN_H
#define AGS_WIRE_SPAN_H

#include "batch.h"
#include "buffer.h"

/* What is the same for every span of a request. */
typedef struct ags_span_writer {
  ags_buffer *out;
  const ags_batch *batch;
  uint64_t nonce;        /* of the tracker */
  uint64_t trace_nonce;  /* that the trace prefix was made of */
  char trace_prefix[16]; /* upper half of trace ids; the lower half is the id of the trace's first event */

  /* The metadata written last and where its escaped form stands in `out`: most events repeat it. */
  ags_view metadata;
  size_t escaped_at, escaped_size;
} ags_span_writer;

void ags_span_writer_init(ags_span_writer *w, ags_buffer *out, const ags_batch *batch, uint64_t nonce);

/* Appends the span of the entry `index`: for a question, of the turn it opens. */
void ags_span_put(ags_span_writer *w, uint32_t index);

#endif
