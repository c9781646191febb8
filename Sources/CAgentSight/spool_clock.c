#include "spool_clock.h"

#include "crc32c.h"
#include "tracker.h"

#include <string.h>

/* What checksums do not keep out: up to the year 2116, and thirty years since the machine started, so that no
 * sum overflows. */
#define WALL_NS_MAX      (INT64_C(1) << 62)
#define MONOTONIC_NS_MAX (INT64_C(1) << 60)
#define RATE_MAX         1e6

_Static_assert(sizeof(ags_spool_clock) <= AGS_SPOOL_CLOCK_PLACE, "the clock has room in its place");

static uint32_t checksum_of(const ags_spool_clock *clock) {
  return ags_crc32c(0, clock, offsetof(ags_spool_clock, checksum));
}

int ags_spool_write_clock(const ags_spool *spool, const ags_spool_run *run, ags_spool_clock *clock) {
  const ags_system *system = spool->tracker->system;
  clock->count++;
  clock->checksum = checksum_of(clock);
  uint64_t place = clock->count % 2 * AGS_SPOOL_CLOCK_PLACE;
  return system->files->write(system->context, run->lock, clock, sizeof *clock, place);
}

static uint64_t end_ticks(const ags_timeline *timeline) {
  return timeline->spans[timeline->count - 1].to_ticks;
}

void ags_spool_keep_clock(ags_spool *spool, const ags_drain *drain) {
  pthread_mutex_lock(&spool->mutex);
  const ags_spool_run *own = spool->own;
  pthread_mutex_unlock(&spool->mutex);
  if (own == NULL) return;
  const ags_timeline *timeline = &drain->timeline;
  ags_spool_clock clock;
  memset(&clock, 0, sizeof clock); /* what lies between the members is summed up too */
  clock.magic = AGS_SPOOL_CLOCK_MAGIC;
  clock.count = spool->clock_count++;
  clock.boot = spool->boot;
  clock.timeline = *timeline;
  clock.ns_per_tick = ags_spool_rate(spool, end_ticks(timeline), timeline->monotonic_ns);
  clock.last_us = drain->times.last_us;
  clock.has_tsc = ags_clock_has_tsc;
  ags_spool_write_clock(spool, own, &clock);
}

static bool is_sane_instant(int64_t monotonic_ns, int64_t wall_ns) {
  return monotonic_ns >= 0 && monotonic_ns < MONOTONIC_NS_MAX && wall_ns >= 0 && wall_ns < WALL_NS_MAX;
}

static bool is_sane(const ags_spool_clock *clock) {
  const ags_timeline *timeline = &clock->timeline;
  if (clock->magic != AGS_SPOOL_CLOCK_MAGIC || clock->checksum != checksum_of(clock)) return false;
  bool sane = timeline->count > 0 && timeline->count <= AGS_TIMELINE_SPANS &&
              is_sane_instant(timeline->monotonic_ns, timeline->next_wall_ns) && clock->last_us >= 0 &&
              clock->last_us < WALL_NS_MAX;
  for (int i = 0; sane && i < timeline->count; i++)
    sane = is_sane_instant(0, timeline->spans[i].from_wall_ns) &&
           is_sane_instant(0, timeline->spans[i].to_wall_ns);
  return sane;
}

bool ags_spool_read_clock(const ags_spool *spool, const ags_spool_run *run, ags_spool_clock *clock) {
  const ags_system *system = spool->tracker->system;
  bool found = false;
  for (uint64_t place = 0; place < AGS_SPOOL_CLOCK_BYTES; place += AGS_SPOOL_CLOCK_PLACE) {
    ags_spool_clock read;
    if (system->files->read(system->context, run->lock, &read, sizeof read, place) != sizeof read) continue;
    if (!is_sane(&read) || (found && read.count < clock->count)) continue;
    *clock = read;
    found = true;
  }
  return found;
}

static ags_instant instant_of(const ags_spool_header *header) {
  return (ags_instant){header->ticks, header->monotonic_ns, header->wall_ns};
}

static bool is_sane_header(const ags_spool_header *header) {
  return is_sane_instant(header->monotonic_ns, header->wall_ns);
}

void ags_spool_begin_clock(ags_spool_clock *clock, const ags_spool_header *header) {
  memset(clock, 0, sizeof *clock);
  clock->magic = AGS_SPOOL_CLOCK_MAGIC;
  clock->boot = header->boot;
  clock->has_tsc = header->has_tsc;
  clock->ns_per_tick = header->ns_per_tick;
  ags_instant start = instant_of(header);
  if (!is_sane_header(header)) start.monotonic_ns = start.wall_ns = 0;
  ags_timeline_start(&clock->timeline, start);
}

void ags_spool_advance_clock(ags_spool_clock *clock, const ags_spool_header *header) {
  ags_timeline *timeline = &clock->timeline;
  if (!is_sane_header(header) || header->ticks <= end_ticks(timeline) ||
      header->monotonic_ns < timeline->monotonic_ns)
    return;
  ags_timeline_advance(timeline, instant_of(header));
  clock->ns_per_tick = header->ns_per_tick;
}

void ags_spool_settle_clock(const ags_spool *spool, ags_spool_clock *clock) {
  if (clock->is_settled) return;
  const ags_timeline *timeline = &clock->timeline;
  bool same = clock->boot != 0 && clock->boot == spool->boot && clock->has_tsc && ags_clock_has_tsc;
  ags_instant now = ags_clock_read();
  /* The longer the time, the better the rate is known. */
  if (same && now.ticks > end_ticks(timeline) && now.monotonic_ns > timeline->monotonic_ns)
    clock->ns_per_tick =
        (double)(now.monotonic_ns - timeline->monotonic_ns) / (double)(now.ticks - end_ticks(timeline));
  if (!(clock->ns_per_tick > 0 && clock->ns_per_tick < RATE_MAX)) clock->ns_per_tick = 1;
  clock->is_settled = 1;
}

/* Nanoseconds, at most thirty years. */
static int64_t span_of(const ags_spool_clock *clock, uint64_t ticks) {
  const double longest = 1e18;
  double span = (double)ticks * clock->ns_per_tick;
  return (int64_t)(span < longest ? span : longest);
}

int64_t ags_spool_clock_us(const ags_spool_clock *clock, uint64_t ticks) {
  const ags_timeline *timeline = &clock->timeline;
  uint64_t begin = timeline->spans[0].from_ticks, end = end_ticks(timeline);
  int64_t wall_ns;
  if (ticks < begin) /* of a file that could not be read when the clock was settled */
    wall_ns = timeline->spans[0].from_wall_ns - span_of(clock, begin - ticks);
  else if (ticks <= end)
    wall_ns = ags_timeline_wall_ns(timeline, ticks);
  else
    wall_ns = timeline->next_wall_ns + span_of(clock, ticks - end);
  return wall_ns >= 1000 ? wall_ns / 1000 : 1;
}
