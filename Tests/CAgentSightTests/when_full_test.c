/* At memory_limit: giving up the oldest events, or waiting for room. Refusing is in memory_limit_test. */
#include "taken.h"

#include <pthread.h>
#include <time.h>

#define LIMIT ((size_t)1 << 20)
#define MANY  40000 /* several times what LIMIT holds */

static ags_options limited(ags_when_full when_full) {
  ags_options options = fixture_options();
  options.memory_limit = LIMIT;
  options.when_full = when_full;
  return options;
}

/* A number that can be found again, and some length. */
static ags_status track_number(ags_tracker *tracker, uint64_t number) {
  char text[96];
  snprintf(text, sizeof text, "%08llu and enough besides to fill the memory within reasonable time",
           (unsigned long long)number);
  return ags_track_question(tracker, "conversation", text, NULL);
}

static uint64_t number_of(const ags_drained *item) {
  return strtoull(ags_record_text(item->record), NULL, 10);
}

static uint64_t fill(ags_tracker *tracker) {
  uint64_t count = 0;
  while (track_number(tracker, count) == AGS_OK) count++;
  return count;
}

/* What is told of the events that go, which must be the oldest, in order. */
typedef struct dropping {
  uint64_t count, next;
} dropping;

static void on_item(void *user, const ags_item *item) {
  dropping *d = user;
  CHECK_INT(item->outcome, AGS_OUTCOME_DROPPED);
  CHECK_INT(item->error, AGS_ERROR_FULL);
  CHECK_INT(strtoull(item->text, NULL, 10), d->next);
  d->count++;
  d->next++;
}

static void test_newest_stay(void) {
  dropping d = {0};
  ags_options options = limited(AGS_WHEN_FULL_DROP_OLDEST);
  options.on_item = on_item;
  options.item_user = &d;
  ags_tracker *tracker = fixture_create(&options);
  for (uint64_t i = 0; i < MANY; i++) {
    CHECK_INT(track_number(tracker, i), AGS_OK);
    if (i % 1000 == 0) CHECK(fixture_stats(tracker).memory_bytes <= LIMIT);
  }
  ags_stats stats = fixture_stats(tracker);
  CHECK_INT(stats.accepted, MANY);
  CHECK_INT(stats.rejected, 0);
  CHECK(stats.dropped > MANY / 2);
  CHECK_INT(stats.dropped, stats.dropped_oldest);
  CHECK_INT(d.count, stats.dropped);
  /* At most one segment's worth more than had to. */
  CHECK(stats.buffered * 150 > LIMIT / 2);

  ags_batch batch = taken_batch(tracker, MANY);
  CHECK_INT(batch.count, stats.buffered);
  for (uint32_t i = 0; i < batch.count; i++) CHECK_INT(number_of(&batch.entries[i].item), stats.dropped + i);
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
}

/* Held events (somebody has looked at them) go first, those of a batch that failed do not. */
static void test_held_and_failed(void) {
  ags_options options = limited(AGS_WHEN_FULL_DROP_OLDEST);
  ags_tracker *tracker = fixture_create(&options);
  for (uint64_t i = 0; i < 1000; i++) CHECK_INT(track_number(tracker, i), AGS_OK);
  ags_batch batch = taken_batch(tracker, 10);
  CHECK_INT(batch.count, 10);
  size_t suspects;
  CHECK(ags_batch_empty(&batch, &tracker->drain, &tracker->pool, &suspects));
  CHECK_INT(ags_pending(tracker, NULL, NULL, NULL, NULL), AGS_OK);
  for (uint64_t i = 1000; i < MANY; i++) CHECK_INT(track_number(tracker, i), AGS_OK);
  ags_stats stats = fixture_stats(tracker);

  ags_batch_fill(&batch, tracker, ags_drain_cut(tracker), (ags_view){0});
  CHECK_INT(batch.count, 10);
  for (uint32_t i = 0; i < batch.count; i++) CHECK_INT(number_of(&batch.entries[i].item), i);
  taken_free(tracker, &batch);
  batch = taken_batch(tracker, MANY);
  CHECK_INT(batch.count, stats.buffered - 10);
  for (uint32_t i = 0; i < batch.count; i++)
    CHECK_INT(number_of(&batch.entries[i].item), MANY - batch.count + i);
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
}

/* What is being sent is never dropped; when all is being sent, a call is refused. */
static void test_in_flight_stays(void) {
  ags_options options = limited(AGS_WHEN_FULL_REJECT);
  ags_tracker *tracker = fixture_create(&options);
  uint64_t count = fill(tracker);
  tracker->settings.when_full = AGS_WHEN_FULL_DROP_OLDEST;
  ags_batch batch = taken_batch(tracker, MANY);
  CHECK_INT(batch.count, count);
  CHECK_INT(track_number(tracker, count), AGS_ERROR_FULL);
  ags_stats stats = fixture_stats(tracker);
  CHECK_INT(stats.rejected_full, 2);
  CHECK_INT(stats.dropped, 0);
  for (uint32_t i = 0; i < batch.count; i++) CHECK_INT(number_of(&batch.entries[i].item), i);
  taken_free(tracker, &batch);
  CHECK_INT(track_number(tracker, count), AGS_OK);
  ags_tracker_free(tracker);
}

/* What can never fit drops nothing. */
static void test_too_large(void) {
  ags_options options = limited(AGS_WHEN_FULL_DROP_OLDEST);
  ags_tracker *tracker = fixture_create(&options);
  char *text = fixture_repeat("x", LIMIT);
  CHECK_INT(ags_track_question(tracker, "c", "before", NULL), AGS_OK);
  CHECK_INT(ags_track_question(tracker, "c", text, NULL), AGS_ERROR_FULL);
  CHECK_INT(fixture_stats(tracker).buffered, 1);
  CHECK_INT(fixture_stats(tracker).rejected_full, 1);
  text[LIMIT / 2] = '\0'; /* fits, once the small ones have gone */
  for (uint64_t i = 0; i < MANY; i++) CHECK_INT(track_number(tracker, i), AGS_OK);
  CHECK_INT(ags_track_question(tracker, "c", text, NULL), AGS_OK);
  CHECK(fixture_stats(tracker).memory_bytes <= LIMIT);
  free(text);
  ags_tracker_free(tracker);
}

/* ---------------------------------------------------------------- waiting */

/* More than a thread's first, small segment holds. */
static void *track_large(void *tracker) {
  char *text = fixture_repeat("x", 20000);
  CHECK_INT(ags_track_question(tracker, "c", text, NULL), AGS_OK);
  free(text);
  return NULL;
}

static void test_wait_for_room(void) {
  ags_options options = limited(AGS_WHEN_FULL_REJECT);
  options.block_timeout_ms = UINT32_MAX;
  ags_tracker *tracker = fixture_create(&options);
  fill(tracker);
  tracker->settings.when_full = AGS_WHEN_FULL_BLOCK;
  pthread_t threads[3];
  for (int i = 0; i < 3; i++) CHECK_INT(pthread_create(&threads[i], NULL, track_large, tracker), 0);
  while (fixture_stats(tracker).blocked < 3) nanosleep(&(struct timespec){.tv_nsec = 1000000}, NULL);
  ags_batch batch = taken_batch(tracker, MANY);
  taken_free(tracker, &batch);
  for (int i = 0; i < 3; i++) pthread_join(threads[i], NULL);
  ags_stats stats = fixture_stats(tracker);
  CHECK_INT(stats.rejected_full, 1);
  CHECK(stats.memory_bytes <= LIMIT);
  ags_tracker_free(tracker);
}

static void test_wait_in_vain(void) {
  ags_options options = limited(AGS_WHEN_FULL_BLOCK);
  options.block_timeout_ms = 20;
  ags_tracker *tracker = fixture_create(&options);
  uint64_t count = fill(tracker);
  CHECK_CONTAINS(ags_last_error(), "memory_limit: ");
  ags_stats stats = fixture_stats(tracker);
  CHECK_INT(stats.buffered, count);
  CHECK_INT(stats.blocked, 1);
  CHECK_INT(stats.rejected_full, 1);
  ags_tracker_free(tracker);
}

/* -------------------------------------------- many threads and a sender */

#define THREADS     4
#define EACH_THREAD 20000

typedef struct producer {
  ags_tracker *tracker;
  uint64_t from;
} producer;

static void *produce(void *argument) {
  producer *p = argument;
  for (uint64_t i = 0; i < EACH_THREAD; i++) (void)track_number(p->tracker, p->from + i);
  return NULL;
}

static unsigned char fate[THREADS * EACH_THREAD]; /* 1: dropped, 2: sent */

static void on_fate(void *user, const ags_item *item) {
  (void)user;
  fate[strtoull(item->text, NULL, 10)] |= 1;
}

static uint64_t send_some(ags_tracker *tracker, uint32_t max) {
  ags_batch batch;
  CHECK(ags_batch_create(&batch, max));
  pthread_mutex_lock(&tracker->drain.mutex);
  CHECK(ags_batch_fill(&batch, tracker, ags_drain_cut(tracker), (ags_view){0}));
  pthread_mutex_unlock(&tracker->drain.mutex);
  uint64_t count = batch.count;
  for (uint32_t i = 0; i < batch.count; i++) fate[number_of(&batch.entries[i].item)] |= 2;
  pthread_mutex_lock(&tracker->drain.mutex);
  ags_batch_release(&batch, &tracker->pool);
  pthread_mutex_unlock(&tracker->drain.mutex);
  ags_batch_destroy(&batch);
  return count;
}

static void test_threads(void) {
  ags_options options = limited(AGS_WHEN_FULL_DROP_OLDEST);
  options.memory_limit = 4 * LIMIT;
  options.on_item = on_fate;
  ags_tracker *tracker = fixture_create(&options);
  pthread_t threads[THREADS];
  producer producers[THREADS];
  for (uint64_t i = 0; i < THREADS; i++) {
    producers[i] = (producer){tracker, i * EACH_THREAD};
    CHECK_INT(pthread_create(&threads[i], NULL, produce, &producers[i]), 0);
  }
  uint64_t sent = 0;
  for (int i = 0; i < 200; i++) sent += send_some(tracker, 50);
  for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  for (uint64_t count = 1; count > 0; sent += count) count = send_some(tracker, 1000);
  ags_stats stats = fixture_stats(tracker);
  CHECK_INT(stats.accepted + stats.rejected_full, THREADS * EACH_THREAD);
  CHECK_INT(stats.accepted, sent + stats.dropped);
  CHECK(stats.dropped > 0);
  uint64_t seen = 0;
  for (size_t i = 0; i < sizeof fate; i++) {
    CHECK(fate[i] != 3); /* sent what was dropped */
    seen += fate[i] != 0;
  }
  CHECK_INT(seen, stats.accepted);
  ags_tracker_free(tracker);
}

int main(void) {
  test_newest_stay();
  test_held_and_failed();
  test_in_flight_stays();
  test_too_large();
  test_wait_for_room();
  test_wait_in_vain();
  test_threads();
}
