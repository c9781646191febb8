/* What an event costs on its way from the ring to the wire: draining, encoding, compressing.
 *
 *   bench_encode [ROUNDS]
 */
#include "batch.h"
#include "codecs.h"
#include "compress.h"
#include "corpus.h"
#include "fixture.h"
#include "statistics.h"
#include "ticks.h"
#include "tracker.h"
#include "wire_ingest.h"

#include <stdio.h>

#define BATCH_EVENTS   1000
#define ROUNDS_DEFAULT 300
#define ROUNDS_MAX     10000

/* What a batch is made of. */
typedef struct mixture {
  const char *name;
  unsigned conversations;
  bool texts_differ, answers; /* answers: every second event answers the one before */
} mixture;

static const mixture mixtures[] = {
    {"questions, one text, one conversation", 1, false, false},
    {"turns, one text, one conversation", 1, false, true},
    {"turns, texts differ, 50 conversations", 50, true, true},
    {"turns, texts differ, 500 conversations", 500, true, true},
};

static double ns_per_tick;

static void record(ags_tracker *tracker, const mixture *m) {
  for (unsigned i = 0; i < BATCH_EVENTS; i++) {
    char id[EVENT_ID_SIZE + 1], text[EVENT_TEXT_SIZE];
    corpus_id(id, i / 2 % m->conversations);
    memcpy(text, EVENT_TEXT, sizeof text);
    if (m->texts_differ) corpus_text(text, i);
    if (m->answers && i % 2 == 1)
      must(ags_track_answer_n(tracker, id, EVENT_ID_SIZE, text, sizeof text, EVENT_METADATA,
                              EVENT_METADATA_SIZE));
    else
      must(ags_track_question_n(tracker, id, EVENT_ID_SIZE, text, sizeof text, EVENT_METADATA,
                                EVENT_METADATA_SIZE));
  }
}

static double per_event(uint64_t ticks) {
  return (double)ticks * ns_per_tick / BATCH_EVENTS;
}

typedef struct figures {
  double fill, encode, copy; /* median nanoseconds for one event */
  double codec_ns[CODECS_MAX];
  size_t codec_size[CODECS_MAX];
  size_t size;
} figures;

static char *must_allocate(size_t size) {
  char *memory = calloc(1, size);
  if (memory == NULL) exit(1);
  return memory;
}

static uint64_t time_encoding(ags_tracker *tracker, const ags_batch *batch, ags_buffer *body) {
  body->size = 0;
  uint64_t start = ticks_now();
  ags_wire_ingest_encode(batch, tracker, body);
  return ticks_now() - start;
}

static uint64_t time_codec(const compression *codec, const ags_buffer *body, char *to, size_t room,
                           size_t *size) {
  uint64_t start = ticks_now();
  *size = codec->compress(codec, body->data, body->size, to, room);
  keep_memory();
  return ticks_now() - start;
}

/* The first codec is memcpy, timed in every round; the others take turns, because they are slow. */
static figures measure(const mixture *m, const compression *codecs, size_t codec_count, int rounds) {
  ags_tracker *tracker = fixture_tracker();
  ags_batch batch;
  if (!ags_batch_create(&batch, BATCH_EVENTS)) exit(1);
  ags_buffer body = {0};
  figures result = {0};
  double *fill = (double *)(void *)must_allocate((size_t)rounds * sizeof *fill);
  double *encode = (double *)(void *)must_allocate((size_t)rounds * sizeof *encode);
  double *codec_ns = (double *)(void *)must_allocate((size_t)rounds * CODECS_MAX * sizeof *codec_ns);
  size_t room = (size_t)BATCH_EVENTS * 4096;
  char *to = must_allocate(room);

  for (int i = -3; i < rounds; i++) { /* the first ones warm up */
    int n = i < 0 ? 0 : i;
    record(tracker, m);
    uint64_t start = ticks_now();
    pthread_mutex_lock(&tracker->drain.mutex);
    ags_batch_fill(&batch, tracker, ags_drain_cut(tracker), (ags_view){0});
    pthread_mutex_unlock(&tracker->drain.mutex);
    fill[n] = per_event(ticks_now() - start);
    encode[n] = per_event(time_encoding(tracker, &batch, &body));
    for (size_t c = 0; c < codec_count; c++)
      codec_ns[c * (size_t)rounds + (size_t)n] =
          per_event(time_codec(&codecs[c], &body, to, room, &result.codec_size[c]));
    pthread_mutex_lock(&tracker->drain.mutex);
    ags_batch_release(&batch, &tracker->pool);
    pthread_mutex_unlock(&tracker->drain.mutex);
  }
  result.fill = median(fill, (size_t)rounds);
  result.encode = median(encode, (size_t)rounds);
  for (size_t c = 0; c < codec_count; c++)
    result.codec_ns[c] = median(codec_ns + c * (size_t)rounds, (size_t)rounds);
  result.size = body.size;
  free(fill), free(encode), free(codec_ns), free(to);
  ags_buffer_free(&body);
  ags_batch_destroy(&batch);
  ags_tracker_free(tracker);
  return result;
}

static void print(const mixture *m, const figures *f, const compression *codecs, size_t codec_count) {
  double copy = f->codec_ns[0];
  printf("\n### A batch of 1,000: %s\n\n", m->name);
  printf("| step | × memcpy of the body | ns/event | bytes/event | million events/s per core |\n"
         "|---|--:|--:|--:|--:|\n");
  printf("| gathering the batch | %.1f | %.1f | – | %.1f |\n", f->fill / copy, f->fill, 1e3 / f->fill);
  printf("| encoding | %.1f | %.1f | %.0f | %.1f |\n", f->encode / copy, f->encode,
         (double)f->size / BATCH_EVENTS, 1e3 / f->encode);
  for (size_t c = 0; c < codec_count; c++) {
    printf("| %s", codecs[c].name);
    if (codecs[c].level > 0) printf(" %d", codecs[c].level);
    printf(" | %.1f | %.1f | %.1f | %.1f |\n", f->codec_ns[c] / copy, f->codec_ns[c],
           (double)f->codec_size[c] / BATCH_EVENTS, 1e3 / f->codec_ns[c]);
  }
}

int main(int argc, char **argv) {
  int rounds = argc > 1 ? atoi(argv[1]) : ROUNDS_DEFAULT;
  if (rounds < 1 || rounds > ROUNDS_MAX) return 2;
  compression codecs[CODECS_MAX];
  size_t codec_count = codecs_make(codecs);
  ns_per_tick = ticks_calibrate();
  printf("## Encoding\n\nMedians of %d rounds. Goal: encoding at most 70 ns an event per core.\n", rounds);
  for (size_t i = 0; i < sizeof mixtures / sizeof *mixtures; i++) {
    figures f = measure(&mixtures[i], codecs, codec_count, rounds);
    print(&mixtures[i], &f, codecs, codec_count);
  }
  return 0;
}
