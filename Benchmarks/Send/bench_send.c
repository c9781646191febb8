/* What an event costs from the tracking call to the server's confirmation, over HTTPS on loopback.
 *
 *   bench_send SINK FOLDER [EVENTS]   FOLDER holds what Send/authority.sh has made
 */
#include "corpus.h"
#include "fixture.h"
#include "server.h"
#include "statistics.h"
#include "ticks.h"

#include <string.h>

#define BATCH_EVENTS   1000
#define SEND_EVERY     100000u /* events recorded, then sent in batches */
#define EVENTS_DEFAULT 1000000u
#define RUNS           5
#define CONVERSATIONS  50 /* at work at the same time */

typedef struct run_figures {
  double cpu_s, record_cpu_s; /* for a million events: of the process, and of the thread while it records */
  double events_per_second;
  double bytes; /* of a request body, per event */
} run_figures;

/* Not getrusage(), which lags behind by what the running thread has done since its last tick. */
static double cpu_seconds(clockid_t id) {
  struct timespec t;
  clock_gettime(id, &t);
  return (double)t.tv_sec + (double)t.tv_nsec / 1e9;
}

static double process_cpu(void) {
  return cpu_seconds(CLOCK_PROCESS_CPUTIME_ID);
}

static double thread_cpu(void) {
  return cpu_seconds(CLOCK_THREAD_CPUTIME_ID);
}

/* The texts are made beforehand: making them is the agent's work. */
typedef struct script {
  char (*texts)[EVENT_TEXT_SIZE];
  char ids[CONVERSATIONS][EVENT_ID_SIZE + 1];
} script;

static script make_script(bool texts_differ) {
  script made = {.texts = calloc(SEND_EVERY, sizeof *made.texts)};
  if (made.texts == NULL) exit(1);
  for (unsigned i = 0; i < SEND_EVERY; i++) {
    memcpy(made.texts[i], EVENT_TEXT, EVENT_TEXT_SIZE);
    if (texts_differ) corpus_text(made.texts[i], i);
  }
  for (unsigned i = 0; i < CONVERSATIONS; i++) corpus_id(made.ids[i], i);
  return made;
}

static void record(ags_tracker *tracker, const script *s) {
  for (unsigned i = 0; i < SEND_EVERY; i++) {
    const char *id = s->ids[i / 2 % CONVERSATIONS];
    if (i % 2 == 0)
      must(ags_track_question_n(tracker, id, EVENT_ID_SIZE, s->texts[i], EVENT_TEXT_SIZE, EVENT_METADATA,
                                EVENT_METADATA_SIZE));
    else
      must(ags_track_answer_n(tracker, id, EVENT_ID_SIZE, s->texts[i], EVENT_TEXT_SIZE, EVENT_METADATA,
                              EVENT_METADATA_SIZE));
  }
}

static void send_all(ags_tracker *tracker, uint64_t *bytes) {
  ags_report report = {.size = sizeof report};
  must(ags_send(tracker, 0, &report));
  *bytes += report.bytes;
}

static run_figures run(ags_tracker *tracker, const script *s, unsigned events) {
  uint64_t bytes = 0, start = monotonic_ns();
  double cpu = process_cpu(), recording = 0;
  for (unsigned sent = 0; sent < events; sent += SEND_EVERY) {
    double before = thread_cpu();
    record(tracker, s);
    recording += thread_cpu() - before;
    send_all(tracker, &bytes);
  }
  double millions = (double)events / 1e6;
  return (run_figures){(process_cpu() - cpu) / millions, recording / millions,
                       (double)events / ((double)(monotonic_ns() - start) / 1e9),
                       (double)bytes / (double)events};
}

/* What the server takes decides how bodies travel. */
typedef struct encoding {
  const char *name, *capability;
} encoding;

static const encoding encodings[] = {{"gzip", "gzip-ingest"}, {"zstd", "zstd-ingest"}, {"plain", NULL}};

static void measure(const char *sink, const char *folder, const encoding *e, bool texts_differ,
                    unsigned events) {
  server listening = server_start(sink, folder, e->capability);
  char ca_file[4096];
  snprintf(ca_file, sizeof ca_file, "%s/authority.pem", folder);
  ags_options options = fixture_options();
  options.endpoint = listening.endpoint;
  options.ca_file = ca_file;
  options.batch_events = BATCH_EVENTS;
  ags_tracker *tracker;
  must(ags_tracker_create(&options, &tracker));
  script s = make_script(texts_differ);
  run(tracker, &s, SEND_EVERY); /* connects and warms up */

  double cpu[RUNS], recording[RUNS], rate[RUNS], bytes[RUNS];
  for (int i = 0; i < RUNS; i++) {
    run_figures f = run(tracker, &s, events);
    cpu[i] = f.cpu_s, recording[i] = f.record_cpu_s, rate[i] = f.events_per_second, bytes[i] = f.bytes;
  }
  printf("| %s, %s | %.2f | %.3f | %.0f | %.1f |\n", e->name, texts_differ ? "texts differ" : "one text",
         median(cpu, RUNS), median(recording, RUNS), median(rate, RUNS), median(bytes, RUNS));
  fflush(stdout);
  free(s.texts);
  ags_tracker_free(tracker);
  server_stop(&listening);
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  unsigned events = argc > 3 ? (unsigned)atoi(argv[3]) : EVENTS_DEFAULT;
  printf("## Sending\n\nTurns in %d conversations, batches of %d, HTTPS on loopback; medians of %d runs of "
         "%u events. "
         "CPU seconds of the client process for a million events, recording included.\n\n",
         CONVERSATIONS, BATCH_EVENTS, RUNS, events);
  printf("| body | CPU s | of which recording | events/s | bytes/event |\n|---|--:|--:|--:|--:|\n");
  for (int differ = 0; differ <= 1; differ++)
    for (size_t i = 0; i < sizeof encodings / sizeof *encodings; i++)
      measure(argv[1], argv[2], &encodings[i], differ != 0, events);
  printf("\nGoals for compressed: at most 1.3 CPU seconds, at least 500,000 events/s, at most 80 "
         "bytes/event.\n");
  return 0;
}
