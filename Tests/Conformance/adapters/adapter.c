/*
 * The conformance adapter for C. `create` says with `form` how events are tracked: "plain" (NUL-terminated),
 * "lengths" (the _n functions), "event" (ags_track() and pairs) or "prepared" (handles).
 */
#include "agentsight.h"
#include "event_parts.h"
#include "lines.h"

#define LINE_CAPACITY (1 << 20)

static ags_tracker *tracker;
static const char *form;

static void answer(ags_status status) {
  const char *error = status != AGS_OK ? ags_last_error() : "";
  lines_put_status(stdout, (int)status, error, strlen(error));
}

/* Told from the sending thread, while the caller waits. */
static void on_item(void *user, const ags_item *item) {
  FILE *out = user;
  fprintf(out, "%s[%d,%d,%d,%lld,", ftell(out) > 0 ? "," : "", (int)item->kind, (int)item->outcome,
          (int)item->error, (long long)item->time_us);
  lines_put_string(out, item->conversation_id, item->conversation_id_size);
  fputc(',', out);
  lines_put_string(out, item->text, item->text_size);
  fputc(']', out);
}

/* ---------------------------------------------------------------- tracking */

static ags_status track_plain(const event_parts *p) {
  const char *id = p->event.conversation_id, *metadata = p->event.metadata_json;
  switch (p->event.kind) {
  case AGS_KIND_QUESTION:
    return ags_track_question(tracker, id, p->event.text, metadata);
  case AGS_KIND_ANSWER:
    return ags_track_answer(tracker, id, p->event.text, metadata);
  case AGS_KIND_ACTION:
    return ags_track_action(tracker, id, &p->action, metadata);
  case AGS_KIND_BUTTON:
    return ags_track_button(tracker, id, &p->button, metadata);
  case AGS_KIND_TOKEN_USAGE:
    return ags_track_token_usage(tracker, id, &p->usage, metadata);
  case AGS_KIND_ATTACHMENTS:
    return ags_track_attachments(tracker, id, &p->attachments, metadata);
  default:
    return ags_get_or_create_conversation(tracker, id, &p->info, metadata);
  }
}

static ags_status track_lengths(const event_parts *p) {
  const ags_event *e = &p->event;
  const char *id = e->conversation_id, *metadata = e->metadata_json;
  size_t id_size = e->conversation_id_size, metadata_size = e->metadata_json_size;
  switch (e->kind) {
  case AGS_KIND_QUESTION:
    return ags_track_question_n(tracker, id, id_size, e->text, e->text_size, metadata, metadata_size);
  case AGS_KIND_ANSWER:
    return ags_track_answer_n(tracker, id, id_size, e->text, e->text_size, metadata, metadata_size);
  case AGS_KIND_ACTION:
    return ags_track_action_n(tracker, id, id_size, &p->action, metadata, metadata_size);
  case AGS_KIND_BUTTON:
    return ags_track_button_n(tracker, id, id_size, &p->button, metadata, metadata_size);
  case AGS_KIND_TOKEN_USAGE:
    return ags_track_token_usage_n(tracker, id, id_size, &p->usage, metadata, metadata_size);
  case AGS_KIND_ATTACHMENTS:
    return ags_track_attachments_n(tracker, id, id_size, &p->attachments, metadata, metadata_size);
  default:
    return ags_get_or_create_conversation(tracker, id, &p->info, metadata);
  }
}

/* What a handle refuses is refused in the same words by the call that would have used it. */
static ags_status track_prepared(event_parts *p) {
  ags_event *e = &p->event;
  ags_conversation *conversation = NULL;
  ags_metadata *metadata = NULL;
  bool ready = e->conversation_id == NULL ||
               ags_conversation_create(e->conversation_id, e->conversation_id_size, &conversation) == AGS_OK;
  if (ready && e->pair_count > 0)
    ready = ags_metadata_create(e->pairs, e->pair_count, &metadata) == AGS_OK;
  else if (ready && e->metadata_json != NULL)
    ready = ags_metadata_create_json(e->metadata_json, e->metadata_json_size, &metadata) == AGS_OK;
  ags_status status;
  if (ready && (e->kind == AGS_KIND_QUESTION || e->kind == AGS_KIND_ANSWER)) {
    status = ags_track_message(tracker, e->kind, conversation, e->text, e->text_size, metadata);
  } else {
    e->conversation = conversation;
    e->metadata = metadata;
    status = ags_track(tracker, e);
  }
  ags_conversation_free(conversation);
  ags_metadata_free(metadata);
  return status;
}

static void obey_track(const call *c) {
  event_parts parts;
  event_read(&parts, c);
  parts.event.pairs = parts.pairs;
  if (strcmp(form, "plain") == 0)
    answer(track_plain(&parts));
  else if (strcmp(form, "lengths") == 0)
    answer(track_lengths(&parts));
  else if (strcmp(form, "event") == 0)
    answer(ags_track(tracker, &parts.event));
  else
    answer(track_prepared(&parts));
}

/* ------------------------------------------------------------- other calls */

static void obey_create(const call *c) {
  static char kept[16];
  snprintf(kept, sizeof kept, "%s", lines_text(c, "form"));
  form = kept;
  ags_options options;
  ags_options_init(&options, sizeof options);
  options.api_key = lines_text(c, "api_key");
  options.endpoint = lines_text(c, "endpoint");
  options.conversation_id = lines_text(c, "conversation_id");
  options.environment = lines_text(c, "environment");
  if (lines_text(c, "text_limit")) options.text_limit = (uint32_t)lines_number(c, "text_limit");
  if (lines_text(c, "batch_events")) options.batch_events = (uint32_t)lines_number(c, "batch_events");
  options.send_every_events = (uint32_t)lines_number(c, "send_every_events");
  answer(ags_tracker_create(&options, &tracker));
}

static void obey_initialize(const call *c) {
  event_parts parts;
  call same = *c;
  same.name = "get_or_create";
  event_read(&parts, &same);
  answer(ags_initialize_conversation(tracker, parts.event.conversation_id, &parts.info,
                                     parts.event.metadata_json, 0));
}

static void obey_send(const call *c) {
  char *items = NULL;
  size_t size;
  FILE *out = open_memstream(&items, &size);
  ags_report r = {.size = sizeof r};
  ags_send_options options = {.size = sizeof options,
                              .conversation_id = lines_text(c, "conversation_id"),
                              .on_item = on_item,
                              .user = out};
  answer(ags_send_with(tracker, &options, &r));
  fclose(out);
  lines_put_number(stdout, "delivered", r.delivered);
  lines_put_numbers(stdout, "delivered_of", r.delivered_of, 8);
  lines_put_number(stdout, "failed", r.failed);
  lines_put_numbers(stdout, "failed_of", r.failed_of, 8);
  lines_put_number(stdout, "remaining", r.remaining);
  lines_put_number(stdout, "requests", r.requests);
  lines_put_number(stdout, "http_status", (uint64_t)r.http_status);
  printf(",\"items\":[%s]", items);
  free(items);
}

static void obey_pending(const call *c) {
  char *items = NULL;
  size_t size;
  FILE *out = open_memstream(&items, &size);
  ags_summary summary = {.size = sizeof summary};
  answer(ags_pending(tracker, lines_text(c, "conversation_id"), on_item, out, &summary));
  fclose(out);
  lines_put_number(stdout, "count", summary.count);
  lines_put_numbers(stdout, "count_of", summary.count_of, 8);
  printf(",\"items\":[%s]", items);
  free(items);
}

static void obey_discard(const call *c) {
  uint64_t count = 0;
  answer(ags_discard(tracker, lines_text(c, "conversation_id"), &count));
  lines_put_number(stdout, "count", count);
}

static void obey_reconfigure(const call *c) {
  answer(ags_reconfigure(tracker, lines_text(c, "api_key"), lines_text(c, "endpoint")));
}

static void obey_token_sums(const call *c) {
  ags_token_usage sums = {.size = sizeof sums};
  answer(ags_get_token_usage(tracker, lines_text(c, "conversation_id"), &sums));
  lines_put_number(stdout, "prompt", (uint64_t)sums.prompt);
  lines_put_number(stdout, "completion", (uint64_t)sums.completion);
  lines_put_number(stdout, "total", (uint64_t)sums.total);
  lines_put_number(stdout, "embedding", (uint64_t)sums.embedding);
}

static void obey_stats(const call *c) {
  (void)c;
  ags_stats s = {.size = sizeof s};
  answer(ags_get_stats(tracker, &s));
  lines_put_number(stdout, "accepted", s.accepted);
  lines_put_number(stdout, "rejected", s.rejected);
  lines_put_number(stdout, "delivered", s.delivered);
  lines_put_number(stdout, "dropped", s.dropped);
  lines_put_number(stdout, "discarded", s.discarded);
  lines_put_number(stdout, "buffered", s.buffered);
  lines_put_number(stdout, "spooled", s.spooled);
  lines_put_number(stdout, "requests", s.requests);
  lines_put_number(stdout, "mended", s.mended);
}

static void obey_generate(const call *c) {
  (void)c;
  char id[AGS_CONVERSATION_ID_SIZE] = "";
  answer(ags_generate_conversation_id(id, sizeof id));
  printf(",\"id\":\"%s\"", id);
}

static void obey_free(const call *c) {
  (void)c;
  ags_tracker_free(tracker);
  tracker = NULL;
  answer(AGS_OK);
}

int main(void) {
  static const struct {
    const char *name;
    void (*obey)(const call *);
  } calls[] = {{"create", obey_create},           {"initialize", obey_initialize}, {"send", obey_send},
               {"pending", obey_pending},         {"discard", obey_discard},       {"stats", obey_stats},
               {"reconfigure", obey_reconfigure}, {"token_sums", obey_token_sums}, {"free", obey_free},
               {"generate", obey_generate}};
  static char line[LINE_CAPACITY];
  while (fgets(line, sizeof line, stdin) != NULL) {
    call c = lines_parse(line);
    void (*obey)(const call *) = obey_track;
    for (size_t i = 0; i < sizeof calls / sizeof *calls; i++)
      if (strcmp(calls[i].name, c.name) == 0) obey = calls[i].obey;
    obey(&c);
    puts("}");
    fflush(stdout);
  }
}
