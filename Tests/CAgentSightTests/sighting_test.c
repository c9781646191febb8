/* One thread tracks numbers and publishes each, another looks at the last published and tracks that it saw
 * it: no sighting may come out before the number itself. The look takes long, since the number's cache line
 * is in the other core, and a processor that may read its clock meanwhile does. */
#include "taken.h"

#include <pthread.h>

#define ROUNDS 60
#define EVENTS 4000 /* of each thread in a round */

typedef struct sight {
  _Alignas(AGS_CACHE_LINE) atomic_int published;
  _Alignas(AGS_CACHE_LINE) ags_tracker *tracker;
  int seen[EVENTS];
  atomic_int ready;
} sight;

static void wait_for_other(sight *s) {
  atomic_fetch_add(&s->ready, 1);
  while (atomic_load(&s->ready) < 2) continue;
}

static void *count(void *argument) {
  sight *s = argument;
  wait_for_other(s);
  for (int i = 1; i <= EVENTS; i++) {
    ags_track_question_n(s->tracker, "c", 1, "number", 6, NULL, 0);
    atomic_store_explicit(&s->published, i, memory_order_release);
  }
  return NULL;
}

static void *look(void *argument) {
  sight *s = argument;
  wait_for_other(s);
  for (int i = 0; i < EVENTS; i++) {
    s->seen[i] = atomic_load_explicit(&s->published, memory_order_acquire);
    ags_track_answer_n(s->tracker, "c", 1, "sighting", 8, NULL, 0);
  }
  return NULL;
}

/* Whether each sighting came behind its number; counts those that had something to see. */
static int check_order(const sight *s, ags_batch *batch) {
  int numbers = 0, sightings = 0, informative = 0;
  CHECK_INT(batch->count, 2 * EVENTS);
  for (uint32_t i = 0; i < batch->count; i++) {
    if (batch->entries[i].item.record->kind == AGS_KIND_QUESTION) {
      numbers++;
      continue;
    }
    int seen = s->seen[sightings++];
    CHECK(seen <= numbers);
    informative += seen > 0 && seen < EVENTS;
  }
  return informative;
}

int main(void) {
  static sight s;
  int informative = 0;
  s.tracker = fixture_tracker();
  for (int round = 0; round < ROUNDS; round++) {
    atomic_store(&s.published, 0);
    atomic_store(&s.ready, 0);
    pthread_t counting, looking;
    CHECK_INT(pthread_create(&counting, NULL, count, &s), 0);
    CHECK_INT(pthread_create(&looking, NULL, look, &s), 0);
    pthread_join(counting, NULL);
    pthread_join(looking, NULL);
    ags_batch batch = taken_batch(s.tracker, 2 * EVENTS);
    informative += check_order(&s, &batch);
    taken_free(s.tracker, &batch);
  }
  ags_tracker_free(s.tracker);
  printf("%d sightings while numbers were tracked\n", informative);
}
