/*
 * The wall clock is set while events wait (row C6). Timers do not notice, and the order of a conversation
 * stays. What waits keeps the time from before; what is tracked after the next sending has the new one, or a
 * later one where the clock was set back.
 */
#include "own_world.h"

#define EVENTS  15 /* a third before the clock is set, and a third after that is noticed */
#define PERIOD  (100 * NS_PER_MS)
#define HOUR    (3600 * NS_PER_S)
#define YEAR    (8766 * HOUR)
#define IN_2038 (INT64_C(2147483648) * NS_PER_S)

static char times[EVENTS][32]; /* as they came; ISO 8601 of one length, so that strcmp() compares them */
static uint32_t arrived;
static int64_t server_until_ns; /* it is busy until then */
static uint32_t refused;

static const char *text_behind(const char *at, const char *end, const char *key) {
  size_t size = strlen(key);
  for (; at + size < end; at++)
    if (memcmp(at, key, size) == 0) return at + size;
  return NULL;
}

static long serve(own_world *world, ags_view body, ags_response *response) {
  (void)world;
  if (body.data == NULL) return 200;
  if (own_monotonic_ns < server_until_ns) {
    refused++;
    snprintf(response->retry_after, sizeof response->retry_after, "5");
    return 503;
  }
  const char *at = body.data, *end = body.data + body.size;
  while ((at = text_behind(at, end, "\"timestamp\":\"")) != NULL) {
    CHECK(arrived < EVENTS);
    snprintf(times[arrived], sizeof times[arrived], "%.*s", 26, at);
    const char *text = text_behind(at, end, "\"agentsight.message.content\":\"");
    CHECK(text != NULL && strtoul(text, NULL, 10) == arrived);
    arrived++;
  }
  return 200;
}

static void iso(char *to, int64_t wall_ns) {
  time_t seconds = (time_t)(wall_ns / NS_PER_S);
  struct tm parts;
  strftime(to, 32, "%Y-%m-%dT%H:%M:%S", gmtime_r(&seconds, &parts));
}

static void track(own_world *world, int from, int64_t start_ns) {
  for (int i = 0; i < EVENTS / 3; i++) {
    char text[16];
    snprintf(text, sizeof text, "%d", from + i);
    own_live_until(world, start_ns + i * PERIOD);
    CHECK_INT(ags_track_answer(world->tracker, "c", text, NULL), AGS_OK);
  }
}

/* The clock shows `from` first; then it is set by `by`. */
static void jump(int64_t from_ns, int64_t by_ns) {
  ags_options options = fixture_options();
  options.send_every_ms = 1000;
  own_world world = {.serve = serve};
  own_wall_ns = from_ns - own_monotonic_ns;
  own_start(&world, &options, (uint64_t)from_ns);
  arrived = refused = 0;
  int64_t start_ns = own_monotonic_ns;
  server_until_ns = start_ns + 2 * NS_PER_S; /* so that a wait runs while the clock is set */
  track(&world, 0, start_ns);
  own_live_until(&world, start_ns + 2 * NS_PER_S);
  own_wall_ns += by_ns;
  track(&world, EVENTS / 3, start_ns + 2 * NS_PER_S);
  own_live_until(&world, start_ns + 5 * NS_PER_S); /* it was asked for patience at 1 s, for 5 s */
  CHECK_INT(arrived, 0);
  own_live_until(&world, start_ns + 8 * NS_PER_S);
  CHECK_INT(arrived, EVENTS * 2 / 3);
  CHECK_INT(refused, 1);
  track(&world, EVENTS * 2 / 3, start_ns + 8 * NS_PER_S);
  own_live_until(&world, start_ns + 11 * NS_PER_S);
  CHECK_INT(arrived, EVENTS);
  CHECK_INT(fixture_stats(world.tracker).delivered, EVENTS);
  ags_tracker_free(world.tracker);

  for (int i = 1; i < EVENTS; i++) CHECK(strcmp(times[i - 1], times[i]) < 0);
  char first[32], behind[32];
  iso(first, from_ns);
  CHECK_CONTAINS(times[0], first);
  iso(behind, from_ns + by_ns + 8 * NS_PER_S);
  if (by_ns >= 0) CHECK_CONTAINS(times[EVENTS * 2 / 3], behind);
}

int main(void) {
  const int64_t now = INT64_C(1790000000) * NS_PER_S;
  jump(now, 0);
  jump(now, -HOUR);
  jump(now, 10 * YEAR);
  jump(now, -NS_PER_S);            /* a leap second, as Linux lives through it */
  jump(NS_PER_S, now);             /* a machine without a battery hears what time it is */
  jump(now, -now);                 /* and the other way round */
  jump(IN_2038 - 2 * NS_PER_S, 0); /* past the end of 32 bits */
  jump(now, IN_2038 - now + NS_PER_S);
}
