/* Events that wait through a failed send keep the time of their tracking calls. */
#include "taken.h"

#include <time.h>

#define TOLERANCE_US 50000

static int64_t wall_us(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
  return (int64_t)t.tv_sec * 1000000 + t.tv_nsec / 1000;
}

static void pause_ms(long ms) {
  struct timespec pause = {.tv_sec = ms / 1000, .tv_nsec = ms % 1000 * 1000000};
  nanosleep(&pause, NULL);
}

int main(void) {
  ags_tracker *tracker = fixture_tracker();
  CHECK_INT(ags_track_question(tracker, "c", "first", NULL), AGS_OK);
  int64_t before = wall_us();
  CHECK_INT(ags_track_question(tracker, "c", "second", NULL), AGS_OK);
  int64_t after = wall_us();
  pause_ms(300);

  /* A first send takes one event and fails; the next comes later and takes the other. */
  ags_batch failed = taken_batch(tracker, 1);
  CHECK_INT(failed.count, 1);
  pause_ms(300);
  ags_batch batch = taken_batch(tracker, 1);
  taken_check_text(&batch, 0, "second", 6);
  int64_t us = batch.entries[0].item.us;
  CHECK(us >= before - TOLERANCE_US);
  CHECK(us <= after + TOLERANCE_US);

  taken_free(tracker, &failed);
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
}
