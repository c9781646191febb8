/*
 * A tracker with its whole interface at the other end of a pipe: reads commands, one line each, and answers
 * each with one line of JSON. remote.py is its other end, and says what there is.
 */
#include "fixture.h"
#include "json_write.h"
#include "remote_events.h"
#include "retries.h"

#include <dirent.h>
#include <pthread.h>
#include <time.h>

static ags_tracker *tracker;

/* ------------------------------------------------- what callbacks are told */

/* JSON values with commas between, which several threads append to. */
typedef struct list {
  pthread_mutex_t mutex;
  ags_buffer text;
} list;

static list log_lines = {.mutex = PTHREAD_MUTEX_INITIALIZER},
            option_items = {.mutex = PTHREAD_MUTEX_INITIALIZER},
            send_items = {.mutex = PTHREAD_MUTEX_INITIALIZER};

static void on_log(void *user, ags_log_level level, const char *message) {
  (void)user, (void)level;
  pthread_mutex_lock(&log_lines.mutex);
  if (log_lines.text.size > 0) AGS_PUT(&log_lines.text, ",");
  ags_json_put_string(&log_lines.text, message, strlen(message));
  pthread_mutex_unlock(&log_lines.mutex);
}

static void put_number(ags_buffer *out, const char *name, int64_t value) {
  ags_buffer_put(out, name, strlen(name));
  ags_json_put_integer(out, value);
}

static void on_item(void *user, const ags_item *item) {
  list *items = user;
  CHECK_INT(item->size, sizeof *item);
  pthread_mutex_lock(&items->mutex);
  ags_buffer *out = &items->text;
  put_number(out, out->size > 0 ? ",{\"kind\":" : "{\"kind\":", item->kind);
  put_number(out, ",\"outcome\":", item->outcome);
  put_number(out, ",\"error\":", item->error);
  put_number(out, ",\"time_us\":", item->time_us);
  AGS_PUT(out, ",\"conversation\":");
  ags_json_put_string(out, item->conversation_id, item->conversation_id_size);
  AGS_PUT(out, ",\"text\":");
  ags_json_put_string(out, item->text, item->text_size);
  AGS_PUT(out, "}");
  pthread_mutex_unlock(&items->mutex);
}

/* Writes the list and empties it. */
static void print_list(list *items) {
  pthread_mutex_lock(&items->mutex);
  printf("[%.*s]", (int)items->text.size, items->text.size > 0 ? items->text.data : "");
  items->text.size = 0;
  pthread_mutex_unlock(&items->mutex);
}

/* ----------------------------------------------------------------- answers */

static void print_error(const char *text) {
  ags_buffer error = {0};
  ags_json_put_string(&error, text, strlen(text));
  printf("\"error\": %.*s", (int)error.size, error.data);
  ags_buffer_free(&error);
}

static void answer(ags_status status) {
  printf("{\"status\": %d, ", (int)status);
  print_error(status != AGS_OK ? ags_last_error() : "");
  puts("}");
}

static void print_kinds(const char *name, const uint64_t *counts) {
  printf(", \"%s\": [", name);
  for (int i = 0; i < AGS_KIND_COUNT; i++) printf("%s%llu", i > 0 ? ", " : "", (unsigned long long)counts[i]);
  printf("]");
}

/* ----------------------------------------------------------------- sending */

typedef struct sending {
  ags_send_options options;
  char conversation[1024];
  ags_status status;
  ags_report report;
  char error[512];
} sending;

static void *send_now(void *argument) {
  sending *s = argument;
  s->report = (ags_report){.size = sizeof s->report};
  s->status = ags_send_with(tracker, &s->options, &s->report);
  snprintf(s->error, sizeof s->error, "%s", s->status != AGS_OK ? ags_last_error() : "");
  return NULL;
}

static void start_sending(const remote_command *c, sending *s) {
  const char *conversation = remote_text(c, "conversation");
  *s = (sending){.options = {.size = sizeof s->options, .timeout_ms = remote_u32(c, "timeout_ms")}};
  if (remote_number(c, "items") != 0) {
    s->options.on_item = on_item;
    s->options.user = &send_items;
  }
  if (conversation == NULL) return;
  snprintf(s->conversation, sizeof s->conversation, "%s", conversation);
  s->options.conversation_id = s->conversation;
}

static void answer_sending(const sending *s) {
  const ags_report *r = &s->report;
  printf(
      "{\"status\": %d, \"delivered\": %llu, \"remaining\": %llu, \"requests\": %llu, \"http_status\": %d, "
      "\"failed\": %llu, \"dropped\": %llu, ",
      (int)s->status, (unsigned long long)r->delivered, (unsigned long long)r->remaining,
      (unsigned long long)r->requests, (int)r->http_status, (unsigned long long)r->failed,
      (unsigned long long)r->dropped);
  print_error(s->error);
  print_kinds("delivered_of", r->delivered_of);
  print_kinds("failed_of", r->failed_of);
  print_kinds("dropped_of", r->dropped_of);
  printf(", \"items\": ");
  print_list(&send_items);
  puts("}");
}

static pthread_t background_thread;
static sending background; /* the one that runs while other commands are obeyed */

static void obey_send(const remote_command *c) {
  sending now;
  start_sending(c, &now);
  send_now(&now);
  answer_sending(&now);
}

static void obey_begin_send(const remote_command *c) {
  start_sending(c, &background);
  CHECK_INT(pthread_create(&background_thread, NULL, send_now, &background), 0);
  answer(AGS_OK);
}

static void obey_end_send(const remote_command *c) {
  (void)c;
  pthread_join(background_thread, NULL);
  answer_sending(&background);
}

/* ---------------------------------------------------------------- commands */

static void obey_create(const remote_command *c) {
  ags_options options = fixture_options();
  options.log = on_log;
  options.log_level = AGS_LOG_DEBUG;
  options.endpoint = remote_text(c, "endpoint");
  options.environment = remote_text(c, "environment");
  options.conversation_id = remote_text(c, "conversation_id");
  options.send_every_events = remote_u32(c, "send_every_events");
  options.send_every_ms = remote_u32(c, "send_every_ms");
  options.ca_file = remote_text(c, "ca_file");
  if (remote_text(c, "batch_events") != NULL) options.batch_events = remote_u32(c, "batch_events");
  if (remote_text(c, "text_limit") != NULL) options.text_limit = remote_u32(c, "text_limit");
  const char *wire = remote_text(c, "wire");
  if (wire != NULL && strcmp(wire, "rest") == 0) options.wire = AGS_WIRE_REST;
  if (remote_number(c, "items") != 0) {
    options.on_item = on_item;
    options.item_user = &option_items;
  }
  ags_status status = ags_tracker_create(&options, &tracker);
  test_retries retries = {remote_u32(c, "attempts"), remote_u32(c, "base_ms"), remote_u32(c, "cap_ms"),
                          remote_u32(c, "hold_ms")};
  if (status == AGS_OK) test_set_retries(tracker, &retries);
  answer(status);
}

static void obey_track(const remote_command *c) {
  remote_event e;
  remote_fill_event(c, &e);
  answer(ags_track(tracker, &e.event));
}

static void obey_initialize(const remote_command *c) {
  ags_conversation_info info = remote_info(c);
  answer(ags_initialize_conversation(tracker, remote_text(c, "conversation"), &info,
                                     remote_text(c, "metadata"), remote_u32(c, "timeout_ms")));
}

/* `threads` threads track `count` answers each, in conversations of their own. */
typedef struct filling {
  const char *conversation;
  size_t number;
  uint32_t count;
} filling;

static void *fill(void *argument) {
  const filling *f = argument;
  char conversation[64], text[32];
  snprintf(conversation, sizeof conversation, "%s%zu", f->conversation, f->number);
  for (uint32_t i = 0; i < f->count; i++) {
    snprintf(text, sizeof text, "%u", (unsigned)i);
    CHECK_INT(ags_track_answer(tracker, conversation, text, NULL), AGS_OK);
  }
  return NULL;
}

static void obey_fill(const remote_command *c) {
  enum { MOST = 16 };
  pthread_t threads[MOST];
  filling fillings[MOST];
  size_t count = (size_t)remote_number(c, "threads");
  CHECK(count <= MOST);
  for (size_t i = 0; i < count; i++) {
    fillings[i] = (filling){remote_text(c, "conversation"), i, remote_u32(c, "count")};
    CHECK_INT(pthread_create(&threads[i], NULL, fill, &fillings[i]), 0);
  }
  for (size_t i = 0; i < count; i++) pthread_join(threads[i], NULL);
  answer(AGS_OK);
}

static void obey_usage(const remote_command *c) {
  ags_token_usage u = {.size = sizeof u};
  CHECK_INT(ags_get_token_usage(tracker, remote_text(c, "conversation"), &u), AGS_OK);
  printf("[%lld, %lld, %lld, %lld]\n", (long long)u.prompt, (long long)u.completion, (long long)u.total,
         (long long)u.embedding);
}

static void obey_pending(const remote_command *c) {
  ags_summary s = {.size = sizeof s};
  CHECK_INT(ags_pending(tracker, remote_text(c, "conversation"), on_item, &send_items, &s), AGS_OK);
  printf("{\"count\": %llu", (unsigned long long)s.count);
  print_kinds("count_of", s.count_of);
  printf(", \"items\": ");
  print_list(&send_items);
  puts("}");
}

static void obey_discard(const remote_command *c) {
  uint64_t count = UINT64_MAX;
  CHECK_INT(ags_discard(tracker, remote_text(c, "conversation"), &count), AGS_OK);
  printf("%llu\n", (unsigned long long)count);
}

static void obey_reconfigure(const remote_command *c) {
  answer(ags_reconfigure(tracker, remote_text(c, "api_key"), remote_text(c, "endpoint")));
}

static void print_counter(const char *name, uint64_t value) {
  printf("%s\"%s\": %llu", strcmp(name, "accepted") == 0 ? "{" : ", ", name, (unsigned long long)value);
}

static void obey_stats(const remote_command *c) {
  (void)c;
  ags_stats s = fixture_stats(tracker);
  CHECK_INT(s.dropped,
            s.discarded + s.dropped_oldest + s.dropped_too_large + s.dropped_invalid + s.dropped_unreadable);
  print_counter("accepted", s.accepted);
  print_counter("rejected", s.rejected);
  print_counter("delivered", s.delivered);
  print_counter("dropped", s.dropped);
  print_counter("buffered", s.buffered);
  print_counter("requests", s.requests);
  print_counter("memory_bytes", s.memory_bytes);
  print_counter("discarded", s.discarded);
  print_counter("mended", s.mended);
  print_counter("dropped_too_large", s.dropped_too_large);
  print_counter("dropped_invalid", s.dropped_invalid);
  print_counter("dropped_unreadable", s.dropped_unreadable);
  puts("}");
}

static void obey_threads(const remote_command *c) {
  (void)c;
  DIR *folder = opendir("/proc/self/task");
  CHECK(folder != NULL);
  int count = -2; /* "." and ".." */
  while (readdir(folder) != NULL) count++;
  closedir(folder);
  printf("%d\n", count);
}

static void obey_logs(const remote_command *c) {
  (void)c;
  print_list(&log_lines);
  puts("");
}

static void obey_items(const remote_command *c) {
  (void)c;
  print_list(&option_items);
  puts("");
}

static void obey_free(const remote_command *c) {
  (void)c;
  ags_tracker_free(tracker);
  tracker = NULL;
  answer(AGS_OK);
}

static void obey(const remote_command *command) {
  static const struct {
    const char *name;
    void (*obey)(const remote_command *);
  } commands[] = {{"create", obey_create},
                  {"track", obey_track},
                  {"fill", obey_fill},
                  {"initialize", obey_initialize},
                  {"usage", obey_usage},
                  {"pending", obey_pending},
                  {"discard", obey_discard},
                  {"send", obey_send},
                  {"begin_send", obey_begin_send},
                  {"end_send", obey_end_send},
                  {"reconfigure", obey_reconfigure},
                  {"stats", obey_stats},
                  {"threads", obey_threads},
                  {"logs", obey_logs},
                  {"items", obey_items},
                  {"free", obey_free}};
  for (size_t i = 0; i < sizeof commands / sizeof *commands; i++) {
    if (strcmp(command->name, commands[i].name) != 0) continue;
    commands[i].obey(command);
    return;
  }
  test_fail(__FILE__, __LINE__, command->name);
}

int main(void) {
  char *line = NULL;
  size_t capacity = 0;
  while (getline(&line, &capacity, stdin) > 0) {
    remote_command command = remote_parse(line);
    obey(&command);
    fflush(stdout);
  }
  free(line);
  ags_tracker_free(tracker);
  ags_buffer_free(&log_lines.text);
  ags_buffer_free(&option_items.text);
  ags_buffer_free(&send_items.text);
}
