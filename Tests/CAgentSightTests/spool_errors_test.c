/* Disks that fail: no tracking call does, what finds no file stays in memory, and what is there stays there.
 */
#include "spool_fixture.h"

#include <errno.h>
#include <fcntl.h>

#define EVENTS 8000 /* some segments */

/* The error that each call for a file, not for a directory, gives while it is not 0. */
static struct failing { int open, status, read, allocate, map, list, remove; } failing;

static int failing_open(void *context, const char *path, int flags, mode_t mode) {
  bool fails = failing.open != 0 && (flags & O_DIRECTORY) == 0;
  return fails ? -failing.open : ags_files_of_system.open(context, path, flags, mode);
}

static int failing_status(void *context, int file, struct stat *status) {
  int result = ags_files_of_system.status(context, file, status);
  return failing.status != 0 && S_ISREG(status->st_mode) ? -failing.status : result;
}

static int64_t failing_read(void *context, int file, void *to, size_t size, uint64_t offset) {
  return failing.read != 0 ? -failing.read : ags_files_of_system.read(context, file, to, size, offset);
}

static int failing_allocate(void *context, int file, uint64_t size) {
  return failing.allocate != 0 ? -failing.allocate : ags_files_of_system.allocate(context, file, size);
}

static int failing_map(void *context, int file, size_t size, void *at, void **address) {
  return failing.map != 0 ? -failing.map : ags_files_of_system.map(context, file, size, at, address);
}

static int failing_list(void *context, const char *path, void (*each)(void *user, const char *name),
                        void *user) {
  return failing.list != 0 ? -failing.list : ags_files_of_system.list(context, path, each, user);
}

static int failing_remove(void *context, const char *path) {
  return failing.remove != 0 ? -failing.remove : ags_files_of_system.remove(context, path);
}

static int lines_of_log;
static char line_of_log[256];

static void on_log(void *user, ags_log_level level, const char *message) {
  (void)user, (void)level;
  snprintf(line_of_log, sizeof line_of_log, "%s", message);
  lines_of_log++;
}

static ags_tracker *tracker_on_disk(void) {
  static ags_files files;
  static ags_system system;
  files = ags_files_of_system;
  files.open = failing_open;
  files.status = failing_status;
  files.read = failing_read;
  files.allocate = failing_allocate;
  files.map = failing_map;
  files.list = failing_list;
  files.remove = failing_remove;
  system = ags_system_default;
  system.files = &files;
  ags_options options = spool_options();
  options.log = on_log;
  ags_tracker *tracker = NULL;
  CHECK_INT(ags_tracker_create_in(&system, &options, &tracker), AGS_OK);
  return tracker;
}

/* While files cannot be made, events stay in memory, which is said once, and why. Afterwards they lie in
 * files again. */
static void check_making(int *call, int error) {
  spool_begin();
  ags_tracker *tracker = tracker_on_disk();
  spool_track(tracker, EVENTS);
  CHECK_INT(fixture_stats(tracker).buffered, 0);
  lines_of_log = 0;
  *call = error;
  spool_track(tracker, EVENTS);
  *call = 0;
  ags_stats stats = fixture_stats(tracker);
  CHECK(stats.buffered > 0);
  CHECK_INT(lines_of_log, 1);
  CHECK_CONTAINS(line_of_log, strerror(error));
  spool_track(tracker, EVENTS);
  CHECK(fixture_stats(tracker).spooled > stats.spooled);
  uint64_t spooled = fixture_stats(tracker).spooled;
  ags_tracker_free(tracker);
  tracker = tracker_on_disk();
  CHECK_INT(fixture_stats(tracker).adopted, spooled);
  ags_tracker_free(tracker);
}

static void test_files_cannot_be_made(void) {
  const int errors[] = {EIO, ENOSPC, EDQUOT, EROFS, EMFILE};
  for (size_t i = 0; i < sizeof errors / sizeof *errors; i++) {
    check_making(&failing.allocate, errors[i]);
    check_making(&failing.open, errors[i]);
    check_making(&failing.map, errors[i]);
  }
}

/* What cannot be read is not given up: a later tracker may have more luck. */
static void test_files_cannot_be_read(void) {
  int *const calls[] = {&failing.open, &failing.status, &failing.read, &failing.list};
  spool_begin();
  ags_tracker *tracker = tracker_on_disk();
  spool_track(tracker, EVENTS);
  ags_tracker_free(tracker);
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
    *calls[i] = EIO;
    tracker = tracker_on_disk();
    CHECK_INT(fixture_stats(tracker).accepted, 0);
    ags_tracker_free(tracker);
    *calls[i] = 0;
    tracker = tracker_on_disk();
    CHECK_INT(fixture_stats(tracker).adopted, EVENTS);
    ags_tracker_free(tracker);
  }
}

/* A file that stays although its events are delivered brings none of them back. */
static void test_files_cannot_be_removed(void) {
  spool_begin();
  ags_tracker *tracker = tracker_on_disk();
  spool_track(tracker, EVENTS);
  failing.remove = EIO;
  ags_batch batch = taken_batch(tracker, 2 * EVENTS);
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
  failing.remove = 0;
  CHECK(spool_find("00000001") > 0);
  tracker = tracker_on_disk();
  CHECK_INT(fixture_stats(tracker).accepted, 0);
  ags_tracker_free(tracker);
  CHECK_INT(spool_find("lock"), 0);
}

int main(void) {
  test_files_cannot_be_made();
  test_files_cannot_be_read();
  test_files_cannot_be_removed();
}
