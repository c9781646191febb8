/*
 * A million events of eight threads that take turns, while the wall clock is set forward and back: read in
 * batches as the sender does, each conversation has its events in the order of the calls, no two of them in
 * one microsecond, and none before one that was read earlier.
 */
#include "taken.h"

#include <pthread.h>
#include <sched.h>
#include <stdatomic.h>
#include <time.h>

#define EVENTS        1000000
#define THREADS       8
#define CONVERSATIONS 7
#define SECOND_NS     INT64_C(1000000000)

/* ------------------------------------------------ a wall clock of our own */

static _Atomic int64_t wall_offset_ns;

int __real_clock_gettime(clockid_t id, struct timespec *t);
int __wrap_clock_gettime(clockid_t id, struct timespec *t);

int __wrap_clock_gettime(clockid_t id, struct timespec *t) {
  int result = __real_clock_gettime(id, t);
  if (id != CLOCK_REALTIME) return result;
  int64_t ns = t->tv_sec * SECOND_NS + t->tv_nsec + atomic_load(&wall_offset_ns);
  t->tv_sec = (time_t)(ns / SECOND_NS);
  t->tv_nsec = (long)(ns % SECOND_NS);
  return result;
}

static unsigned random_state = 1;

static int random_below(int limit) {
  random_state = random_state * 1103515245u + 12345u;
  return (int)(random_state >> 16) % limit;
}

/* By milliseconds, seconds or hours, in either direction. */
static void set_clock(void) {
  static const int64_t units[] = {SECOND_NS / 1000, SECOND_NS, 3600 * SECOND_NS};
  atomic_fetch_add(&wall_offset_ns, units[random_below(3)] * (random_below(21) - 10));
}

/* --------------------------------------------------------------- producers */

static ags_tracker *tracker;
static atomic_int turn; /* the event that is next, or EVENTS */
static atomic_int next_thread;

/* Who has the turn tracks a few, then hands on: sometimes to itself. */
static void *produce(void *argument) {
  int me = (int)(size_t)argument;
  for (;;) {
    while (atomic_load_explicit(&next_thread, memory_order_acquire) != me)
      if (atomic_load(&turn) >= EVENTS)
        return NULL;
      else
        sched_yield();
    int event = atomic_load_explicit(&turn, memory_order_relaxed);
    int end = event + 1 + event * 31 % 97;
    for (; event < end && event < EVENTS; event++) {
      char conversation = (char)('a' + event % CONVERSATIONS), text[16];
      int size = snprintf(text, sizeof text, "%d", event);
      CHECK_INT(ags_track_answer_n(tracker, &conversation, 1, text, (size_t)size, NULL, 0), AGS_OK);
    }
    atomic_store_explicit(&turn, event, memory_order_relaxed);
    atomic_store_explicit(&next_thread, (me + 1 + event % 5) % THREADS, memory_order_release);
  }
}

/* --------------------------------------------------------------- consumer */

typedef struct reader {
  int next[CONVERSATIONS]; /* the event that each conversation goes on with */
  int64_t last_us[CONVERSATIONS];
  int read;
} reader;

static void check_batch(reader *r, const ags_batch *batch) {
  for (uint32_t i = 0; i < batch->count; i++) {
    const ags_drained *item = &batch->entries[i].item;
    int c = ags_record_conversation(item->record)[0] - 'a';
    char text[16];
    int size = snprintf(text, sizeof text, "%d", r->next[c]);
    taken_check_text(batch, i, text, (size_t)size);
    if (item->us <= r->last_us[c]) CHECK_INT(item->us, r->last_us[c] + 1);
    r->next[c] += CONVERSATIONS;
    r->last_us[c] = item->us;
    r->read++;
  }
}

/* As sending all, sending one conversation, looking and a failed batch do. */
static void read_all(void) {
  reader r = {0};
  for (int c = 0; c < CONVERSATIONS; c++) r.next[c] = c;
  ags_batch batch;
  CHECK(ags_batch_create(&batch, 1000));
  while (r.read < EVENTS) {
    int how = random_below(20);
    if (random_below(10) == 0) set_clock();
    if (how == 0) CHECK_INT(ags_pending(tracker, NULL, NULL, NULL, NULL), AGS_OK);
    char only = (char)('a' + random_below(CONVERSATIONS));
    pthread_mutex_lock(&tracker->drain.mutex);
    CHECK(ags_batch_fill(&batch, tracker, ags_drain_cut(tracker),
                         how == 1 ? (ags_view){&only, 1} : (ags_view){0}));
    bool failed = how == 2 && batch.count > 0;
    size_t suspects;
    if (failed) CHECK(ags_batch_empty(&batch, &tracker->drain, &tracker->pool, &suspects));
    check_batch(&r, &batch);
    bool none = batch.count == 0;
    ags_batch_release(&batch, &tracker->pool);
    pthread_mutex_unlock(&tracker->drain.mutex);
    if (none) sched_yield();
  }
  ags_batch_destroy(&batch);
}

static void test(void) {
  tracker = fixture_tracker();
  atomic_store(&turn, 0);
  pthread_t threads[THREADS];
  for (size_t i = 0; i < THREADS; i++) CHECK_INT(pthread_create(&threads[i], NULL, produce, (void *)i), 0);
  read_all();
  for (size_t i = 0; i < THREADS; i++) pthread_join(threads[i], NULL);
  CHECK_INT(fixture_stats(tracker).accepted, EVENTS);
  ags_tracker_free(tracker);
}

int main(void) {
  test();
  if (!ags_clock_has_tsc) return 0;
  ags_clock_has_tsc = false;
  test();
}
