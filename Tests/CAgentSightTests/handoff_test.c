/* Eight threads hand a token round; what they track comes out in the order of the hand-overs, while the
 * events are being drained. Once through a mutex, once through an atomic, and with both sources of ticks. */
#include "taken.h"

#include <pthread.h>
#include <sched.h>

#define PRODUCERS 8
#define EVENTS    16000

typedef struct token {
  ags_tracker *tracker;
  bool through_mutex;
  pthread_mutex_t mutex;
  pthread_cond_t passed;
  int under_mutex;
  atomic_int atomic;
} token;

typedef struct producer {
  pthread_t thread;
  token *token;
  int number;
} producer;

/* Irregular, so that a thread sometimes follows itself: both kinds of order in one lane. */
static int owner_of(int event) {
  return event * 7 / 5 % PRODUCERS;
}

/* The last event to track has been tracked: nobody needs the token any more. */
static int wait_for_token(token *t, int me) {
  int event;
  if (t->through_mutex) {
    pthread_mutex_lock(&t->mutex);
    while ((event = t->under_mutex) < EVENTS && owner_of(event) != me)
      pthread_cond_wait(&t->passed, &t->mutex);
    pthread_mutex_unlock(&t->mutex);
    return event;
  }
  while ((event = atomic_load_explicit(&t->atomic, memory_order_acquire)) < EVENTS && owner_of(event) != me)
    sched_yield();
  return event;
}

static void pass_token(token *t, int event) {
  if (!t->through_mutex) {
    atomic_store_explicit(&t->atomic, event + 1, memory_order_release);
    return;
  }
  pthread_mutex_lock(&t->mutex);
  t->under_mutex = event + 1;
  pthread_cond_broadcast(&t->passed);
  pthread_mutex_unlock(&t->mutex);
}

static void *produce(void *argument) {
  producer *p = argument;
  for (;;) {
    int event = wait_for_token(p->token, p->number);
    if (event >= EVENTS) return NULL;
    char text[16];
    int size = snprintf(text, sizeof text, "%d", event);
    CHECK_INT(ags_track_answer_n(p->token->tracker, "c", 1, text, (size_t)size, NULL, 0), AGS_OK);
    pass_token(p->token, event);
  }
}

/* Drains while they track. */
static void check_order(ags_tracker *tracker) {
  ags_batch batch;
  CHECK(ags_batch_create(&batch, 333));
  int64_t last_us = 0;
  for (int event = 0; event < EVENTS;) {
    ags_batch_fill(&batch, tracker, ags_drain_cut(tracker), (ags_view){0});
    if (batch.count == 0) sched_yield();
    for (uint32_t i = 0; i < batch.count; i++, event++) {
      char text[16];
      int size = snprintf(text, sizeof text, "%d", event);
      taken_check_text(&batch, i, text, (size_t)size);
      CHECK(batch.entries[i].item.us > last_us);
      last_us = batch.entries[i].item.us;
    }
    ags_batch_release(&batch, &tracker->pool);
  }
  ags_batch_destroy(&batch);
}

static void test(bool through_mutex) {
  token t = {.tracker = fixture_tracker(), .through_mutex = through_mutex};
  pthread_mutex_init(&t.mutex, NULL);
  pthread_cond_init(&t.passed, NULL);
  producer producers[PRODUCERS];
  for (int i = 0; i < PRODUCERS; i++) {
    producers[i] = (producer){.token = &t, .number = i};
    CHECK_INT(pthread_create(&producers[i].thread, NULL, produce, &producers[i]), 0);
  }
  check_order(t.tracker);
  for (int i = 0; i < PRODUCERS; i++) pthread_join(producers[i].thread, NULL);
  CHECK_INT(fixture_stats(t.tracker).accepted, EVENTS);
  ags_tracker_free(t.tracker);
}

int main(void) {
  test(true);
  test(false);
  if (!ags_clock_has_tsc) return 0;
  ags_clock_has_tsc = false;
  test(true);
  test(false);
}
