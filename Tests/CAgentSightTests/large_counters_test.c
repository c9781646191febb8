/* Counters that begin near the ends of 31, 32, 53 and 63 bits (row C7): nothing wraps or turns negative. */
#include "own_world.h"
#include "sender_state.h"

#include <pthread.h>

#define EVENTS  20
#define THREADS 4

static long serve(own_world *world, ags_view body, ags_response *response) {
  (void)world, (void)body;
  ags_buffer_put(&response->body, "{}", 2);
  return 200;
}

/* As if so much had been tracked, delivered, dropped, refused and sent already. */
static void preset(ags_tracker *tracker, uint64_t start) {
  ags_lane *lane = ags_tracker_lanes(tracker);
  CHECK(lane != NULL);
  atomic_store(&lane->accepted, start);
  atomic_store(&tracker->sender->counters.delivered, start - start / 2);
  atomic_store(&tracker->dropped[AGS_DROP_DISCARDED], start / 2);
  atomic_store(&tracker->sender->counters.requests, start);
  atomic_store(&tracker->sender->counters.bytes_sent, start);
  atomic_store(&tracker->rejected, start);
  atomic_store(&tracker->mended, start);
}

static void *track(void *argument) {
  for (int i = 0; i < EVENTS; i++) CHECK_INT(ags_track_question(argument, "c", "Hello?", NULL), AGS_OK);
  return NULL;
}

static void test_counters(uint64_t start, uint32_t send_every_events) {
  ags_options options = fixture_options();
  options.send_every_events = send_every_events;
  own_world world = {.serve = serve};
  own_start(&world, &options, start);
  ags_tracker *tracker = world.tracker;
  CHECK_INT(ags_track_question(tracker, "c", " ", NULL), AGS_ERROR_TEXT); /* makes the lane */
  preset(tracker, start);
  tracker->automatic_sending.due_at = start;
  for (uint64_t i = 1; i <= EVENTS; i++) {
    CHECK_INT(ags_track_question(tracker, "c", "Hello?", NULL), AGS_OK);
    ags_stats stats = fixture_stats(tracker);
    CHECK(stats.accepted == start + i);
    CHECK_INT(stats.buffered, i);
  }
  ags_token_usage usage = {.size = sizeof usage};
  CHECK_INT(ags_get_token_usage(tracker, "c", &usage), AGS_OK);
  ags_report report = {.size = sizeof report};
  CHECK_INT(ags_send(tracker, 10000, &report), AGS_OK);
  CHECK(report.delivered <= EVENTS && report.remaining == 0);
  CHECK_INT(ags_track_question(tracker, "c", " ", NULL), AGS_ERROR_TEXT);
  ags_stats stats = fixture_stats(tracker);
  CHECK(stats.accepted == start + EVENTS && stats.delivered == start - start / 2 + EVENTS);
  CHECK(stats.requests > start && stats.bytes_sent > start && stats.rejected == start + 1);
  CHECK_INT(stats.buffered, 0);
  ags_tracker_free(tracker);
}

/* Threads come after four thousand million others. */
static void test_lanes(uint64_t serial) {
  own_world world = {.serve = serve};
  ags_options options = fixture_options();
  own_start(&world, &options, serial);
  world.tracker->next_lane_serial = serial;
  pthread_t threads[THREADS];
  for (int i = 0; i < THREADS; i++) CHECK_INT(pthread_create(&threads[i], NULL, track, world.tracker), 0);
  for (int i = 0; i < THREADS; i++) CHECK_INT(pthread_join(threads[i], NULL), 0);
  CHECK_INT(ags_send(world.tracker, 10000, NULL), AGS_OK);
  CHECK_INT(fixture_stats(world.tracker).delivered, THREADS * EVENTS);
  ags_tracker_free(world.tracker);
}

/* Sums of tokens stay at the largest number instead of turning negative. */
static void test_sums(void) {
  own_world world = {.serve = serve};
  ags_options options = fixture_options();
  own_start(&world, &options, 1);
  ags_token_usage usage = {.size = sizeof usage, .prompt = INT64_C(1) << 50, .total = INT64_C(1) << 50};
  for (int i = 0; i < 9000; i++) CHECK_INT(ags_track_token_usage(world.tracker, "c", &usage, NULL), AGS_OK);
  CHECK_INT(ags_get_token_usage(world.tracker, "c", &usage), AGS_OK);
  CHECK_INT(usage.prompt, INT64_MAX);
  CHECK_INT(usage.total, INT64_MAX);
  ags_tracker_free(world.tracker);
}

int main(void) {
  static const uint64_t ends[] = {UINT64_C(1) << 31, UINT64_C(1) << 32, UINT64_C(1) << 53, UINT64_C(1) << 63};
  for (size_t i = 0; i < sizeof ends / sizeof *ends; i++) {
    test_counters(ends[i] - EVENTS / 2, 0);
    test_counters(ends[i] - EVENTS / 2, 7);
  }
  test_lanes((UINT64_C(1) << 31) - 2);
  test_lanes((UINT64_C(1) << 32) - 2);
  test_sums();
}
