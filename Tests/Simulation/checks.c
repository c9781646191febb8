#include "checks.h"

#include "oracle.h"
#include "processes.h"

#include <stdlib.h>
#include <string.h>

typedef struct looking {
  process *process;
  uint64_t count;
  uint32_t *last; /* number + 1 of the last event by process that tracked it and conversation */
} looking;

static void look(void *user, const ags_item *item) {
  looking *l = user;
  world *w = l->process->world;
  if (l->process->is_lost) return;
  uint32_t number = oracle_number_of(w, item);
  event *e = &w->events[number];
  oracle_claim(l->process, number);
  EXPECT(w, e->fate == FATE_OWED, "event %u should not wait (%d)", number, e->fate);
  l->count++;
  if (e->kind == AGS_KIND_ATTACHMENTS || e->kind == AGS_KIND_TOKEN_USAGE) return; /* these wait elsewhere */
  if (e->is_adopted) return; /* where their turn is depends on which files could be read */
  uint32_t *last = &l->last[e->process * CONVERSATIONS + e->conversation];
  EXPECT(w, *last <= number, "event %u waits in the wrong place", number);
  *last = number + 1;
}

/* Looks at what waits; false when the process died of it. */
static bool look_through(process *p, looking *l) {
  world *w = p->world;
  *l = (looking){p, 0, calloc((w->last_serial + 1) * CONVERSATIONS, sizeof *l->last)};
  bool before = process_begin(p);
  ags_status status = ags_pending(p->tracker, NULL, look, l, NULL);
  free(l->last);
  EXPECT(w, status == AGS_OK, "%s", ags_last_error());
  return process_end(p, before);
}

void check_pending(process *p) {
  world *w = p->world;
  looking l;
  if (!look_through(p, &l)) return;
  uint64_t owed = p->by_fate[FATE_OWED];
  EXPECT(w, l.count == owed, "process %u: %llu are pending, not %llu", p->serial, (unsigned long long)l.count,
         (unsigned long long)owed);
}

/* One more than LANES where a call began anew while others had their turn. */
static size_t count_lanes(process *p) {
  size_t count = 0;
  for (const ags_lane *lane = ags_tracker_lanes(p->tracker); lane != NULL; lane = lane->next) count++;
  return count;
}

void check_books(process *p) {
  world *w = p->world;
  ags_stats stats = {.size = sizeof stats};
  EXPECT(w, ags_get_stats(p->tracker, &stats) == AGS_OK, "%s", ags_last_error());
  looking l;
  if (stats.adopted != p->adopted && !look_through(p, &l)) return;
  EXPECT(w, stats.adopted == p->adopted, "process %u: says %llu brought in, %llu were", p->serial,
         (unsigned long long)stats.adopted, (unsigned long long)p->adopted);
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
             stats.dropped_unreadable == p->dropped_unreadable &&
             stats.dropped_oldest ==
                 p->by_fate[FATE_DROPPED] - p->dropped_invalid - p->dropped_too_large - p->dropped_unreadable,
         "process %u: the reasons of what was dropped do not add up", p->serial);
  EXPECT(w, stats.buffered + stats.spooled == owed, "process %u: %llu wait, not %llu", p->serial,
         (unsigned long long)(stats.buffered + stats.spooled), (unsigned long long)owed);
  EXPECT(w, stats.spooled == p->in_files, "process %u: %llu wait in files, not %llu", p->serial,
         (unsigned long long)stats.spooled, (unsigned long long)p->in_files);
  EXPECT(w, !p->spools || p->disk_failed || disk_bytes_of(&w->disk, p->serial) <= p->spool_limit,
         "process %u: its files are larger than they may be", p->serial);
  /* Every thread that tracked keeps the segment that it writes to. */
  EXPECT(w, owed > 0 || stats.memory_bytes <= count_lanes(p) * AGS_SEGMENT_SIZE,
         "process %u: holds %llu bytes for nothing", p->serial, (unsigned long long)stats.memory_bytes);
}

void check_order(world *w) {
  for (uint32_t conversation = 0; conversation < CONVERSATIONS; conversation++) {
    for (uint32_t serial = 1; serial <= w->last_serial; serial++) {
      const event *last = NULL;
      for (uint32_t i = 0; i < w->event_count; i++) {
        const event *e = &w->events[i];
        if (!e->stored || e->conversation != conversation || e->process != serial) continue;
        if (e->kind == AGS_KIND_TOKEN_USAGE) continue;       /* in a conversation of its own */
        if (e->is_adopted && w->disk.failures > 0) continue; /* nobody may have noted its time */
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
    EXPECT(w, e->fate != FATE_OWED && e->fate != FATE_LEFT, "event %u of process %u never arrived", i,
           e->process);
    EXPECT(w, e->fate != FATE_DELIVERED || e->stored, "event %u counts as delivered and is not there", i);
  }
  check_order(w);
  check_ids(w);
  /* The directory, and the one of the key. */
  EXPECT(w, disk_count(&w->disk) <= 2, "%u files and directories are left", disk_count(&w->disk));
}
