/* Threads that are cancelled while they wait in a call: the call ends as it would have, and what they shared
 * goes on. */
#include "fixture.h"

#include <netinet/in.h>
#include <pthread.h>
#include <stdatomic.h>
#include <sys/socket.h>
#include <unistd.h>

#define LIMIT ((size_t)1 << 20)

static ags_tracker *tracker;
static atomic_bool waiting;

/* A server that takes connections and says nothing. */
static const char *silent_endpoint(void) {
  static char url[64];
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t size = sizeof address;
  CHECK(fd >= 0);
  CHECK_INT(bind(fd, (struct sockaddr *)&address, size), 0);
  CHECK_INT(listen(fd, 16), 0);
  CHECK_INT(getsockname(fd, (struct sockaddr *)&address, &size), 0);
  snprintf(url, sizeof url, "http://127.0.0.1:%d", ntohs(address.sin_port));
  return url;
}

static void *send_in_thread(void *argument) {
  (void)argument;
  atomic_store(&waiting, true);
  CHECK_INT(ags_send(tracker, 500, NULL), AGS_ERROR_TIMEOUT);
  atomic_store(&waiting, false);
  pthread_testcancel();
  return NULL;
}

static void *track_until_full(void *argument) {
  (void)argument;
  while (ags_track_question(tracker, "c", "Hello?", NULL) == AGS_OK) continue;
  atomic_store(&waiting, false);
  pthread_testcancel();
  return NULL;
}

static void cancel(void *(*run)(void *)) {
  pthread_t thread;
  void *result;
  atomic_store(&waiting, true);
  CHECK_INT(pthread_create(&thread, NULL, run, NULL), 0);
  usleep(100000);
  CHECK_INT(pthread_cancel(thread), 0);
  CHECK_INT(pthread_join(thread, &result), 0);
  CHECK(result == PTHREAD_CANCELED);
  CHECK(!atomic_load(&waiting)); /* it was cancelled behind the call, not in it */
}

int main(void) {
  ags_options options = fixture_options();
  options.endpoint = silent_endpoint();
  options.memory_limit = LIMIT;
  options.when_full = AGS_WHEN_FULL_BLOCK;
  options.block_timeout_ms = 500;
  tracker = fixture_create(&options);
  CHECK_INT(ags_track_question(tracker, "c", "Hello?", NULL), AGS_OK);
  cancel(send_in_thread);
  CHECK_INT(ags_send(tracker, 100, NULL), AGS_ERROR_TIMEOUT); /* no lock is left behind */
  cancel(track_until_full);
  CHECK(fixture_stats(tracker).buffered > 1000);
  CHECK_INT(ags_discard(tracker, NULL, NULL), AGS_OK);
  ags_tracker_free(tracker);
}
