/* What waits: in order, counted by kind, of one conversation or of all; and giving it up. */
#include "fixture.h"

#include <pthread.h>
#include <stdatomic.h>

static ags_tracker *tracker;
static char seen[4096]; /* "conversation:text " of each item */
static int64_t last_us;

static void on_item(void *user, const ags_item *item) {
  CHECK(user == &tracker);
  CHECK_INT(item->size, sizeof *item);
  CHECK_INT(item->outcome, AGS_OUTCOME_PENDING);
  CHECK_INT(item->error, AGS_OK);
  CHECK(item->time_us >= last_us);
  last_us = item->time_us;
  size_t used = strlen(seen);
  snprintf(seen + used, sizeof seen - used, "%.*s:%.*s ", (int)item->conversation_id_size,
           item->conversation_id, (int)item->text_size, item->text_size > 0 ? item->text : "");
}

static void expect(const char *conversation, const char *items) {
  ags_summary summary = {.size = sizeof summary};
  seen[0] = '\0';
  last_us = 0;
  CHECK_INT(ags_pending(tracker, conversation, on_item, &tracker, &summary), AGS_OK);
  CHECK_STRING(seen, items);
  uint64_t sum = 0;
  for (int i = 0; i < AGS_KIND_COUNT; i++) sum += summary.count_of[i];
  CHECK_INT(summary.count, sum);
}

static void track_one_of_each(void) {
  const ags_action action = {.size = sizeof action, .name = "search"};
  const ags_button button = {.size = sizeof button, .event = "yes", .label = "l", .value = "v"};
  const ags_token_usage usage = {.size = sizeof usage, .prompt = 1};
  const ags_attachment files[] = {{.size = sizeof *files, .filename = "f1", .data = "x"},
                                  {.size = sizeof *files, .filename = "f2", .data = "x"}};
  const ags_attachments all = {.size = sizeof all, .files = files, .count = 2};
  CHECK_INT(ags_track_question(tracker, "a", "Hello?", NULL), AGS_OK);
  CHECK_INT(ags_track_action(tracker, "b", &action, NULL), AGS_OK);
  CHECK_INT(ags_track_button(tracker, "a", &button, NULL), AGS_OK);
  CHECK_INT(ags_track_token_usage(tracker, "b", &usage, NULL), AGS_OK);
  CHECK_INT(ags_track_attachments(tracker, "a", &all, NULL), AGS_OK);
  CHECK_INT(ags_get_or_create_conversation(tracker, "b", NULL, NULL), AGS_OK);
  CHECK_INT(ags_track_answer(tracker, "a", "Hi.", NULL), AGS_OK);
}

static void test_items(void) {
  expect(NULL, "");
  track_one_of_each();
  expect(NULL, "a:Hello? b:search a:yes b: a:f1 b: a:Hi. ");
  expect(NULL, "a:Hello? b:search a:yes b: a:f1 b: a:Hi. "); /* looking changes nothing */
  expect("a", "a:Hello? a:yes a:f1 a:Hi. ");
  expect("b", "b:search b: b: ");
  expect("ab", "");
  ags_summary summary = {.size = sizeof summary};
  CHECK_INT(ags_pending(tracker, NULL, NULL, NULL, &summary), AGS_OK);
  CHECK_INT(summary.count, 7);
  for (int kind = 0; kind < AGS_KIND_COUNT; kind++) CHECK_INT(summary.count_of[kind], kind != AGS_KIND_VISIT);
  CHECK_INT(ags_pending(tracker, NULL, NULL, NULL, NULL), AGS_OK);
  CHECK_INT(ags_pending(NULL, NULL, NULL, NULL, &summary), AGS_ERROR_ARGUMENT);
}

static void test_discarding(void) {
  uint64_t count = 99;
  CHECK_INT(ags_discard(tracker, "b", &count), AGS_OK);
  CHECK_INT(count, 3);
  expect(NULL, "a:Hello? a:yes a:f1 a:Hi. ");
  CHECK_INT(ags_track_question(tracker, "b", "again", NULL), AGS_OK);
  expect(NULL, "a:Hello? a:yes a:f1 a:Hi. b:again ");
  CHECK_INT(ags_discard(tracker, NULL, NULL), AGS_OK);
  expect(NULL, "");
  CHECK_INT(ags_discard(tracker, NULL, &count), AGS_OK);
  CHECK_INT(count, 0);
  CHECK_INT(ags_discard(NULL, NULL, &count), AGS_ERROR_ARGUMENT);
  ags_stats stats = fixture_stats(tracker);
  CHECK_INT(stats.accepted, 8);
  CHECK_INT(stats.dropped, 8);
  CHECK_INT(stats.discarded, 8);
  CHECK_INT(stats.buffered, 0);
}

/* What can be no conversation's id is a mistake, and not a conversation in which nothing waits. */
static void test_ids(void) {
  char *longer = fixture_repeat("a", 256);
  const struct {
    const char *id, *rule;
  } cases[] = {{"", "conversation_id: must not be empty or blank"},
               {" \xE2\x80\x83", "conversation_id: must not be empty or blank"},
               {"\xFF", "conversation_id: must be UTF-8; byte 0 is not"},
               {longer, "conversation_id: must not exceed 255 characters"}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    ags_token_usage usage = {.size = sizeof usage};
    const ags_send_options options = {.size = sizeof options, .conversation_id = cases[i].id};
    CHECK_INT(ags_pending(tracker, cases[i].id, NULL, NULL, NULL), AGS_ERROR_CONVERSATION_ID);
    CHECK_STRING(ags_last_error(), cases[i].rule);
    CHECK_INT(ags_discard(tracker, cases[i].id, NULL), AGS_ERROR_CONVERSATION_ID);
    CHECK_STRING(ags_last_error(), cases[i].rule);
    CHECK_INT(ags_get_token_usage(tracker, cases[i].id, &usage), AGS_ERROR_CONVERSATION_ID);
    CHECK_STRING(ags_last_error(), cases[i].rule);
    CHECK_INT(ags_send_with(tracker, &options, NULL), AGS_ERROR_CONVERSATION_ID);
    CHECK_STRING(ags_last_error(), cases[i].rule);
  }
  free(longer);
}

/* Memory that was full is free again. */
static void test_memory(void) {
  ags_options options = fixture_options();
  options.memory_limit = (size_t)2 << 20;
  ags_tracker *small = fixture_create(&options);
  char *text = fixture_repeat("x", 1000);
  for (int round = 0; round < 5; round++) {
    uint64_t tracked = 0, discarded;
    while (ags_track_question(small, "c", text, NULL) == AGS_OK) tracked++;
    CHECK(tracked > 1500);
    CHECK_INT(ags_discard(small, NULL, &discarded), AGS_OK);
    CHECK_INT(discarded, tracked);
    CHECK(fixture_stats(small).memory_bytes <= ((size_t)256 << 10));
  }
  free(text);
  ags_tracker_free(small);
}

#define PRODUCERS 8
#define EVENTS    5000

static atomic_int producing = PRODUCERS;

static void *produce(void *argument) {
  char conversation[16], text[16];
  snprintf(conversation, sizeof conversation, "%zu", (size_t)argument);
  for (int i = 0; i < EVENTS; i++) {
    snprintf(text, sizeof text, "%d", i);
    CHECK_INT(ags_track_question(tracker, conversation, text, NULL), AGS_OK);
  }
  atomic_fetch_sub(&producing, 1);
  return NULL;
}

/* How far each conversation was seen; nothing comes twice, nothing is left out. */
static void on_produced(void *user, const ags_item *item) {
  int *next = user;
  int conversation = item->conversation_id[0] - '0';
  char text[16];
  snprintf(text, sizeof text, "%.*s", (int)item->text_size, item->text);
  CHECK_INT(atoi(text), next[conversation]);
  next[conversation]++;
}

static void test_while_tracking(void) {
  pthread_t threads[PRODUCERS];
  for (size_t i = 0; i < PRODUCERS; i++) pthread_create(&threads[i], NULL, produce, (void *)i);
  uint64_t discarded = 0, before = 0;
  int from[PRODUCERS] = {0}; /* of each conversation: the first event that was not discarded */
  while (atomic_load(&producing) > 0) {
    int next[PRODUCERS];
    ags_summary summary = {.size = sizeof summary};
    memcpy(next, from, sizeof next);
    CHECK_INT(ags_pending(tracker, NULL, on_produced, next, &summary), AGS_OK);
    CHECK(summary.count >= before);
    before = summary.count;
    if (summary.count < EVENTS) continue;
    uint64_t count;
    CHECK_INT(ags_discard(tracker, "0", &count), AGS_OK);
    from[0] += (int)count;
    discarded += count;
    before = 0;
  }
  for (int i = 0; i < PRODUCERS; i++) pthread_join(threads[i], NULL);
  CHECK_INT(ags_pending(tracker, NULL, on_produced, from, NULL), AGS_OK);
  for (int i = 0; i < PRODUCERS; i++) CHECK_INT(from[i], EVENTS);
  ags_stats stats = fixture_stats(tracker);
  CHECK_INT(stats.buffered, PRODUCERS * EVENTS - discarded);
}

int main(void) {
  tracker = fixture_tracker();
  test_items();
  test_discarding();
  test_ids();
  test_memory();
  ags_tracker_free(tracker);
  tracker = fixture_tracker();
  test_while_tracking();
  ags_tracker_free(tracker);
}
