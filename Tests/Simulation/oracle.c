#include "oracle.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* What an event's time may differ by from when it was tracked, where nobody sets the clock. */
#define TIME_ERROR_US 1000

uint32_t oracle_draft(process *p) {
  world *w = p->world;
  EXPECT(w, w->event_count < EVENTS_MAX, "the simulation itself: too many events");
  p->drafting = &w->events[w->event_count];
  *p->drafting = (event){.process = p->serial, .tracked_wall_ns = w->monotonic_ns + w->wall_offset_ns};
  return w->event_count++;
}

static void take_up(process *p, event *e) {
  e->fate = FATE_OWED;
  e->holder = p->serial;
  p->accepted++;
  p->by_fate[FATE_OWED]++;
  p->in_files += e->in_file;
}

void oracle_accept(process *p, uint32_t number, bool in_file) {
  world *w = p->world;
  event *e = &w->events[number];
  EXPECT(w, in_file || !p->must_spool || p->disk_failed, "event %u is not in a file, where there is room",
         number);
  EXPECT(w, p->spools || !in_file, "event %u is in a file, and nobody asked for it", number);
  e->in_file = in_file;
  e->returned_wall_ns = w->monotonic_ns + w->wall_offset_ns;
  take_up(p, e);
}

void oracle_claim(process *p, uint32_t number) {
  world *w = p->world;
  event *e = &w->events[number];
  if (e->fate != FATE_LEFT && !e->may_return) {
    EXPECT(w, e->holder == p->serial, "process %u has event %u, which process %u has (%d)", p->serial, number,
           e->holder, e->fate);
    return;
  }
  EXPECT(w, p->spools, "process %u has event %u without a spool", p->serial, number);
  world_tell(w, "process %u brings in event %u of process %u", p->serial, number, e->process);
  e->may_return = false;
  e->is_adopted = true;
  e->adopted_in = p->call;
  p->adopted++;
  take_up(p, e);
}

static uint32_t check_number(world *w, uint32_t number) {
  EXPECT(w, number < w->event_count, "event %u was never tracked", number);
  const event *e = &w->events[number];
  EXPECT(w, e->fate != FATE_REFUSED || e->may_return, "event %u was never accepted", number);
  return number;
}

uint32_t oracle_number(world *w, const char *text, size_t size) {
  uint32_t number = 0;
  size_t at = 0;
  for (; at < size && text[at] >= '0' && text[at] <= '9'; at++)
    number = number * 10 + (uint32_t)(text[at] - '0');
  EXPECT(w, at > 0 && at < size && text[at] == '.', "a text that nobody tracked: \"%.*s\"", (int)size, text);
  return check_number(w, number);
}

uint32_t oracle_number_of(world *w, const ags_item *item) {
  if (item->kind != AGS_KIND_TOKEN_USAGE) return oracle_number(w, item->text, item->text_size);
  EXPECT(w, item->conversation_id[0] == 't', "a token usage of another conversation");
  char number[CONVERSATION_MAX];
  snprintf(number, sizeof number, "%.*s", (int)item->conversation_id_size - 1, item->conversation_id + 1);
  return check_number(w, (uint32_t)strtoul(number, NULL, 10));
}

uint32_t oracle_number_in(world *w, const body_item *item) {
  if (item->kind != 'l') return oracle_number(w, item->text.data + 1, item->text.size - 2);
  EXPECT(w, item->tokens > 0, "a token usage without tokens");
  return check_number(w, (uint32_t)item->tokens - 1);
}

void oracle_conversation(const world *w, uint32_t number, char *to) {
  const event *e = &w->events[number];
  if (e->kind == AGS_KIND_TOKEN_USAGE)
    snprintf(to, CONVERSATION_MAX, "t%u", number);
  else
    snprintf(to, CONVERSATION_MAX, "c%u", e->conversation);
}

void oracle_settle(process *p, uint32_t number, event_fate fate) {
  world *w = p->world;
  event *e = &w->events[number];
  oracle_claim(p, number);
  EXPECT(w, e->fate == FATE_OWED, "event %u is settled twice (%d, then %d)", number, e->fate, fate);
  EXPECT(w, fate != FATE_DELIVERED || e->confirmed, "event %u left memory before the server confirmed it",
         number);
  p->by_fate[e->fate]--;
  p->in_files -= e->in_file;
  e->fate = (uint8_t)fate;
  e->settled_in = p->call;
  p->by_fate[fate]++;
  /* A disk that fails does not take the note that it is done. */
  e->may_return = e->is_adopted && w->disk.failures > 0;
}

/* Whether the event that it was tracking is in a file nobody knows. */
static void doubt(world *w, event *e) {
  e->returned_wall_ns = w->monotonic_ns + w->wall_offset_ns;
  e->in_file = e->may_return = true;
}

void oracle_lose(process *p) {
  world *w = p->world;
  if (p->is_lost) return;
  p->is_lost = true;
  if (p->drafting != NULL) doubt(w, p->drafting);
  for (uint32_t i = 0; i < w->event_count; i++) {
    event *e = &w->events[i];
    if (e->holder != p->serial) continue;
    if (e->fate == FATE_OWED)
      e->fate = e->in_file ? FATE_LEFT : FATE_LOST;
    else /* it died between telling of it and noting it */
      e->may_return |= e->in_file && p->dead && e->settled_in == p->call;
    e->holder = 0;
  }
}

static char letter_of(uint8_t kind) {
  static const char letters[] = {
      [AGS_KIND_QUESTION] = 'q', [AGS_KIND_ANSWER] = 'a',      [AGS_KIND_ACTION] = 't',
      [AGS_KIND_BUTTON] = 'b',   [AGS_KIND_TOKEN_USAGE] = 'l', [AGS_KIND_ATTACHMENTS] = 'f'};
  return letters[kind];
}

/* Of a token usage there is none, of files the name of the first. */
static void check_text(world *w, uint32_t number, const body_item *item) {
  const event *e = &w->events[number];
  if (e->kind == AGS_KIND_TOKEN_USAGE || e->kind == AGS_KIND_ATTACHMENTS) return;
  char *text = malloc(item->text.size + 1);
  size_t size = body_unescape(item->text, text);
  const char *expected = world_text(w, number, e->text_size);
  EXPECT(w, size == e->text_size && memcmp(text, expected, size) == 0, "event %u has another text", number);
  free(text);
}

static void check_content(world *w, uint32_t number, const body_item *item) {
  event *e = &w->events[number];
  check_text(w, number, item);
  EXPECT(w, item->kind == letter_of(e->kind), "event %u became a '%c'", number, item->kind);
  char conversation[CONVERSATION_MAX];
  oracle_conversation(w, number, conversation);
  size_t conversation_size = strlen(conversation);
  EXPECT(w,
         item->conversation.size == conversation_size + 2 &&
             memcmp(item->conversation.data + 1, conversation, conversation_size) == 0,
         "event %u is in conversation %.*s", number, (int)item->conversation.size, item->conversation.data);
  EXPECT(w, (item->metadata.size > 0) == e->has_metadata, "event %u has other metadata", number);
  if (!e->has_metadata) return;
  char metadata[32], found[64];
  int length = snprintf(metadata, sizeof metadata, "{\"n\":%u}", number);
  EXPECT(w, item->metadata.size < sizeof found, "event %u has other metadata", number);
  size_t found_size = body_unescape(item->metadata, found);
  EXPECT(w, found_size == (size_t)length && memcmp(found, metadata, found_size) == 0,
         "event %u has other metadata", number);
}

void oracle_store(world *w, const body_item *item) {
  EXPECT(w, item->text.size > 2, "a request with an event without a text");
  uint32_t number = oracle_number_in(w, item);
  check_content(w, number, item);

  event *e = &w->events[number];
  EXPECT(w, item->id != 0 && item->us > 0, "event %u has no id or no time", number);
  if (e->stored) {
    EXPECT(w, e->id == item->id, "event %u is stored twice: it came with another id", number);
    EXPECT(w, e->us == item->us || (e->is_adopted && w->disk.failures > 0),
           "event %u came again with another time", number);
    return;
  }
  int64_t early_us = e->tracked_wall_ns / 1000 - item->us, late_us = item->us - e->returned_wall_ns / 1000;
  EXPECT(w, w->weather.clock_steps || (early_us < TIME_ERROR_US && late_us < TIME_ERROR_US),
         "event %u is %lld us early, %lld us late", number, (long long)early_us, (long long)late_us);
  EXPECT(w, e->fate == FATE_OWED || e->sent, "event %u arrived after it was given up (%d)", number, e->fate);
  EXPECT(w, e->fate != FATE_DELIVERED, "event %u was let go before the server had it", number);
  e->stored = true;
  e->id = item->id;
  e->us = item->us;
}
