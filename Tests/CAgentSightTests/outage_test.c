/* The server is away for ten minutes at 100 events a second, and comes back (row A19), on a clock of its own.
 */
#include "own_world.h"
#include "spool_fixture.h"

#define EVENTS   60000
#define PERIOD   (10 * NS_PER_MS)
#define LIMIT    ((size_t)1 << 20) /* about 25,000 of them */
#define PATIENCE (120 * NS_PER_S)

#define TIME_SIZE sizeof "2026-01-01T00:00:00.000000+00:00"

/* The server's side. */
typedef struct server {
  bool away;
  uint64_t requests_while_away, requests_since;
  int64_t back_ns;               /* when the first request after that came */
  char times[EVENTS][TIME_SIZE]; /* of those that came, as they were sent; else "" */
  bool may_come_later; /* what another process left, behind what is newer: its time says where it belongs */
  uint32_t last;       /* number of the last event that came */
} server;

static void take(server *s, ags_view body) {
  static const char content[] = "\"agentsight.message.content\":\"";
  static const char message[] = "\"agentsight.message\",\"timestamp\":\"";
  const char *time = NULL;
  for (size_t at = 0; at + sizeof message < body.size; at++) {
    if (memcmp(body.data + at, message, sizeof message - 1) == 0) time = body.data + at + sizeof message - 1;
    if (memcmp(body.data + at, content, sizeof content - 1) != 0) continue;
    unsigned long number = strtoul(body.data + at + sizeof content - 1, NULL, 10);
    CHECK(number < EVENTS && s->times[number][0] == '\0');
    CHECK(number == 0 || number > s->last || s->may_come_later);
    CHECK(time != NULL && time[TIME_SIZE - 1] == '"');
    memcpy(s->times[number], time, TIME_SIZE - 1);
    s->last = (uint32_t)number;
  }
}

/* How many came; their times are in the order in which they were tracked. */
static uint64_t count_arrived(const server *s) {
  uint64_t arrived = 0;
  const char *before = "";
  for (uint32_t i = 0; i < EVENTS; i++) {
    if (s->times[i][0] == '\0') continue;
    CHECK(strcmp(before, s->times[i]) < 0);
    before = s->times[i];
    arrived++;
  }
  return arrived;
}

static long serve(own_world *world, ags_view body, ags_response *response) {
  server *s = world->user;
  ags_buffer_put(&response->body, "{}", 2);
  s->requests_while_away += s->away;
  s->requests_since += !s->away;
  if (s->away) return 0;
  if (s->back_ns == 0) s->back_ns = own_monotonic_ns;
  if (body.data != NULL) take(s, body);
  return 200;
}

static void track(own_world *world, uint32_t number, ags_when_full when_full) {
  char text[32];
  snprintf(text, sizeof text, "%u", number);
  ags_status status = ags_track_question(world->tracker, "c", text, NULL);
  CHECK(status == AGS_OK || (status == AGS_ERROR_FULL && when_full == AGS_WHEN_FULL_REJECT));
}

static bool has_waiting(ags_tracker *tracker) {
  ags_stats stats = fixture_stats(tracker);
  return stats.buffered + stats.spooled > 0;
}

/* So many processes one after the other, each with its share of the events; but for the last they end with
 * the server away. The counters of the last. */
static ags_stats live_through(const ags_options *options, uint32_t processes, server *s) {
  own_world world = {.serve = serve, .user = s};
  own_start(&world, options, options->memory_limit);
  s->away = true;
  int64_t start_ns = own_monotonic_ns;
  for (uint32_t i = 0; i < EVENTS; i++) {
    if (i > 0 && i % (EVENTS / processes) == 0) {
      ags_tracker_free(world.tracker);
      own_start(&world, options, i);
    }
    own_live_until(&world, start_ns + i * PERIOD);
    track(&world, i, options->when_full);
    if (i % 1000 == 0) fixture_stats(world.tracker);
  }
  s->away = false;
  while (has_waiting(world.tracker)) own_live_until(&world, own_monotonic_ns + NS_PER_S);
  CHECK(own_monotonic_ns - s->back_ns < PATIENCE);
  ags_stats stats = fixture_stats(world.tracker);
  ags_tracker_free(world.tracker);
  uint64_t arrived = count_arrived(s);
  CHECK_INT(arrived, stats.delivered);
  /* One in 15 s on the average once the quick ones are used up, and one for each batch. */
  CHECK(s->requests_while_away <= processes * (1 + 10 + 1) + 600 / 15);
  CHECK(s->requests_since <= 2 + EVENTS / 1000 + 60);
  printf("%llu of %d arrived, %llu dropped, %llu refused; %llu attempts in ten minutes, %.1f s to drain\n",
         (unsigned long long)arrived, EVENTS, (unsigned long long)stats.dropped,
         (unsigned long long)stats.rejected_full, (unsigned long long)s->requests_while_away,
         (double)(own_monotonic_ns - s->back_ns) / 1e9);
  return stats;
}

static ags_options outage_options(ags_when_full when_full, size_t memory_limit) {
  ags_options options = fixture_options();
  options.when_full = when_full;
  options.memory_limit = memory_limit;
  options.send_every_ms = 1000;
  return options;
}

static void test_all_arrive_when_there_is_room(void) {
  static server s;
  ags_options options = outage_options(AGS_WHEN_FULL_REJECT, (size_t)256 << 20);
  ags_stats stats = live_through(&options, 1, &s);
  CHECK_INT(stats.delivered, EVENTS);
}

static void test_the_newest_stay(void) {
  static server s;
  ags_options options = outage_options(AGS_WHEN_FULL_DROP_OLDEST, LIMIT);
  ags_stats stats = live_through(&options, 1, &s);
  CHECK_INT(stats.accepted, EVENTS);
  CHECK(stats.dropped > EVENTS / 4 && stats.dropped == stats.dropped_oldest);
  CHECK_INT(stats.delivered + stats.dropped, EVENTS);
  for (uint32_t i = EVENTS - (uint32_t)stats.delivered + 1000; i < EVENTS; i++) CHECK(s.times[i][0]);
}

static void test_the_oldest_stay(void) {
  static server s;
  ags_options options = outage_options(AGS_WHEN_FULL_REJECT, LIMIT);
  ags_stats stats = live_through(&options, 1, &s);
  CHECK(stats.rejected_full > EVENTS / 4 && stats.dropped == 0);
  CHECK_INT(stats.delivered + stats.rejected_full, EVENTS);
  for (uint32_t i = 0; i < stats.delivered; i++) CHECK(s.times[i][0]);
}

/* With a spool nothing is given up, though memory holds a third and two processes end. */
static void test_all_arrive_from_files(void) {
  static server s = {.may_come_later = true};
  spool_begin();
  ags_options options = outage_options(AGS_WHEN_FULL_SPOOL, LIMIT);
  options.spool_directory = spool_directory;
  ags_stats stats = live_through(&options, 3, &s);
  CHECK_INT(stats.delivered, EVENTS);
  CHECK_INT(stats.adopted, EVENTS / 3 * 2);
}

/* When it was asked last, and the longest time between two requests. */
typedef struct silence {
  int64_t last_ns, longest_ns;
} silence;

static long serve_nobody(own_world *world, ags_view body, ags_response *response) {
  silence *s = world->user;
  (void)body, (void)response;
  if (s->last_ns > 0 && own_monotonic_ns - s->last_ns > s->longest_ns)
    s->longest_ns = own_monotonic_ns - s->last_ns;
  s->last_ns = own_monotonic_ns;
  return 0;
}

/* The longest wait, in seconds, of a tracker that finds nobody for five hours. */
static int64_t longest_wait(const ags_options *options) {
  silence s = {0};
  own_world world = {.serve = serve_nobody, .user = &s};
  own_start(&world, options, 1);
  track(&world, 1, options->when_full);
  own_live_until(&world, own_monotonic_ns + 5 * 3600 * NS_PER_S);
  ags_tracker_free(world.tracker);
  return s.longest_ns / NS_PER_S;
}

/* What is safe on the disk can wait for up to five minutes, what is not for half of one. */
static void test_longest_waits(void) {
  ags_options options = outage_options(AGS_WHEN_FULL_REJECT, LIMIT);
  int64_t longest = longest_wait(&options);
  CHECK(longest > 20 && longest <= 31); /* it looks once in a second */
  spool_begin();
  options.spool_directory = spool_directory;
  longest = longest_wait(&options);
  CHECK(longest > 200 && longest <= 301);
}

int main(void) {
  test_all_arrive_when_there_is_room();
  test_the_newest_stay();
  test_the_oldest_stay();
  test_all_arrive_from_files();
  test_longest_waits();
}
