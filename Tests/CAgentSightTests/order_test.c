/* Events of several lanes come out in the order of their calls, with times and ids of their own. */
#include "taken.h"

#include <pthread.h>

#define LANES  5
#define EVENTS 2000

/* Calls from thread to thread, one at a time: main waits for each. */
typedef struct worker {
  pthread_t thread;
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  ags_tracker *tracker;
  int number; /* of the event to track; 0: none, -1: end */
} worker;

static void *work(void *argument) {
  worker *w = argument;
  pthread_mutex_lock(&w->mutex);
  while (w->number >= 0) {
    if (w->number > 0) {
      char text[16];
      snprintf(text, sizeof text, "%d", w->number);
      CHECK_INT(ags_track_answer(w->tracker, w->number % 2 != 0 ? "odd" : "even", text, NULL), AGS_OK);
      w->number = 0;
      pthread_cond_broadcast(&w->changed);
    }
    pthread_cond_wait(&w->changed, &w->mutex);
  }
  pthread_mutex_unlock(&w->mutex);
  return NULL;
}

static void order(worker *w, int number) {
  pthread_mutex_lock(&w->mutex);
  w->number = number;
  pthread_cond_broadcast(&w->changed);
  while (w->number > 0) pthread_cond_wait(&w->changed, &w->mutex);
  pthread_mutex_unlock(&w->mutex);
}

static void track_in_turn(ags_tracker *tracker) {
  static worker workers[LANES];
  for (size_t i = 0; i < LANES; i++) {
    workers[i] = (worker){.tracker = tracker};
    pthread_mutex_init(&workers[i].mutex, NULL);
    pthread_cond_init(&workers[i].changed, NULL);
    pthread_create(&workers[i].thread, NULL, work, &workers[i]);
  }
  for (int n = 1; n <= EVENTS; n++) order(&workers[(size_t)(n * n / 3) % LANES], n);
  for (size_t i = 0; i < LANES; i++) {
    order(&workers[i], -1);
    pthread_join(workers[i].thread, NULL);
  }
}

/* The entries of each conversation are linked in order, and no two share a microsecond. */
static void check_links(const ags_batch *batch) {
  for (uint32_t c = 0; c < batch->conversation_count; c++) {
    const ags_batch_conversation *conversation = &batch->conversations[c];
    for (uint32_t i = conversation->first; batch->entries[i].next != AGS_NONE; i = batch->entries[i].next) {
      uint32_t next = batch->entries[i].next;
      CHECK(next > i);
      CHECK(batch->entries[next].item.us > batch->entries[i].item.us);
    }
  }
}

static int compare_ids(const void *a, const void *b) {
  uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
  return (x > y) - (x < y);
}

static void check_distinct(uint64_t *ids, size_t count) {
  qsort(ids, count, sizeof *ids, compare_ids);
  CHECK(ids[0] != 0);
  for (size_t i = 1; i < count; i++) CHECK(ids[i] != ids[i - 1]);
}

/* Batch after batch, as the sending thread does: no batch ends the order. */
static void check_all(ags_tracker *tracker, uint32_t capacity) {
  static uint64_t ids[EVENTS];
  uint32_t count = 0;
  int64_t last_us = 0;
  ags_batch batch;
  CHECK(ags_batch_create(&batch, capacity));
  for (;;) {
    ags_batch_fill(&batch, tracker, ags_drain_cut(tracker), (ags_view){0});
    if (batch.count == 0) break;
    check_links(&batch);
    for (uint32_t i = 0; i < batch.count; i++) {
      char text[16];
      ids[count] = batch.entries[i].item.id;
      int length = snprintf(text, sizeof text, "%u", ++count);
      taken_check_text(&batch, i, text, (size_t)length);
      CHECK(batch.entries[i].item.us > last_us); /* later than everything in the batches before */
    }
    last_us = tracker->drain.times.last_us;
    char *first = taken_encode(tracker, &batch), *again = taken_encode(tracker, &batch);
    CHECK_STRING(again, first);
    free(first);
    free(again);
    ags_batch_release(&batch, &tracker->pool);
  }
  ags_batch_destroy(&batch);
  CHECK_INT(count, EVENTS);
  check_distinct(ids, EVENTS);
}

/* What is tracked behind the cut waits for the next one. */
static void test_cut(void) {
  ags_tracker *tracker = fixture_tracker();
  CHECK_INT(ags_track_question(tracker, "c", "before", NULL), AGS_OK);
  uint64_t cut = ags_drain_cut(tracker);
  CHECK_INT(ags_track_question(tracker, "c", "behind", NULL), AGS_OK);
  ags_batch batch;
  CHECK(ags_batch_create(&batch, 10));
  ags_batch_fill(&batch, tracker, cut, (ags_view){0});
  CHECK_INT(batch.count, 1);
  taken_check_text(&batch, 0, "before", 6);
  taken_free(tracker, &batch);
  batch = taken_batch(tracker, 10);
  CHECK_INT(batch.count, 1);
  taken_check_text(&batch, 0, "behind", 6);
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
}

int main(void) {
  test_cut();
  static const uint32_t capacities[] = {1, 7, 10000};
  for (size_t i = 0; i < sizeof capacities / sizeof *capacities; i++) {
    ags_tracker *tracker = fixture_tracker();
    track_in_turn(tracker);
    check_all(tracker, capacities[i]);
    ags_tracker_free(tracker);
  }
}
