#include "server.h"

#include "actions.h"
#include "error.h"
#include "oracle.h"
#include "sender_state.h"
#include "uploads.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What the bad server says instead of 200. */
static const long refusals[] = {500, 502, 503, 504, 408, 429, 401, 403, 404, 301};

static void *open_connection(void *context, const ags_settings *settings, const atomic_bool *stop) {
  (void)settings, (void)stop;
  return context;
}

static void close_connection(void *connection) {
  (void)connection;
}

static void take(world *w, const body_parsed *b) {
  EXPECT(w, b->wrong == NULL, "%s", b->wrong);
  for (uint32_t i = 0; i < b->count; i++) oracle_store(w, &b->items[i]);
}

static event *event_of(world *w, const body_item *item) {
  return &w->events[oracle_number_in(w, item)];
}

static void keep_for_repeat(world *w, ags_view text) {
  w->replay.size = 0;
  ags_buffer_put(&w->replay, text.data, text.size);
}

void server_repeat(world *w) {
  if (w->replay.size == 0) return;
  world_tell(w, "the network repeats a request of %zu bytes", w->replay.size);
  body_parsed b;
  body_read(&b, (ags_view){w->replay.data, w->replay.size});
  take(w, &b);
  w->replay.size = 0;
}

static ags_status answer(ags_response *response, long code, const char *body) {
  ags_buffer_put(&response->body, body, strlen(body));
  response->http_status = code;
  return AGS_OK;
}

/* Asks for patience, or says something that nobody understands. */
static void ask_for_patience(process *p, ags_response *response) {
  static const char *const nonsense[] = {"soon", "-5", "1e3", "Sunday", "12 seconds"};
  world *w = p->world;
  uint32_t seconds = chance_below(&w->chance, 40);
  if (chance_percent(&w->chance, 10)) {
    snprintf(response->retry_after, sizeof response->retry_after, "%s",
             nonsense[chance_below(&w->chance, sizeof nonsense / sizeof *nonsense)]);
    return;
  }
  snprintf(response->retry_after, sizeof response->retry_after, "%u", seconds);
  /* A tracker counts in milliseconds, cut off. */
  p->patience_until_ns = w->monotonic_ns + seconds * NS_PER_S - NS_PER_MS;
}

/* 404 is the last word on files, and not among the answers to them. */
static ags_status refuse(process *p, bool files, ags_response *response) {
  world *w = p->world;
  long code = refusals[chance_below(&w->chance, sizeof refusals / sizeof *refusals)];
  if (code == 404 && files) code = 503;
  bool temporary = code >= 500 || code == 408 || code == 429;
  world_tell(w, "process %u: the server answers %ld", p->serial, code);
  if (temporary && chance_percent(&w->chance, 30)) ask_for_patience(p, response);
  return answer(response, code, "{\"detail\":\"no\"}");
}

/* Says that something in the request breaks a rule, and in some worlds in which blocks. */
static ags_status refuse_as_invalid(process *p, const body_parsed *b, ags_response *response) {
  world *w = p->world;
  bool names = w->seed % 2 == 0;
  char body[1024] = "{\"detail\":\"invalid\",\"conversations\":[", *end = body + strlen(body);
  for (uint32_t i = 0; i < b->count && names; i++) {
    const body_item *item = &b->items[i];
    const event *e = event_of(w, item);
    if (!e->poison || e->refuses_files || (size_t)(body + sizeof body - end) < 100) continue;
    end += snprintf(end, 100, "%s{\"index\":%u,\"conversation_id\":%.*s,\"errors\":{\"spans\":[]}}",
                    end[-1] == '[' ? "" : ",", item->block, (int)item->conversation.size,
                    item->conversation.data);
  }
  snprintf(end, 3, "]}");
  world_tell(w, "process %u: the server answers 400: %s", p->serial, body);
  return answer(response, 400, body);
}

/* The server's own rules, which hold in good weather too; 0: it takes the request. */
static long rule_against(world *w, const body_parsed *b) {
  bool poison = false, large = w->weather.events_taken > 0 && b->count > w->weather.events_taken;
  for (uint32_t i = 0; i < b->count; i++) {
    const event *e = event_of(w, &b->items[i]);
    poison |= e->poison && !e->refuses_files;
    large |= e->too_large && !e->refuses_files;
  }
  return large ? 413 : poison ? 400 : 0;
}

static ags_status nothing(const char *why) {
  return ags_fail(AGS_ERROR_NETWORK, "%s", why);
}

static bool hits(world *w, uint32_t percent) {
  return !w->calm && chance_percent(&w->chance, percent);
}

static ags_status ingest(process *p, ags_view text, ags_response *response) {
  world *w = p->world;
  body_parsed b;
  body_read(&b, text);
  for (uint32_t i = 0; i < b.count; i++) {
    event *e = event_of(w, &b.items[i]);
    oracle_claim(p, (uint32_t)(e - w->events));
    e->sent = true;
  }
  if (hits(w, w->weather.lost_requests)) return nothing("the request was lost");
  if (hits(w, w->weather.refusals)) return refuse(p, false, response);
  long refusal = rule_against(w, &b);
  if (refusal != 0) {
    if (hits(w, w->weather.lost_answers)) return nothing("the answer was lost");
    if (refusal == 400) return refuse_as_invalid(p, &b, response);
    world_tell(w, "process %u: the server answers 413 to %u events", p->serial, b.count);
    return answer(response, 413, "");
  }
  take(w, &b);
  if (hits(w, w->weather.repeats)) keep_for_repeat(w, text);
  if (hits(w, w->weather.lost_answers)) return nothing("the answer was lost");
  actions_interleave(w);
  if (p->dead) return nothing("crashed");
  for (uint32_t i = 0; i < b.count; i++)
    if (b.items[i].kind != 'f') event_of(w, &b.items[i])->confirmed = true;
  return answer(response, chance_percent(&w->chance, 50) ? 200 : 201, "{}");
}

static ags_status take_request(void *connection, const ags_destination *to, const char *path,
                               const ags_body *body, ags_response *response) {
  process *p = connection;
  world *w = p->world;
  response->body.size = 0;
  response->body.failed = false;
  response->http_status = 0;
  response->retry_after[0] = '\0';
  if (p->dead) return nothing("crashed");
  EXPECT(w, w->monotonic_ns >= p->patience_until_ns, "process %u comes %lld ms too early", p->serial,
         (long long)((p->patience_until_ns - w->monotonic_ns) / NS_PER_MS));
  w->requests++;
  world_advance(w, chance_below(&w->chance, 50) * NS_PER_MS);
  actions_interleave(w);
  if (p->dead) return nothing("crashed");
  if (hits(w, w->weather.hangs)) {
    world_advance(w, 30 * NS_PER_S);
    return nothing("timed out");
  }
  world_tell(w, "process %u: %s%s, %zu bytes", p->serial, to->endpoint, path, body != NULL ? body->size : 0);
  if (uploads_are_at(path)) {
    if (hits(w, w->weather.lost_requests)) return nothing("the request was lost");
    if (hits(w, w->weather.refusals)) return refuse(p, true, response);
    return uploads_take(p, path, body, response);
  }
  if (body == NULL) {
    if (hits(w, w->weather.refusals)) {
      if (chance_percent(&w->chance, 30)) ask_for_patience(p, response);
      return answer(response, 503, "");
    }
    return answer(response, 200, "{\"agent_id\":1,\"role\":\"write\",\"capabilities\":[]}");
  }
  return ingest(p, (ags_view){body->data, body->size}, response);
}

static ags_status request(void *connection, const ags_destination *to, const char *path, const ags_body *body,
                          ags_response *response) {
  process *p = connection;
  const ags_sender *sender = p->tracker->sender;
  ags_status status = take_request(connection, to, path, body, response);
  /* What was asked by an endpoint that is not the one any more counts no more. */
  if (sender->taken_version != sender->destination_version) p->patience_until_ns = 0;
  return status;
}

const ags_network server_network = {open_connection, close_connection, request};
