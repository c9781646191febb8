/* The spool: what one tracker leaves, the next one has. */
#include "spool_fixture.h"

#include "spool.h"

#include <sys/wait.h>

#define EVENTS 100

static void check_texts(const ags_batch *batch, int count) {
  CHECK_INT(batch->count, count);
  for (int i = 0; i < count; i++) {
    char text[16];
    taken_check_text(batch, (uint32_t)i, text, (size_t)snprintf(text, sizeof text, "%d", i));
  }
}

static void test_next_tracker_has_what_was_left(void) {
  spool_begin();
  ags_tracker *tracker = spool_tracker();
  spool_track(tracker, EVENTS);
  ags_stats stats = fixture_stats(tracker);
  CHECK_INT(stats.spooled, EVENTS);
  CHECK_INT(stats.buffered, 0);
  ags_tracker_free(tracker);

  tracker = spool_tracker();
  stats = fixture_stats(tracker);
  CHECK_INT(stats.accepted, EVENTS);
  CHECK_INT(stats.adopted, EVENTS);
  CHECK_INT(stats.spooled, EVENTS);
  ags_batch batch = taken_batch(tracker, EVENTS + 1);
  check_texts(&batch, EVENTS);
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
}

static void test_ids_and_times_stay(void) {
  spool_begin();
  ags_tracker *tracker = spool_tracker();
  spool_track(tracker, EVENTS);
  ags_batch batch = taken_batch(tracker, EVENTS);
  char *before = taken_encode(tracker, &batch);
  ags_spool_close(tracker->pool.spool); /* the process ends with a request under way */
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);

  tracker = spool_tracker();
  batch = taken_batch(tracker, EVENTS);
  char *after = taken_encode(tracker, &batch);
  CHECK(strcmp(after, before) == 0);
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
  free(before);
  free(after);
}

/* Events that nobody had read get the times at which they were tracked. */
static void test_times_are_those_of_tracking(void) {
  spool_begin();
  ags_tracker *tracker = spool_tracker();
  usleep(20000);
  struct timespec before, after;
  clock_gettime(CLOCK_REALTIME, &before);
  spool_track(tracker, EVENTS);
  clock_gettime(CLOCK_REALTIME, &after);
  ags_tracker_free(tracker);
  usleep(20000);
  tracker = spool_tracker();
  ags_batch batch = taken_batch(tracker, EVENTS);
  check_texts(&batch, EVENTS);
  const int64_t slack_us = 5000;
  for (int i = 0; i < EVENTS; i++) {
    int64_t us = batch.entries[i].item.us;
    CHECK(us >= before.tv_sec * INT64_C(1000000) + before.tv_nsec / 1000 - slack_us);
    CHECK(us <= after.tv_sec * INT64_C(1000000) + after.tv_nsec / 1000 + slack_us);
    if (i > 0) CHECK(us > batch.entries[i - 1].item.us);
  }
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
}

/* Once an event was on the wire, its time there stays, whatever the clocks say later. */
static void test_time_on_the_wire_stays(void) {
  spool_begin();
  ags_tracker *tracker = spool_tracker();
  spool_track(tracker, 1);
  ags_batch batch = taken_batch(tracker, 1);
  int64_t us = batch.entries[0].item.us - 3600 * INT64_C(1000000);
  ags_spool_note_time(batch.entries[0].item.record, us);
  ags_spool_close(tracker->pool.spool);
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
  tracker = spool_tracker();
  batch = taken_batch(tracker, 1);
  CHECK_INT(batch.entries[0].item.us, us);
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
}

static void test_what_is_done_does_not_come_back(void) {
  spool_begin();
  ags_tracker *tracker = spool_tracker();
  spool_track(tracker, EVENTS);
  ags_batch batch = taken_batch(tracker, EVENTS / 2);
  taken_free(tracker, &batch);
  CHECK_INT(ags_discard(tracker, "another", NULL), AGS_OK);
  ags_tracker_free(tracker);
  tracker = spool_tracker();
  CHECK_INT(fixture_stats(tracker).adopted, EVENTS / 2);
  uint64_t count;
  CHECK_INT(ags_discard(tracker, NULL, &count), AGS_OK);
  CHECK_INT(count, EVENTS / 2);
  CHECK_INT(fixture_stats(tracker).spooled, 0);
  ags_tracker_free(tracker);
  CHECK_INT(spool_find("lock"), 0); /* and leaves nothing behind */
}

static void test_every_kind_and_size(void) {
  spool_begin();
  ags_tracker *tracker = spool_tracker();
  char *large = fixture_repeat("0123456789", 100000);
  ags_pair pair = {.key = "k", .type = AGS_TYPE_BOOLEAN, .boolean = true};
  ags_action action = {
      .size = sizeof action, .name = "search", .tools_used = "{\"a\":1}", .response = "found"};
  ags_button button = {.size = sizeof button, .event = "click", .label = "Yes", .value = "yes"};
  ags_token_usage usage = {.size = sizeof usage, .prompt = 1, .completion = 2, .total = 3};
  ags_attachment file = {.size = sizeof file, .filename = "a.txt", .data = large, .data_size = 300000};
  ags_attachments files = {.size = sizeof files, .files = &file, .count = 1};
  ags_conversation_info info = {.size = sizeof info, .device = "desktop"};
  const ags_event events[] = {
      {.size = sizeof(ags_event), .kind = AGS_KIND_QUESTION, .text = large, .pairs = &pair, .pair_count = 1},
      {.size = sizeof(ags_event), .kind = AGS_KIND_ANSWER, .text = "answer"},
      {.size = sizeof(ags_event), .kind = AGS_KIND_ACTION, .action = &action},
      {.size = sizeof(ags_event), .kind = AGS_KIND_BUTTON, .button = &button},
      {.size = sizeof(ags_event), .kind = AGS_KIND_TOKEN_USAGE, .token_usage = &usage},
      {.size = sizeof(ags_event), .kind = AGS_KIND_ATTACHMENTS, .attachments = &files},
      {.size = sizeof(ags_event), .kind = AGS_KIND_CONVERSATION, .info = &info},
      {.size = sizeof(ags_event), .kind = AGS_KIND_VISIT, .info = &info},
  };
  for (int i = 0; i < AGS_KIND_COUNT; i++) {
    ags_event event = events[i];
    event.conversation_id = "conversation";
    if (ags_track(tracker, &event) != AGS_OK) test_fail(__FILE__, __LINE__, ags_last_error());
  }
  ags_batch batch = taken_batch(tracker, 100);
  char *before = taken_encode(tracker, &batch);
  ags_spool_close(tracker->pool.spool);
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
  tracker = spool_tracker();
  batch = taken_batch(tracker, 100);
  CHECK_INT(batch.count, AGS_KIND_COUNT);
  char *after = taken_encode(tracker, &batch);
  CHECK(strcmp(after, before) == 0);
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
  free(before);
  free(after);
  free(large);
}

static void test_only_the_same_key_and_environment(void) {
  spool_begin();
  ags_tracker *tracker = spool_tracker();
  spool_track(tracker, 1);
  ags_tracker_free(tracker);
  ags_options options = spool_options();
  options.environment = "development";
  tracker = fixture_create(&options);
  CHECK_INT(fixture_stats(tracker).adopted, 0);
  ags_tracker_free(tracker);
  options = spool_options();
  options.api_key = "ags_ffffffffffffffffffffffffffffffff_0a1b2c";
  tracker = fixture_create(&options);
  CHECK_INT(fixture_stats(tracker).adopted, 0);
  ags_tracker_free(tracker);
  tracker = spool_tracker();
  CHECK_INT(fixture_stats(tracker).adopted, 1);
  ags_tracker_free(tracker);
}

static void test_the_living_are_left_alone(void) {
  spool_begin();
  ags_tracker *first = spool_tracker();
  spool_track(first, EVENTS);
  ags_tracker *second = spool_tracker();
  CHECK_INT(fixture_stats(second).adopted, 0);
  ags_tracker_free(second);
  CHECK_INT(fixture_stats(first).spooled, EVENTS);
  ags_tracker_free(first);
}

/* A child's events are its own, and die with neither. */
static void test_fork(void) {
  spool_begin();
  ags_tracker *tracker = spool_tracker();
  spool_track(tracker, EVENTS);
  pid_t child = fork();
  if (child == 0) {
    spool_track(tracker, 3);
    _exit(fixture_stats(tracker).spooled == 3 && fixture_stats(tracker).adopted == 0 ? 0 : 1);
  }
  int status;
  CHECK_INT(waitpid(child, &status, 0), child);
  CHECK_INT(status, 0);
  CHECK_INT(fixture_stats(tracker).spooled, EVENTS);
  ags_tracker *second = spool_tracker();
  CHECK_INT(fixture_stats(second).adopted, 3);
  ags_tracker_free(second);
  ags_tracker_free(tracker);
  tracker = spool_tracker();
  CHECK_INT(fixture_stats(tracker).adopted, EVENTS + 3);
  ags_tracker_free(tracker);
}

static void test_spool_holds_more_than_memory(void) {
  spool_begin();
  ags_options options = spool_options();
  options.when_full = AGS_WHEN_FULL_SPOOL;
  options.memory_limit = (size_t)1 << 20;
  options.spool_limit = (uint64_t)8 << 20;
  ags_tracker *tracker = fixture_create(&options);
  char *text = fixture_repeat("x", 1000);
  uint64_t count = 0;
  while (ags_track_question(tracker, "conversation", text, NULL) == AGS_OK) {
    count++;
    if (count % 1000 == 0) CHECK(fixture_stats(tracker).memory_bytes <= options.memory_limit);
  }
  ags_stats stats = fixture_stats(tracker);
  CHECK(stats.spooled > 7000 && stats.spooled < 9000);
  CHECK(stats.buffered > 0); /* what found no room in the spool */
  CHECK_INT(stats.rejected_full, 1);
  free(text);
  ags_batch batch = taken_batch(tracker, 10000);
  CHECK_INT(batch.count, count);
  for (uint32_t i = 0; i < batch.count; i++)
    CHECK(ags_held_append(&tracker->drain.held, &batch.entries[i].item));
  ags_batch_destroy(&batch);
  CHECK_INT(ags_discard(tracker, NULL, NULL), AGS_OK);
  CHECK_INT(ags_track_question(tracker, "conversation", "again", NULL), AGS_OK);
  CHECK_INT(fixture_stats(tracker).spooled + fixture_stats(tracker).buffered, 1);
  ags_tracker_free(tracker);
}

/* What is left comes in as memory allows, oldest first. */
static void test_more_is_left_than_memory_holds(void) {
  spool_begin();
  ags_options options = spool_options();
  ags_tracker *tracker = fixture_create(&options);
  const int many = 40000;
  spool_track(tracker, many);
  ags_tracker_free(tracker);
  options.memory_limit = (size_t)1 << 20;
  tracker = fixture_create(&options);
  int next = 0;
  while (next < many) {
    ags_batch batch = taken_batch(tracker, 1000);
    CHECK(batch.count > 0);
    for (uint32_t i = 0; i < batch.count; i++, next++) {
      char text[16];
      taken_check_text(&batch, i, text, (size_t)snprintf(text, sizeof text, "%d", next));
    }
    CHECK(fixture_stats(tracker).memory_bytes <= options.memory_limit);
    taken_free(tracker, &batch);
    pthread_mutex_lock(&tracker->drain.mutex);
    ags_spool_adopt(tracker->pool.spool);
    pthread_mutex_unlock(&tracker->drain.mutex);
  }
  CHECK_INT(fixture_stats(tracker).spooled, 0);
  ags_tracker_free(tracker);
  CHECK_INT(spool_find("lock"), 0);
}

/* What memory has no room for at all waits for a tracker with more, and holds up nothing else. */
static void test_larger_than_memory(void) {
  spool_begin();
  ags_tracker *tracker = spool_tracker();
  char *large = fixture_repeat("0123456789", 200000), *medium = fixture_repeat("0123456789", 70000);
  spool_track(tracker, 2);
  CHECK_INT(ags_track_question(tracker, "conversation", large, NULL), AGS_OK);
  spool_track(tracker, 3);
  CHECK_INT(ags_track_question(tracker, "conversation", medium, NULL), AGS_OK);
  ags_tracker_free(tracker);
  ags_options options = spool_options();
  options.memory_limit = (size_t)1 << 20;
  tracker = fixture_create(&options);
  CHECK_INT(fixture_stats(tracker).adopted, 6);
  CHECK_INT(ags_discard(tracker, NULL, NULL), AGS_OK);
  ags_tracker_free(tracker);
  tracker = spool_tracker();
  ags_batch batch = taken_batch(tracker, 10);
  CHECK_INT(batch.count, 1);
  taken_check_text(&batch, 0, large, strlen(large));
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
  CHECK_INT(spool_find("lock"), 0);
  free(large);
  free(medium);
}

static void check_refused(const char *directory, const char *why) {
  ags_options options = fixture_options();
  options.spool_directory = directory;
  ags_tracker *tracker;
  CHECK_INT(ags_tracker_create(&options, &tracker), AGS_ERROR_OPTION);
  CHECK_CONTAINS(ags_last_error(), "spool_directory");
  CHECK_CONTAINS(ags_last_error(), why);
}

static void test_refused_directories(void) {
  spool_begin();
  char path[128];
  check_refused("", "1 to");
  snprintf(path, sizeof path, "%s/missing/directory", spool_directory);
  check_refused(path, "No such file");
  snprintf(path, sizeof path, "%s/link", spool_directory);
  CHECK_INT(symlink("/tmp", path), 0);
  check_refused(path, "not a link");
  snprintf(path, sizeof path, "%s/open", spool_directory);
  CHECK_INT(mkdir(path, 0700), 0);
  CHECK_INT(chmod(path, 0777), 0);
  check_refused(path, "not writable by others");
  if (geteuid() != 0) check_refused("/", "own");
  ags_options options = fixture_options();
  options.when_full = AGS_WHEN_FULL_SPOOL;
  ags_tracker *tracker;
  CHECK_INT(ags_tracker_create(&options, &tracker), AGS_ERROR_OPTION);
  CHECK_CONTAINS(ags_last_error(), "when_full");
  options = spool_options();
  options.spool_limit = 1;
  CHECK_INT(ags_tracker_create(&options, &tracker), AGS_ERROR_OPTION);
  CHECK_CONTAINS(ags_last_error(), "spool_limit");
}

/* A directory that is root's is none for others, even where they may write to it. */
static void test_another_users_directory_is_refused(void) {
  if (geteuid() != 0) return;
  spool_begin();
  CHECK_INT(chmod(spool_directory, 0755), 0);
  pid_t child = fork();
  if (child == 0) {
    const uid_t nobody = 65534;
    CHECK_INT(setgid(nobody), 0);
    CHECK_INT(setuid(nobody), 0);
    check_refused(spool_directory, "this user's own");
    _exit(0);
  }
  int status;
  CHECK_INT(waitpid(child, &status, 0), child);
  CHECK_INT(status, 0);
}

static void test_modes(void) {
  spool_begin();
  ags_tracker *tracker = spool_tracker();
  spool_track(tracker, 1);
  struct stat status;
  CHECK_INT(spool_find("00000001"), 1);
  CHECK_INT(stat(spool_found, &status), 0);
  CHECK_INT(status.st_mode & 0777, 0600);
  *strrchr(spool_found, '/') = '\0';
  CHECK_INT(stat(spool_found, &status), 0);
  CHECK_INT(status.st_mode & 0777, 0700);
  ags_tracker_free(tracker);
}

int main(void) {
  test_next_tracker_has_what_was_left();
  test_ids_and_times_stay();
  test_times_are_those_of_tracking();
  test_time_on_the_wire_stays();
  test_what_is_done_does_not_come_back();
  test_every_kind_and_size();
  test_only_the_same_key_and_environment();
  test_the_living_are_left_alone();
  test_fork();
  test_spool_holds_more_than_memory();
  test_more_is_left_than_memory_holds();
  test_larger_than_memory();
  test_refused_directories();
  test_another_users_directory_is_refused();
  test_modes();
  return 0;
}
