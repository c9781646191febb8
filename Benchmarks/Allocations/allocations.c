/* Shows that tracking calls allocate nothing in the steady state, and how rarely they lock: once for each
 * segment of the ring. This is a test as well: it fails when a call allocates. */
#include "counting.h"
#include "event.h"
#include "fixture.h"

#define ROUNDS      200
#define ROUND_CALLS 5000

static ags_tracker *tracker;
static ags_conversation *conversation;
static ags_metadata *metadata;

static void lengths(void) {
  must(ags_track_question_n(tracker, EVENT_ID, EVENT_ID_SIZE, EVENT_TEXT, EVENT_TEXT_SIZE, EVENT_METADATA,
                            EVENT_METADATA_SIZE));
}

static void terminated(void) {
  must(ags_track_answer(tracker, EVENT_ID, EVENT_TEXT, EVENT_METADATA));
}

static void handles(void) {
  must(ags_track_message(tracker, AGS_KIND_QUESTION, conversation, EVENT_TEXT, EVENT_TEXT_SIZE, metadata));
}

static void differing(void) {
  static char json[] = "{\"user_type\":\"premium\",\"turn\":1000}";
  static unsigned turn;
  turn = (turn + 1) % 9000;
  snprintf(json, sizeof json, "{\"user_type\":\"premium\",\"turn\":%u}", 1000 + turn);
  must(ags_track_question(tracker, EVENT_ID, EVENT_TEXT, json));
}

static void pairs(void) {
  const ags_pair fields[] = {{.key = "user_type", .string = "premium"}, {.key = "language", .string = "en"}};
  ags_event event = {.size = sizeof event,
                     .kind = AGS_KIND_QUESTION,
                     .conversation_id = EVENT_ID,
                     .text = EVENT_TEXT,
                     .pairs = fields,
                     .pair_count = 2};
  must(ags_track(tracker, &event));
}

static void action(void) {
  ags_action done = {.size = sizeof done,
                     .name = "search",
                     .tools_used = "{\"search\":\"enabled\"}",
                     .response = EVENT_TEXT,
                     .duration_ns = 50000000};
  must(ags_track_action(tracker, EVENT_ID, &done, EVENT_METADATA));
}

static void button(void) {
  ags_button pressed = {
      .size = sizeof pressed, .event = "helpful", .label = "Yes, thanks", .value = "positive_feedback"};
  must(ags_track_button(tracker, EVENT_ID, &pressed, EVENT_METADATA));
}

static void tokens(void) {
  ags_token_usage used = {.size = sizeof used, .prompt = 100, .completion = 20};
  must(ags_track_token_usage(tracker, EVENT_ID, &used, NULL));
}

static void unicode(void) {
  must(ags_track_question(tracker, EVENT_ID, "Was ist maschinelles Lernen? \xE2\x82\xAC \xF0\x9F\x91\x8D",
                          NULL));
}

static void drain(void) {
  must(ags_discard(tracker, NULL, NULL));
}

/* What the calls cost, drains left out. */
static counts count(void (*call)(void)) {
  counts sum = {0};
  for (int round = 0; round < ROUNDS; round++) {
    counts before = counting_read();
    for (int i = 0; i < ROUND_CALLS; i++) call();
    counts after = counting_read();
    sum.allocations += after.allocations - before.allocations;
    sum.mappings += after.mappings - before.mappings;
    sum.locks += after.locks - before.locks;
    drain();
  }
  return sum;
}

int main(void) {
  static const struct {
    const char *name;
    void (*call)(void);
  } calls[] = {
      {"C, lengths", lengths},
      {"C, NUL-terminated", terminated},
      {"C, handles", handles},
      {"text beyond ASCII", unicode},
      {"metadata differs", differing},
      {"ags_track() with pairs", pairs},
      {"action", action},
      {"button", button},
      {"token usage", tokens},
  };
  tracker = fixture_tracker();
  must(ags_conversation_create(EVENT_ID, EVENT_ID_SIZE, &conversation));
  must(ags_metadata_create_json(EVENT_METADATA, EVENT_METADATA_SIZE, &metadata));
  bool allocated = false;
  printf("## Allocations\n\nFor %d calls each, in the steady state.\n\n", ROUNDS * ROUND_CALLS);
  printf("| call | allocations | mappings | locks, one for a segment |\n|---|--:|--:|--:|\n");
  for (size_t i = 0; i < sizeof calls / sizeof *calls; i++) {
    for (int warm = 0; warm < 2 * ROUND_CALLS; warm++) calls[i].call();
    drain();
    counts c = count(calls[i].call);
    allocated = allocated || c.allocations + c.mappings > 0;
    printf("| %s | %llu | %llu | %llu |\n", calls[i].name, (unsigned long long)c.allocations,
           (unsigned long long)c.mappings, (unsigned long long)c.locks);
  }
  ags_metadata_free(metadata);
  ags_conversation_free(conversation);
  ags_tracker_free(tracker);
  return allocated ? 1 : 0;
}
