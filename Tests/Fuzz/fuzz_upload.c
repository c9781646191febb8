/* The body of an upload, read in pieces of any size: as long as it said, the same every time, and valid. */
#include "batch.h"
#include "fuzz.h"
#include "tracker.h"
#include "upload.h"

static ags_batch taken(ags_tracker *tracker) {
  ags_batch batch;
  EXPECT(ags_batch_create(&batch, 1));
  EXPECT(ags_batch_fill(&batch, tracker, ags_drain_cut(tracker), (ags_view){0}));
  return batch;
}

static ags_buffer read_all(const ags_body_source *source, size_t room) {
  ags_buffer body = {0};
  char *piece = malloc(room);
  size_t size;
  while ((size = source->read(source->context, piece, room)) > 0) {
    EXPECT(size <= room);
    ags_buffer_put(&body, piece, size);
  }
  free(piece);
  return body;
}

static void check(const ags_drained *item, bool base64, size_t room) {
  ags_upload upload;
  ags_upload_target target = {.conversation = ags_view_of("17")};
  EXPECT(ags_upload_start(&upload, &ags_system_default, item, &target));
  ags_buffer first = read_all(&upload.source, room);
  EXPECT(upload.source.rewind(upload.source.context));
  ags_buffer again = read_all(&upload.source, 65536);
  EXPECT(first.size == upload.source.size);
  EXPECT(again.size == first.size && memcmp(again.data, first.data, first.size) == 0);
  if (base64) EXPECT(fuzz_is_object(first.data, first.size));
  ags_buffer_free(&first);
  ags_buffer_free(&again);
  ags_upload_finish(&upload);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_input input = {data, size};
  ags_options options;
  EXPECT(ags_options_init(&options, sizeof options) == AGS_OK);
  options.api_key = FUZZ_KEY;
  options.close_timeout_ms = 0;
  ags_tracker *tracker = NULL;
  EXPECT(ags_tracker_create(&options, &tracker) == AGS_OK);
  uint8_t shape = fuzz_byte(&input);
  size_t room = 1u + fuzz_byte(&input), count = 1u + shape % 10;
  ags_attachment files[10];
  ags_view bytes[20];
  for (size_t i = 0; i < 20; i++) bytes[i] = fuzz_bytes(&input);
  for (size_t i = 0; i < 10; i++)
    files[i] = (ags_attachment){.size = sizeof *files,
                                .filename = bytes[2 * i].size > 0 ? bytes[2 * i].data : "f",
                                .filename_size = bytes[2 * i].size,
                                .data = bytes[2 * i + 1].data,
                                .data_size = bytes[2 * i + 1].size};
  const ags_attachments attachments = {
      sizeof attachments, files, count, shape > 127, (ags_attachment_mode)(shape / 16 % 2), false};
  if (ags_track_attachments(tracker, "c", &attachments, NULL) == AGS_OK) {
    ags_batch batch = taken(tracker);
    check(&batch.entries[0].item, shape / 16 % 2 == 0, room);
    ags_batch_release(&batch, &tracker->pool);
    ags_batch_destroy(&batch);
  }
  for (size_t i = 0; i < 20; i++) fuzz_free(bytes[i]);
  ags_tracker_free(tracker);
  return 0;
}
