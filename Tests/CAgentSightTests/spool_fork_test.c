/* Forks of a process with a spool: each process has files of its own, and nothing is there twice. */
#include "spool_fixture.h"

#include <sys/wait.h>

#define EVENTS 50
#define LARGE  12000 /* so that each process needs several files */

static bool seen[2][EVENTS];

/* There in `make coverage`. */
extern void __gcov_dump(void) __attribute__((weak));

static void track(ags_tracker *tracker, const char *who, int from, int to) {
  for (int i = from; i < to; i++) {
    char text[LARGE + 1];
    snprintf(text, sizeof text, "%d%*s", i, LARGE - 8, ".");
    CHECK_INT(ags_track_question(tracker, who, text, NULL), AGS_OK);
  }
}

/* What is left of the child, whether it ends in order or not. */
static void in_child(ags_tracker *tracker, bool killed) {
  CHECK_INT(fixture_stats(tracker).spooled, 0); /* what the parent tracked is the parent's */
  track(tracker, "child", 0, EVENTS);
  CHECK_INT(fixture_stats(tracker).spooled, EVENTS);
  if (killed) raise(SIGKILL);
  ags_tracker_free(tracker);
  if (__gcov_dump != NULL) __gcov_dump();
  _exit(0); /* neither the directory is the child's to remove, nor all memory its own to have freed */
}

static void note_seen(const ags_batch *batch) {
  memset(seen, 0, sizeof seen);
  for (uint32_t i = 0; i < batch->count; i++) {
    const ags_record *record = batch->entries[i].item.record;
    bool child = memcmp(ags_record_conversation(record), "child", record->conversation_size) == 0;
    bool *one = &seen[child][atoi(ags_record_text(record))];
    CHECK(!*one);
    *one = true;
  }
}

static void test_fork(bool killed, bool adopted) {
  spool_begin();
  ags_tracker *tracker = spool_tracker();
  if (adopted) { /* events of a process before, which the parent has and the child has not */
    track(tracker, "parent", 0, 10);
    ags_tracker_free(tracker);
    tracker = spool_tracker();
    CHECK_INT(fixture_stats(tracker).adopted, 10);
  }
  track(tracker, "parent", adopted ? 10 : 0, EVENTS / 2);
  pid_t child = fork();
  if (child == 0) in_child(tracker, killed);
  track(tracker, "parent", EVENTS / 2, EVENTS);
  int status;
  CHECK_INT(waitpid(child, &status, 0), child);
  CHECK(killed ? WIFSIGNALED(status) : WIFEXITED(status) && WEXITSTATUS(status) == 0);
  CHECK_INT(fixture_stats(tracker).spooled, EVENTS);
  ags_tracker_free(tracker);

  tracker = spool_tracker();
  CHECK_INT(fixture_stats(tracker).adopted, 2 * EVENTS);
  ags_batch batch = taken_batch(tracker, 3 * EVENTS);
  CHECK_INT(batch.count, 2 * EVENTS);
  note_seen(&batch);
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
}

int main(void) {
  for (int killed = 0; killed < 2; killed++)
    for (int adopted = 0; adopted < 2; adopted++) test_fork(killed, adopted);
}
