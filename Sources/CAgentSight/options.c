#include "options.h"

#include "error.h"
#include "text.h"

#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#define DEFAULT_ENDPOINT "https://api.agentsight.io"
#define KEY_PREFIX       "ags_"
#define KEY_LENGTH       (4 + 32 + 1 + 6)
#define FIELD_CHARACTERS 255
#define MEMORY_LIMIT     ((size_t)256 << 20)
#define MEMORY_LIMIT_MIN ((size_t)1 << 20)
#define BATCH_EVENTS     1000
#define BATCH_EVENTS_MAX 10000
#define CONNECT_TIMEOUT  5000
#define REQUEST_TIMEOUT  30000
#define STALL_SECONDS    20
#define AUTHORIZATION    "Authorization: Api-Key "
#define TEXT_LIMIT       16384
#define TEXT_LIMIT_MIN   256
#define BLOCK_TIMEOUT    1000
#define CLOSE_TIMEOUT    2000
#define SPOOL_LIMIT      (UINT64_C(1) << 30)
#define SPOOL_LIMIT_MIN  (UINT64_C(1) << 20)

/* What the first version of ags_options had. */
#define SIZE_MIN (offsetof(ags_options, log_user) + sizeof((ags_options *)0)->log_user)

ags_status ags_options_init(ags_options *options, size_t size) {
  if (options == NULL || size < SIZE_MIN)
    return ags_fail(AGS_ERROR_ARGUMENT, "options: NULL, or a size smaller than any version of ags_options");
  memset(options, 0, size); /* fields that a newer caller knows and this library does not are "not given" */
  options->size = size;
  options->memory_limit = MEMORY_LIMIT;
  options->batch_events = BATCH_EVENTS;
  options->connect_timeout_ms = CONNECT_TIMEOUT;
  options->request_timeout_ms = REQUEST_TIMEOUT;
  options->log_level = AGS_LOG_WARNING;
  if (size >= offsetof(ags_options, text_limit) + sizeof options->text_limit)
    options->text_limit = TEXT_LIMIT;
  if (size >= offsetof(ags_options, block_timeout_ms) + sizeof options->block_timeout_ms)
    options->block_timeout_ms = BLOCK_TIMEOUT;
  if (size >= offsetof(ags_options, close_timeout_ms) + sizeof options->close_timeout_ms)
    options->close_timeout_ms = CLOSE_TIMEOUT;
  return AGS_OK;
}

static const char *environment_variable(const char *name) {
  const char *value = getenv(name);
  return value != NULL && *value != '\0' ? value : NULL;
}

static void take_variable(const char **field, const char *name) {
  if (*field == NULL) *field = environment_variable(name);
}

static ags_status take_level(ags_options *options) {
  static const struct {
    const char *name;
    ags_log_level level;
  } levels[] = {{"DEBUG", AGS_LOG_DEBUG},
                {"INFO", AGS_LOG_INFO},
                {"WARNING", AGS_LOG_WARNING},
                {"ERROR", AGS_LOG_ERROR},
                {"NONE", AGS_LOG_NONE}};
  const char *name = environment_variable("AGENTSIGHT_LOG_LEVEL");
  for (size_t i = 0; name != NULL && i < sizeof levels / sizeof *levels; i++) {
    if (strcasecmp(name, levels[i].name) != 0) continue;
    options->log_level = levels[i].level;
    name = NULL;
  }
  if (name == NULL) return AGS_OK;
  return ags_fail(AGS_ERROR_OPTION, "AGENTSIGHT_LOG_LEVEL: must be DEBUG, INFO, WARNING, ERROR or NONE");
}

/* A caller from before there were wires has no room for one. */
static ags_status take_wire(ags_options *options) {
  const char *name = environment_variable("AGENTSIGHT_WIRE");
  if (name == NULL || options->size < offsetof(ags_options, wire) + sizeof options->wire) return AGS_OK;
  bool rest = strcasecmp(name, "rest") == 0;
  if (!rest && strcasecmp(name, "ingest") != 0)
    return ags_fail(AGS_ERROR_OPTION, "AGENTSIGHT_WIRE: must be ingest or rest");
  options->wire = rest ? AGS_WIRE_REST : AGS_WIRE_INGEST;
  return AGS_OK;
}

ags_status ags_options_from_environment(ags_options *options) {
  if (options == NULL || options->size < SIZE_MIN)
    return ags_fail(AGS_ERROR_ARGUMENT, "options: NULL, or not filled by ags_options_init()");
  take_variable(&options->api_key, "AGENTSIGHT_API_KEY");
  take_variable(&options->endpoint, "AGENTSIGHT_API_ENDPOINT");
  take_variable(&options->conversation_id, "AGENTSIGHT_CONVERSATION_ID");
  take_variable(&options->environment, "AGENTSIGHT_ENVIRONMENT");

  if (options->size >= offsetof(ags_options, spool_directory) + sizeof options->spool_directory)
    take_variable(&options->spool_directory, "AGENTSIGHT_SPOOL_DIRECTORY");
  ags_status status = take_level(options);
  return status == AGS_OK ? take_wire(options) : status;
}

static bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

/* The message never quotes the key: it may end up in a log. */
static ags_status check_api_key(const char *key) {
  if (key == NULL)
    return ags_fail(AGS_ERROR_API_KEY, "api_key: missing; set it or the variable AGENTSIGHT_API_KEY");
  bool valid = strlen(key) == KEY_LENGTH && strncasecmp(key, KEY_PREFIX, 4) == 0 && key[36] == '_';
  for (int i = 4; valid && i < KEY_LENGTH; i++) valid = i == 36 || is_hex(key[i]);
  if (!valid)
    return ags_fail(AGS_ERROR_API_KEY, "api_key: must be \"ags_\", 32 hex digits, \"_\" and 6 hex digits");
  return AGS_OK;
}

static ags_status check_field(ags_status status, const char *name, const char *value) {
  if (value == NULL) return AGS_OK;
  size_t size = strlen(value);
  if (ags_utf8_check(value, size) != size) return ags_fail(status, "%s: must be UTF-8", name);
  if (ags_text_is_blank(value, size)) return ags_fail(status, "%s: must not be empty or blank", name);
  if (ags_utf8_count(value, size) > FIELD_CHARACTERS)
    return ags_fail(status, "%s: must not exceed %d characters", name, FIELD_CHARACTERS);
  return AGS_OK;
}

static ags_status check_numbers(const ags_options *options) {
  if (options->memory_limit < MEMORY_LIMIT_MIN)
    return ags_fail(AGS_ERROR_OPTION, "memory_limit: must be at least 1 MiB");
  if (options->batch_events < 1 || options->batch_events > BATCH_EVENTS_MAX)
    return ags_fail(AGS_ERROR_OPTION, "batch_events: must be 1 to %d", BATCH_EVENTS_MAX);
  if (options->connect_timeout_ms == 0)
    return ags_fail(AGS_ERROR_OPTION, "connect_timeout_ms: must not be 0");
  if (options->request_timeout_ms == 0)
    return ags_fail(AGS_ERROR_OPTION, "request_timeout_ms: must not be 0");
  if ((int)options->log_level < AGS_LOG_DEBUG || (int)options->log_level > AGS_LOG_NONE)
    return ags_fail(AGS_ERROR_OPTION, "log_level: unknown value %d", (int)options->log_level);
  if (options->text_limit < TEXT_LIMIT_MIN)
    return ags_fail(AGS_ERROR_OPTION, "text_limit: must be at least %d characters", TEXT_LIMIT_MIN);
  if ((int)options->when_full < AGS_WHEN_FULL_REJECT || (int)options->when_full > AGS_WHEN_FULL_SPOOL)
    return ags_fail(AGS_ERROR_OPTION, "when_full: unknown value %d", (int)options->when_full);
  if (options->when_full == AGS_WHEN_FULL_SPOOL && options->spool_directory == NULL)
    return ags_fail(AGS_ERROR_OPTION, "when_full: AGS_WHEN_FULL_SPOOL needs a spool_directory");
  if (options->spool_limit != 0 && options->spool_limit < SPOOL_LIMIT_MIN)
    return ags_fail(AGS_ERROR_OPTION, "spool_limit: must be 0 or at least 1 MiB");
  if (options->block_timeout_ms == 0) return ags_fail(AGS_ERROR_OPTION, "block_timeout_ms: must not be 0");
  if ((int)options->wire < AGS_WIRE_INGEST || (int)options->wire > AGS_WIRE_REST)
    return ags_fail(AGS_ERROR_OPTION, "wire: unknown value %d", (int)options->wire);
  return AGS_OK;
}

static ags_status check(const ags_options *options) {
  ags_status status = check_field(AGS_ERROR_CONVERSATION_ID, "conversation_id", options->conversation_id);
  if (status == AGS_OK) status = check_field(AGS_ERROR_OPTION, "environment", options->environment);
  if (status == AGS_OK) status = check_numbers(options);
  return status;
}

/* False when memory ran out; an absent value stays absent. */
static bool copy(char **to, const char *from) {
  *to = from != NULL ? strdup(from) : NULL;
  return from == NULL || *to != NULL;
}

static char *authorization(const char *key) {
  size_t size = sizeof AUTHORIZATION + KEY_LENGTH;
  char *header = malloc(size);
  if (header != NULL) snprintf(header, size, AUTHORIZATION "%s", key);
  return header;
}

ags_status ags_destination_create(ags_destination *destination, const char *api_key, const char *endpoint,
                                  bool allow_insecure_http) {
  *destination = (ags_destination){0};
  ags_status status = check_api_key(api_key);
  if (status == AGS_OK)
    status = ags_endpoint_normalize(endpoint != NULL ? endpoint : DEFAULT_ENDPOINT, allow_insecure_http,
                                    &destination->endpoint, &destination->https);
  if (status != AGS_OK) return status;
  destination->authorization = authorization(api_key);
  if (destination->authorization != NULL) return AGS_OK;
  ags_destination_free(destination);
  return ags_fail(AGS_ERROR_MEMORY, "out of memory");
}

ags_status ags_destination_change(ags_destination *changed, const ags_destination *from, const char *api_key,
                                  const char *endpoint, bool allow_insecure_http) {
  const char *key = api_key != NULL ? api_key : from->authorization + sizeof AUTHORIZATION - 1;
  return ags_destination_create(changed, key, endpoint != NULL ? endpoint : from->endpoint,
                                allow_insecure_http);
}

bool ags_destination_copy(ags_destination *to, const ags_destination *from) {
  *to = (ags_destination){.https = from->https};
  if (copy(&to->authorization, from->authorization) && copy(&to->endpoint, from->endpoint)) return true;
  ags_destination_free(to);
  return false;
}

void ags_destination_free(ags_destination *destination) {
  free(destination->authorization);
  free(destination->endpoint);
  *destination = (ags_destination){0};
}

ags_status ags_settings_create(ags_settings *settings, const ags_options *options) {
  *settings = (ags_settings){.text_limit = options->text_limit,
                             .allow_insecure_http = options->allow_insecure_http,
                             .memory_limit = options->memory_limit,
                             .batch_events = options->wire == AGS_WIRE_REST ? 1 : options->batch_events,
                             .connect_timeout_ms = options->connect_timeout_ms,
                             .request_timeout_ms = options->request_timeout_ms,
                             .stall_seconds = STALL_SECONDS,
                             .retry = AGS_RETRY_POLICY,
                             .send_every_events = options->send_every_events,
                             .send_every_ms = options->send_every_ms,
                             .when_full = options->when_full,
                             .block_timeout_ms = options->block_timeout_ms,
                             .wire = options->wire,
                             .close_timeout_ms = options->close_timeout_ms,
                             .spool_limit = options->spool_limit > 0 ? options->spool_limit : SPOOL_LIMIT,
                             .on_item = options->on_item,
                             .item_user = options->item_user,
                             .logger = {options->log, options->log_user, options->log_level}};
  ags_status status = ags_destination_create(&settings->destination, options->api_key, options->endpoint,
                                             options->allow_insecure_http);
  if (status == AGS_OK) status = check(options);
  if (status == AGS_OK &&
      !(copy(&settings->conversation_id, options->conversation_id) &&
        copy(&settings->environment, options->environment) && copy(&settings->ca_file, options->ca_file) &&
        copy(&settings->spool_directory, options->spool_directory)))
    status = ags_fail(AGS_ERROR_MEMORY, "out of memory");
  if (status != AGS_OK) {
    ags_settings_free(settings);
    return status;
  }
  if (settings->conversation_id != NULL) settings->conversation_id_size = strlen(settings->conversation_id);
  return AGS_OK;
}

void ags_settings_free(ags_settings *settings) {
  ags_destination_free(&settings->destination);
  free(settings->conversation_id);
  free(settings->environment);
  free(settings->ca_file);
  free(settings->spool_directory);
  *settings = (ags_settings){0};
}
