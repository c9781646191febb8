/* Options from environment variables. */
#include "fixture.h"

static const char *const names[] = {"AGENTSIGHT_API_KEY", "AGENTSIGHT_API_ENDPOINT",
                                    "AGENTSIGHT_CONVERSATION_ID", "AGENTSIGHT_ENVIRONMENT",
                                    "AGENTSIGHT_LOG_LEVEL"};

static ags_options options_without_fields(void) {
  ags_options options;
  CHECK_INT(ags_options_init(&options, sizeof options), AGS_OK);
  return options;
}

static void set_all(const char *value) {
  for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
    if (value != NULL)
      setenv(names[i], value, 1);
    else
      unsetenv(names[i]);
  }
}

static void test_absent(const char *value) {
  set_all(value);
  ags_options options = options_without_fields();
  CHECK_INT(ags_options_from_environment(&options), AGS_OK);
  CHECK(options.api_key == NULL && options.endpoint == NULL);
  CHECK(options.conversation_id == NULL && options.environment == NULL);
  CHECK_INT(options.log_level, AGS_LOG_WARNING);
}

static void test_present(void) {
  setenv("AGENTSIGHT_API_KEY", TEST_KEY, 1);
  setenv("AGENTSIGHT_API_ENDPOINT", "https://collector.example", 1);
  setenv("AGENTSIGHT_CONVERSATION_ID", "conv", 1);
  setenv("AGENTSIGHT_ENVIRONMENT", "staging", 1);
  ags_options options = options_without_fields();
  CHECK_INT(ags_options_from_environment(&options), AGS_OK);
  CHECK_STRING(options.api_key, TEST_KEY);
  CHECK_STRING(options.endpoint, "https://collector.example");
  CHECK_STRING(options.conversation_id, "conv");
  CHECK_STRING(options.environment, "staging");
  ags_tracker_free(fixture_create(&options));

  ags_options set_in_code = options_without_fields();
  set_in_code.api_key = "from code";
  set_in_code.endpoint = "from code";
  set_in_code.conversation_id = "from code";
  set_in_code.environment = "from code";
  CHECK_INT(ags_options_from_environment(&set_in_code), AGS_OK);
  CHECK_STRING(set_in_code.api_key, "from code");
  CHECK_STRING(set_in_code.endpoint, "from code");
  CHECK_STRING(set_in_code.conversation_id, "from code");
  CHECK_STRING(set_in_code.environment, "from code");
}

static void test_levels(void) {
  static const struct {
    const char *name;
    ags_log_level level;
  } levels[] = {{"DEBUG", AGS_LOG_DEBUG},
                {"info", AGS_LOG_INFO},
                {"Warning", AGS_LOG_WARNING},
                {"eRROR", AGS_LOG_ERROR},
                {"none", AGS_LOG_NONE}};
  for (size_t i = 0; i < sizeof levels / sizeof *levels; i++) {
    setenv("AGENTSIGHT_LOG_LEVEL", levels[i].name, 1);
    ags_options options = options_without_fields();
    options.log_level = i % 2 == 0 ? AGS_LOG_ERROR : AGS_LOG_DEBUG;
    CHECK_INT(ags_options_from_environment(&options), AGS_OK);
    CHECK_INT(options.log_level, levels[i].level);
  }
  static const char *const unknown[] = {"VERBOSE", "WARN", "0", " INFO", "INFO ", "DEBUGGING"};
  for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
    setenv("AGENTSIGHT_LOG_LEVEL", unknown[i], 1);
    ags_options options = options_without_fields();
    CHECK_INT(ags_options_from_environment(&options), AGS_ERROR_OPTION);
    CHECK_CONTAINS(ags_last_error(), "AGENTSIGHT_LOG_LEVEL: ");
    CHECK_INT(options.log_level, AGS_LOG_WARNING);
  }
}

static void test_wires(void) {
  static const struct {
    const char *name;
    ags_wire wire;
  } wires[] = {{"ingest", AGS_WIRE_INGEST}, {"rest", AGS_WIRE_REST}, {"REST", AGS_WIRE_REST}};
  for (size_t i = 0; i < sizeof wires / sizeof *wires; i++) {
    setenv("AGENTSIGHT_WIRE", wires[i].name, 1);
    ags_options options = options_without_fields();
    options.wire = i == 0 ? AGS_WIRE_REST : AGS_WIRE_INGEST;
    CHECK_INT(ags_options_from_environment(&options), AGS_OK);
    CHECK_INT(options.wire, wires[i].wire);
  }
  static const char *const unknown[] = {"otlp", "rest ", "1", "restful"};
  for (size_t i = 0; i < sizeof unknown / sizeof *unknown; i++) {
    setenv("AGENTSIGHT_WIRE", unknown[i], 1);
    ags_options options = options_without_fields();
    CHECK_INT(ags_options_from_environment(&options), AGS_ERROR_OPTION);
    CHECK_CONTAINS(ags_last_error(), "AGENTSIGHT_WIRE: ");
    CHECK_INT(options.wire, AGS_WIRE_INGEST);
  }
  unsetenv("AGENTSIGHT_WIRE");
}

int main(void) {
  test_absent(NULL);
  test_absent("");
  test_present();
  test_wires();
  test_levels();
  CHECK_INT(ags_options_from_environment(NULL), AGS_ERROR_ARGUMENT);
  CHECK_INT(ags_options_from_environment(&(ags_options){.size = sizeof(size_t)}), AGS_ERROR_ARGUMENT);
  CHECK_CONTAINS(ags_last_error(), "options: NULL, or not filled by ags_options_init()");
}
