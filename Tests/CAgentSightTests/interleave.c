/*
 * Everything that a tracker can be asked, at once, on trackers that come and go: eight producers in
 * conversations of their own and in one that they share, senders of all and of one conversation, discarding,
 * redirecting between two servers, looking and counting. Writes for each tracker a line of what became of its
 * events; interleave_test.py compares with what the servers got. Other trackers are made and freed all the
 * while.
 *
 * The oracle: options.on_item is told what became of each event. An event that was accepted is delivered or
 * discarded, never both, never twice, and a conversation's outcomes come in its order for each of the two.
 */
#include "fixture.h"

#include <pthread.h>
#include <stdatomic.h>
#include <time.h>

#define PRODUCERS     8
#define EVENTS        1500 /* of each producer; every third in the shared conversation */
#define CONVERSATIONS (PRODUCERS + 1)
#define SHARED        PRODUCERS
#define PASSING       (PRODUCERS + 1) /* in the place of a producer: the trackers beside the one that all use */
#define PASSING_EACH  5

static ags_tracker *tracker;
static char *urls[2];
static atomic_int producing, round_number;

/* ------------------------------------------------------------- the oracle */

/* What each producer's call number `event` came to; conversations of their own and the shared one. */
static _Atomic unsigned char fates[PASSING + 1][EVENTS];

enum { ACCEPTED = 1, DELIVERED = 2, DISCARDED = 4 };

/* A text is "ROUND PRODUCER EVENT". */
static void on_item(void *user, const ags_item *item) {
  (void)user;
  char text[64];
  int number, producer, event;
  snprintf(text, sizeof text, "%.*s", (int)item->text_size, item->text);
  CHECK_INT(sscanf(text, "%d %d %d", &number, &producer, &event), 3);
  CHECK_INT(number, atomic_load(&round_number)); /* not of a tracker that is gone */
  if (item->outcome == AGS_OUTCOME_FAILED) return;
  unsigned char fate = item->outcome == AGS_OUTCOME_DELIVERED ? DELIVERED : DISCARDED;
  unsigned char before = atomic_fetch_or(&fates[producer][event], fate);
  CHECK_INT(before & (DELIVERED | DISCARDED), 0); /* once, and one of the two */
}

/* -------------------------------------------------------------- the storm */

static void pause_us(long microseconds) {
  const struct timespec pause = {.tv_nsec = microseconds * 1000};
  nanosleep(&pause, NULL);
}

static void *produce(void *argument) {
  int producer = (int)(size_t)argument;
  for (int event = 0; event < EVENTS; event++) {
    char conversation[32], text[64];
    snprintf(conversation, sizeof conversation, "%d/%d", atomic_load(&round_number),
             event % 3 == 0 ? SHARED : producer);
    snprintf(text, sizeof text, "%d %d %d", atomic_load(&round_number), producer, event);
    ags_event e = {.size = sizeof e,
                   .kind = event % 2 == 0 ? AGS_KIND_QUESTION : AGS_KIND_ANSWER,
                   .conversation_id = conversation,
                   .text = text};
    CHECK_INT(ags_track(tracker, &e), AGS_OK);
    atomic_fetch_or(&fates[producer][event], ACCEPTED);
    if (event % 16 == 0) pause_us(200); /* or it is over before the others have begun */
  }
  atomic_fetch_sub(&producing, 1);
  return NULL;
}

static void own_conversation(char *to, size_t size, unsigned turn) {
  snprintf(to, size, "%d/%u", atomic_load(&round_number), turn % CONVERSATIONS);
}

static bool may_fail(ags_status status) {
  return status == AGS_OK || status == AGS_ERROR_SERVER || status == AGS_ERROR_TIMEOUT ||
         status == AGS_ERROR_NETWORK;
}

static void *send_all(void *argument) {
  (void)argument;
  for (unsigned turn = 0; atomic_load(&producing) > 0; turn++)
    CHECK(may_fail(ags_send(tracker, turn % 3 == 0 ? 1 : 20000, NULL)));
  return NULL;
}

/* What one call is told is of its conversation alone. */
static void on_own_item(void *user, const ags_item *item) {
  const char *conversation = user;
  CHECK_BYTES(item->conversation_id, item->conversation_id_size, conversation, strlen(conversation));
}

static void *send_one(void *argument) {
  (void)argument;
  for (unsigned turn = 0; atomic_load(&producing) > 0; turn++) {
    char conversation[32];
    own_conversation(conversation, sizeof conversation, turn * 7);
    ags_send_options options = {.size = sizeof options,
                                .timeout_ms = turn % 4 == 0 ? 1 : 20000,
                                .conversation_id = conversation,
                                .on_item = on_own_item,
                                .user = conversation};
    ags_report report = {.size = sizeof report};
    CHECK(may_fail(ags_send_with(tracker, &options, &report)));
  }
  return NULL;
}

static void *discard(void *argument) {
  uint64_t *sum = argument;
  for (unsigned turn = 0; atomic_load(&producing) > 0; turn++) {
    char conversation[32];
    uint64_t count = UINT64_MAX;
    own_conversation(conversation, sizeof conversation, turn * 5);
    CHECK_INT(ags_discard(tracker, turn % 20 == 19 ? NULL : conversation, &count), AGS_OK);
    *sum += count;
    pause_us(4000);
  }
  return NULL;
}

static void *reconfigure(void *argument) {
  (void)argument;
  for (unsigned turn = 0; atomic_load(&producing) > 0; turn++) {
    CHECK_INT(ags_reconfigure(tracker, TEST_KEY, urls[turn % 2]), AGS_OK);
    CHECK_INT(ags_reconfigure(tracker, "wrong", NULL), AGS_ERROR_API_KEY);
    pause_us(1000);
  }
  return NULL;
}

static void count_item(void *user, const ags_item *item) {
  CHECK_INT(item->outcome, AGS_OUTCOME_PENDING);
  ++*(uint64_t *)user;
}

static void *look(void *argument) {
  (void)argument;
  uint64_t settled = 0;
  while (atomic_load(&producing) > 0) {
    ags_summary summary = {.size = sizeof summary};
    uint64_t counted = 0;
    CHECK_INT(ags_pending(tracker, NULL, count_item, &counted, &summary), AGS_OK);
    CHECK_INT(counted, summary.count);
    CHECK_INT(summary.count_of[AGS_KIND_QUESTION] + summary.count_of[AGS_KIND_ANSWER], counted);
    ags_stats stats = fixture_stats(tracker);
    CHECK(stats.delivered + stats.discarded >= settled);
    CHECK(stats.delivered + stats.discarded <= stats.accepted);
    settled = stats.delivered + stats.discarded;
  }
  return NULL;
}

/* Trackers of its own, freed with events that wait, with a send under way, or after their delivery. */
static void *come_and_go(void *argument) {
  (void)argument;
  for (int turn = 0; atomic_load(&producing) > 0 && (turn + 1) * PASSING_EACH <= EVENTS; turn++) {
    ags_options options = fixture_options();
    options.endpoint = urls[turn % 2];
    options.on_item = on_item;
    options.send_every_events = turn % 4 == 1 ? 2 : 0;
    options.close_timeout_ms = turn % 4 == 2 ? 0 : 20000;
    ags_tracker *own = fixture_create(&options);
    char conversation[32], text[64];
    snprintf(conversation, sizeof conversation, "%d/%d", atomic_load(&round_number), PASSING + turn);
    for (int event = turn * PASSING_EACH; event < (turn + 1) * PASSING_EACH; event++) {
      snprintf(text, sizeof text, "%d %d %d", atomic_load(&round_number), PASSING, event);
      CHECK_INT(ags_track_question(own, conversation, text, NULL), AGS_OK);
      atomic_fetch_or(&fates[PASSING][event], ACCEPTED);
    }
    if (turn % 4 == 3) CHECK(may_fail(ags_send(own, 20000, NULL)));
    ags_tracker_free(own);
    pause_us(500);
  }
  return NULL;
}

/* ------------------------------------------------------------------ rounds */

static uint64_t run_all_at_once(void) {
  static void *(*const others[])(void *) = {send_all, send_all,    send_one,   send_one,
                                            look,     reconfigure, come_and_go};
  enum { OTHERS = sizeof others / sizeof *others };
  pthread_t threads[PRODUCERS + OTHERS + 1];
  size_t started = 0;
  uint64_t discarded = 0;
  atomic_store(&producing, PRODUCERS);
  for (size_t i = 0; i < PRODUCERS; i++) pthread_create(&threads[started++], NULL, produce, (void *)i);
  for (size_t i = 0; i < OTHERS; i++) pthread_create(&threads[started++], NULL, others[i], NULL);
  pthread_create(&threads[started++], NULL, discard, &discarded);
  while (started > 0) pthread_join(threads[--started], NULL);
  return discarded;
}

static void finish(bool send_rest, uint64_t discarded) {
  while (send_rest && fixture_stats(tracker).buffered > 0) CHECK(may_fail(ags_send(tracker, 20000, NULL)));
  ags_stats stats = fixture_stats(tracker);
  CHECK_INT(stats.accepted, PRODUCERS * EVENTS);
  CHECK_INT(stats.discarded, discarded);
  if (send_rest) CHECK_INT(stats.delivered, PRODUCERS * EVENTS - discarded);
  ags_tracker_free(tracker); /* also with requests under way that nobody waits for */
}

/* "ROUND PRODUCER EVENT FATE" for each event that was accepted. */
static void print_fates(bool complete) {
  for (int producer = 0; producer <= PASSING; producer++) {
    for (int event = 0; event < EVENTS; event++) {
      unsigned char fate = atomic_exchange(&fates[producer][event], 0);
      if (producer < PRODUCERS) {
        CHECK((fate & ACCEPTED) != 0);
        if (complete) CHECK((fate & (DELIVERED | DISCARDED)) != 0);
      }
      if ((fate & ACCEPTED) == 0) continue;
      printf("%d %d %d %s\n", atomic_load(&round_number), producer, event,
             (fate & DELIVERED) != 0   ? "delivered"
             : (fate & DISCARDED) != 0 ? "discarded"
                                       : "freed");
    }
  }
}

int main(int count, char **arguments) {
  CHECK_INT(count, 4);
  urls[0] = arguments[1];
  urls[1] = arguments[2];
  int rounds = atoi(arguments[3]);
  for (int i = 0; i < rounds; i++) {
    ags_options options = fixture_options();
    options.endpoint = urls[i % 2];
    options.batch_events = i % 3 == 0 ? 7 : 100;
    options.on_item = on_item;
    options.send_every_events = i % 2 == 0 ? 50 : 0;
    atomic_store(&round_number, i);
    tracker = fixture_create(&options);
    bool send_rest = i % 3 != 2;
    finish(send_rest, run_all_at_once());
    print_fates(send_rest);
  }
}
