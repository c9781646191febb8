/* Wall time from ticks, with clocks that are set, step and drift: it never steps back, and comes right. */
#include "clock.h"

#include "test.h"

#define SECOND INT64_C(1000000000)
#define HOUR   (3600 * SECOND)
#define START  (INT64_C(1700000000) * SECOND)

/* A machine of which the clocks are ours: ticks run at 2.3 GHz. */
static int64_t monotonic, wall;
static uint64_t ticks;

static ags_instant now(void) {
  return (ags_instant){ticks, monotonic, wall};
}

static void pass(int64_t ns) {
  monotonic += ns;
  wall += ns;
  ticks += (uint64_t)(ns * 23 / 10);
}

static ags_timeline start(void) {
  monotonic = 5 * SECOND;
  wall = START;
  ticks = 1000;
  ags_timeline timeline;
  ags_timeline_start(&timeline, now());
  return timeline;
}

static void check_near(int64_t actual, int64_t expected, int64_t tolerance) {
  if (actual < expected - tolerance || actual > expected + tolerance) CHECK_INT(actual, expected);
}

static void test_steady(void) {
  ags_timeline timeline = start();
  CHECK_INT(ags_timeline_wall_ns(&timeline, 0), START);
  CHECK_INT(ags_timeline_wall_ns(&timeline, ticks + 99), START);
  for (int i = 0; i < 1000; i++) {
    uint64_t before = ticks;
    pass(SECOND);
    ags_timeline_advance(&timeline, now());
    check_near(ags_timeline_wall_ns(&timeline, before + (ticks - before) / 2), wall - SECOND / 2, 2);
    CHECK_INT(ags_timeline_wall_ns(&timeline, ticks), wall);
    CHECK_INT(ags_timeline_wall_ns(&timeline, ticks + 1), wall);
    CHECK_INT(ags_timeline_wall_ns(&timeline, UINT64_MAX), wall);
    CHECK_INT(ags_timeline_wall_ns(&timeline, before), wall - SECOND);
  }
}

/* A batch that waited a hundred days is still placed to the microsecond. */
static void test_long_span(void) {
  ags_timeline timeline = start();
  uint64_t before = ticks;
  pass(100 * 24 * HOUR);
  ags_timeline_advance(&timeline, now());
  for (int64_t h = 0; h <= 2400; h++)
    check_near(ags_timeline_wall_ns(&timeline, before + (uint64_t)(h * HOUR * 23 / 10)), START + h * HOUR,
               1000);
}

static void test_no_time_passes(void) {
  ags_timeline timeline = start(), same = timeline;
  ags_timeline_advance(&timeline, now());
  CHECK(memcmp(&timeline, &same, sizeof same) == 0);
  ticks -= 10; /* a counter that stepped back is not followed */
  ags_timeline_advance(&timeline, now());
  CHECK(memcmp(&timeline, &same, sizeof same) == 0);
}

static void test_step_forward(void) {
  ags_timeline timeline = start();
  pass(SECOND);
  wall += HOUR;
  ags_timeline_advance(&timeline, now());
  CHECK_INT(ags_timeline_wall_ns(&timeline, ticks), START + SECOND); /* stamped before we knew */
  uint64_t before = ticks;
  pass(SECOND);
  ags_timeline_advance(&timeline, now());
  CHECK_INT(ags_timeline_wall_ns(&timeline, before + 1), START + SECOND + HOUR);
  CHECK_INT(ags_timeline_wall_ns(&timeline, ticks), wall);
}

static void test_step_back(void) {
  ags_timeline timeline = start();
  wall -= HOUR;
  int64_t last = START;
  for (int minutes = 0; minutes < 16 * 60 + 1; minutes++) {
    pass(60 * SECOND);
    ags_timeline_advance(&timeline, now());
    int64_t time = ags_timeline_wall_ns(&timeline, ticks);
    CHECK(time - last >= 60 * SECOND * 15 / 16 - 1 && time - last <= 60 * SECOND);
    last = time;
  }
  CHECK_INT(last, wall); /* an hour is worked off in sixteen */
}

/* A wall clock that runs a bit faster or slower than the monotonic one is followed. */
static void test_drift(int64_t per_second) {
  ags_timeline timeline = start();
  for (int i = 0; i < 1000; i++) {
    pass(SECOND);
    wall += per_second;
    ags_timeline_advance(&timeline, now());
    CHECK_INT(ags_timeline_wall_ns(&timeline, ticks), wall);
  }
}

/* Whatever the clocks do. */
static void test_never_back(unsigned seed) {
  srand(seed);
  ags_timeline timeline = start();
  int64_t last = START;
  for (int i = 0; i < 20000; i++) {
    uint64_t before = ticks;
    pass(rand() % (i % 7 == 0 ? 3600 * SECOND : SECOND / 1000) + 1);
    if (rand() % 5 == 0) wall += (rand() % 20000 - 10000) * (SECOND / 1000);
    if (rand() % 50 == 0) wall += (rand() % 200 - 100) * HOUR;
    ags_timeline_advance(&timeline, now());
    for (uint64_t part = 0; part <= 4; part++) {
      int64_t time = ags_timeline_wall_ns(&timeline, before + (ticks - before) * part / 4);
      CHECK(time >= last);
      last = time;
    }
  }
}

int main(void) {
  test_steady();
  test_long_span();
  test_no_time_passes();
  test_step_forward();
  test_step_back();
  test_drift(50000);
  test_drift(-50000);
  for (unsigned seed = 1; seed <= 20; seed++) test_never_back(seed);
}
