#include "event_times.h"

#include <stdlib.h>
#include <string.h>

bool ags_event_times_start(ags_event_times *times, size_t events) {
  size_t needed = 64;
  while (needed < 2 * events) needed *= 2;
  if (needed > times->count) {
    void *slots = realloc(times->slots, needed * sizeof *times->slots);
    if (slots == NULL) return false;
    times->slots = slots;
    times->count = needed;
  }
  memset(times->slots, 0, times->count * sizeof *times->slots);
  times->floor = times->last_us;
  return true;
}

int64_t ags_event_times_next(ags_event_times *times, uint64_t conversation, int64_t us) {
  size_t mask = times->count - 1, at = (size_t)conversation & mask;
  while (times->slots[at].last_us != 0 && times->slots[at].conversation != conversation) at = (at + 1) & mask;
  struct ags_event_time_slot *slot = &times->slots[at];
  int64_t before = slot->last_us != 0 ? slot->last_us : times->floor;
  if (us <= before) us = before + 1;
  slot->conversation = conversation;
  slot->last_us = us;
  if (us > times->last_us) times->last_us = us;
  return us;
}

void ags_event_times_destroy(ags_event_times *times) {
  free(times->slots);
}
