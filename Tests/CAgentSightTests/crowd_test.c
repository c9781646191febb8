/* 500 trackers fail together and come back together, to a server that can take few at a time (row A20). */
#include "own_world.h"

#define CLIENTS     500
#define AWAY_S      60
#define CAPACITY    40 /* requests that the server takes in a second; more get 429 */
#define RETRY_AFTER 3
#define SECONDS     600

/* What the server sees. */
typedef struct server {
  int64_t start_ns;
  uint32_t by_second[SECONDS], refused, impatient;
  int64_t not_before_ns[CLIENTS]; /* what each was asked for */
} server;

static server the_server;
static own_world worlds[CLIENTS];

static long serve(own_world *world, ags_view body, ags_response *response) {
  server *s = &the_server;
  int64_t now = own_monotonic_ns;
  int64_t *not_before_ns = &s->not_before_ns[world - worlds];
  int64_t second = (now - s->start_ns) / NS_PER_S;
  CHECK(second < SECONDS);
  uint32_t *count = &s->by_second[second];
  (*count)++;
  s->impatient += now < *not_before_ns;
  if (second < AWAY_S) return 0;
  if (*count > CAPACITY) {
    s->refused++;
    *not_before_ns = now + RETRY_AFTER * NS_PER_S - NS_PER_MS;
    snprintf(response->retry_after, sizeof response->retry_after, "%d", RETRY_AFTER);
    return 429;
  }
  (void)body;
  return 200;
}

static uint64_t owed(void) {
  uint64_t owed = 0;
  for (int i = 0; i < CLIENTS; i++) owed += fixture_stats(worlds[i].tracker).buffered;
  return owed;
}

int main(void) {
  server *s = &the_server;
  ags_options options = fixture_options();
  options.send_every_ms = 1000;
  for (uint32_t i = 0; i < CLIENTS; i++) {
    worlds[i] = (own_world){.serve = serve};
    own_start(&worlds[i], &options, i + 1);
    CHECK_INT(ags_track_question(worlds[i].tracker, "c", "Hello?", NULL), AGS_OK);
  }
  s->start_ns = own_monotonic_ns;
  for (int64_t ms = 0; owed() > 0; ms += 10) {
    own_monotonic_ns =
        s->start_ns + ms * NS_PER_MS > own_monotonic_ns ? s->start_ns + ms * NS_PER_MS : own_monotonic_ns;
    for (int i = 0; i < CLIENTS; i++)
      while (ags_sender_step(worlds[i].tracker->sender) == 0) continue;
  }
  int64_t seconds = (own_monotonic_ns - s->start_ns) / NS_PER_S;
  uint32_t requests = 0, most = 0, in_first_window = 0;
  for (int64_t i = 0; i <= seconds; i++) requests += s->by_second[i];
  for (int64_t i = AWAY_S; i <= seconds; i++) most = s->by_second[i] > most ? s->by_second[i] : most;
  for (int i = AWAY_S; i < AWAY_S + 5; i++) in_first_window += s->by_second[i];
  printf("%u requests; back within %lld s; at most %u in a second, %u in the first five; %u refused\n",
         requests, (long long)(seconds - AWAY_S), most, in_first_window, s->refused);
  CHECK(s->refused > 0); /* or nobody's patience was asked for */
  CHECK_INT(s->impatient, 0);
  CHECK(seconds < AWAY_S + 60);
  /* All at once would be 500 in the first second; evenly over the longest wait of 30 s, 17. */
  CHECK(most < CLIENTS / 5);
  CHECK(requests < CLIENTS * (1 + 10 + AWAY_S / 15) + 4 * CLIENTS);
  for (int i = 0; i < CLIENTS; i++) ags_tracker_free(worlds[i].tracker);
}
