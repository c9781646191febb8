/* Threads that end leave their lanes to the next ones, in order, with every event they tracked. */
#include "taken.h"

#include <pthread.h>
#include <sys/mman.h>

static ags_tracker *tracker;
static pthread_key_t late_key;
static int next_number;

static void track_number(void) {
  char text[16];
  snprintf(text, sizeof text, "%d", next_number++);
  CHECK_INT(ags_track_answer(tracker, "c", text, NULL), AGS_OK);
  CHECK(ags_tracker_lane(tracker)->thread ==
        ags_lane_cache); /* nobody writes to a lane that is not its own */
}

static size_t count_lanes(void) {
  size_t count = 0;
  for (const ags_lane *lane = ags_tracker_lanes(tracker); lane != NULL; lane = lane->next) count++;
  return count;
}

static void *track_some(void *count) {
  for (size_t i = 0; i < (size_t)count; i++) track_number();
  return NULL;
}

/* Usually the next thread gets the stack of the last, and looks like it. These have stacks of their own. */
static void test_strangers(void) {
  enum { THREADS = 20 };
  const size_t size = (size_t)1 << 20;
  char *stacks = mmap(NULL, THREADS * size, PROT_READ | PROT_WRITE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
  CHECK(stacks != MAP_FAILED);
  for (size_t i = 0; i < THREADS; i++) {
    pthread_t thread;
    pthread_attr_t attributes;
    pthread_attr_init(&attributes);
    CHECK_INT(pthread_attr_setstack(&attributes, stacks + i * size, size), 0);
    CHECK_INT(pthread_create(&thread, &attributes, track_some, (void *)i), 0);
    pthread_join(thread, NULL);
    pthread_attr_destroy(&attributes);
  }
  CHECK_INT(count_lanes(), 1);
  munmap(stacks, THREADS * size);
}

static void in_a_thread(void *(*run)(void *), void *argument) {
  pthread_t thread;
  CHECK_INT(pthread_create(&thread, NULL, run, argument), 0);
  pthread_join(thread, NULL);
}

static void test_one_after_another(void) {
  for (size_t i = 0; i < 300; i++) in_a_thread(track_some, (void *)(i % 40));
  CHECK_INT(count_lanes(), 1);
}

/* A thread-specific destructor of the host may track, before or after ours has run. */
static void track_late(void *value) {
  (void)value;
  track_number();
}

static void *track_and_leave_a_key(void *argument) {
  (void)argument;
  track_number();
  pthread_setspecific(late_key, "set");
  return NULL;
}

static void test_destructors(void) {
  CHECK_INT(pthread_key_create(&late_key, track_late), 0);
  for (int i = 0; i < 50; i++) in_a_thread(track_and_leave_a_key, NULL);
  CHECK(count_lanes() <= 2); /* a lane may be handed on twice by one thread, not lost */
  pthread_key_delete(late_key);
}

static pthread_barrier_t barrier;

static void *track_together(void *argument) {
  ags_tracker *shared = argument;
  CHECK_INT(ags_track_question(shared, "together", "hello", NULL), AGS_OK);
  pthread_barrier_wait(&barrier);
  return NULL;
}

/* As many lanes as threads at a time, and no more. */
static void test_at_a_time(void) {
  ags_tracker *own = tracker = fixture_tracker();
  enum { THREADS = 6, ROUNDS = 20 };
  pthread_barrier_init(&barrier, NULL, THREADS);
  for (int round = 0; round < ROUNDS; round++) {
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++) CHECK_INT(pthread_create(&threads[i], NULL, track_together, own), 0);
    for (int i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  }
  CHECK_INT(count_lanes(), THREADS);
  CHECK_INT(fixture_stats(own).accepted, THREADS * ROUNDS);
  pthread_barrier_destroy(&barrier);
  ags_tracker_free(own);
}

/* One thread with more trackers than it remembers lanes for. */
static void test_many_trackers(void) {
  ags_tracker *trackers[3 * AGS_LANE_CACHE];
  size_t count = sizeof trackers / sizeof *trackers;
  for (size_t i = 0; i < count; i++) trackers[i] = fixture_tracker();
  for (int round = 0; round < 10; round++)
    for (size_t i = 0; i < count; i++) CHECK_INT(ags_track_question(trackers[i], "c", "q", NULL), AGS_OK);
  for (size_t i = 0; i < count; i++) {
    tracker = trackers[i];
    CHECK_INT(count_lanes(), 1);
    CHECK_INT(fixture_stats(tracker).accepted, 10);
    ags_tracker_free(tracker);
  }
}

int main(void) {
  tracker = fixture_tracker();
  test_strangers();
  test_one_after_another();
  test_destructors();
  ags_batch batch = taken_batch(tracker, 100000 / 10);
  CHECK_INT(batch.count, next_number);
  for (uint32_t i = 0; i < batch.count; i++) {
    char text[16];
    int size = snprintf(text, sizeof text, "%u", i);
    taken_check_text(&batch, i, text, (size_t)size);
  }
  taken_free(tracker, &batch);
  ags_tracker_free(tracker);
  test_at_a_time();
  test_many_trackers();
}
