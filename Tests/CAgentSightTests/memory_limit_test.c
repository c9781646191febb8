/* At memory_limit a call records nothing and says so; what was delivered makes room again. */
#include "taken.h"

#include <pthread.h>

#define LIMIT ((size_t)1 << 20)

static uint64_t fill(ags_tracker *tracker) {
  uint64_t count = 0;
  while (ags_track_question(tracker, "conversation", "a text of some length, to fill the memory", NULL) ==
         AGS_OK)
    count++;
  CHECK_CONTAINS(ags_last_error(), "memory_limit: ");
  return count;
}

/* The rest may be enough for a new thread's first, small segment, and not for more. */
static void *fill_in_another_thread(void *tracker) {
  CHECK(fill(tracker) < LIMIT / 200);
  return NULL;
}

static void test_full(void) {
  ags_options options = fixture_options();
  options.memory_limit = LIMIT;
  ags_tracker *tracker = fixture_create(&options);
  uint64_t count = fill(tracker);
  CHECK(count > LIMIT / 200);
  for (int i = 0; i < 5; i++) CHECK_INT(ags_track_answer(tracker, "c", "text", NULL), AGS_ERROR_FULL);
  ags_stats stats = fixture_stats(tracker);
  CHECK_INT(stats.accepted, count);
  CHECK_INT(stats.buffered, count);
  CHECK_INT(stats.rejected, 6);
  CHECK(stats.memory_bytes <= LIMIT);

  pthread_t thread;
  CHECK_INT(pthread_create(&thread, NULL, fill_in_another_thread, tracker), 0);
  pthread_join(thread, NULL);
  CHECK(fixture_stats(tracker).memory_bytes <= LIMIT);

  /* A mistake is still told as one. */
  CHECK_INT(ags_track_question(tracker, "c", NULL, NULL), AGS_ERROR_TEXT);
  ags_tracker_free(tracker);
}

static void test_room_again(void) {
  ags_options options = fixture_options();
  options.memory_limit = LIMIT;
  ags_tracker *tracker = fixture_create(&options);
  uint64_t first = fill(tracker);
  for (int round = 0; round < 20; round++) {
    ags_batch batch = taken_batch(tracker, 100000);
    CHECK(batch.count > 0);
    taken_free(tracker, &batch);
    /* The segment that was written last stays with its lane, so a little less fits. */
    CHECK(fill(tracker) >= first / 2);
    CHECK(fixture_stats(tracker).memory_bytes <= LIMIT);
  }
  ags_tracker_free(tracker);
}

/* A text that can never fit is refused without harm to those that do. */
static void test_too_large(void) {
  ags_options options = fixture_options();
  options.memory_limit = LIMIT;
  ags_tracker *tracker = fixture_create(&options);
  char *text = fixture_repeat("x", LIMIT);
  CHECK_INT(ags_track_question(tracker, "c", "before", NULL), AGS_OK);
  CHECK_INT(ags_track_question(tracker, "c", text, NULL), AGS_ERROR_FULL);
  CHECK_INT(ags_track_question(tracker, "c", "behind", NULL), AGS_OK);
  ags_batch batch = taken_batch(tracker, 10);
  CHECK_INT(batch.count, 2);
  taken_check_text(&batch, 1, "behind", 6);
  taken_free(tracker, &batch);
  free(text);
  ags_tracker_free(tracker);
}

int main(void) {
  test_full();
  test_room_again();
  test_too_large();
}
