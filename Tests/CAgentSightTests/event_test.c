/* ags_track(): every kind, every form of conversation and metadata and which of them wins, and refusals. */
#include "taken.h"

static ags_tracker *tracker;

static ags_tracker *create(void) {
  ags_options options = fixture_options();
  options.conversation_id = "own";
  return fixture_create(&options);
}

/* The request body of one event. */
static char *encoded(ags_event event) {
  event.size = sizeof event;
  if (ags_track(tracker, &event) != AGS_OK) test_fail(__FILE__, __LINE__, ags_last_error());
  ags_batch batch = taken_batch(tracker, 2);
  CHECK_INT(batch.count, 1);
  CHECK_INT(batch.entries[0].item.record->kind, event.kind);
  char *body = taken_encode(tracker, &batch);
  taken_free(tracker, &batch);
  return body;
}

static void expect(ags_event event, const char *part) {
  char *body = encoded(event);
  CHECK_CONTAINS(body, part);
  free(body);
}

static void test_kinds(void) {
  const ags_action action = {.size = sizeof action, .name = "search"};
  const ags_button button = {.size = sizeof button, .event = "yes", .label = "l", .value = "v"};
  const ags_token_usage usage = {.size = sizeof usage, .prompt = 7};
  const ags_attachment file = {.size = sizeof file, .filename = "f.txt", .data = "x", .data_size = 1};
  const ags_attachments files = {.size = sizeof files, .files = &file, .count = 1};
  const ags_conversation_info info = {.size = sizeof info, .name = "Name"};
  expect((ags_event){.kind = AGS_KIND_QUESTION, .text = "Hello?"},
         "\"agentsight.message.content\":\"Hello?\"");
  expect((ags_event){.kind = AGS_KIND_ANSWER, .text = "Hi.x", .text_size = 3},
         "\"agentsight.message.content\":\"Hi.\"");
  expect((ags_event){.kind = AGS_KIND_ACTION, .action = &action}, "\"agentsight.tool.name\":\"search\"");
  expect((ags_event){.kind = AGS_KIND_BUTTON, .button = &button}, "\"agentsight.button.event\":\"yes\"");
  expect((ags_event){.kind = AGS_KIND_TOKEN_USAGE, .token_usage = &usage},
         "\"gen_ai.usage.input_tokens\":7,");
  expect((ags_event){.kind = AGS_KIND_ATTACHMENTS, .attachments = &files}, "\\\"filename\\\":\\\"f.txt\\\"");
  expect((ags_event){.kind = AGS_KIND_CONVERSATION, .info = &info}, "\"name\":\"Name\",\"spans\":[]");
  expect((ags_event){.kind = AGS_KIND_CONVERSATION}, "{\"conversation_id\":\"own\",\"spans\":[]}");
  expect((ags_event){.kind = AGS_KIND_VISIT, .info = &info}, "\"agentsight.conversation.name\":\"Name\"");
}

static void test_conversation_precedence(void) {
  ags_conversation *handle;
  CHECK_INT(ags_conversation_create("handle", 6, &handle), AGS_OK);
  ags_event event = {.kind = AGS_KIND_QUESTION, .text = "t"};
  expect(event, "{\"conversation_id\":\"own\"");
  event.conversation_id = "idx";
  event.conversation_id_size = 2;
  expect(event, "{\"conversation_id\":\"id\"");
  event.conversation = handle;
  expect(event, "{\"conversation_id\":\"handle\"");
  ags_conversation_free(handle);
}

static void test_metadata_precedence(void) {
  const ags_pair pair = {.key = "pair", .type = AGS_TYPE_INTEGER, .integer = 1};
  ags_metadata *handle;
  CHECK_INT(ags_metadata_create_json("{\"handle\":1}", 12, &handle), AGS_OK);
  ags_event event = {.kind = AGS_KIND_QUESTION, .text = "t"};
  char *body = encoded(event);
  CHECK(strstr(body, "metadata") == NULL);
  free(body);
  event.metadata_json = "{\"json\":1}";
  expect(event, "\"agentsight.message.metadata\":\"{\\\"json\\\":1}\"");
  event.pairs = &pair;
  expect(event, "\"{\\\"json\\\":1}\""); /* no pairs without a count */
  event.pair_count = 1;
  expect(event, "\"{\\\"pair\\\":1}\"");
  event.metadata = handle;
  expect(event, "\"{\\\"handle\\\":1}\"");
  ags_metadata_free(handle);
}

/* What a thread's calls rewrite does not run into each other: pairs, tools and metadata that are cut. */
static void test_scratch(void) {
  ags_options options = fixture_options();
  options.conversation_id = "own";
  options.text_limit = 256;
  ags_tracker *other = fixture_create(&options), *before = tracker;
  char *filler = fixture_repeat("x", 300);
  char tools[512];
  snprintf(tools, sizeof tools, "{\"tool\":1,\"long\":\"%s\"}", filler);
  const ags_action action = {.size = sizeof action, .name = "n", .tools_used = tools};
  const ags_pair pairs[] = {{.key = "pair", .type = AGS_TYPE_INTEGER, .integer = 1},
                            {.key = "gone", .type = AGS_TYPE_STRING, .string = filler}};
  tracker = other;
  char *body =
      encoded((ags_event){.kind = AGS_KIND_ACTION, .action = &action, .pairs = pairs, .pair_count = 2});
  tracker = before;
  CHECK_CONTAINS(body, "\"agentsight.tool.arguments\":\"{\\\"tool\\\":1,\\\"_agentsight_truncated\\\":{"
                       "\\\"dropped_count\\\":1,\\\"dropped_keys\\\":[\\\"long\\\"]}}\"");
  CHECK_CONTAINS(body, "\"agentsight.metadata\":\"{\\\"pair\\\":1,\\\"_agentsight_truncated\\\":{"
                       "\\\"dropped_count\\\":1,\\\"dropped_keys\\\":[\\\"gone\\\"]}}\"");
  CHECK_INT(fixture_stats(other).mended, 2);
  free(body);
  free(filler);
  ags_tracker_free(other);
}

static void refused(ags_event event, ags_status status) {
  event.size = sizeof event;
  CHECK_INT(ags_track(tracker, &event), status);
}

static void test_refusals(void) {
  const ags_pair pair = {.type = AGS_TYPE_NULL};
  uint64_t rejected = fixture_stats(tracker).rejected;
  refused((ags_event){.kind = (ags_kind)AGS_KIND_COUNT}, AGS_ERROR_EVENT);
  CHECK_STRING(ags_last_error(), "kind: unknown value 8");
  refused((ags_event){.kind = (ags_kind)-1, .text = "t"}, AGS_ERROR_EVENT);
  refused((ags_event){.kind = (ags_kind)256, .text = "t"}, AGS_ERROR_EVENT);
  refused((ags_event){.kind = AGS_KIND_QUESTION}, AGS_ERROR_TEXT);
  refused((ags_event){.kind = AGS_KIND_ANSWER, .text = " "}, AGS_ERROR_TEXT);
  refused((ags_event){.kind = AGS_KIND_ACTION}, AGS_ERROR_EVENT);
  refused((ags_event){.kind = AGS_KIND_BUTTON}, AGS_ERROR_EVENT);
  refused((ags_event){.kind = AGS_KIND_TOKEN_USAGE}, AGS_ERROR_EVENT);
  refused((ags_event){.kind = AGS_KIND_ATTACHMENTS}, AGS_ERROR_EVENT);
  refused((ags_event){.text = "t", .metadata_json = "1"}, AGS_ERROR_METADATA);
  refused((ags_event){.text = "t", .pairs = &pair, .pair_count = 1}, AGS_ERROR_METADATA);
  refused((ags_event){.text = "t", .pair_count = 1}, AGS_ERROR_ARGUMENT);
  refused((ags_event){.text = "t", .conversation_id = " "}, AGS_ERROR_CONVERSATION_ID);
  CHECK_INT(ags_track(tracker, NULL), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_track(tracker, &(ags_event){.text = "t"}), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_track(NULL, NULL), AGS_ERROR_ARGUMENT);
  CHECK_INT(fixture_stats(tracker).rejected - rejected, 15);
}

int main(void) {
  tracker = create();
  test_kinds();
  test_conversation_precedence();
  test_metadata_precedence();
  test_scratch();
  test_refusals();
  ags_tracker_free(tracker);
}
