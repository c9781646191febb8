/*
 * Times of events that no process had read when theirs died: in the order of the calls, no two alike, and the
 * same for whoever brings them in next.
 */
#include "own_world.h"
#include "spool_fixture.h"

#include "spool.h"

#define EVENTS 1200
#define TEXT   1000 /* bytes: 250 in a segment */
#define SMALL  ((size_t)1 << 20)

static int64_t times[EVENTS]; /* on the wire, by number; 0: not seen */

static void track(ags_tracker *tracker, int number) {
  char text[TEXT + 1];
  memset(text, '.', TEXT);
  text[snprintf(text, sizeof text, "%d", number)] = '.';
  text[TEXT] = '\0';
  CHECK_INT(ags_track_question(tracker, "conversation", text, NULL), AGS_OK);
}

typedef struct call {
  ags_tracker *tracker;
  int number;
} call;

static void *track_in_thread(void *argument) {
  const call *c = argument;
  track(c->tracker, c->number);
  return NULL;
}

/* Waits for it, so that the calls happen one after the other. */
static void track_in_another_thread(ags_tracker *tracker, int number) {
  call c = {tracker, number};
  pthread_t thread;
  CHECK_INT(pthread_create(&thread, NULL, track_in_thread, &c), 0);
  CHECK_INT(pthread_join(thread, NULL), 0);
}

static void start(own_world *world, size_t memory_limit) {
  static uint64_t seed;
  ags_options options = spool_options();
  if (memory_limit > 0) options.memory_limit = memory_limit;
  own_start(world, &options, ++seed);
}

/* The process dies with what it has in its files. */
static void die(own_world *world) {
  ags_spool_close(world->tracker->pool.spool);
  ags_tracker_free(world->tracker);
}

/* Takes up to so many events, notes their times, and delivers them if asked to; how many there were. */
static uint32_t take(own_world *world, uint32_t most, bool deliver) {
  pthread_mutex_lock(&world->tracker->drain.mutex);
  ags_spool_adopt(world->tracker->pool.spool);
  pthread_mutex_unlock(&world->tracker->drain.mutex);
  ags_batch batch = taken_batch(world->tracker, most);
  uint32_t count = batch.count;
  for (uint32_t i = 0; i < count; i++) {
    const ags_drained *item = &batch.entries[i].item;
    long number = strtol(ags_record_text(item->record), NULL, 10);
    CHECK(number >= 0 && number < EVENTS);
    CHECK(times[number] == 0 || times[number] == item->us);
    times[number] = item->us;
  }
  if (!deliver) ags_spool_close(world->tracker->pool.spool);
  taken_free(world->tracker, &batch);
  return count;
}

static void check_order(int from, int to) {
  for (int i = from + 1; i < to; i++) CHECK(times[i - 1] > 0 && times[i - 1] < times[i]);
}

static void begin(own_world *world) {
  spool_begin();
  memset(times, 0, sizeof times);
  *world = (own_world){0};
}

/* Two threads, whose files come in as memory has room for them, and calls faster than microseconds. */
static void test_files_come_in_one_after_another(void) {
  own_world world;
  begin(&world);
  start(&world, 0);
  for (int i = 0; i < EVENTS; i++) {
    if (i % 2 == 0)
      track(world.tracker, i);
    else
      track_in_another_thread(world.tracker, i);
  }
  die(&world);
  start(&world, SMALL);
  while (take(&world, 100, true) > 0) continue;
  ags_tracker_free(world.tracker);
  check_order(0, EVENTS);
}

/* What was delivered is in no file any more, and yet nothing comes before it. */
static void test_clock_was_set_back(void) {
  own_world world;
  begin(&world);
  start(&world, 0);
  for (int i = 0; i < EVENTS / 2; i++) track(world.tracker, i);
  CHECK_INT(take(&world, EVENTS, true), EVENTS / 2);
  own_wall_ns -= 3600 * NS_PER_S;
  for (int i = EVENTS / 2; i < EVENTS; i++) track(world.tracker, i);
  die(&world);
  start(&world, 0);
  CHECK_INT(take(&world, EVENTS, true), EVENTS / 2);
  ags_tracker_free(world.tracker);
  check_order(0, EVENTS);
  own_wall_ns += 3600 * NS_PER_S;
}

/* The first that brings them in delivers a third, and dies while it sends another; the next has what is left.
 */
static void test_who_brings_them_in_dies(void) {
  own_world world;
  begin(&world);
  start(&world, 0);
  for (int i = 0; i < EVENTS; i++) track(world.tracker, i);
  die(&world);
  start(&world, 0);
  CHECK_INT(take(&world, EVENTS / 3, true), EVENTS / 3);
  CHECK_INT(take(&world, EVENTS / 3, false), EVENTS / 3);
  die(&world);
  own_wall_ns -= 3600 * NS_PER_S;
  start(&world, 0);
  CHECK_INT(fixture_stats(world.tracker).adopted, EVENTS - EVENTS / 3);
  CHECK_INT(take(&world, EVENTS, true), EVENTS - EVENTS / 3);
  ags_tracker_free(world.tracker);
  check_order(0, EVENTS);
  own_wall_ns += 3600 * NS_PER_S;
}

int main(void) {
  ags_clock_replace(&own_clock);
  test_files_come_in_one_after_another();
  test_clock_was_set_back();
  test_who_brings_them_in_dies();
}
