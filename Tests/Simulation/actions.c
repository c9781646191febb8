#include "actions.h"

#include "checks.h"
#include "oracle.h"
#include "processes.h"
#include "sender.h"
#include "server.h"
#include "uploads.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define DRAIN_ATTEMPTS 3
#define YEAR_NS        (365 * 24 * 3600 * NS_PER_S)

static const char *const conversations[CONVERSATIONS] = {"c0", "c1", "c2", "c3", "c4"};

static ags_status track(process *p, uint32_t number, const char *text, const char *metadata) {
  const event *e = &p->world->events[number];
  char conversation[CONVERSATION_MAX];
  oracle_conversation(p->world, number, conversation);
  ags_token_usage usage = {.size = sizeof usage, .prompt = number + 1}; /* not 0 */
  ags_action action = {.size = sizeof action, .name = text, .response = "done"};
  ags_button button = {.size = sizeof button, .event = text, .label = "Yes", .value = "1"};
  switch (e->kind) {
  case AGS_KIND_QUESTION:
    return ags_track_question(p->tracker, conversation, text, metadata);
  case AGS_KIND_ANSWER:
    return ags_track_answer(p->tracker, conversation, text, metadata);
  case AGS_KIND_ACTION:
    return ags_track_action(p->tracker, conversation, &action, metadata);
  case AGS_KIND_TOKEN_USAGE:
    return ags_track_token_usage(p->tracker, conversation, &usage, metadata);
  case AGS_KIND_ATTACHMENTS:
    return uploads_track(p, e, conversation, metadata);
  default:
    return ags_track_button(p->tracker, conversation, &button, metadata);
  }
}

static event *draft(process *p, uint32_t number) {
  world *w = p->world;
  event *e = &w->events[number];
  e->conversation = (uint8_t)chance_below(&w->chance, CONVERSATIONS);
  e->kind = (uint8_t)chance_below(&w->chance, 6);
  e->has_metadata = chance_percent(&w->chance, 30);
  e->text_size = 8 + chance_below(&w->chance, 60);
  bool large = !w->calm && e->kind <= AGS_KIND_ANSWER && chance_percent(&w->chance, w->weather.large_texts);
  if (large) e->text_size = chance_below(&w->chance, TEXT_MAX - 8) + 8;
  e->poison = chance_percent(&w->chance, w->weather.poison);
  e->too_large = !e->poison && chance_percent(&w->chance, w->weather.poison);
  if (e->kind == AGS_KIND_ATTACHMENTS) {
    uploads_draft(p, e);
    e->refuses_files = (e->poison || e->too_large) && chance_percent(&w->chance, 50);
  }
  return e;
}

static uint64_t count_in_files(process *p) {
  uint64_t count = 0;
  for (ags_lane *lane = ags_tracker_lanes(p->tracker); lane != NULL; lane = lane->next)
    count += ags_lane_accepted_in_files(lane);
  return count;
}

static void track_one(process *p) {
  world *w = p->world;
  if (p->busy && p->blocks) return; /* it could not send while it waits: that is being done already */
  uint32_t number = oracle_draft(p);
  const event *e = draft(p, number);
  char metadata[32], *text = strdup(world_text(w, number, e->text_size));
  snprintf(metadata, sizeof metadata, "{\"n\":%u}", number);
  bool before = process_begin(p); /* where it waits for room, it sends, and more happens */
  uint32_t serial = p->serial, thread = chance_below(&w->chance, LANES);
  process_enter(p, thread);
  uint64_t in_files = count_in_files(p);
  ags_status status = track(p, number, text, e->has_metadata ? metadata : NULL);
  free(text);
  bool no_file = status == AGS_ERROR_ATTACHMENT && e->by_path && (p->disk_failed || p->dead || e->is_spoilt);
  EXPECT(w, status == AGS_OK || status == AGS_ERROR_FULL || no_file, "tracking: %s", ags_last_error());
  world_tell(w, "process %u tracks event %u of c%u: %d", serial, number, e->conversation, status);
  p->drafting = NULL;
  if (!p->dead && status == AGS_OK) oracle_accept(p, number, count_in_files(p) > in_files);
  process_end(p, before);
}

static void send(process *p, const char *conversation) {
  world *w = p->world;
  ags_send_options options = {.size = sizeof options,
                              .timeout_ms = 1 + chance_below(&w->chance, 20000),
                              .conversation_id = conversation};
  ags_report report = {.size = sizeof report};
  uint32_t tracked = w->event_count;
  bool before = process_begin(p);
  ags_status status = ags_send_with(p->tracker, &options, &report);
  world_tell(w, "process %u sends: status %d, %llu delivered, %llu remain", p->serial, status,
             (unsigned long long)report.delivered, (unsigned long long)report.remaining);
  if (!process_end(p, before) || status != AGS_OK || conversation != NULL) return;
  for (uint32_t i = 0; i < tracked; i++) {
    const event *e = &w->events[i];
    bool brought_in_meanwhile = e->is_adopted && e->adopted_in == p->call;
    EXPECT(w, e->holder != p->serial || e->fate != FATE_OWED || brought_in_meanwhile,
           "a send says AGS_OK, and event %u still waits", i);
  }
}

static void step(process *p) {
  bool before = process_begin(p);
  ags_sender_step(p->tracker->sender);
  process_end(p, before);
}

static void discard(process *p) {
  world *w = p->world;
  bool all = chance_percent(&w->chance, 30);
  const char *conversation = all ? NULL : conversations[chance_below(&w->chance, CONVERSATIONS)];
  world_tell(w, "process %u discards %s", p->serial, all ? "everything" : conversation);
  bool before = process_begin(p);
  EXPECT(w, ags_discard(p->tracker, conversation, NULL) == AGS_OK, "discarding: %s", ags_last_error());
  process_end(p, before);
}

static void reconfigure(process *p) {
  static const char *const endpoints[] = {"https://collector.test", "https://other.test"};
  world *w = p->world;
  p->patience_until_ns = 0; /* it is another one from now on, that has said nothing yet */
  ags_status status = ags_reconfigure(p->tracker, NULL, endpoints[chance_below(&w->chance, 2)]);
  world_tell(w, "process %u gets another endpoint", p->serial);
  EXPECT(w, status == AGS_OK, "reconfiguring: %s", ags_last_error());
}

static void set_clock(world *w) {
  int64_t step = (int64_t)chance_below(&w->chance, 7200) * NS_PER_S - 3600 * NS_PER_S;
  if (chance_percent(&w->chance, 10)) step = 10 * YEAR_NS;
  w->wall_offset_ns += step;
  if (w->wall_offset_ns < 20 * YEAR_NS || w->wall_offset_ns > 90 * YEAR_NS) w->wall_offset_ns = 50 * YEAR_NS;
  world_tell(w, "the wall clock is set by %lld s", (long long)(step / NS_PER_S));
}

static void fill_disk(world *w) {
  bool full = chance_percent(&w->chance, 50);
  w->disk.room = full ? w->disk.bytes + chance_below(&w->chance, 1 << 20) : UINT64_MAX;
  world_tell(w, "the disk %s", full ? "is nearly full" : "has room");
}

/* What may happen at any moment, also while a call of this process or of another is under way. */
static void disturb(world *w, process *p) {
  uint32_t what = chance_below(&w->chance, 100);
  if (what < 75)
    track_one(p);
  else if (what < 82)
    check_pending(p);
  else if (what < 86)
    discard(p);
  else if (what < 90)
    reconfigure(p);
  else if (what < 93)
    process_leave_thread(p, chance_below(&w->chance, LANES));
  else if (what < 95 && w->weather.clock_steps)
    set_clock(w);
  else if (what < 97)
    server_repeat(w);
  else if (what < 98 && w->weather.crashes)
    process_crash(p);
  else if (what < 99 && w->disk.failures > 0)
    fill_disk(w);
  else
    uploads_spoil(w);
}

static process *pick(world *w) {
  process *p = &w->processes[chance_below(&w->chance, PROCESSES)];
  return process_is_there(p) && !p->in_disk ? p : NULL;
}

void actions_interleave(world *w) {
  if (w->calm || !chance_percent(&w->chance, 30)) return;
  for (uint32_t times = chance_below(&w->chance, 4); times > 0; times--) {
    process *p = pick(w);
    if (p != NULL) disturb(w, p);
  }
}

void actions_beside(process *p) {
  world *w = p->world;
  if (w->calm || !chance_permille(&w->chance, 30)) return;
  p->in_disk = true;
  process *other = &w->processes[chance_below(&w->chance, PROCESSES)];
  if (other->serial == 0) {
    process_start(w, other);
  } else if (process_is_there(other) && !other->in_disk) {
    uint32_t what = chance_below(&w->chance, 100);
    if (what < 60 || other->busy)
      disturb(w, other);
    else if (what < 85)
      step(other);
    else
      process_close(other);
  }
  p->in_disk = false;
}

static void pass_time(world *w) {
  uint32_t seconds = 1 + chance_below(&w->chance, 60);
  world_advance(w, (int64_t)(chance_word(&w->chance) % (uint64_t)(NS_PER_S * seconds)));
}

void actions_step(world *w) {
  process *p = &w->processes[chance_below(&w->chance, PROCESSES)];
  if (p->serial == 0) {
    if (chance_percent(&w->chance, 20) || w->last_serial == 0) process_start(w, p);
    return;
  }
  uint32_t what = chance_below(&w->chance, 100);
  if (what < 60)
    disturb(w, p);
  else if (what < 72)
    step(p);
  else if (what < 82)
    send(p, NULL);
  else if (what < 86)
    send(p, conversations[chance_below(&w->chance, CONVERSATIONS)]);
  else if (what < 99)
    pass_time(w);
  else
    process_close(p);
}

static void drain(process *p) {
  world *w = p->world;
  ags_status status = AGS_OK;
  for (int i = 0; i < DRAIN_ATTEMPTS; i++) {
    status = ags_send(p->tracker, 3600 * 1000, NULL);
    if (status == AGS_OK) break;
  }
  EXPECT(w, status == AGS_OK, "process %u cannot send, though nothing fails: %s", p->serial,
         ags_last_error());
}

void actions_finish(process *p) {
  drain(p);
  uint64_t accepted = p->accepted;
  track_one(p);
  EXPECT(p->world, p->accepted == accepted + 1, "process %u: there is no room, though nothing waits",
         p->serial);
  drain(p);
}
