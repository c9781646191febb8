/* Texts of all sizes, above all around the sizes of segments, arrive byte for byte. */
#include "taken.h"

/* A text that tells where in it a byte belongs. */
static void fill(char *text, size_t size) {
  for (size_t i = 0; i < size; i++) text[i] = (char)('a' + (i ^ size ^ i / 251) % 26);
}

static void track_one(ags_tracker *tracker, char *text, size_t size) {
  fill(text, size);
  CHECK_INT(ags_track_question_n(tracker, "conversation", 12, text, size, "{\"a\":1}", 7), AGS_OK);
}

static void check_one(const ags_batch *batch, uint32_t index, char *text, size_t size) {
  fill(text, size);
  taken_check_text(batch, index, text, size);
  const ags_record *record = batch->entries[index].item.record;
  CHECK_BYTES(ags_record_conversation(record), record->conversation_size, "conversation", 12);
  CHECK_BYTES(ags_record_metadata(record), record->metadata_size, "{\"a\":1}", 7);
}

/* As the first event of a tracker, then with small ones before and behind. */
static void test_size(char *text, size_t size) {
  ags_tracker *tracker = fixture_tracker();
  track_one(tracker, text, size);
  track_one(tracker, text, 3);
  track_one(tracker, text, size);
  track_one(tracker, text, 5);
  ags_batch batch = taken_batch(tracker, 10);
  CHECK_INT(batch.count, 4);
  check_one(&batch, 0, text, size);
  check_one(&batch, 1, text, 3);
  check_one(&batch, 2, text, size);
  check_one(&batch, 3, text, 5);
  taken_free(tracker, &batch);
  /* At most the segment that the next event goes into is still held. */
  CHECK(fixture_stats(tracker).memory_bytes <= AGS_SEGMENT_SIZE + size + 8192);
  ags_tracker_free(tracker);
}

/* Every size in one tracker, so that each meets another place in a segment. */
static void test_mixed(char *text) {
  enum { COUNT = 3000 };
  ags_tracker *tracker = fixture_tracker();
  for (size_t i = 1; i <= COUNT; i++) track_one(tracker, text, i * 37 % 4099 + 1);
  ags_batch batch = taken_batch(tracker, COUNT + 1);
  CHECK_INT(batch.count, COUNT);
  for (uint32_t i = 1; i <= COUNT; i++) check_one(&batch, i - 1, text, i * 37 % 4099 + 1);
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
}

int main(void) {
  static const size_t around[] = {AGS_FIRST_SEGMENT_SIZE, AGS_SEGMENT_SIZE, 64 << 10};
  const size_t largest = 10 << 20;
  char *text = malloc(largest);
  CHECK(text != NULL);
  for (size_t size = 1; size < 100; size++) test_size(text, size);
  for (size_t a = 0; a < sizeof around / sizeof *around; a++)
    for (size_t size = around[a] - 160; size <= around[a] + 16; size += 4) test_size(text, size);
  for (size_t size = 1000; size <= 1000000; size *= 10) test_size(text, size);
  test_size(text, 2 * AGS_SEGMENT_SIZE);
  test_size(text, largest);
  test_mixed(text);
  free(text);
}
