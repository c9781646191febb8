/*
 * An agent that tracks at a steady rate and lets its tracker send, for as long as it is told:
 *
 *   steady ENDPOINT DIRECTORY FIRST COUNT RATE   tracks "event FIRST", "event FIRST + 1" ..., so many in a
 * second
 *
 * Says how it is once in a second, when it has tracked all, and when everything is sent: the event it is at,
 * resident bytes, open files, threads, and the events delivered, dropped, in memory and in files.
 */
#include "fixture.h"

#include <dirent.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_S  INT64_C(1000000000)
#define TICKS     50  /* in a second */
#define END_SENDS 600 /* a second apart */

static int count_entries(const char *path) {
  DIR *directory = opendir(path);
  int count = 0;
  CHECK(directory != NULL);
  while (readdir(directory) != NULL) count++;
  closedir(directory);
  return count - 3; /* ".", ".." and the directory itself */
}

static long resident_bytes(void) {
  FILE *file = fopen("/proc/self/statm", "r");
  long pages = 0;
  CHECK(file != NULL);
  CHECK_INT(fscanf(file, "%*d %ld", &pages), 1);
  fclose(file);
  return pages * sysconf(_SC_PAGESIZE);
}

static void say(ags_tracker *tracker, long at) {
  ags_stats stats = fixture_stats(tracker);
  printf("%ld %ld %d %d %llu %llu %llu %llu\n", at, resident_bytes(), count_entries("/proc/self/fd"),
         count_entries("/proc/self/task") + 1, (unsigned long long)stats.delivered,
         (unsigned long long)stats.dropped, (unsigned long long)stats.buffered,
         (unsigned long long)stats.spooled);
  fflush(stdout);
}

static void track(ags_tracker *tracker, long from, long to) {
  for (; from < to; from++) {
    char text[64], conversation[64];
    snprintf(text, sizeof text, "event %ld", from);
    snprintf(conversation, sizeof conversation, "conversation %ld", from / 10);
    CHECK_INT(ags_track_question(tracker, conversation, text, "{\"language\":\"en\"}"), AGS_OK);
  }
}

int main(int argc, char **arguments) {
  CHECK_INT(argc, 6);
  long first = atol(arguments[3]), count = atol(arguments[4]), rate = atol(arguments[5]);
  ags_options options = fixture_options();
  options.endpoint = arguments[1];
  options.spool_directory = arguments[2];
  options.when_full = AGS_WHEN_FULL_SPOOL;
  options.memory_limit = (size_t)16 << 20;
  options.send_every_ms = 1000;
  ags_tracker *tracker = fixture_create(&options);
  struct timespec next;
  clock_gettime(CLOCK_MONOTONIC, &next);
  long done = 0;
  for (long tick = 1; done < count; tick++) {
    long due = rate * tick / TICKS;
    track(tracker, first + done, first + (due < count ? due : count));
    done = due < count ? due : count;
    if (tick % TICKS == 0) say(tracker, first + done);
    next.tv_nsec += NS_PER_S / TICKS;
    if (next.tv_nsec >= NS_PER_S) next.tv_sec++, next.tv_nsec -= NS_PER_S;
    clock_nanosleep(CLOCK_MONOTONIC, TIMER_ABSTIME, &next, NULL);
  }
  say(tracker, first + done);
  for (int i = 0; i < END_SENDS && ags_send(tracker, 60000, NULL) != AGS_OK; i++) sleep(1);
  say(tracker, first + done);
  ags_tracker_free(tracker);
}
