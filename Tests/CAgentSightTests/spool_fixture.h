/* A spool in a directory of the test's own. */
#ifndef SPOOL_FIXTURE_H
#define SPOOL_FIXTURE_H

#include "taken.h"

#include <ftw.h>
#include <sys/stat.h>
#include <unistd.h>

static char spool_directory[64];

static inline int spool_remove_one(const char *path, const struct stat *status, int kind, struct FTW *where) {
  (void)status, (void)kind, (void)where;
  return remove(path);
}

static inline void spool_remove_all(void) {
  if (spool_directory[0] != '\0') nftw(spool_directory, spool_remove_one, 16, FTW_DEPTH | FTW_PHYS);
}

/* An empty directory, removed at the end of the test. */
static inline void spool_begin(void) {
  static bool registered;
  spool_remove_all();
  if (!registered) atexit(spool_remove_all);
  registered = true;
  strcpy(spool_directory, "/tmp/agentsight-spool-XXXXXX");
  CHECK(mkdtemp(spool_directory) != NULL);
}

static inline ags_options spool_options(void) {
  ags_options options = fixture_options();
  options.spool_directory = spool_directory;
  return options;
}

static inline ags_tracker *spool_tracker(void) {
  ags_options options = spool_options();
  return fixture_create(&options);
}

/* Tracks "0" to "count - 1" in one conversation. */
static inline void spool_track(ags_tracker *tracker, int count) {
  for (int i = 0; i < count; i++) {
    char text[16];
    snprintf(text, sizeof text, "%d", i);
    CHECK_INT(ags_track_question(tracker, "conversation", text, NULL), AGS_OK);
  }
}

static char spool_found[1024];
static const char *spool_name;
static int spool_count;

static inline int spool_match(const char *path, const struct stat *status, int kind, struct FTW *where) {
  const char *name = path + where->base;
  (void)status, (void)kind;
  if (strcmp(name, spool_name) != 0) return 0;
  snprintf(spool_found, sizeof spool_found, "%s", path);
  spool_count++;
  return 0;
}

/* How many files there are of that name; one of them is spool_found. */
static inline int spool_find(const char *name) {
  spool_name = name;
  spool_count = 0;
  spool_found[0] = '\0';
  nftw(spool_directory, spool_match, 16, FTW_PHYS);
  return spool_count;
}

#endif
