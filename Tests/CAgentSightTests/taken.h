/* Taking tracked events out of a tracker as its sending thread would; for trackers that never send. */
#ifndef TAKEN_H
#define TAKEN_H

#include "batch.h"
#include "fixture.h"
#include "tracker.h"
#include "wire_ingest.h"

/* Up to `capacity` events. Freed by taken_free(). */
static inline ags_batch taken_batch(ags_tracker *tracker, uint32_t capacity) {
  ags_batch batch;
  CHECK(ags_batch_create(&batch, capacity));
  ags_batch_fill(&batch, tracker, ags_drain_cut(tracker), (ags_view){0});
  return batch;
}

static inline void taken_free(ags_tracker *tracker, ags_batch *batch) {
  ags_batch_release(batch, &tracker->pool);
  ags_batch_destroy(batch);
}

static inline void taken_check_text(const ags_batch *batch, uint32_t index, const char *text, size_t size) {
  CHECK(index < batch->count);
  const ags_record *record = batch->entries[index].item.record;
  CHECK_BYTES(ags_record_text(record), record->text_size, text, size);
}

/* The request body, NUL-terminated. */
static inline char *taken_encode(ags_tracker *tracker, const ags_batch *batch) {
  ags_buffer body = {0};
  ags_wire_ingest_encode(batch, tracker, &body);
  ags_buffer_put(&body, "", 1);
  CHECK(!body.failed);
  return body.data;
}

#endif
