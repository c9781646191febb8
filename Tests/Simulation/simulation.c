/*
 * Runs the core in simulated worlds, one for each seed: trackers in processes that crash, on a clock that is
 * set, over a network that loses and repeats, with a disk that fills up and fails, against a server that
 * refuses. What the core promises is checked after every step; then the faults end, and everything must
 * arrive.
 *
 *   simulation FIRST COUNT     the seeds FIRST, FIRST + 1, ...
 *   simulation --trace SEED    one of them, telling its story
 */
#include "actions.h"
#include "checks.h"
#include "oracle.h"
#include "processes.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define STEPS_MAX 250

static int64_t read_monotonic(void *context) {
  world *w = context;
  w->monotonic_ns += 1 + chance_below(&w->chance, 300); /* looking at a clock takes time */
  return w->monotonic_ns;
}

static int64_t read_wall(void *context) {
  world *w = context;
  return w->monotonic_ns + w->wall_offset_ns;
}

/* Some worlds are fine, some are terrible. One number after the other: in which order the members of one
 * initialiser draw theirs is the compiler's choice. */
static world_weather forecast(chance *c) {
  uint32_t worst = chance_below(c, 4) * 15;
  world_weather weather = {0};
  weather.lost_requests = chance_below(c, worst + 1);
  weather.lost_answers = chance_below(c, worst + 1);
  weather.refusals = chance_below(c, worst + 1);
  weather.hangs = chance_below(c, worst / 4 + 1);
  weather.repeats = chance_below(c, worst + 1);
  weather.poison = chance_percent(c, 30) ? chance_below(c, 10) : 0;
  weather.events_taken = chance_percent(c, 30) ? 1 + chance_below(c, 8) : 0;
  weather.clock_steps = chance_percent(c, 30);
  weather.crashes = chance_percent(c, 50);
  weather.large_texts = chance_percent(c, 10) ? 10 : chance_percent(c, 5) ? 60 : 0;
  weather.spools = chance_percent(c, 50);
  return weather;
}

static void check_all(world *w) {
  for (uint32_t i = 0; i < PROCESSES; i++)
    if (process_is_there(&w->processes[i])) check_books(&w->processes[i]);
}

static void finish(process *p) {
  actions_finish(p);
  check_books(p);
  check_pending(p);
  process_close(p);
}

static void end(world *w) {
  w->calm = true;
  w->disk.room = UINT64_MAX;
  for (uint32_t i = 0; i < PROCESSES; i++)
    if (w->processes[i].serial != 0) finish(&w->processes[i]);
  if (w->weather.spools) { /* the last one has what all others left */
    process_start(w, &w->processes[0]);
    finish(&w->processes[0]);
  }
  check_arrival(w);
}

typedef struct run_totals {
  uint64_t events, requests, processes;
  uint64_t adopted; /* of the events */
} run_totals;

static void run(uint64_t seed, bool trace, event *events, char *text, run_totals *totals) {
  world w = {.seed = seed, .trace = trace, .chance = {seed}, .events = events, .text = text};
  w.clock = (ags_clock_source){read_monotonic, read_wall, &w};
  w.monotonic_ns = 1 + chance_below(&w.chance, 1000000) * NS_PER_MS;
  w.wall_offset_ns = INT64_C(1790000000) * NS_PER_S;
  w.weather = forecast(&w.chance);
  disk_create(&w.disk);
  w.disk.failures = chance_percent(&w.chance, 30) ? chance_below(&w.chance, 30) : 0;
  ags_clock_replace(&w.clock);
  uint32_t steps = 20 + chance_below(&w.chance, STEPS_MAX);
  for (uint32_t i = 0; i < steps; i++) {
    actions_step(&w);
    check_all(&w);
    if (i % 32 == 31) check_order(&w);
  }
  end(&w);
  ags_buffer_free(&w.replay);
  disk_destroy(&w.disk);
  totals->events += w.event_count;
  for (uint32_t i = 0; i < w.event_count; i++) totals->adopted += w.events[i].is_adopted;
  totals->requests += w.requests;
  totals->processes += w.last_serial;
}

int main(int count, char **arguments) {
  bool trace = count == 3 && strcmp(arguments[1], "--trace") == 0;
  if (count != 3) {
    fprintf(stderr, "usage: simulation FIRST COUNT | simulation --trace SEED\n");
    return 2;
  }
  uint64_t first = strtoull(arguments[trace ? 2 : 1], NULL, 10);
  uint64_t seeds = trace ? 1 : strtoull(arguments[2], NULL, 10);
  event *events = malloc(EVENTS_MAX * sizeof *events);
  char *text = malloc(TEXT_MAX + 1);
  run_totals totals = {0};
  for (uint64_t i = 0; i < seeds; i++) run(first + i, trace, events, text, &totals);
  printf("%llu seeds: %llu processes, %llu events, %llu of them brought in from files, %llu requests\n",
         (unsigned long long)seeds, (unsigned long long)totals.processes, (unsigned long long)totals.events,
         (unsigned long long)totals.adopted, (unsigned long long)totals.requests);
  free(events);
  free(text);
}
