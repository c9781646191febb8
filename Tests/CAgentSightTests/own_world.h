/* A clock and a network that are the test's own, so that hours pass in no time; see system.h. */
#ifndef OWN_WORLD_H
#define OWN_WORLD_H

#include "fixture.h"
#include "sender.h"
#include "tracker.h"

#define NS_PER_MS INT64_C(1000000)
#define NS_PER_S  INT64_C(1000000000)

/* What one tracker lives in; the clock is all trackers'. */
typedef struct own_world {
  ags_system system;
  ags_tracker *tracker;
  uint64_t chance;
  /* Answers a request: the status, 0 for none at all. `body` is absent in the preflight. */
  long (*serve)(struct own_world *world, ags_view body, ags_response *response);
  void *user;
} own_world;

static int64_t own_monotonic_ns = 1000 * NS_PER_S, own_wall_ns = INT64_C(1790000000) * NS_PER_S;

static inline int64_t own_read_monotonic(void *context) {
  (void)context;
  return ++own_monotonic_ns; /* no two readings are alike */
}

static inline int64_t own_read_wall(void *context) {
  (void)context;
  return own_wall_ns + own_monotonic_ns;
}

static const ags_clock_source own_clock = {own_read_monotonic, own_read_wall, NULL};

static inline void own_wait_until(void *context, int64_t until_ns) {
  (void)context;
  if (until_ns > own_monotonic_ns) own_monotonic_ns = until_ns;
}

static inline bool own_random(void *context, void *bytes, size_t size) {
  own_world *world = context;
  for (size_t i = 0; i < size; i++) {
    world->chance = world->chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    ((unsigned char *)bytes)[i] = (unsigned char)(world->chance >> 56);
  }
  return true;
}

static inline void *own_open(void *context, const ags_settings *settings, const atomic_bool *stop) {
  (void)settings, (void)stop;
  return context;
}

static inline void own_close(void *connection) {
  (void)connection;
}

static inline ags_status own_request(void *connection, const ags_destination *to, const char *path,
                                     const ags_body *body, ags_response *response) {
  own_world *world = connection;
  (void)to, (void)path;
  response->body.size = 0;
  response->retry_after[0] = '\0';
  response->http_status =
      world->serve(world, body != NULL ? (ags_view){body->data, body->size} : (ags_view){0}, response);
  return response->http_status != 0 ? AGS_OK : AGS_ERROR_NETWORK;
}

static const ags_network own_network = {own_open, own_close, own_request};

/* Makes the world's tracker; `serve` and `user` are set before. */
static inline void own_start(own_world *world, const ags_options *options, uint64_t seed) {
  world->chance = seed * 2654435761u + 1;
  world->system = (ags_system){.context = world,
                               .clock = &own_clock,
                               .wait_until = own_wait_until,
                               .random = own_random,
                               .network = &own_network,
                               .files = &ags_files_of_system};
  CHECK_INT(ags_tracker_create_in(&world->system, options, &world->tracker), AGS_OK);
}

/* Lets time pass up to that moment, and the tracker send what is due until then. */
static inline void own_live_until(own_world *world, int64_t until_ns) {
  int64_t next = 0;
  while ((next = ags_sender_step(world->tracker->sender)) < until_ns)
    if (next > own_monotonic_ns) own_monotonic_ns = next;
  if (until_ns > own_monotonic_ns) own_monotonic_ns = until_ns;
}

#endif
