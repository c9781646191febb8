#include "server.h"

#include "actions.h"
#include "error.h"
#include "oracle.h"

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
  return &w->events[oracle_number(w, item->text.data + 1, item->text.size - 2)];
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
  for (uint32_t i = 0; i < b.count; i++) event_of(w, &b.items[i])->sent = true;
  if (hits(w, w->weather.lost_requests)) return nothing("the request was lost");
  if (hits(w, w->weather.refusals)) {
    long code = refusals[chance_below(&w->chance, sizeof refusals / sizeof *refusals)];
    world_tell(w, "process %u: the server answers %ld", p->serial, code);
    return answer(response, code, "{\"detail\":\"no\"}");
  }
  take(w, &b);
  if (hits(w, w->weather.repeats)) keep_for_repeat(w, text);
  if (hits(w, w->weather.lost_answers)) return nothing("the answer was lost");
  actions_interleave(w);
  if (p->dead) return nothing("crashed");
  for (uint32_t i = 0; i < b.count; i++) event_of(w, &b.items[i])->confirmed = true;
  return answer(response, chance_percent(&w->chance, 50) ? 200 : 201, "{}");
}

static ags_status request(void *connection, const ags_destination *to, const char *path, const ags_body *body,
                          ags_response *response) {
  process *p = connection;
  world *w = p->world;
  response->body.size = 0;
  response->body.failed = false;
  response->http_status = 0;
  if (p->dead) return nothing("crashed");
  w->requests++;
  world_advance(w, chance_below(&w->chance, 50) * NS_PER_MS);
  actions_interleave(w);
  if (p->dead) return nothing("crashed");
  if (hits(w, w->weather.hangs)) {
    world_advance(w, 30 * NS_PER_S);
    return nothing("timed out");
  }
  world_tell(w, "process %u: %s%s, %zu bytes", p->serial, to->endpoint, path, body != NULL ? body->size : 0);
  if (body == NULL) {
    if (hits(w, w->weather.refusals)) return answer(response, 503, "");
    return answer(response, 200, "{\"agent_id\":1,\"role\":\"write\",\"capabilities\":[]}");
  }
  return ingest(p, (ags_view){body->data, body->size}, response);
}

const ags_network server_network = {open_connection, close_connection, request};
