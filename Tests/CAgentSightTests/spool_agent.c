/*
 * An agent with a spool, made to be killed.
 *   spool_agent track ENDPOINT DIRECTORY NAME COUNT   tracks "NAME 0", "NAME 1" ..., says each number once it
 *                                                     is accepted, sends now and then
 *   spool_agent drain ENDPOINT DIRECTORY              sends what others have left
 */
#include "agentsight.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static int fail(const char *what) {
  fprintf(stderr, "%s: %s\n", what, ags_last_error());
  return 1;
}

/* In a file for each event's number, so that what was said is not lost with the process either. */
static void say(int number) {
  char line[16];
  int size = snprintf(line, sizeof line, "%d\n", number);
  if (write(1, line, (size_t)size) != size) _exit(3);
}

static int track(ags_tracker *tracker, const char *name, int count) {
  for (int i = 0; i < count; i++) {
    char text[64];
    snprintf(text, sizeof text, "%s %d", name, i);
    if (ags_track_question(tracker, name, text, NULL) != AGS_OK) return fail("track");
    say(i);
    if (i % 100 == 99) ags_send(tracker, 5000, NULL); /* the next one may go better */
  }
  return 0;
}

static int drain(ags_tracker *tracker) {
  if (ags_send(tracker, 20000, NULL) != AGS_OK) return fail("send");
  ags_stats stats = {.size = sizeof stats};
  ags_get_stats(tracker, &stats);
  printf("%llu %llu %llu\n", (unsigned long long)stats.adopted, (unsigned long long)stats.dropped,
         (unsigned long long)(stats.accepted - stats.delivered - stats.dropped));
  return 0;
}

int main(int argc, char **argv) {
  if (argc < 4) return 2;
  ags_options options;
  ags_options_init(&options, sizeof options);
  options.api_key = "ags_0123456789abcdef0123456789abcdef_0a1b2c";
  options.endpoint = argv[2];
  options.spool_directory = argv[3];
  ags_tracker *tracker;
  if (ags_tracker_create(&options, &tracker) != AGS_OK) return fail("create");
  int result = argc > 5 ? track(tracker, argv[4], atoi(argv[5])) : drain(tracker);
  ags_tracker_free(tracker);
  return result;
}
