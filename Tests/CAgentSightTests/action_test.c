/* The fields of an action: what is refused, and what arrives in the request body. */
#include "taken.h"

#include <stddef.h>
#include <stdint.h>

static ags_tracker *tracker;

static void refused(ags_action action, const char *sentence) {
  action.size = sizeof action;
  uint64_t accepted = fixture_stats(tracker).accepted;
  CHECK_INT(ags_track_action(tracker, "c", &action, NULL), AGS_ERROR_ACTION);
  CHECK_CONTAINS(ags_last_error(), sentence);
  CHECK_INT(fixture_stats(tracker).accepted, accepted);
}

static void test_refused(void) {
  refused((ags_action){0}, "name: missing");
  refused((ags_action){.name = ""}, "name: must not be empty or blank");
  refused((ags_action){.name = "\xE2\x80\x80"}, "name: must not be empty or blank");
  refused((ags_action){.name = "\xC3\x28"}, "name: must be UTF-8");
  refused((ags_action){.name = "n", .tools_used = ""}, "tools_used: ");
  refused((ags_action){.name = "n", .tools_used = "[1]"}, "tools_used: must be a JSON object");
  refused((ags_action){.name = "n", .tools_used = "{\"a\"}"}, "tools_used: expected ':' at byte 4");
  refused((ags_action){.name = "n", .response = "\xFF"}, "response: must be UTF-8");
  refused((ags_action){.name = "n", .error_msg = "a\xED\xBF\xBF"}, "error_msg: must be UTF-8; byte 1");
  refused((ags_action){.name = "n", .started_at_ns = -1}, "started_at_ns: must not be negative");
  refused((ags_action){.name = "n", .ended_at_ns = INT64_MIN}, "ended_at_ns: must not be negative");
  refused((ags_action){.name = "n", .duration_ns = -1}, "duration_ns: must not be negative");
  refused((ags_action){.name = "n", .started_at_ns = 2, .ended_at_ns = 1},
          "ended_at_ns: must not be before started_at_ns");
  refused((ags_action){.name = "n", .ended_at_ns = 1, .duration_ns = 2},
          "duration_ns: must not reach back to before 1970 from ended_at_ns");
}

/* The body of the one action, as the only event of a new tracker. */
static char *body_of(const ags_action *action) {
  ags_tracker *own = fixture_tracker();
  CHECK_INT(ags_track_action(own, "c", action, "{\"m\":true}"), AGS_OK);
  ags_batch batch = taken_batch(own, 10);
  CHECK_INT(batch.count, 1);
  char *body = taken_encode(own, &batch);
  taken_free(own, &batch);
  ags_tracker_free(own);
  return body;
}

static void test_all_fields(void) {
  ags_action action = {.size = sizeof action,
                       .name = "search",
                       .tools_used = "{\"q\":\"caf\xC3\xA9\"}",
                       .response = "3 hits",
                       .error_msg = "too \"few\"",
                       .started_at_ns = INT64_C(1700000000123456789),
                       .duration_ns = 250000000};
  char *body = body_of(&action);
  CHECK_CONTAINS(body, "\"kind\":\"tool\",\"name\":\"search\"");
  CHECK_CONTAINS(body, "\"started_at\":\"2023-11-14T22:13:20.123456+00:00\"");
  CHECK_CONTAINS(body, "\"ended_at\":\"2023-11-14T22:13:20.373456+00:00\",\"duration_ms\":250.000");
  CHECK_CONTAINS(body, "\"status\":\"error\"");
  CHECK_CONTAINS(body, "\"agentsight.tool.name\":\"search\"");
  CHECK_CONTAINS(body, "\"agentsight.tool.arguments\":\"{\\\"q\\\":\\\"caf\xC3\xA9\\\"}\"");
  CHECK_CONTAINS(body, "\"agentsight.tool.response\":\"3 hits\"");
  CHECK_CONTAINS(body, "\"agentsight.tool.error\":\"too \\\"few\\\"\"");
  CHECK_CONTAINS(body, "\"agentsight.metadata\":\"{\\\"m\\\":true}\"");
  free(body);
}

static void test_name_alone(void) {
  ags_action action = {.size = sizeof action, .name = "search", .response = "", .error_msg = ""};
  char *body = body_of(&action);
  CHECK_CONTAINS(body, "\"status\":\"unset\"");
  CHECK_CONTAINS(body, "\"duration_ms\":0.000");
  CHECK(strstr(body, "agentsight.tool.arguments") == NULL);
  CHECK(strstr(body, "agentsight.tool.response") == NULL);
  CHECK(strstr(body, "agentsight.tool.error") == NULL);
  CHECK(strstr(body, "agentsight.turn.id") == NULL);
  free(body);
}

/* A caller that knows fewer fields gives fewer, one that knows more is understood as far as we do. */
static void test_sizes(void) {
  ags_action older = {.name = "search", .response = "must not be read"};
  older.size = offsetof(ags_action, response);
  char *body = body_of(&older);
  CHECK(strstr(body, "must not be read") == NULL);
  free(body);

  struct {
    ags_action action;
    char future[64];
  } newer = {.action = {.name = "search", .response = "known"}, .future = "unknown"};
  newer.action.size = sizeof newer;
  body = body_of(&newer.action);
  CHECK_CONTAINS(body, "known");
  CHECK(strstr(body, "unknown") == NULL);
  free(body);
}

int main(void) {
  tracker = fixture_tracker();
  test_refused();
  ags_tracker_free(tracker);
  test_all_fields();
  test_name_alone();
  test_sizes();
}
