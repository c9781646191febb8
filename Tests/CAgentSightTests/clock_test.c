/* Ticks are strictly increasing along happens-before, whichever source they come from. */
#include "clock.h"

#include "test.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <time.h>

#define THREADS 4
#define ROUNDS  20000

static atomic_uint turn;
static uint64_t last; /* guarded by `turn` */

/* A baton that goes round: whoever holds it reads the clock after everybody before. */
static void *run(void *argument) {
  unsigned me = (unsigned)(size_t)argument;
  for (unsigned i = 0; i < ROUNDS; i++) {
    unsigned mine = i * THREADS + me;
    while (atomic_load_explicit(&turn, memory_order_acquire) != mine) sched_yield();
    uint64_t ticks = ags_clock_ticks();
    CHECK(ticks > last);
    last = ticks;
    atomic_store_explicit(&turn, mine + 1, memory_order_release);
  }
  return NULL;
}

static void test_handoffs(void) {
  pthread_t threads[THREADS];
  turn = 0;
  last = 0;
  for (size_t i = 0; i < THREADS; i++) CHECK_INT(pthread_create(&threads[i], NULL, run, (void *)i), 0);
  for (size_t i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
}

static void test_reading(void) {
  ags_instant before = ags_clock_read();
  struct timespec pause = {.tv_nsec = 1000000};
  nanosleep(&pause, NULL);
  uint64_t between = ags_clock_ticks();
  ags_instant after = ags_clock_read();
  CHECK(before.ticks < between && between < after.ticks);
  CHECK(after.monotonic_ns - before.monotonic_ns >= 1000000);
  CHECK(before.wall_ns / 1000000000 >= 1700000000); /* a wall clock, not an uptime */
}

static void test_unique(void) {
  uint64_t previous = 0;
  for (int i = 0; i < 100000; i++) {
    uint64_t next = ags_clock_unique_ns();
    CHECK(next > previous);
    previous = next;
  }
}

int main(void) {
  test_unique();
  ags_clock_setup();
  if (ags_clock_has_tsc) {
    test_reading();
    test_handoffs();
  }
  ags_clock_has_tsc = false;
  test_reading();
  test_handoffs();
}
