/*
 * A tracker whose spool has a disk that is full, or becomes so. spool_disk_test.py runs it:
 *
 *   spool_disk DIRECTORY COUNT   tracks so many events, leaves them, and prints how many wait in files and
 * how many in memory alone
 */
#include "fixture.h"

static void on_log(void *user, ags_log_level level, const char *message) {
  (void)user, (void)level;
  fprintf(stderr, "%s\n", message);
}

int main(int count, char **arguments) {
  CHECK_INT(count, 3);
  ags_options options = fixture_options();
  options.spool_directory = arguments[1];
  options.log = on_log;
  ags_tracker *tracker = fixture_create(&options);
  for (long i = 0; i < atol(arguments[2]); i++)
    CHECK_INT(ags_track_question(tracker, "c", "a text of some length, to fill the disk", NULL), AGS_OK);
  ags_stats stats = fixture_stats(tracker);
  printf("%llu %llu\n", (unsigned long long)stats.spooled, (unsigned long long)stats.buffered);
  ags_tracker_free(tracker);
  return 0;
}
