/* Trackers come and go without leaving threads, descriptors or signal handlers behind. Memory is the
 * leak sanitizer's part. */
#include "fixture.h"
#include "unreachable.h"

#include <dirent.h>
#include <signal.h>

#define ROUNDS 100

static int count_entries(const char *path) {
  DIR *folder = opendir(path);
  CHECK(folder != NULL);
  int count = 0;
  while (readdir(folder) != NULL) count++;
  closedir(folder);
  return count;
}

static void one_life(const char *endpoint, bool send) {
  ags_options options = fixture_options();
  options.endpoint = endpoint;
  ags_tracker *tracker = fixture_create(&options);
  int threads = count_entries("/proc/self/task");
  for (int i = 0; i < 50; i++) CHECK_INT(ags_track_question(tracker, "c", "question", "{\"a\":1}"), AGS_OK);
  CHECK_INT(count_entries("/proc/self/task"), threads); /* tracking starts none */
  if (send) {
    CHECK_INT(ags_send(tracker, 10000, NULL), AGS_ERROR_NETWORK);
    CHECK_INT(count_entries("/proc/self/task"), threads + 1);
    CHECK_INT(fixture_stats(tracker).buffered, 50);
  }
  ags_tracker_free(tracker);
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
  CHECK_INT(count_entries("/proc/self/fd"), descriptors);
  CHECK_INT(count_entries("/proc/self/task"), threads);
  check_signals();
}
