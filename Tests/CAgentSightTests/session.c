/*
 * A tracker at the other end of a pipe: reads commands, a line each with fields between tabs, and answers
 * each with one line of JSON. The Python tests drive it. An empty field is NULL.
 *
 *   create NAME=VALUE...               question|answer CONVERSATION TEXT METADATA
 *   fill CONVERSATION COUNT TEXT       action CONVERSATION NAME RESPONSE
 *   send TIMEOUT_MS                    begin_send TIMEOUT_MS, later end_send
 *   reconfigure ENDPOINT               stats    logs    free
 */
#include "fixture.h"
#include "json_write.h"
#include "retries.h"

#include <pthread.h>
#include <time.h>

#define LINE_CAPACITY 65536
#define FIELDS        16

static ags_tracker *tracker;

/* ------------------------------------------------------------ log lines */

static pthread_mutex_t log_mutex = PTHREAD_MUTEX_INITIALIZER;
static ags_buffer log_lines; /* JSON strings with commas between */

static void on_log(void *user, ags_log_level level, const char *message) {
  (void)user, (void)level;
  pthread_mutex_lock(&log_mutex);
  if (log_lines.size > 0) AGS_PUT(&log_lines, ",");
  ags_json_put_string(&log_lines, message, strlen(message));
  pthread_mutex_unlock(&log_mutex);
}

static void answer_logs(void) {
  pthread_mutex_lock(&log_mutex);
  printf("[%.*s]\n", (int)log_lines.size, log_lines.size > 0 ? log_lines.data : "");
  pthread_mutex_unlock(&log_mutex);
}

/* -------------------------------------------------------------- answers */

static void answer_status(ags_status status) {
  ags_buffer error = {0};
  const char *text = status != AGS_OK ? ags_last_error() : "";
  ags_json_put_string(&error, text, strlen(text));
  printf("{\"status\": %d, \"error\": %.*s}\n", (int)status, (int)error.size, error.data);
  ags_buffer_free(&error);
}

/* One ags_send() with everything it says. */
typedef struct sending {
  uint32_t timeout_ms;
  ags_status status;
  ags_report report;
  char error[512];
} sending;

static void *send_now(void *argument) {
  sending *s = argument;
  memset(&s->report, 0xAA, sizeof s->report); /* what is not filled in shows */
  s->report.size = sizeof s->report;
  s->status = ags_send(tracker, s->timeout_ms, &s->report);
  snprintf(s->error, sizeof s->error, "%s", s->status != AGS_OK ? ags_last_error() : "");
  return NULL;
}

static void answer_sending(const sending *s) {
  ags_buffer error = {0};
  ags_json_put_string(&error, s->error, strlen(s->error));
  const ags_report *r = &s->report;
  printf("{\"status\": %d, \"error\": %.*s, \"delivered\": %llu, \"remaining\": %llu, \"requests\": %llu, "
         "\"bytes\": %llu, \"http_status\": %d, \"delivered_of\": [",
         (int)s->status, (int)error.size, error.data, (unsigned long long)r->delivered,
         (unsigned long long)r->remaining, (unsigned long long)r->requests, (unsigned long long)r->bytes,
         (int)r->http_status);
  for (int i = 0; i < 8; i++) printf("%s%llu", i > 0 ? ", " : "", (unsigned long long)r->delivered_of[i]);
  puts("]}");
  ags_buffer_free(&error);
}

static void answer_stats(void) {
  ags_stats s = {.size = sizeof s};
  CHECK_INT(ags_get_stats(tracker, &s), AGS_OK);
  printf(
      "{\"accepted\": %llu, \"rejected\": %llu, \"delivered\": %llu, \"dropped\": %llu, \"buffered\": %llu, "
      "\"spooled\": %llu, \"requests\": %llu, \"bytes_sent\": %llu}\n",
      (unsigned long long)s.accepted, (unsigned long long)s.rejected, (unsigned long long)s.delivered,
      (unsigned long long)s.dropped, (unsigned long long)s.buffered, (unsigned long long)s.spooled,
      (unsigned long long)s.requests, (unsigned long long)s.bytes_sent);
}

/* Says how long it took, for the one promise about time that there is. */
static void answer_free(void) {
  struct timespec before, after;
  clock_gettime(CLOCK_MONOTONIC, &before);
  ags_tracker_free(tracker);
  clock_gettime(CLOCK_MONOTONIC, &after);
  tracker = NULL;
  printf("{\"seconds\": %.3f}\n",
         (double)(after.tv_sec - before.tv_sec) + (double)(after.tv_nsec - before.tv_nsec) / 1e9);
}

/* ------------------------------------------------------------- commands */

static void create(char **fields) {
  ags_options options = fixture_options();
  options.log = on_log;
  options.log_level = AGS_LOG_DEBUG;
  test_retries retries = {0};
  uint32_t stall_seconds = 0;
  for (; *fields != NULL; fields++) {
    char *value = strchr(*fields, '=');
    CHECK(value != NULL);
    *value++ = '\0';
    uint32_t number = (uint32_t)strtoul(value, NULL, 10);
    if (strcmp(*fields, "endpoint") == 0) options.endpoint = value;
    if (strcmp(*fields, "environment") == 0) options.environment = value;
    if (strcmp(*fields, "ca_file") == 0) options.ca_file = value;
    if (strcmp(*fields, "batch_events") == 0) options.batch_events = number;
    if (strcmp(*fields, "request_timeout_ms") == 0) options.request_timeout_ms = number;
    if (strcmp(*fields, "connect_timeout_ms") == 0) options.connect_timeout_ms = number;
    if (strcmp(*fields, "stall_seconds") == 0) stall_seconds = number;
    if (strcmp(*fields, "close_timeout_ms") == 0) options.close_timeout_ms = number;
    if (strcmp(*fields, "attempts") == 0) retries.attempts = number;
    if (strcmp(*fields, "base_ms") == 0) retries.base_ms = number;
    if (strcmp(*fields, "cap_ms") == 0) retries.cap_ms = number;
    if (strcmp(*fields, "hold_ms") == 0) retries.hold_ms = number;
  }
  ags_status status = ags_tracker_create(&options, &tracker);
  if (status == AGS_OK) test_set_retries(tracker, &retries);
  if (status == AGS_OK && stall_seconds > 0) tracker->settings.stall_seconds = stall_seconds;
  answer_status(status);
}

static ags_status fill(const char *conversation, unsigned long count, const char *text) {
  for (unsigned long i = 0; i < count; i++) {
    char numbered[1024];
    snprintf(numbered, sizeof numbered, "%s %lu", text, i);
    ags_status status = ags_track_question(tracker, conversation, numbered, NULL);
    if (status != AGS_OK) return status;
  }
  return AGS_OK;
}

/* The send that runs while other commands are obeyed. */
static pthread_t background_thread;
static sending background;

static void obey_sending(char **f) {
  sending now = {.timeout_ms = f[1] != NULL ? (uint32_t)strtoul(f[1], NULL, 10) : 0};
  if (strcmp(f[0], "send") == 0) {
    send_now(&now);
    answer_sending(&now);
  } else if (strcmp(f[0], "begin_send") == 0) {
    background = now;
    CHECK_INT(pthread_create(&background_thread, NULL, send_now, &background), 0);
    answer_status(AGS_OK);
  } else {
    CHECK_STRING(f[0], "end_send");
    pthread_join(background_thread, NULL);
    answer_sending(&background);
  }
}

static void obey(char **f) {
  ags_action action = {.size = sizeof action, .name = f[2], .response = f[3]};
  if (strcmp(f[0], "create") == 0)
    create(f + 1);
  else if (strcmp(f[0], "question") == 0)
    answer_status(ags_track_question(tracker, f[1], f[2], f[3]));
  else if (strcmp(f[0], "answer") == 0)
    answer_status(ags_track_answer(tracker, f[1], f[2], f[3]));
  else if (strcmp(f[0], "action") == 0)
    answer_status(ags_track_action(tracker, f[1], &action, NULL));
  else if (strcmp(f[0], "fill") == 0)
    answer_status(fill(f[1], strtoul(f[2], NULL, 10), f[3]));
  else if (strcmp(f[0], "stats") == 0)
    answer_stats();
  else if (strcmp(f[0], "logs") == 0)
    answer_logs();
  else if (strcmp(f[0], "reconfigure") == 0)
    answer_status(ags_reconfigure(tracker, NULL, f[1]));
  else if (strcmp(f[0], "free") == 0)
    answer_free();
  else
    obey_sending(f);
}

int main(void) {
  static char line[LINE_CAPACITY];
  while (fgets(line, sizeof line, stdin) != NULL) {
    char *fields[FIELDS + 1] = {0}, *rest = line;
    line[strcspn(line, "\n")] = '\0';
    for (int i = 0; i < FIELDS && rest != NULL; i++) {
      char *field = strsep(&rest, "\t");
      fields[i] = *field != '\0' ? field : NULL;
    }
    obey(fields);
    fflush(stdout);
  }
  ags_tracker_free(tracker);
  ags_buffer_free(&log_lines);
}
