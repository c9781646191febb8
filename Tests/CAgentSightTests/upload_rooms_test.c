/* The body of an upload is the same in pieces of any size, down to a byte at a time. */
#include "upload.h"

#include "taken.h"

#define LARGEST 70000

static ags_buffer read_all(const ags_body_source *source, size_t room) {
  ags_buffer body = {0};
  char piece[LARGEST];
  size_t size;
  while ((size = source->read(source->context, piece, room)) > 0) {
    CHECK(size <= room);
    ags_buffer_put(&body, piece, size);
  }
  CHECK(!body.failed);
  return body;
}

static void check(ags_attachment_mode mode) {
  static const size_t rooms[] = {1, 2, 3, 4, 5, 7, 64, 4095, 4096, 65536};
  ags_tracker *tracker = fixture_tracker();
  char *bytes = fixture_repeat("0123456789", 1000);
  ags_attachment files[4];
  for (size_t i = 0; i < 4; i++)
    files[i] = (ags_attachment){.size = sizeof *files, .filename = "f", .data = bytes, .data_size = i * 3333};
  const ags_attachments all = {.size = sizeof all, .files = files, .count = 4, .mode = mode};
  CHECK_INT(ags_track_attachments(tracker, "c", &all, NULL), AGS_OK);
  ags_batch batch = taken_batch(tracker, 1);
  ags_upload upload;
  ags_upload_target target = {.conversation = ags_view_of("17")};
  CHECK(ags_upload_start(&upload, &ags_system_default, &batch.entries[0].item, &target));
  ags_buffer whole = read_all(&upload.source, LARGEST);
  CHECK_INT(whole.size, upload.source.size);
  for (size_t i = 0; i < sizeof rooms / sizeof *rooms; i++) {
    char few[3];
    CHECK(upload.source.rewind(upload.source.context));
    CHECK(upload.source.read(upload.source.context, few, i % 4) <= 3); /* and begun before */
    CHECK(upload.source.rewind(upload.source.context));
    ags_buffer again = read_all(&upload.source, rooms[i]);
    CHECK_BYTES(again.data, again.size, whole.data, whole.size);
    ags_buffer_free(&again);
  }
  ags_buffer_free(&whole);
  ags_upload_finish(&upload);
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
  free(bytes);
}

int main(void) {
  check(AGS_ATTACHMENT_BASE64);
  check(AGS_ATTACHMENT_FORM);
}
