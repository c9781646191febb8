/*
 * Everything at once against the endpoint given: producers with two trackers, senders, readers of the
 * counters. storm_test.py looks at what the server got.
 */
#include "fixture.h"

#include <pthread.h>
#include <stdatomic.h>

#define PRODUCERS 8
#define SENDERS   2
#define EVENTS    2000 /* of each producer, to each tracker */

static ags_tracker *trackers[2];
static atomic_int producing = PRODUCERS;

static void *produce(void *argument) {
  for (int i = 0; i < EVENTS; i++) {
    for (int t = 0; t < 2; t++) {
      char conversation[32], text[32];
      snprintf(conversation, sizeof conversation, "%d/%zu", t, (size_t)argument);
      snprintf(text, sizeof text, "%d", i);
      ags_status status = i % 2 == 0 ? ags_track_question(trackers[t], conversation, text, "{\"n\":1}")
                                     : ags_track_answer(trackers[t], conversation, text, NULL);
      CHECK_INT(status, AGS_OK);
      if (i % 100 == 0) CHECK_INT(ags_track_question(trackers[t], conversation, " ", NULL), AGS_ERROR_TEXT);
    }
  }
  atomic_fetch_sub(&producing, 1);
  return NULL;
}

static void *send_all_the_time(void *argument) {
  while (atomic_load(&producing) > 0) {
    ags_status status = ags_send(argument, 20000, NULL);
    CHECK(status == AGS_OK || status == AGS_ERROR_SERVER); /* the server refuses now and then */
  }
  return NULL;
}

/* Counters that are read in the middle of things still make sense. */
static void *read_counters(void *argument) {
  uint64_t delivered = 0;
  while (atomic_load(&producing) > 0) {
    ags_stats stats = fixture_stats(argument);
    CHECK(stats.delivered <= stats.accepted);
    CHECK(stats.delivered >= delivered);
    delivered = stats.delivered;
  }
  return NULL;
}

static void finish(ags_tracker *tracker) {
  while (fixture_stats(tracker).buffered > 0) (void)ags_send(tracker, 20000, NULL);
  ags_stats stats = fixture_stats(tracker);
  CHECK_INT(stats.accepted, PRODUCERS * EVENTS);
  CHECK_INT(stats.rejected, PRODUCERS * EVENTS / 100);
  CHECK_INT(stats.delivered, PRODUCERS * EVENTS);
  ags_tracker_free(tracker);
}

int main(int count, char **arguments) {
  CHECK_INT(count, 2);
  pthread_t threads[PRODUCERS + 2 * (SENDERS + 1)];
  size_t started = 0;
  ags_options options = fixture_options();
  options.endpoint = arguments[1];
  options.batch_events = 500;
  for (int t = 0; t < 2; t++) trackers[t] = fixture_create(&options);
  for (size_t i = 0; i < PRODUCERS; i++) pthread_create(&threads[started++], NULL, produce, (void *)i);
  for (int t = 0; t < 2; t++) {
    for (int i = 0; i < SENDERS; i++)
      pthread_create(&threads[started++], NULL, send_all_the_time, trackers[t]);
    pthread_create(&threads[started++], NULL, read_counters, trackers[t]);
  }
  while (started > 0) pthread_join(threads[--started], NULL);
  for (int t = 0; t < 2; t++) finish(trackers[t]);
}
