/* Files of the spool that are not what they were: damage costs what it hit, and no more. */
#include "spool_fixture.h"

#include "crc32c.h"
#include "spool.h"

#include <fcntl.h>

#define EVENTS 20

static char *original;
static size_t original_size;

/* Leaves a file with EVENTS events, and reads it. */
static void leave_file(void) {
  spool_begin();
  ags_tracker *tracker = spool_tracker();
  spool_track(tracker, EVENTS);
  ags_tracker_free(tracker);
  CHECK_INT(spool_find("00000001"), 1);
  struct stat status;
  CHECK_INT(stat(spool_found, &status), 0);
  original_size = (size_t)status.st_size;
  original = realloc(original, original_size);
  int file = open(spool_found, O_RDONLY);
  CHECK_INT(read(file, original, original_size), original_size);
  close(file);
}

static char *run_of_file(void) {
  char *run = strdup(spool_found);
  *strrchr(run, '/') = '\0';
  return run;
}

static void write_file(const char *run, const char *name, const char *bytes, size_t size) {
  char path[1100];
  CHECK(mkdir(run, 0700) == 0 || access(run, F_OK) == 0);
  snprintf(path, sizeof path, "%s/%s", run, name);
  int file = open(path, O_RDWR | O_CREAT | O_TRUNC, 0600);
  CHECK_INT(write(file, bytes, size), size);
  close(file);
}

/* What a tracker finds. Every event must be one of those that were left, as it was, in order, once. */
static ags_stats adopt(int *found) {
  ags_tracker *tracker = spool_tracker();
  ags_stats stats = fixture_stats(tracker);
  ags_batch batch = taken_batch(tracker, 2 * EVENTS);
  int last = -1;
  for (uint32_t i = 0; i < batch.count; i++) {
    const ags_record *record = batch.entries[i].item.record;
    CHECK_BYTES(ags_record_conversation(record), record->conversation_size, "conversation", 12);
    int number = 0;
    for (uint32_t digit = 0; digit < record->text_size; digit++)
      number = number * 10 + ags_record_text(record)[digit] - '0';
    CHECK(number > last && number < EVENTS);
    last = number;
  }
  *found = (int)batch.count;
  taken_free(tracker, &batch);
  fixture_stats(tracker);
  ags_tracker_free(tracker);
  return stats;
}

static void test_flip_every_byte(void) {
  leave_file();
  char *run = run_of_file(), *bytes = malloc(original_size);
  int lost_before = 0;
  size_t used = offsetof(ags_segment, bytes) + EVENTS * 96;
  for (size_t i = 0; i < used; i++) {
    memcpy(bytes, original, original_size);
    bytes[i] = (char)~bytes[i];
    write_file(run, "00000001", bytes, original_size);
    int found;
    ags_stats stats = adopt(&found);
    if (found < EVENTS - 1) fprintf(stderr, "byte %zu: %d\n", i, found);
    CHECK(found >= EVENTS - 1);
    if (found < EVENTS) lost_before++;
    /* Damage in the last record looks like one that was never finished when it hit the size. */
    CHECK(stats.dropped_unreadable <= 1);
  }
  CHECK(lost_before > EVENTS * 40); /* it did hit records */
  free(bytes);
  free(run);
}

static void test_truncated_anywhere(void) {
  leave_file();
  char *run = run_of_file();
  int before = -1;
  for (size_t size = 0; size <= offsetof(ags_segment, bytes) + EVENTS * 96; size += 7) {
    int found;
    write_file(run, "00000001", original, size);
    adopt(&found);
    CHECK(found >= before);
    before = found;
  }
  CHECK_INT(before, EVENTS);
  free(run);
}

static void test_zero_pages(void) {
  leave_file();
  char *run = run_of_file(), *bytes = calloc(1, original_size);
  int found;
  write_file(run, "00000001", bytes, original_size); /* made, and not yet begun */
  CHECK_INT(adopt(&found).dropped_unreadable, 0);
  CHECK_INT(found, 0);
  memcpy(bytes, original, original_size);
  memset(bytes, 0, 512); /* both headers */
  write_file(run, "00000001", bytes, original_size);
  CHECK_INT(adopt(&found).dropped_unreadable, 1);
  CHECK_INT(found, 0);
  memcpy(bytes, original, original_size);
  memset(bytes + offsetof(ags_segment, bytes) + 200, 0, 512);
  write_file(run, "00000001", bytes, original_size);
  CHECK_INT(adopt(&found).dropped_unreadable, 1);
  CHECK(found >= EVENTS - 9 && found < EVENTS);
  free(bytes);
  free(run);
}

static void test_sizes_are_not_believed(void) {
  leave_file();
  char *run = run_of_file(), *bytes = malloc(original_size);
  const uint32_t sizes[] = {1, 8, 56, 1u << 20, UINT32_MAX - 7, UINT32_MAX};
  for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
    memcpy(bytes, original, original_size);
    memcpy(bytes + offsetof(ags_segment, bytes), &sizes[i], sizeof sizes[i]);
    write_file(run, "00000001", bytes, original_size);
    int found;
    CHECK_INT(adopt(&found).dropped_unreadable, 1);
    CHECK_INT(found, EVENTS - 1);
  }
  free(bytes);
  free(run);
}

static void test_newer_version_stays(void) {
  leave_file();
  char *run = run_of_file();
  ags_segment *segment = (ags_segment *)(void *)original;
  for (int copy = 0; copy < 2; copy++) segment->headers[copy].version = AGS_SPOOL_VERSION + 1;
  write_file(run, "00000001", original, original_size);
  int found;
  CHECK_INT(adopt(&found).dropped_unreadable, 0);
  CHECK_INT(found, 0);
  CHECK_INT(spool_find("00000001"), 1);
  free(run);
}

static void test_links_and_strangers_stay(void) {
  leave_file();
  char *run = run_of_file(), path[1100], target[1100];
  snprintf(path, sizeof path, "%s/00000001", run);
  snprintf(target, sizeof target, "%s/elsewhere", spool_directory);
  CHECK_INT(rename(path, target), 0);
  CHECK_INT(symlink(target, path), 0);
  write_file(run, "notes.txt", "mine", 4);
  snprintf(path, sizeof path, "%s/00000002", run);
  CHECK_INT(mkfifo(path, 0600), 0);
  snprintf(path, sizeof path, "%s/00000003", run);
  CHECK_INT(mkdir(path, 0700), 0);
  int found;
  CHECK_INT(adopt(&found).dropped_unreadable, 0);
  CHECK_INT(found, 0);
  CHECK_INT(spool_find("elsewhere"), 1);
  CHECK_INT(spool_find("00000001"), 1);
  CHECK_INT(spool_find("notes.txt"), 1);
  free(run);
}

static int lines_of_log;

static void on_log(void *user, ags_log_level level, const char *message) {
  (void)user, (void)level;
  CHECK_CONTAINS(message, "not this user's alone");
  lines_of_log++;
}

/* Nobody reads what others could have put there, or could look into, and nobody removes it. */
static void check_left_alone(void) {
  ags_options options = spool_options();
  options.log = on_log;
  lines_of_log = 0;
  ags_tracker *tracker = fixture_create(&options);
  CHECK_INT(fixture_stats(tracker).accepted, 0);
  ags_tracker_free(tracker);
  CHECK_INT(lines_of_log, 1);
  CHECK_INT(spool_find("00000001"), 1);
}

static void test_files_of_others_are_left_alone(void) {
  leave_file();
  char path[1100], other[1100];
  strcpy(path, spool_found);
  snprintf(other, sizeof other, "%s/other", spool_directory);
  CHECK_INT(link(path, other), 0);
  check_left_alone();
  CHECK_INT(unlink(other), 0);
  CHECK_INT(chmod(path, 0640), 0);
  check_left_alone();
  CHECK_INT(chmod(path, 0600), 0);
  CHECK_INT(rename(path, other), 0);
  CHECK_INT(mkfifo(path, 0600), 0);
  check_left_alone();
  CHECK_INT(rename(other, path), 0);
  const uid_t nobody = 65534;
  if (geteuid() == 0) {
    CHECK_INT(chown(path, nobody, nobody), 0);
    check_left_alone();
    CHECK_INT(chown(path, 0, 0), 0);
    *strrchr(strcpy(other, path), '/') = '\0';
    CHECK_INT(chown(other, nobody, nobody), 0);
    int found;
    adopt(&found);
    CHECK_INT(found, 0);
    CHECK_INT(chown(other, 0, 0), 0);
  }
  int found;
  adopt(&found);
  CHECK_INT(found, EVENTS);
}

static void test_locks_of_others_are_left_alone(void) {
  leave_file();
  CHECK_INT(spool_find("lock"), 1);
  char path[1100], other[1100];
  strcpy(path, spool_found);
  snprintf(other, sizeof other, "%s/other", spool_directory);
  CHECK_INT(link(path, other), 0);
  int found;
  adopt(&found);
  CHECK_INT(found, 0);
  CHECK_INT(unlink(other), 0);
  CHECK_INT(unlink(path), 0);
  CHECK_INT(mkfifo(path, 0600), 0);
  adopt(&found);
  CHECK_INT(found, 0);
  CHECK_INT(unlink(path), 0);
  adopt(&found);
  CHECK_INT(found, EVENTS);
}

static void test_open_run_directory_is_left(void) {
  leave_file();
  char *run = run_of_file();
  CHECK_INT(chmod(run, 0777), 0);
  int found;
  adopt(&found);
  CHECK_INT(found, 0);
  CHECK_INT(chmod(run, 0700), 0);
  adopt(&found);
  CHECK_INT(found, EVENTS);
  free(run);
}

static void test_copies_count_once(void) {
  leave_file();
  char *run = run_of_file();
  write_file(run, "00000002", original, original_size);
  write_file(run, "00000003", "", 0);
  int found;
  ags_stats stats = adopt(&found);
  CHECK_INT(found, EVENTS);
  CHECK_INT(stats.adopted, EVENTS);
  CHECK_INT(spool_find("lock"), 0);
  free(run);
}

static void test_checksums_agree(void) {
  char bytes[257];
  for (size_t i = 0; i < sizeof bytes; i++) bytes[i] = (char)(i * 37);
  CHECK_INT(ags_crc32c(0, "123456789", 9), 0xE3069283);
  for (size_t size = 0; size <= sizeof bytes; size++) {
    CHECK_INT(ags_crc32c(0, bytes, size), ags_crc32c_portable(0, bytes, size));
    uint32_t first = ags_crc32c(0, bytes, size / 3);
    CHECK_INT(ags_crc32c(first, bytes + size / 3, size - size / 3), ags_crc32c(0, bytes, size));
  }
}

int main(void) {
  test_checksums_agree();
  test_flip_every_byte();
  test_truncated_anywhere();
  test_zero_pages();
  test_sizes_are_not_believed();
  test_newer_version_stays();
  test_links_and_strangers_stay();
  test_files_of_others_are_left_alone();
  test_locks_of_others_are_left_alone();
  test_open_run_directory_is_left();
  test_copies_count_once();
  free(original);
  return 0;
}
