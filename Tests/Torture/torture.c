/*
 * A tracker's life with one call into the system failing, then with the next, until none is left: creating,
 * tracking every kind of event, sending to the endpoint given, freeing. Whatever fails, nothing crashes or
 * leaks, the call that cannot do its work says so, the books balance, and once nothing fails any more
 * everything that was accepted arrives. Then the same with a spool, in which another life has left events.
 *
 *   torture ENDPOINT FILE DIRECTORY STRIDE    fails every STRIDE-th call; attaches FILE, spools in DIRECTORY
 *
 * Prints how many events were accepted in all, and how many of them had files. Time does not pass here: where
 * the tracker would wait before it tries again, the clock is set forward.
 */
#include "failing_calls.h"
#include "fixture.h"
#include "tracker.h"

#include <dirent.h>
#include <time.h>

#define SEND_MS 60000

static int64_t skipped_ns;

static int64_t clock_ns(clockid_t id) {
  struct timespec t;
  clock_gettime(id, &t);
  return (int64_t)t.tv_sec * 1000000000 + t.tv_nsec + skipped_ns;
}

static int64_t monotonic_ns(void *context) {
  (void)context;
  return clock_ns(CLOCK_MONOTONIC);
}

static int64_t wall_ns(void *context) {
  (void)context;
  return clock_ns(CLOCK_REALTIME);
}

static void wait_until(void *context, int64_t until_ns) {
  int64_t left = until_ns - monotonic_ns(context);
  if (left > 0) skipped_ns += left;
}

/* What one failing call led to. */
typedef struct run {
  ags_system system;
  ags_options options;
  const char *file;            /* to attach */
  uint64_t accepted, attached; /* events; those of them that have files */
  uint64_t left;               /* by the life before, in the spool */
} run;

/* A file that the disk does not give back is given up, so that nothing waits behind it for ever. */
static void on_log(void *user, ags_log_level level, const char *message) {
  (void)level;
  if (strstr(message, "given up") == NULL) return;
  CHECK_STRING(failing_function(), "pread");
  ((run *)user)->attached--;
}

static void take(run *r, ags_status status) {
  if (status == AGS_OK) {
    r->accepted++;
    return;
  }
  CHECK(status == AGS_ERROR_MEMORY || status == AGS_ERROR_ATTACHMENT);
  CHECK(ags_last_error()[0] != '\0');
}

static void track(run *r, ags_tracker *tracker) {
  char large[5000];
  memset(large, 'x', sizeof large - 1);
  large[sizeof large - 1] = '\0';
  ags_action action = {.size = sizeof action, .name = "search", .response = large};
  ags_button button = {.size = sizeof button, .event = "helpful", .label = "Yes", .value = "1"};
  ags_token_usage usage = {.size = sizeof usage, .prompt = 5};
  ags_attachment files[] = {{.size = sizeof *files, .filename = "f", .data = large, .data_size = 100},
                            {.size = sizeof *files, .path = r->file}};
  ags_attachments all = {.size = sizeof all, .files = files, .count = 2};
  ags_pair pairs[] = {{.key = "a", .type = AGS_TYPE_STRING, .string = large}};
  ags_event event = {.size = sizeof event,
                     .kind = AGS_KIND_ANSWER,
                     .conversation_id = "c",
                     .text = "A test.",
                     .pairs = pairs,
                     .pair_count = 1};
  take(r, ags_track_question(tracker, "c", "What is this?", "{\"a\":1}"));
  take(r, ags_track_action(tracker, "c", &action, NULL));
  take(r, ags_track(tracker, &event));
  take(r, ags_track_button(tracker, "d", &button, NULL));
  take(r, ags_track_token_usage(tracker, "d", &usage, NULL));
  ags_status attached = ags_track_attachments(tracker, "d", &all, NULL);
  take(r, attached);
  r->attached += attached == AGS_OK;
}

static void send(ags_tracker *tracker, const char *conversation, bool must_succeed) {
  ags_send_options options = {.size = sizeof options, .timeout_ms = SEND_MS, .conversation_id = conversation};
  ags_status status = ags_send_with(tracker, &options, NULL);
  CHECK(status == AGS_OK || status == AGS_ERROR_MEMORY || status == AGS_ERROR_NETWORK ||
        status == AGS_ERROR_THREAD || status == AGS_ERROR_TIMEOUT);
  if (must_succeed) CHECK_CONTAINS(status == AGS_OK ? "OK" : ags_last_error(), "OK");
  fixture_stats(tracker);
}

static char last_name[256];

static int count_names(const char *path) {
  DIR *directory = opendir(path);
  const struct dirent *entry;
  int count = 0;
  while ((entry = readdir(directory)) != NULL) {
    if (entry->d_name[0] == '.') continue;
    snprintf(last_name, sizeof last_name, "%s", entry->d_name);
    count++;
  }
  closedir(directory);
  return count;
}

static ags_tracker *create(run *r) {
  ags_tracker *tracker = NULL;
  CHECK_INT(ags_tracker_create_in(&r->system, &r->options, &tracker), AGS_OK);
  return tracker;
}

static void live(run *r) {
  ags_tracker *tracker = NULL;
  ags_status status = ags_tracker_create_in(&r->system, &r->options, &tracker);
  if (status != AGS_OK) {
    CHECK(status == AGS_ERROR_MEMORY || (status == AGS_ERROR_OPTION && r->options.spool_directory != NULL));
    CHECK(tracker == NULL && ags_last_error()[0] != '\0');
    return;
  }
  uint64_t before = r->accepted;
  track(r, tracker);
  send(tracker, "c", false);
  send(tracker, NULL, false);
  ags_stats stats = fixture_stats(tracker);
  if (r->options.spool_directory == NULL || stats.buffered > 0) {
    failing_disarm();
    send(tracker, NULL, true);
    stats = fixture_stats(tracker);
    /* A file that could not be read is given up, and said so. */
    CHECK_INT(stats.delivered + stats.dropped_unreadable, stats.accepted);
  } /* else what waits lies in files, whatever fails from here on */
  CHECK_INT(stats.accepted, r->accepted - before + stats.adopted);
  CHECK(stats.adopted <= r->left);
  ags_tracker_free(tracker);
}

/* With a spool: events that the next life finds. */
static void leave(run *r) {
  ags_tracker *tracker = create(r);
  for (int i = 0; i < 3; i++) take(r, ags_track_question(tracker, "e", "Who sends this?", NULL));
  r->left = fixture_stats(tracker).accepted;
  CHECK_INT(fixture_stats(tracker).spooled, r->left);
  ags_tracker_free(tracker);
}

/* Sends what a life with failures has left, after which nothing is left. */
static void tidy(run *r) {
  ags_tracker *tracker = create(r);
  send(tracker, NULL, true);
  ags_tracker_free(tracker);
  CHECK_INT(count_names(r->options.spool_directory), 1); /* the directory of the key ... */
  char path[256];
  snprintf(path, sizeof path, "%s/%.64s", r->options.spool_directory, last_name);
  CHECK_INT(count_names(path), 0); /* ... without a run */
}

static int open_files(void) {
  return count_names("/proc/self/fd");
}

/* What a life leaves behind. */
typedef struct remains {
  long blocks, mapped;
  int files;
} remains;

static remains live_with(run *r, failing_class which, long nth, bool on) {
  bool spools = r->options.spool_directory != NULL;
  if (spools) leave(r);
  remains before = {failing_blocks(), failing_mapped(), open_files()};
  failing_arm(which, nth, on);
  live(r);
  failing_disarm();
  remains left = {failing_blocks() - before.blocks, failing_mapped() - before.mapped,
                  open_files() - before.files};
  if (spools) tidy(r);
  return left;
}

static bool is_more(remains r) {
  return r.blocks > 0 || r.mapped > 0 || r.files > 0;
}

static long number;

/* Which call it was that led to a failed check. */
static void say_number(void) {
  failing_disarm();
  if (failing_function() != NULL) fprintf(stderr, "(call %ld, %s, had failed)\n", number, failing_function());
}

static void fail_each(run *r, failing_class which, bool on, long stride) {
  bool happened = true;
  for (number = 0; happened; number += stride) {
    remains left = live_with(r, which, number, on);
    happened = failing_function() != NULL;
    /* Libraries set themselves up at odd moments and keep what they made; what leaks does so each time. */
    for (int again = 0; again < 3 && is_more(left); again++) left = live_with(r, which, number, on);
    if (is_more(left)) {
      fprintf(stderr, "%ld blocks, %ld mapped bytes, %d files leak\n", left.blocks, left.mapped, left.files);
      exit(1);
    }
  }
  CHECK(number > 20); /* as many calls as that can fail: ours stand in front */
  fprintf(stderr, "%s%s%s: %ld\n", which == FAILING_ALLOCATIONS ? "allocations" : "calls",
          on ? ", for good" : "", r->options.spool_directory != NULL ? ", with a spool" : "", number);
}

static void fail_all(run *r, long stride) {
  live(r); /* what is set up once is set up */
  fail_each(r, FAILING_ALLOCATIONS, false, stride);
  fail_each(r, FAILING_ALLOCATIONS, true, stride);
  fail_each(r, FAILING_CALLS, false, stride);
  fail_each(r, FAILING_CALLS, true, stride);
}

int main(int count, char **arguments) {
  CHECK_INT(count, 5);
  ags_clock_source clock = {monotonic_ns, wall_ns, NULL};
  run r = {.system = ags_system_default, .options = fixture_options(), .file = arguments[2]};
  r.system.clock = &clock;
  r.system.wait_until = wait_until;
  r.options.endpoint = arguments[1];
  r.options.batch_events = 4;
  r.options.log = on_log;
  r.options.log_user = &r;
  long stride = strtol(arguments[4], NULL, 10);
  CHECK_INT(atexit(say_number), 0);
  fail_all(&r, stride);
  r.options.spool_directory = arguments[3];
  fail_all(&r, stride);
  printf("%llu %llu\n", (unsigned long long)r.accepted, (unsigned long long)r.attached);
}
