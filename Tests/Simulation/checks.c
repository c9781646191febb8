#include "checks.h"

#include "oracle.h"

#include <stdlib.h>
#include <string.h>

void check_books(process *p) {
  world *w = p->world;
  ags_stats stats = {.size = sizeof stats};
  EXPECT(w, ags_get_stats(p->tracker, &stats) == AGS_OK, "%s", ags_last_error());
  uint64_t owed = p->by_fate[FATE_OWED];
  uint64_t delivered = p->by_fate[FATE_DELIVERED];
  uint64_t discarded = p->by_fate[FATE_DISCARDED];
  uint64_t dropped = discarded + p->by_fate[FATE_DROPPED];
  EXPECT(w, stats.accepted == p->accepted, "process %u: accepted %llu of %llu", p->serial,
         (unsigned long long)stats.accepted, (unsigned long long)p->accepted);
  EXPECT(w, stats.accepted == stats.delivered + stats.dropped + stats.buffered + stats.spooled,
         "process %u: the books do not balance", p->serial);
  EXPECT(w, stats.delivered == delivered, "process %u: says %llu delivered, %llu were", p->serial,
         (unsigned long long)stats.delivered, (unsigned long long)delivered);
  EXPECT(w, stats.discarded == discarded && stats.dropped == dropped, "process %u: dropped %llu, not %llu",
         p->serial, (unsigned long long)stats.dropped, (unsigned long long)dropped);
  EXPECT(w,
         stats.dropped_invalid == p->dropped_invalid && stats.dropped_too_large == p->dropped_too_large &&
             stats.dropped_oldest == p->by_fate[FATE_DROPPED] - p->dropped_invalid - p->dropped_too_large,
         "process %u: the reasons of what was dropped do not add up", p->serial);
  EXPECT(w, stats.buffered + stats.spooled == owed, "process %u: %llu wait, not %llu", p->serial,
         (unsigned long long)(stats.buffered + stats.spooled), (unsigned long long)owed);
  /* Every thread that tracked keeps the segment that it writes to. */
  EXPECT(w, owed > 0 || stats.memory_bytes <= LANES * AGS_SEGMENT_SIZE,
         "process %u: holds %llu bytes for nothing", p->serial, (unsigned long long)stats.memory_bytes);
}

typedef struct looking {
  process *process;
  uint64_t count;
  int64_t last[CONVERSATIONS];
} looking;

static void look(void *user, const ags_item *item) {
  looking *l = user;
  world *w = l->process->world;
  uint32_t number = oracle_number(w, item->text, item->text_size);
  event *e = &w->events[number];
  EXPECT(w, e->process == l->process->serial && e->fate == FATE_OWED, "event %u should not wait (%d)", number,
         e->fate);
  EXPECT(w, l->last[e->conversation] < (int64_t)number, "event %u waits in the wrong place", number);
  l->last[e->conversation] = number;
  l->count++;
}

void check_pending(process *p) {
  world *w = p->world;
  looking l = {.process = p};
  memset(l.last, -1, sizeof l.last);
  EXPECT(w, ags_pending(p->tracker, NULL, look, &l, NULL) == AGS_OK, "%s", ags_last_error());
  uint64_t owed = p->by_fate[FATE_OWED];
  EXPECT(w, l.count == owed, "process %u: %llu are pending, not %llu", p->serial, (unsigned long long)l.count,
         (unsigned long long)owed);
}

void check_order(world *w) {
  for (uint32_t conversation = 0; conversation < CONVERSATIONS; conversation++) {
    for (uint32_t serial = 1; serial <= w->last_serial; serial++) {
      const event *last = NULL;
      for (uint32_t i = 0; i < w->event_count; i++) {
        const event *e = &w->events[i];
        if (!e->stored || e->conversation != conversation || e->process != serial) continue;
        EXPECT(w, last == NULL || last->us < e->us, "event %u stands before event %u on the server", i,
               (unsigned)(last - w->events));
        EXPECT(w, last == NULL || last->id != e->id, "event %u has the id of event %u", i,
               (unsigned)(last - w->events));
        last = e;
      }
    }
  }
}

static int compare_ids(const void *a, const void *b) {
  uint64_t left = *(const uint64_t *)a, right = *(const uint64_t *)b;
  return (left > right) - (left < right);
}

static void check_ids(world *w) {
  uint64_t *ids = malloc((w->event_count + 1) * sizeof *ids);
  uint32_t count = 0;
  for (uint32_t i = 0; i < w->event_count; i++)
    if (w->events[i].stored) ids[count++] = w->events[i].id;
  qsort(ids, count, sizeof *ids, compare_ids);
  for (uint32_t i = 1; i < count; i++) EXPECT(w, ids[i] != ids[i - 1], "two events have the same id");
  free(ids);
}

void check_arrival(world *w) {
  for (uint32_t i = 0; i < w->event_count; i++) {
    const event *e = &w->events[i];
    EXPECT(w, e->fate != FATE_OWED, "event %u of process %u never arrived", i, e->process);
    EXPECT(w, e->fate != FATE_DELIVERED || e->stored, "event %u counts as delivered and is not there", i);
  }
  check_order(w);
  check_ids(w);
}
