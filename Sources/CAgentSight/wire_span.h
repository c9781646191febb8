/* Spans of the ingest wire: what an event of each kind becomes. */
#ifndef AGS_WIRE_SPAN_H
#define AGS_WIRE_SPAN_H

#include "batch.h"
#include "buffer.h"

/* What is the same for every span of a request. */
typedef struct ags_span_writer {
  ags_buffer *out;
  const ags_batch *batch;
  uint64_t
      trace_prefix; /* upper half of every trace id; the lower half is the id of the trace's first event */
} ags_span_writer;

/* Each appends the span of the entry `index`. */
void ags_span_put_turn(const ags_span_writer *w,
                       uint32_t index); /* a question with its answer, or a message alone */
void ags_span_put_action(const ags_span_writer *w, uint32_t index);
void ags_span_put_button(const ags_span_writer *w, uint32_t index);
void ags_span_put_token_usage(const ags_span_writer *w, uint32_t index);
void ags_span_put_attachments(const ags_span_writer *w, uint32_t index);
void ags_span_put_visit(const ags_span_writer *w, uint32_t index);

#endif
