/* Trackers come and go without leaving threads, descriptors or signal handlers behind. Memory is the
 * leak sanitizer's part. */
#include "fixture.h"
#include "retries.h"
#include "unreachable.h"

#include <dirent.h>
#include <signal.h>
#include <time.h>

#define ROUNDS 100

static int count_entries(const char *path) {
  DIR *folder = opendir(path);
  CHECK(folder != NULL);
  int count = 0;
  while (readdir(folder) != NULL) count++;
  closedir(folder);
  return count;
}

/* The kernel takes a thread out of the list a moment after it was joined. */
static void expect_entries(const char *path, int expected) {
  const struct timespec pause = {.tv_nsec = 1000000};
  for (int i = 0; i < 10000 && count_entries(path) != expected; i++) nanosleep(&pause, NULL);
  CHECK_INT(count_entries(path), expected);
}

static void expect_threads(int expected) {
#if !defined(__SANITIZE_THREAD__) /* which has a thread of its own that comes and goes */
  expect_entries("/proc/self/task", expected);
#else
  (void)expected;
#endif
}

static void one_life(const char *endpoint, bool send) {
  ags_options options = fixture_options();
  options.endpoint = endpoint;
  ags_tracker *tracker = fixture_create(&options);
  test_set_retries(tracker, &(test_retries){.attempts = 1});
  int threads = count_entries("/proc/self/task");
  for (int i = 0; i < 50; i++) CHECK_INT(ags_track_question(tracker, "c", "question", "{\"a\":1}"), AGS_OK);
  expect_threads(threads); /* tracking starts none */
  if (send) {
    CHECK_INT(ags_send(tracker, 0, NULL), AGS_ERROR_NETWORK);
    expect_threads(threads + 1);
    CHECK_INT(fixture_stats(tracker).buffered, 50);
  }
  ags_tracker_free(tracker);
  expect_threads(threads);
}

static void check_signals(void) {
  for (int number = 1; number < SIGRTMIN; number++) {
    struct sigaction action;
    if (number == SIGKILL || number == SIGSTOP || sigaction(number, NULL, &action) != 0) continue;
    CHECK(action.sa_handler == SIG_DFL || number == SIGSEGV || number == SIGBUS || number == SIGFPE ||
          number == SIGILL || number == SIGTRAP || number == SIGABRT); /* those a sanitizer takes */
  }
  sigset_t blocked, none;
  sigemptyset(&none);
  CHECK_INT(pthread_sigmask(SIG_SETMASK, NULL, &blocked), 0);
  for (int number = 1; number < SIGRTMIN; number++) CHECK_INT(sigismember(&blocked, number), 0);
}

int main(void) {
  const char *endpoint = unreachable_endpoint();
  one_life(endpoint, true); /* libraries open what they keep */
  int descriptors = count_entries("/proc/self/fd"), threads = count_entries("/proc/self/task");
  for (int i = 0; i < ROUNDS; i++) one_life(endpoint, i % 2 == 0);
  expect_entries("/proc/self/fd", descriptors);
  expect_threads(threads);
  check_signals();
}
