/*
 * What is left of a spool when the power goes (row C5): of each file any mixture of what its sectors held at
 * one time or another, or less. Whatever it is, nothing comes out of it that was not tracked, nothing twice,
 * and everything that had reached the disk.
 */
#include "spool_fixture.h"

#include "spool.h"
#include "spool_read.h"

#include <fcntl.h>

#define STATES 6
#define STEP   1500 /* events tracked from one state to the next */
#define EVENTS (STATES * STEP)
#define FILES  32
#define LOSSES 60
#define SECTOR 512
#define PAGE   4096

/* A file as it was in each state; NULL: not there yet. */
typedef struct file {
  size_t size;
  char *state[STATES];
} file;

static file files[FILES];
static char run[1024];
static char *sectors; /* of the file being written, as they are left */

static uint64_t chance = 1;

static uint32_t below(uint32_t count) {
  chance = chance * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
  return (uint32_t)(chance >> 33) % count;
}

static void file_path(char *path, size_t size, int number) {
  snprintf(path, size, "%s/%08x", run, (unsigned)number + 1);
}

static void note_state(int state) {
  for (int i = 0; i < FILES; i++) {
    char path[1100];
    struct stat status;
    file_path(path, sizeof path, i);
    if (stat(path, &status) != 0) continue;
    files[i].size = (size_t)status.st_size;
    files[i].state[state] = malloc(files[i].size);
    int opened = open(path, O_RDONLY);
    CHECK_INT(read(opened, files[i].state[state], files[i].size), status.st_size);
    close(opened);
  }
}

/* A tracker lives through the states: it tracks, and delivers some of it, so that segments are used again. */
static void live(void) {
  spool_begin();
  ags_tracker *tracker = spool_tracker();
  for (int state = 0; state < STATES; state++) {
    for (int i = 0; i < STEP; i++) {
      char text[16];
      snprintf(text, sizeof text, "%d", state * STEP + i);
      CHECK_INT(ags_track_question(tracker, "conversation", text, NULL), AGS_OK);
    }
    snprintf(run, sizeof run, "%s", tracker->pool.spool->own->path);
    note_state(state);
    ags_batch batch = taken_batch(tracker, STEP * 2 / 3);
    taken_free(tracker, &batch);
  }
  ags_tracker_free(tracker);
}

/* What the disk has of a file when the power goes in that state. Before it was written it held zeros. */
static void lose_power(const file *f, int state) {
  for (size_t at = 0; at < f->size; at += SECTOR) {
    static int from;
    bool torn = below(8) == 0;
    if (at % PAGE == 0 || torn) from = below(2) == 0 ? state : (int)below((uint32_t)state + 2) - 1;
    const char *bytes = from >= 0 ? f->state[from] : NULL;
    if (bytes != NULL)
      memcpy(sectors + at, bytes + at, SECTOR);
    else
      memset(sectors + at, 0, SECTOR);
  }
}

/* What one loss leaves, and what is found of it. */
typedef struct loss {
  uint8_t must_come[EVENTS], came[EVENTS];
  const char *now; /* the file as it was when the power went */
} loss;

static int number_of(const ags_record *record, int limit) {
  CHECK_BYTES(ags_record_conversation(record), record->conversation_size, "conversation", 12);
  char text[16] = "";
  CHECK(record->text_size < sizeof text);
  memcpy(text, ags_record_text(record), record->text_size);
  int number = atoi(text);
  CHECK(number >= 0 && number < limit);
  return number;
}

/* Of a file as it was: what the disk has of it whole must come. */
static void expect(void *context, const ags_record *record, int64_t us) {
  loss *l = context;
  (void)us;
  size_t at = (size_t)((const char *)record - l->now), size = atomic_load(&record->size);
  size_t head = offsetof(ags_segment, headers) + sizeof(ags_spool_header);
  if (memcmp(sectors, l->now, head) != 0 || memcmp(sectors + at, record, size) != 0) return;
  l->must_come[number_of(record, EVENTS)] = 1;
}

static void leave(loss *l, int number, int state) {
  const file *f = &files[number];
  if (f->state[state] == NULL || below(20) == 0) return; /* the directory was not written */
  lose_power(f, state);
  size_t size = below(20) == 0 ? below((uint32_t)f->size) : f->size;
  if (size == f->size) {
    ags_spool_header header;
    l->now = f->state[state];
    if (ags_spool_read_header(l->now, size, &header) == AGS_SPOOL_READABLE && !header.is_free)
      ags_spool_read(l->now, size, &header, expect, l);
  }
  char path[1100];
  file_path(path, sizeof path, number);
  int opened = open(path, O_WRONLY | O_CREAT | O_EXCL, 0600);
  CHECK_INT(write(opened, sectors, size), size);
  close(opened);
}

static void start_again(loss *l, int state) {
  ags_tracker *tracker = spool_tracker();
  ags_batch batch = taken_batch(tracker, EVENTS + 1);
  for (uint32_t i = 0; i < batch.count; i++) {
    int number = number_of(batch.entries[i].item.record, (state + 1) * STEP);
    CHECK_INT(l->came[number], 0);
    l->came[number] = 1;
  }
  taken_free(tracker, &batch);
  fixture_stats(tracker);
  ags_tracker_free(tracker);
  CHECK_INT(spool_find("lock"), 0); /* it has been dealt with */
}

int main(void) {
  live();
  sectors = malloc(AGS_SEGMENT_SIZE);
  int came = 0, must_come = 0;
  for (int i = 0; i < LOSSES; i++) {
    static loss l;
    l = (loss){0};
    int state = (int)below(STATES);
    if (i > 0) CHECK_INT(mkdir(run, 0700), 0);
    for (int number = 0; number < FILES; number++) {
      char path[1100];
      file_path(path, sizeof path, number);
      if (i == 0) remove(path);
      leave(&l, number, state);
    }
    start_again(&l, state);
    for (int number = 0; number < EVENTS; number++) {
      CHECK(l.came[number] || !l.must_come[number]);
      came += l.came[number];
      must_come += l.must_come[number];
    }
  }
  printf("%d power losses: %d events came, %d of which had to\n", LOSSES, came, must_come);
  CHECK(must_come > LOSSES * 10 && came > must_come);
  for (int i = 0; i < FILES; i++)
    for (int state = 0; state < STATES; state++) free(files[i].state[state]);
  free(sectors);
}
