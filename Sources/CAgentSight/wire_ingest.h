/* The ingest wire: a batch as the JSON body of POST /api/ingest/. */
#ifndef AGS_WIRE_INGEST_H
#define AGS_WIRE_INGEST_H

#include "batch.h"
#include "buffer.h"

#define AGS_INGEST_PATH "/api/ingest/"

/* Appends the body to `body`. The same batch always gives the same bytes. */
void ags_wire_ingest_encode(const ags_batch *batch, const struct ags_tracker *tracker, ags_buffer *body);

#endif
