/* What a large event took is free for others as soon as it is gone, whatever its thread does next. */
#include "fixture.h"

#include <pthread.h>

#define LARGE ((size_t)20 << 20)

static void *track(void *argument) {
  char *bytes = calloc(1, LARGE);
  CHECK(bytes != NULL);
  ags_attachment file = {.size = sizeof file, .filename = "a", .data = bytes, .data_size = LARGE};
  ags_attachments files = {.size = sizeof files, .files = &file, .count = 1};
  CHECK_INT(ags_track_question(argument, "c", "a small one", NULL), AGS_OK);
  CHECK_INT(ags_track_attachments(argument, "c", &files, NULL), AGS_OK);
  free(bytes);
  return NULL;
}

int main(void) {
  ags_options options = fixture_options();
  options.memory_limit = LARGE + LARGE / 2;
  ags_tracker *tracker = fixture_create(&options);
  for (int i = 0; i < 10; i++) {
    pthread_t thread;
    uint64_t discarded = 0;
    CHECK_INT(pthread_create(&thread, NULL, track, tracker), 0);
    pthread_join(thread, NULL);
    CHECK(fixture_stats(tracker).memory_bytes > LARGE);
    CHECK_INT(ags_discard(tracker, NULL, &discarded), AGS_OK);
    CHECK_INT(discarded, 2);
    CHECK(fixture_stats(tracker).memory_bytes < ((size_t)1 << 20));
  }
  ags_tracker_free(tracker);
}
