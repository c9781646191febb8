/*
 * Ends of processes, and processes that fork. life_cycle_test.py runs it against a recording server:
 *
 *   life_cycle HOW ENDPOINT [CLOSE_TIMEOUT_MS]
 */
#include "fixture.h"

#include <errno.h>
#include <pthread.h>
#include <signal.h>
#include <spawn.h>
#include <stdatomic.h>
#include <sys/wait.h>
#include <unistd.h>

#define EVENTS   20
#define CHILDREN 40
#define THREADS  4

extern char **environ;

static ags_tracker *tracker;

static void track(const char *who, int from, int count) {
  for (int i = from; i < from + count; i++) {
    char text[64];
    snprintf(text, sizeof text, "%s %d", who, i);
    CHECK_INT(ags_track_question(tracker, who, text, NULL), AGS_OK);
  }
}

static void *track_in_thread(void *who) {
  track(who, 0, EVENTS);
  return NULL;
}

static void on_item_exit(void *user, const ags_item *item) {
  (void)user, (void)item;
  exit(0);
}

static void *send_in_thread(void *argument) {
  (void)argument;
  (void)ags_send(tracker, 60000, NULL);
  return NULL;
}

/* exit() while another thread sends, and while the server lets it wait. */
static void exit_while_sending(void) {
  pthread_t thread;
  track("main", 0, EVENTS);
  CHECK_INT(pthread_create(&thread, NULL, send_in_thread, NULL), 0);
  while (fixture_stats(tracker).requests == 0) usleep(1000);
  exit(0);
}

/* exit() on the thread that sends, from a callback. */
static void exit_in_callback(void) {
  ags_send_options options = {.size = sizeof options, .on_item = on_item_exit};
  track("main", 0, EVENTS);
  (void)ags_send_with(tracker, &options, NULL);
}

/* ------------------------------------------------------------------ fork */

static atomic_bool stop;

static void *track_all_the_time(void *argument) {
  char who[32];
  snprintf(who, sizeof who, "parent %zu", (size_t)argument);
  for (int i = 0; !atomic_load(&stop); i++) {
    track(who, i, 1);
    if (i % 8 == 0) usleep(1000);
  }
  return NULL;
}

static void *send_all_the_time(void *argument) {
  (void)argument;
  while (!atomic_load(&stop)) CHECK_INT(ags_send(tracker, 60000, NULL), AGS_OK);
  return NULL;
}

static void live_as_child(int number) {
  char who[32];
  pthread_t thread;
  snprintf(who, sizeof who, "child %d", number);
  ags_stats stats = fixture_stats(tracker);
  CHECK_INT(stats.accepted + stats.rejected + stats.requests + stats.memory_bytes, 0);
  if (number % 4 == 0) _exit(0); /* touches nothing */
  CHECK_INT(pthread_create(&thread, NULL, track_in_thread, who), 0);
  pthread_join(thread, NULL);
  if (number % 4 == 1) {
    CHECK_INT(ags_send(tracker, 60000, NULL), AGS_OK);
    _exit(0);
  }
  if (number % 4 == 2) ags_tracker_free(tracker);
  exit(0); /* which sends what is left */
}

/* Many threads track and send while another one forks; then the parent goes on. */
static void fork_often(void) {
#if defined(__SANITIZE_THREAD__) || defined(__SANITIZE_ADDRESS__)
  _exit(77); /* their own locks are not given to a child: that of AddressSanitizer's memory, for one */
#endif
  pthread_t threads[THREADS + 1];
  for (size_t i = 0; i < THREADS; i++)
    CHECK_INT(pthread_create(&threads[i], NULL, track_all_the_time, (void *)i), 0);
  CHECK_INT(pthread_create(&threads[THREADS], NULL, send_all_the_time, NULL), 0);
  for (int i = 0; i < CHILDREN; i++) {
    pid_t pid = fork();
    if (pid == 0) live_as_child(i);
    CHECK(pid > 0);
    int status;
    CHECK_INT(waitpid(pid, &status, 0), pid);
    CHECK_INT(status, 0);
  }
  atomic_store(&stop, true);
  for (int i = 0; i <= THREADS; i++) pthread_join(threads[i], NULL);
  CHECK_INT(ags_send(tracker, 60000, NULL), AGS_OK);
  printf("%llu\n", (unsigned long long)fixture_stats(tracker).delivered);
}

/* The buffer of the parent stays the parent's, through generations, and through children that only exec. */
static void fork_with_a_full_buffer(void) {
  track("parent", 0, EVENTS);
  int status;
  pid_t pid = fork();
  if (pid == 0) {
    track("child", 0, 1);
    pid = fork();
    if (pid == 0) {
      track("grandchild", 0, 1);
      exit(0);
    }
    CHECK_INT(waitpid(pid, &status, 0), pid);
    CHECK_INT(status, 0);
    exit(0);
  }
  CHECK_INT(waitpid(pid, &status, 0), pid);
  CHECK_INT(status, 0);
  char *arguments[] = {"/bin/true", NULL};
  CHECK_INT(posix_spawn(&pid, arguments[0], NULL, NULL, arguments, environ), 0);
  CHECK_INT(waitpid(pid, &status, 0), pid);
  pid = fork();
  if (pid == 0) {
    execv(arguments[0], arguments);
    _exit(1);
  }
  CHECK_INT(waitpid(pid, &status, 0), pid);
  CHECK_INT(status, 0);
  track("parent", EVENTS, EVENTS);
  CHECK_INT(fixture_stats(tracker).buffered, 2 * EVENTS);
}

int main(int count, char **arguments) {
  CHECK(count >= 3);
  const char *how = arguments[1];
  ags_options options;
  CHECK_INT(ags_options_init(&options, sizeof options), AGS_OK);
  options.api_key = TEST_KEY;
  options.endpoint = arguments[2];
  if (count > 3) options.close_timeout_ms = (uint32_t)strtoul(arguments[3], NULL, 10);
  tracker = fixture_create(&options);
  if (strcmp(how, "exit_while_sending") == 0) exit_while_sending();
  if (strcmp(how, "exit_in_callback") == 0) exit_in_callback();
  if (strcmp(how, "fork_often") == 0) fork_often();
  if (strcmp(how, "fork_with_a_full_buffer") == 0) fork_with_a_full_buffer();
  if (strcmp(how, "fork_often") == 0 || strcmp(how, "fork_with_a_full_buffer") == 0) return 0;
  track("main", 0, EVENTS);
  if (strcmp(how, "quick_exit") == 0) quick_exit(0);
  if (strcmp(how, "_exit") == 0) _exit(0);
  if (strcmp(how, "abort") == 0) abort();
  if (strcmp(how, "SIGTERM") == 0) raise(SIGTERM);
  if (strcmp(how, "free") == 0) {
    ags_tracker_free(tracker);
    _exit(0);
  }
  CHECK_STRING(how, "return");
}
