#include "processes.h"

#include "actions.h"
#include "oracle.h"
#include "server.h"

#include <string.h>

#define KEY "ags_0123456789abcdef0123456789abcdef_0a1b2c"

static void wait_until(void *context, int64_t monotonic_ns) {
  process *p = context;
  world *w = p->world;
  if (!p->dead) actions_interleave(w);
  int64_t until = monotonic_ns == INT64_MAX ? w->monotonic_ns + NS_PER_S : monotonic_ns;
  if (until > w->monotonic_ns) w->monotonic_ns = until;
}

static bool random_bytes(void *context, void *bytes, size_t size) {
  process *p = context;
  for (size_t i = 0; i < size; i++) ((char *)bytes)[i] = (char)chance_below(&p->world->chance, 256);
  return true;
}

/* Whether there was a reason to give the event up. */
static void count_drop(process *p, uint32_t number, ags_status error) {
  world *w = p->world;
  const event *e = &w->events[number];
  if (error == AGS_ERROR_ATTACHMENT) {
    EXPECT(w, e->by_path && (e->is_spoilt || p->disk_failed),
           "event %u was given up, and its files are there", number);
    p->dropped_unreadable++;
    return;
  }
  bool invalid = error == AGS_ERROR_REFUSED;
  EXPECT(w, invalid ? e->poison : e->too_large,
         "event %u was given up (%d), and the server never refused it by itself", number, error);
  *(invalid ? &p->dropped_invalid : &p->dropped_too_large) += 1;
}

static void on_item(void *user, const ags_item *item) {
  process *p = user;
  if (p->is_lost || item->outcome == AGS_OUTCOME_FAILED) return;
  world *w = p->world;
  uint32_t number = oracle_number_of(w, item);
  if (item->outcome == AGS_OUTCOME_DROPPED && item->error != AGS_ERROR_FULL)
    count_drop(p, number, item->error);
  static const event_fate fates[] = {[AGS_OUTCOME_DELIVERED] = FATE_DELIVERED,
                                     [AGS_OUTCOME_DISCARDED] = FATE_DISCARDED,
                                     [AGS_OUTCOME_DROPPED] = FATE_DROPPED};
  oracle_settle(p, number, fates[item->outcome]);
}

static void choose_spool(world *w, process *p, ags_options *options) {
  p->spools = w->weather.spools && (w->calm || chance_percent(&w->chance, 85));
  if (!p->spools) return;
  options->spool_directory = "/spool";
  options->spool_limit = (uint64_t)(1 + chance_below(&w->chance, 4)) << 20;
  options->when_full = (ags_when_full)chance_below(&w->chance, 4);
  if (w->weather.large_texts > 50 && chance_percent(&w->chance, 50)) {
    options->spool_limit = 1 << 20; /* which a few of them fill */
    options->when_full = AGS_WHEN_FULL_SPOOL;
  }
  p->spool_limit = options->spool_limit;
  p->must_spool = options->spool_limit > 3 << 20 && options->when_full != AGS_WHEN_FULL_SPOOL;
}

static ags_options options_of(world *w, process *p) {
  ags_options options;
  ags_options_init(&options, sizeof options);
  options.api_key = KEY;
  options.endpoint = "https://collector.test";
  options.batch_events = 1 + chance_below(&w->chance, 12);
  options.memory_limit = (size_t)1 << 20;
  options.text_limit = UINT32_MAX;
  options.close_timeout_ms = 0; /* who crashes does not take leave */
  options.on_item = on_item;
  options.item_user = p;
  options.when_full = (ags_when_full)chance_below(&w->chance, 3);
  options.block_timeout_ms = 1 + chance_below(&w->chance, 2000);
  if (chance_percent(&w->chance, 20)) options.send_every_events = 1 + chance_below(&w->chance, 20);
  if (chance_percent(&w->chance, 20)) options.send_every_ms = 1 + chance_below(&w->chance, 5000);
  choose_spool(w, p, &options);
  return options;
}

void process_start(world *w, process *p) {
  *p = (process){.world = w, .serial = ++w->last_serial};
  p->system = (ags_system){.context = p,
                           .clock = &w->clock,
                           .wait_until = wait_until,
                           .random = random_bytes,
                           .network = &server_network,
                           .files = &disk_table};
  ags_options options = options_of(w, p);
  p->blocks = options.when_full == AGS_WHEN_FULL_BLOCK;
  world_tell(w, "process %u starts, batches of %u%s", p->serial, options.batch_events,
             p->spools ? ", with a spool" : "");
  bool before = process_begin(p);
  ags_tracker *tracker;
  ags_status status = ags_tracker_create_in(&p->system, &options, &tracker);
  EXPECT(w, status == AGS_OK || p->dead, "process %u does not start: %s", p->serial, ags_last_error());
  p->tracker = tracker;
  process_end(p, before);
}

static void bury(process *p) {
  memset(p->lanes, 0, sizeof p->lanes);
  ags_tracker_free(p->tracker);
  disk_forget(&p->world->disk, p->serial);
  *p = (process){0};
}

void process_close(process *p) {
  world_tell(p->world, "process %u ends", p->serial);
  process_begin(p);
  oracle_lose(p);
  bury(p);
}

/* Leaves the beginning of a record behind the last one of each lane, whose size is still zero. */
static void tear(process *p) {
  chance *c = &p->world->chance;
  for (uint32_t i = 0; i < LANES; i++) {
    const ags_lane *lane = p->lanes[i];
    if (lane == NULL || lane->tail == NULL || lane->tail->run == NULL || chance_percent(c, 50)) continue;
    size_t room = (size_t)(lane->end - lane->position), size = chance_below(c, 300);
    if (size > room) size = room;
    for (size_t at = sizeof(uint32_t); at < size; at++) lane->position[at] = (char)chance_below(c, 256);
  }
}

void process_crash(process *p) {
  if (p->dead) return;
  world_tell(p->world, "process %u crashes", p->serial);
  tear(p);
  p->dead = true;
  oracle_lose(p);
  disk_forget(&p->world->disk, p->serial);
  if (!p->busy) bury(p);
}

bool process_is_there(const process *p) {
  return p->tracker != NULL && !p->dead && !p->is_lost;
}

bool process_begin(process *p) {
  bool before = p->busy;
  if (!before) p->call = ++p->world->last_call;
  p->busy = true;
  return before;
}

bool process_end(process *p, bool before) {
  bool dead = p->dead;
  p->busy = before;
  if (dead && !before) bury(p);
  return !dead;
}

void process_enter(process *p, uint32_t thread) {
  ags_lane_cache_entry *entry = &ags_lane_cache[p->tracker->id % AGS_LANE_CACHE];
  *entry = (ags_lane_cache_entry){0};
  if (p->lanes[thread] != NULL) {
    *entry = (ags_lane_cache_entry){p->tracker->id, p->lanes[thread]};
    return;
  }
  ags_lane *lane = ags_tracker_find_lane(p->tracker);
  EXPECT(p->world, lane != NULL, "no lane");
  lane->thread = &p->lanes[thread]; /* not this thread's, whatever it does next */
  p->lanes[thread] = lane;
}

void process_leave_thread(process *p, uint32_t thread) {
  if (p->lanes[thread] == NULL) return;
  p->lanes[thread]->thread = NULL;
  p->lanes[thread] = NULL;
  ags_lane_cache[p->tracker->id % AGS_LANE_CACHE] = (ags_lane_cache_entry){0};
}
