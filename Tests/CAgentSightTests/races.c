/*
 * Eight producers while trackers start and stop, are flushed, looked at and redirected, and the process
 * forks; for a thread sanitizer to watch. Against the endpoint given.
 */
#include "fixture.h"

#include <pthread.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

#define PRODUCERS 8
#define ROUNDS    6
#define EVENTS    300 /* of each producer in each round */
#define FORKS     5   /* in each round */

static ags_tracker *shared;
static atomic_int producing;

static void *produce(void *argument) {
  char conversation[16];
  snprintf(conversation, sizeof conversation, "%zu", (size_t)argument);
  for (int i = 0; i < EVENTS; i++)
    CHECK_INT(ags_track_question(shared, conversation, "What?", i % 2 == 0 ? "{\"n\":1}" : NULL), AGS_OK);
  atomic_fetch_sub(&producing, 1);
  return NULL;
}

/* Others start, send and stop in the meantime. */
static void *start_and_stop(void *options) {
  while (atomic_load(&producing) > 0) {
    ags_tracker *own = fixture_create(options);
    CHECK_INT(ags_track_answer(own, "own", "That.", NULL), AGS_OK);
    CHECK_INT(ags_send(own, 20000, NULL), AGS_OK);
    ags_tracker_free(own);
  }
  return NULL;
}

static void *look_and_redirect(void *argument) {
  const ags_options *options = argument;
  while (atomic_load(&producing) > 0) {
    ags_summary summary = {.size = sizeof summary};
    CHECK_INT(ags_pending(shared, "3", NULL, NULL, &summary), AGS_OK);
    CHECK_INT(ags_reconfigure(shared, TEST_KEY, options->endpoint), AGS_OK);
    fixture_stats(shared);
  }
  return NULL;
}

static void *flush(void *argument) {
  (void)argument;
  while (atomic_load(&producing) > 0) CHECK_INT(ags_send(shared, 20000, NULL), AGS_OK);
  return NULL;
}

static void fork_some(void) {
  for (int i = 0; i < FORKS; i++) {
    pid_t child = fork();
    CHECK(child >= 0);
    if (child == 0) _exit(ags_version() == NULL);
    int status;
    CHECK_INT(waitpid(child, &status, 0), child);
    CHECK_INT(status, 0);
  }
}

static void round_of(ags_options *options) {
  static void *(*const others[])(void *) = {start_and_stop, look_and_redirect, flush};
  pthread_t threads[PRODUCERS + 3];
  size_t started = 0;
  shared = fixture_create(options);
  atomic_store(&producing, PRODUCERS);
  for (size_t i = 0; i < PRODUCERS; i++) pthread_create(&threads[started++], NULL, produce, (void *)i);
  for (size_t i = 0; i < 3; i++) pthread_create(&threads[started++], NULL, others[i], options);
  fork_some();
  while (started > 0) pthread_join(threads[--started], NULL);
  CHECK_INT(ags_send(shared, 20000, NULL), AGS_OK);
  CHECK_INT(fixture_stats(shared).delivered, PRODUCERS * EVENTS);
  ags_tracker_free(shared);
}

int main(int count, char **arguments) {
  CHECK_INT(count, 2);
  ags_options options = fixture_options();
  options.endpoint = arguments[1];
  options.batch_events = 200;
  options.send_every_events = 50;
  options.send_every_ms = 5;
  for (int i = 0; i < ROUNDS; i++) round_of(&options);
}
