/* What ags_tracker_create() accepts and refuses, apart from the endpoint. */
#include "fixture.h"
#include "tracker.h"

#include <stddef.h>
#include <stdint.h>

static void expect(const ags_options *options, ags_status status, const char *part) {
  ags_tracker *tracker = (ags_tracker *)(void *)"not NULL";
  CHECK_INT(ags_tracker_create(options, &tracker), status);
  if (status == AGS_OK) {
    CHECK(tracker != NULL);
    ags_tracker_free(tracker);
  } else {
    CHECK(tracker == NULL);
    CHECK_CONTAINS(ags_last_error(), part);
  }
}

static void key(const char *api_key, ags_status status) {
  ags_options options = fixture_options();
  options.api_key = api_key;
  expect(&options, status, "api_key: ");
  /* The sentence may end up in a log, and a key that is wrong by one digit is nearly the key. */
  if (status != AGS_OK && api_key != NULL && strlen(api_key) > 8)
    CHECK(strstr(ags_last_error(), api_key) == NULL);
}

static void test_keys(void) {
  key("ags_0123456789abcdef0123456789abcdef_012345", AGS_OK);
  key("AGS_0123456789ABCDEF0123456789ABCDEF_ABCDEF", AGS_OK);
  key(NULL, AGS_ERROR_API_KEY);
  key("", AGS_ERROR_API_KEY);
  key("ags_", AGS_ERROR_API_KEY);
  key("ags_0123456789abcdef0123456789abcdef_01234", AGS_ERROR_API_KEY);
  key("ags_0123456789abcdef0123456789abcdef_0123456", AGS_ERROR_API_KEY);
  key("agt_0123456789abcdef0123456789abcdef_012345", AGS_ERROR_API_KEY);
  key("ags-0123456789abcdef0123456789abcdef_012345", AGS_ERROR_API_KEY);
  key("ags_0123456789abcdef0123456789abcdef-012345", AGS_ERROR_API_KEY);
  key("ags_0123456789abcdef0123456789abcdeg_012345", AGS_ERROR_API_KEY);
  key("ags_0123456789abcdef0123456789abcdef_01234g", AGS_ERROR_API_KEY);
  key(" ags_0123456789abcdef0123456789abcdef_01234", AGS_ERROR_API_KEY);
  key("ags_0123456789abcdef0123456789abcdef_01234\n", AGS_ERROR_API_KEY);
  key("ags_0123456789abcdef0123456789abcdef_0123\r\n", AGS_ERROR_API_KEY);
  key("ags_0123456789abcdef_123456789abcdef_012345", AGS_ERROR_API_KEY);
}

static void test_texts(void) {
  char *longest = fixture_repeat("\xF0\x9F\x98\x80", 255), *longer = fixture_repeat("\xF0\x9F\x98\x80", 256);
  const struct {
    const char *value;
    bool valid;
  } cases[] = {
      {NULL, true},     {"a", true},     {longest, true},  {longer, false},     {"", false},
      {" \t\n", false}, {"\xFF", false}, {"a\xC3", false}, {"\xC2\xA0", false}, {"\xE3\x80\x80", false}};
  for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
    ags_options options = fixture_options();
    options.conversation_id = cases[i].value;
    expect(&options, cases[i].valid ? AGS_OK : AGS_ERROR_CONVERSATION_ID, "conversation_id: ");
    options = fixture_options();
    options.environment = cases[i].value;
    expect(&options, cases[i].valid ? AGS_OK : AGS_ERROR_OPTION, "environment: ");
  }
  free(longest);
  free(longer);
}

static void test_numbers(void) {
  ags_options options = fixture_options();
  options.memory_limit = ((size_t)1 << 20) - 1;
  expect(&options, AGS_ERROR_OPTION, "memory_limit: ");
  options.memory_limit = (size_t)1 << 20;
  expect(&options, AGS_OK, "");
  options.memory_limit = SIZE_MAX;
  expect(&options, AGS_OK, "");

  static const struct {
    uint32_t value;
    bool valid;
  } batches[] = {{0, false}, {1, true}, {10000, true}, {10001, false}, {UINT32_MAX, false}};
  for (size_t i = 0; i < sizeof batches / sizeof *batches; i++) {
    options = fixture_options();
    options.batch_events = batches[i].value;
    expect(&options, batches[i].valid ? AGS_OK : AGS_ERROR_OPTION, "batch_events: ");
  }

  options = fixture_options();
  options.wire = (ags_wire)99;
  expect(&options, AGS_ERROR_OPTION, "wire: unknown value 99");
  options = fixture_options();
  options.connect_timeout_ms = 0;
  expect(&options, AGS_ERROR_OPTION, "connect_timeout_ms: must not be 0");
  options = fixture_options();
  options.request_timeout_ms = 0;
  expect(&options, AGS_ERROR_OPTION, "request_timeout_ms: must not be 0");
  options.request_timeout_ms = options.connect_timeout_ms = UINT32_MAX;
  expect(&options, AGS_OK, "");

  options = fixture_options();
  options.log_level = (ags_log_level)5;
  expect(&options, AGS_ERROR_OPTION, "log_level: ");
  options.log_level = (ags_log_level)-1;
  expect(&options, AGS_ERROR_OPTION, "log_level: ");
  options.log_level = AGS_LOG_NONE;
  expect(&options, AGS_OK, "");

  options.when_full = (ags_when_full)(AGS_WHEN_FULL_BLOCK + 1);
  expect(&options, AGS_ERROR_OPTION, "when_full: ");
  options.when_full = (ags_when_full)-1;
  expect(&options, AGS_ERROR_OPTION, "when_full: ");
  options.when_full = AGS_WHEN_FULL_BLOCK;
  expect(&options, AGS_OK, "");
  options.block_timeout_ms = 0;
  expect(&options, AGS_ERROR_OPTION, "block_timeout_ms: ");
}

static void test_defaults(void) {
  ags_options options;
  memset(&options, 0xAA, sizeof options);
  CHECK_INT(ags_options_init(&options, sizeof options), AGS_OK);
  CHECK_INT(options.size, sizeof options);
  CHECK(options.api_key == NULL && options.endpoint == NULL && options.conversation_id == NULL);
  CHECK(options.environment == NULL && options.ca_file == NULL && options.log == NULL);
  CHECK_INT(options.memory_limit, 256 << 20);
  CHECK_INT(options.batch_events, 1000);
  CHECK_INT(options.connect_timeout_ms, 5000);
  CHECK_INT(options.request_timeout_ms, 30000);
  CHECK_INT(options.log_level, AGS_LOG_WARNING);
  CHECK(!options.allow_insecure_http);
  CHECK_INT(options.when_full, AGS_WHEN_FULL_REJECT);
  CHECK_INT(options.block_timeout_ms, 1000);
  options.api_key = TEST_KEY;
  expect(&options, AGS_OK, ""); /* the default endpoint is a valid one, and nobody connects to it here */
}

/* Callers compiled against other versions of the header. */
static void test_sizes(void) {
  struct newer {
    ags_options options;
    char future[64];
    char not_ours;
  } newer;
  memset(&newer, 0xAA, sizeof newer);
  CHECK_INT(ags_options_init(&newer.options, offsetof(struct newer, not_ours)), AGS_OK);
  for (size_t i = 0; i < sizeof newer.future; i++) CHECK_INT(newer.future[i], 0);
  CHECK_INT((unsigned char)newer.not_ours, 0xAA);
  newer.options.api_key = TEST_KEY;
  expect(&newer.options, AGS_OK, "");

  ags_options options;
  memset(&options, 0xAA, sizeof options);
  CHECK_INT(ags_options_init(&options, sizeof(size_t)), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_options_init(&options, 0), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_options_init(NULL, sizeof options), AGS_ERROR_ARGUMENT);

  options = fixture_options();
  options.size = 0;
  expect(&options, AGS_ERROR_ARGUMENT, "options: ");

  /* Fields behind the caller's size are not read: they may be anything. */
  options = fixture_options();
  memset((char *)&options + offsetof(ags_options, memory_limit), 0xAA,
         sizeof options - offsetof(ags_options, memory_limit));
  options.size = offsetof(ags_options, memory_limit);
  expect(&options, AGS_OK, "");
}

/* How long a server may take when nobody says so: 5 s to connect, 20 s without progress, 30 s in all. */
static void test_default_times(void) {
  ags_tracker *tracker = fixture_tracker();
  CHECK_INT(tracker->settings.connect_timeout_ms, 5000);
  CHECK_INT(tracker->settings.stall_seconds, 20);
  CHECK_INT(tracker->settings.request_timeout_ms, 30000);
  ags_tracker_free(tracker);
}

int main(void) {
  test_default_times();
  test_defaults();
  test_keys();
  test_texts();
  test_numbers();
  test_sizes();
}
