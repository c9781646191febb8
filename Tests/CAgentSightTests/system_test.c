/* A tracker in a world that a test made: its clock, its randomness, its network, and no thread. */
#include "fixture.h"
#include "sender.h"
#include "tracker.h"

#define START_NS INT64_C(5000000000)

/* The test's world. */
typedef struct world {
  int64_t monotonic_ns;
  int posts, answer; /* the answer 0: none at all */
  bool opened;
} world;

static int64_t monotonic_ns(void *context) {
  return ((world *)context)->monotonic_ns;
}

static int64_t wall_ns(void *context) {
  return monotonic_ns(context) + INT64_C(1700000000000000000);
}

static void wait_until(void *context, int64_t until_ns) {
  CHECK(until_ns > monotonic_ns(context));
  ((world *)context)->monotonic_ns = until_ns;
}

static bool no_randomness_needed(void *context, void *bytes, size_t size) {
  (void)context;
  memset(bytes, 7, size);
  return true;
}

static void *open_network(void *context, const ags_settings *settings, const atomic_bool *stop) {
  CHECK(settings->destination.endpoint != NULL && !atomic_load(stop));
  ((world *)context)->opened = true;
  return context;
}

static void close_network(void *connection) {
  ((world *)connection)->opened = false;
}

static ags_status request(void *connection, const ags_destination *to, const char *path, const ags_body *body,
                          ags_response *response) {
  world *w = connection;
  (void)to, (void)path;
  w->posts += body != NULL;
  response->body.size = 0;
  response->http_status = w->answer;
  return w->answer != 0 ? AGS_OK : AGS_ERROR_NETWORK;
}

static const ags_network network = {open_network, close_network, request};

static ags_tracker *create(const ags_system *system, uint32_t send_every_ms) {
  ags_options options = fixture_options();
  ags_tracker *tracker = NULL;
  options.send_every_ms = send_every_ms;
  CHECK_INT(ags_tracker_create_in(system, &options, &tracker), AGS_OK);
  return tracker;
}

static void test_sends_without_a_thread(const ags_system *system, world *w) {
  ags_tracker *tracker = create(system, 0);
  CHECK_INT(ags_track_question(tracker, "c", "What?", NULL), AGS_OK);
  CHECK_INT(ags_send(tracker, 1000, NULL), AGS_OK);
  CHECK_INT(fixture_stats(tracker).delivered, 1);
  CHECK_INT(w->posts, 1);
  CHECK_INT(ags_sender_step(tracker->sender), INT64_MAX);
  ags_tracker_free(tracker);
  CHECK(!w->opened);
}

static void test_is_due_by_its_own_clock(const ags_system *system, world *w) {
  ags_tracker *tracker = create(system, 60000);
  int64_t due_ns = w->monotonic_ns + INT64_C(60000000000);
  CHECK_INT(ags_track_question(tracker, "c", "What?", NULL), AGS_OK);
  int64_t next_ns = ags_sender_step(tracker->sender);
  CHECK(next_ns >= due_ns && next_ns < due_ns + 1000000); /* the clock is read more than once */
  w->monotonic_ns = next_ns - 1;
  CHECK_INT(ags_sender_step(tracker->sender), next_ns);
  CHECK_INT(fixture_stats(tracker).buffered, 1);
  w->monotonic_ns = next_ns;
  CHECK_INT(ags_sender_step(tracker->sender), 0);
  CHECK_INT(fixture_stats(tracker).delivered, 1);
  ags_tracker_free(tracker);
}

int main(void) {
  world w = {.monotonic_ns = START_NS, .answer = 200};
  ags_clock_source clock = {monotonic_ns, wall_ns, &w};
  ags_system system = {.context = &w,
                       .clock = &clock,
                       .wait_until = wait_until,
                       .random = no_randomness_needed,
                       .network = &network,
                       .files = &ags_files_of_system};
  test_sends_without_a_thread(&system, &w);
  test_is_due_by_its_own_clock(&system, &w);
}
