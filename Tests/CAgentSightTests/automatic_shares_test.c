/* Automatic sending by number: threads that come and go share what is left to the next time, so together they
 * neither wait for too many events nor send too early. Nobody answers: the log line of a failure tells. */
#include "fixture.h"
#include "retries.h"
#include "unreachable.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#define EVERY      100
#define THREADS    8
#define PATIENCE_S 20

static atomic_int sendings;

static void on_log(void *user, ags_log_level level, const char *message) {
  (void)user, (void)level;
  if (strstr(message, "automatic sending failed") != NULL) atomic_fetch_add(&sendings, 1);
}

static void pause_ms(long milliseconds) {
  const struct timespec pause = {.tv_nsec = milliseconds * 1000000};
  nanosleep(&pause, NULL);
}

static void expect_sendings(int expected) {
  for (int i = 0; i < PATIENCE_S * 100 && atomic_load(&sendings) < expected; i++) pause_ms(10);
  CHECK_INT(atomic_load(&sendings), expected);
}

/* A thread that tracks as many events as it is told. */
typedef struct worker {
  pthread_t thread;
  pthread_mutex_t mutex;
  pthread_cond_t changed;
  ags_tracker *tracker;
  int events; /* still to track; -1: end */
} worker;

static void *work(void *argument) {
  worker *w = argument;
  pthread_mutex_lock(&w->mutex);
  while (w->events >= 0) {
    for (; w->events > 0; w->events--) CHECK_INT(ags_track_answer(w->tracker, "c", "text", NULL), AGS_OK);
    pthread_cond_broadcast(&w->changed);
    pthread_cond_wait(&w->changed, &w->mutex);
  }
  pthread_mutex_unlock(&w->mutex);
  return NULL;
}

static void start(worker *w, ags_tracker *tracker) {
  *w = (worker){.tracker = tracker};
  pthread_mutex_init(&w->mutex, NULL);
  pthread_cond_init(&w->changed, NULL);
  CHECK_INT(pthread_create(&w->thread, NULL, work, w), 0);
}

static void track(worker *w, int events) {
  pthread_mutex_lock(&w->mutex);
  w->events = events;
  pthread_cond_broadcast(&w->changed);
  while (w->events > 0) pthread_cond_wait(&w->changed, &w->mutex);
  pthread_mutex_unlock(&w->mutex);
}

static void finish(worker *w) {
  pthread_mutex_lock(&w->mutex);
  w->events = -1;
  pthread_cond_broadcast(&w->changed);
  pthread_mutex_unlock(&w->mutex);
  pthread_join(w->thread, NULL);
  pthread_cond_destroy(&w->changed);
  pthread_mutex_destroy(&w->mutex);
}

static ags_tracker *create(void) {
  ags_options options = fixture_options();
  options.endpoint = unreachable_endpoint();
  options.send_every_events = EVERY;
  options.log = on_log;
  atomic_store(&sendings, 0);
  ags_tracker *tracker = fixture_create(&options);
  /* A retry would be told of too. */
  test_set_retries(tracker, &(test_retries){.base_ms = 3600000, .cap_ms = 3600000});
  return tracker;
}

/* The first thread was promised all that is left; then others join. */
static void test_joining(int threads) {
  ags_tracker *tracker = create();
  worker workers[THREADS];
  for (int i = 0; i < threads; i++) start(&workers[i], tracker);
  int tracked = 0;
  for (int i = 0; i < threads; i++, tracked++) track(&workers[i], 1);
  for (int i = threads; tracked < EVERY - 1; i++, tracked++) track(&workers[i % threads], 1);
  pause_ms(100);
  CHECK_INT(atomic_load(&sendings), 0); /* 99 events */
  track(&workers[0], 1);
  expect_sendings(1);
  for (int i = 0; i < threads; i++) finish(&workers[i]);
  ags_tracker_free(tracker);
}

/* Each stops just before the share that it was given when it joined is used up. */
static void test_stopping_early(void) {
  ags_tracker *tracker = create();
  worker first, second;
  start(&first, tracker);
  start(&second, tracker);
  track(&first, 1);
  track(&second, 1);
  track(&first, 98);
  track(&second, 48);
  expect_sendings(1);
  finish(&first);
  finish(&second);
  ags_tracker_free(tracker);
}

int main(void) {
  test_joining(1);
  test_joining(2);
  test_joining(THREADS);
  test_stopping_early();
}
