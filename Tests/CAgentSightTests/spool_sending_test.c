/* Who sends what was left in a spool: automatic sending, at once, without waiting for an event of its own. */
#include "own_world.h"
#include "spool_fixture.h"

#define EVENTS 25

/* How many events came, in requests of any size. */
static long serve(own_world *world, ags_view body, ags_response *response) {
  static const char content[] = "\"agentsight.message.content\":\"";
  int *came = world->user;
  ags_buffer_put(&response->body, "{}", 2);
  for (size_t at = 0; at + sizeof content < body.size; at++)
    *came += memcmp(body.data + at, content, sizeof content - 1) == 0;
  return 200;
}

static void leave_events(void) {
  spool_begin();
  ags_tracker *tracker = spool_tracker();
  spool_track(tracker, EVENTS);
  ags_tracker_free(tracker);
}

/* How many arrive from a tracker that only lives. */
static int arrive(uint32_t every_events, uint32_t every_ms, int64_t ns) {
  int came = 0;
  own_world world = {.serve = serve, .user = &came};
  ags_options options = spool_options();
  options.send_every_events = every_events;
  options.send_every_ms = every_ms;
  own_start(&world, &options, 1);
  CHECK_INT(fixture_stats(world.tracker).adopted, EVENTS);
  own_live_until(&world, own_monotonic_ns + ns);
  ags_tracker_free(world.tracker);
  return came;
}

int main(void) {
  const uint32_t hour_ms = 3600000;
  leave_events();
  CHECK_INT(arrive(0, 0, NS_PER_S), 0);
  CHECK_INT(arrive(0, hour_ms, NS_PER_S), EVENTS);
  leave_events();
  CHECK_INT(arrive(2 * EVENTS, 0, NS_PER_S), EVENTS);
}
