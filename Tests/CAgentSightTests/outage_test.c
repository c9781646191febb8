/* The server is away for ten minutes at 100 events a second, and comes back (row A19), on a clock of its own.
 */
#include "own_world.h"

#define EVENTS   60000
#define PERIOD   (10 * NS_PER_MS)
#define LIMIT    ((size_t)1 << 20) /* about 25,000 of them */
#define PATIENCE (120 * NS_PER_S)

/* The server's side. */
typedef struct server {
  bool away;
  uint64_t requests_while_away, requests_since;
  uint8_t seen[EVENTS];
  uint32_t last; /* number of the last event that came, which must come in order */
} server;

static void take(server *s, ags_view body) {
  static const char content[] = "\"agentsight.message.content\":\"";
  for (size_t at = 0; at + sizeof content < body.size; at++) {
    if (memcmp(body.data + at, content, sizeof content - 1) != 0) continue;
    unsigned long number = strtoul(body.data + at + sizeof content - 1, NULL, 10);
    CHECK(number < EVENTS && s->seen[number] == 0);
    CHECK(number == 0 || number > s->last);
    s->seen[number] = 1;
    s->last = (uint32_t)number;
  }
}

static long serve(own_world *world, ags_view body, ags_response *response) {
  server *s = world->user;
  ags_buffer_put(&response->body, "{}", 2);
  s->requests_while_away += s->away;
  s->requests_since += !s->away;
  if (s->away) return 0;
  if (body.data != NULL) take(s, body);
  return 200;
}

static ags_stats live_through(ags_when_full when_full, size_t memory_limit, server *s) {
  ags_options options = fixture_options();
  options.when_full = when_full;
  options.memory_limit = memory_limit;
  options.send_every_ms = 1000;
  own_world world = {.serve = serve, .user = s};
  own_start(&world, &options, memory_limit);
  s->away = true;
  int64_t start_ns = own_monotonic_ns;
  for (uint32_t i = 0; i < EVENTS; i++) {
    char text[32];
    snprintf(text, sizeof text, "%u", i);
    own_live_until(&world, start_ns + i * PERIOD);
    ags_status status = ags_track_question(world.tracker, "c", text, NULL);
    CHECK(status == AGS_OK || (status == AGS_ERROR_FULL && when_full == AGS_WHEN_FULL_REJECT));
    if (i % 1000 == 0) fixture_stats(world.tracker);
  }
  s->away = false;
  int64_t back_ns = own_monotonic_ns;
  while (fixture_stats(world.tracker).buffered > 0) own_live_until(&world, own_monotonic_ns + NS_PER_S);
  CHECK(own_monotonic_ns - back_ns < PATIENCE);
  ags_stats stats = fixture_stats(world.tracker);
  ags_tracker_free(world.tracker);
  uint64_t arrived = 0;
  for (uint32_t i = 0; i < EVENTS; i++) arrived += s->seen[i];
  CHECK_INT(arrived, stats.delivered);
  /* One in 15 s on the average once the quick ones are used up, and one for each batch. */
  CHECK(s->requests_while_away <= 1 + 10 + 600 / 15 + 1);
  CHECK(s->requests_since <= 2 + EVENTS / 1000 + 60);
  printf("%llu of %d arrived, %llu dropped, %llu refused; %llu attempts in ten minutes, %.1f s to drain\n",
         (unsigned long long)arrived, EVENTS, (unsigned long long)stats.dropped,
         (unsigned long long)stats.rejected_full, (unsigned long long)s->requests_while_away,
         (double)(own_monotonic_ns - back_ns) / 1e9);
  return stats;
}

static void test_all_arrive_when_there_is_room(void) {
  static server s;
  ags_stats stats = live_through(AGS_WHEN_FULL_REJECT, (size_t)256 << 20, &s);
  CHECK_INT(stats.delivered, EVENTS);
}

static void test_the_newest_stay(void) {
  static server s;
  ags_stats stats = live_through(AGS_WHEN_FULL_DROP_OLDEST, LIMIT, &s);
  CHECK_INT(stats.accepted, EVENTS);
  CHECK(stats.dropped > EVENTS / 4 && stats.dropped == stats.dropped_oldest);
  CHECK_INT(stats.delivered + stats.dropped, EVENTS);
  for (uint32_t i = EVENTS - (uint32_t)stats.delivered + 1000; i < EVENTS; i++) CHECK(s.seen[i]);
}

static void test_the_oldest_stay(void) {
  static server s;
  ags_stats stats = live_through(AGS_WHEN_FULL_REJECT, LIMIT, &s);
  CHECK(stats.rejected_full > EVENTS / 4 && stats.dropped == 0);
  CHECK_INT(stats.delivered + stats.rejected_full, EVENTS);
  for (uint32_t i = 0; i < stats.delivered; i++) CHECK(s.seen[i]);
}

int main(void) {
  test_all_arrive_when_there_is_room();
  test_the_newest_stay();
  test_the_oldest_stay();
}
