/* What files are refused, at the time of the call. Sending them is uploads_test.py's part. */
#include "fixture.h"

#include <stddef.h>
#include <sys/stat.h>
#include <unistd.h>

static ags_tracker *tracker;

static ags_status track(const ags_attachment *files, size_t count, int mode) {
  ags_attachments attachments = {
      .size = sizeof attachments, .files = files, .count = count, .mode = (ags_attachment_mode)mode};
  return ags_track_attachments(tracker, "c", &attachments, NULL);
}

/* As the second of two files: which one it is, is said too. */
static void refused(ags_attachment file, const char *sentence) {
  ags_attachment files[] = {{.filename = "first", .data = "x", .data_size = 1}, file};
  files[0].size = files[1].size = sizeof file;
  CHECK_INT(track(files, 2, AGS_ATTACHMENT_BASE64), AGS_ERROR_ATTACHMENT);
  char expected[128];
  snprintf(expected, sizeof expected, "files[1].%s", sentence);
  CHECK_STRING(ags_last_error(), expected);
}

static void test_files(void) {
  char *long_name = fixture_repeat("x", 256);
  refused((ags_attachment){.filename = "a"}, "data: give either the bytes or a path");
  refused((ags_attachment){.filename = "a", .data = "x", .data_size = 1, .path = "/etc/hostname"},
          "data: give either the bytes or a path");
  refused((ags_attachment){.data = "x", .data_size = 1}, "filename: missing");
  refused((ags_attachment){.filename = " \t", .data = "x", .data_size = 1},
          "filename: must not be empty or blank");
  refused((ags_attachment){.filename = "\xC3", .data = "x"}, "filename: must be UTF-8; byte 0 is not");
  refused((ags_attachment){.filename = long_name, .data = "x"}, "filename: must not exceed 255 characters");
  refused((ags_attachment){.filename = "a", .data = "x", .mime_type = ""},
          "mime_type: must not be empty or blank");
  refused((ags_attachment){.filename = "a", .data = "x", .mime_type = long_name},
          "mime_type: must not exceed 255 characters");
  free(long_name);
}

static void test_paths(void) {
  refused((ags_attachment){.path = "/nowhere/at all"}, "path: is not a file that can be read");
  refused((ags_attachment){.path = "/tmp", .filename = "a"}, "path: is not a file that can be read");
  refused((ags_attachment){.path = "/dev/null", .filename = "a"}, "path: is not a file that can be read");
  refused((ags_attachment){.path = "/tmp/"}, "filename: must not be empty or blank");
  char path[] = "/tmp/agentsight-XXXXXX";
  int fd = mkstemp(path);
  CHECK(fd >= 0);
  CHECK_INT(fchmod(fd, 0), 0);
  bool is_root = geteuid() == 0; /* who may read everything */
  if (is_root) CHECK_INT(seteuid(65534), 0);
  refused((ags_attachment){.path = path}, "path: is not a file that can be read");
  if (is_root) CHECK_INT(seteuid(0), 0);
  close(fd);
  unlink(path);
}

static void test_sizes(void) {
  const size_t most = (size_t)25 << 20;
  char *bytes = calloc(1, most + 1);
  CHECK(bytes != NULL);
  refused((ags_attachment){.filename = "a", .data = bytes, .data_size = most + 1},
          "data: must not exceed 25 MiB");
  refused((ags_attachment){.filename = "a", .data = bytes, .data_size = SIZE_MAX},
          "data: must not exceed 25 MiB");
  ags_attachment file = {.size = sizeof file, .filename = "a", .data = bytes, .data_size = most};
  CHECK_INT(track(&file, 1, AGS_ATTACHMENT_BASE64), AGS_OK);
  free(bytes);
}

static void test_counts(void) {
  ags_attachment files[11];
  for (int i = 0; i < 11; i++)
    files[i] = (ags_attachment){.size = sizeof *files, .filename = "a", .data = "x", .data_size = 1};
  CHECK_INT(track(NULL, 1, AGS_ATTACHMENT_BASE64), AGS_ERROR_ATTACHMENT);
  CHECK_INT(track(files, 0, AGS_ATTACHMENT_BASE64), AGS_ERROR_ATTACHMENT);
  CHECK_INT(track(files, 11, AGS_ATTACHMENT_BASE64), AGS_ERROR_ATTACHMENT);
  CHECK_STRING(ags_last_error(), "count: must be 1 to 10");
  CHECK_INT(track(files, 10, 2), AGS_ERROR_ATTACHMENT);
  CHECK_STRING(ags_last_error(), "mode: unknown value 2");
  CHECK_INT(track(files, 10, -1), AGS_ERROR_ATTACHMENT);
  files[9].size = 0;
  CHECK_INT(track(files, 10, AGS_ATTACHMENT_FORM), AGS_ERROR_ARGUMENT);
  CHECK_INT(track(files, 9, AGS_ATTACHMENT_FORM), AGS_OK);
  CHECK_INT(ags_track_attachments(tracker, "c", NULL, NULL), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_track_attachments(NULL, "c", NULL, NULL), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_track_attachments_n(NULL, "c", 1, NULL, NULL, 0), AGS_ERROR_ARGUMENT);
  ags_attachments none = {.count = 1};
  CHECK_INT(ags_track_attachments_n(tracker, "c", 1, &none, NULL, 0), AGS_ERROR_ARGUMENT);
}

/* The same bytes are held once, however the record is looked at. */
static void test_copied_once(void) {
  ags_tracker *fresh = fixture_tracker(), *before = tracker;
  const size_t size = (size_t)4 << 20;
  char *bytes = calloc(1, size);
  ags_attachment file = {.size = sizeof file, .filename = "a", .data = bytes, .data_size = size};
  tracker = fresh;
  CHECK_INT(track(&file, 1, AGS_ATTACHMENT_BASE64), AGS_OK);
  tracker = before;
  CHECK(fixture_stats(fresh).memory_bytes < size + ((size_t)64 << 10));
  ags_tracker_free(fresh);
  free(bytes);
}

int main(void) {
  tracker = fixture_tracker();
  test_files();
  test_paths();
  test_sizes();
  test_counts();
  test_copied_once();
  fixture_stats(tracker);
  ags_tracker_free(tracker);
}
