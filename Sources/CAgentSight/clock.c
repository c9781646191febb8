#include "clock.h"

#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

#if defined(__x86_64__)
#include <cpuid.h>
#endif

#define NS_PER_S         INT64_C(1000000000)
#define STEP_FORWARD_NS  (NS_PER_S / 2) /* more than slewing explains: the wall clock was set */
#define SLEW_DIVISOR     16
#define READING_ATTEMPTS 5

bool ags_clock_has_tsc;
static bool tsc_found;
static _Atomic uint64_t last_unique;
static const ags_clock_source *replacement;

static int64_t nanoseconds(clockid_t id) {
  if (replacement != NULL && id == CLOCK_MONOTONIC) return replacement->monotonic_ns(replacement->context);
  if (replacement != NULL) return replacement->wall_ns(replacement->context);
  struct timespec t;
  clock_gettime(id, &t);
  return (int64_t)t.tv_sec * NS_PER_S + t.tv_nsec;
}

#if defined(__x86_64__)
/* The kernel watches the counter against other clocks and stops using it where it drifts or differs
 * between sockets; its verdict is better than any test of ours. */
static bool kernel_trusts_tsc(void) {
#if defined(__linux__)
  FILE *file = fopen("/sys/devices/system/clocksource/clocksource0/current_clocksource", "re");
  if (file == NULL) return false;
  char name[16] = "";
  bool trusted = fgets(name, sizeof name, file) != NULL && strncmp(name, "tsc", 3) == 0;
  fclose(file);
  return trusted;
#else
  return true;
#endif
}
#endif

void ags_clock_setup(void) {
#if defined(__x86_64__)
  unsigned a, b, c, d;
  bool invariant = __get_cpuid(0x80000007, &a, &b, &c, &d) && (d & (1u << 8)) != 0;
  tsc_found = invariant && kernel_trusts_tsc();
#endif
  ags_clock_has_tsc = tsc_found && replacement == NULL;
}

void ags_clock_replace(const ags_clock_source *source) {
  replacement = source;
  ags_clock_has_tsc = tsc_found && source == NULL;
  atomic_store(&last_unique, 0);
}

int64_t ags_clock_monotonic_ns(void) {
  return nanoseconds(CLOCK_MONOTONIC);
}

uint64_t ags_clock_unique_ns(void) {
  uint64_t now = (uint64_t)nanoseconds(CLOCK_MONOTONIC);
  /* acq_rel: a thread that sees this value has a later one itself, so order follows happens-before. */
  uint64_t seen = atomic_load_explicit(&last_unique, memory_order_relaxed), next;
  do {
    next = now > seen ? now : seen + 1;
  } while (!atomic_compare_exchange_weak_explicit(&last_unique, &seen, next, memory_order_acq_rel,
                                                  memory_order_relaxed));
  return next;
}

ags_instant ags_clock_read(void) {
  ags_instant best = {0};
  uint64_t narrowest = UINT64_MAX;
  /* The thread may be descheduled between two readings; the tightest of a few attempts was not. */
  for (int i = 0; i < READING_ATTEMPTS; i++) {
    uint64_t before = ags_clock_ticks();
    int64_t monotonic = nanoseconds(CLOCK_MONOTONIC);
    int64_t wall = nanoseconds(CLOCK_REALTIME);
    uint64_t after = ags_clock_ticks();
    if (after - before < narrowest) {
      narrowest = after - before;
      best = (ags_instant){before + narrowest / 2, monotonic, wall};
    }
  }
  return best;
}

void ags_timeline_start(ags_timeline *timeline, ags_instant now) {
  *timeline = (ags_timeline){.count = 1, .monotonic_ns = now.monotonic_ns, .next_wall_ns = now.wall_ns};
  timeline->spans[0] = (ags_timeline_span){now.ticks, now.ticks, now.wall_ns, now.wall_ns};
}

/* The two oldest spans become one: what happened longest ago is known least exactly. */
static void merge_oldest(ags_timeline *timeline) {
  ags_timeline_span *spans = timeline->spans;
  spans[1].from_ticks = spans[0].from_ticks;
  spans[1].from_wall_ns = spans[0].from_wall_ns;
  timeline->count--;
  memmove(spans, spans + 1, (size_t)timeline->count * sizeof *spans);
}

void ags_timeline_advance(ags_timeline *timeline, ags_instant now) {
  uint64_t from_ticks = timeline->spans[timeline->count - 1].to_ticks;
  if (now.ticks <= from_ticks) return;
  int64_t elapsed = now.monotonic_ns - timeline->monotonic_ns;
  if (elapsed < 0) elapsed = 0;

  int64_t start = timeline->next_wall_ns;
  int64_t error = now.wall_ns - (start + elapsed);
  int64_t slew = error, limit = elapsed / SLEW_DIVISOR;
  if (slew > limit) slew = limit;
  if (slew < -limit) slew = -limit;
  /* When the wall clock was set forward we cannot know at which event: those up to now keep the old time,
   * the next ones have the new. */
  bool stepped = error > STEP_FORWARD_NS;
  int64_t end = start + elapsed + (stepped ? 0 : slew);

  if (timeline->count == AGS_TIMELINE_SPANS) merge_oldest(timeline);
  timeline->spans[timeline->count++] = (ags_timeline_span){from_ticks, now.ticks, start, end};
  timeline->monotonic_ns = now.monotonic_ns;
  timeline->next_wall_ns = stepped ? now.wall_ns : end;
}

void ags_timeline_forget(ags_timeline *timeline) {
  timeline->spans[0] = timeline->spans[timeline->count - 1];
  timeline->count = 1;
}

int64_t ags_timeline_wall_ns(const ags_timeline *timeline, uint64_t ticks) {
  int i = timeline->count - 1;
  while (i > 0 && ticks < timeline->spans[i].from_ticks) i--;
  const ags_timeline_span *span = &timeline->spans[i];
  if (ticks <= span->from_ticks) return span->from_wall_ns;
  if (ticks >= span->to_ticks) return span->to_wall_ns;
  /* The part is below 1 and the span fits in 53 bits for a hundred days, so a double is exact enough
   * (error below 20 ns in a day) and cannot overflow as the integer product would. */
  double part = (double)(ticks - span->from_ticks) / (double)(span->to_ticks - span->from_ticks);
  return span->from_wall_ns + (int64_t)(part * (double)(span->to_wall_ns - span->from_wall_ns));
}
