#include "spool_load.h"

#include "spool_paths.h"
#include "tracker.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>

#define PAGE ((size_t)4096)

static void add_name(void *user, const char *name) {
  ags_spool_names *n = user;
  if (strlen(name) >= sizeof *n->all) return; /* none of ours */
  if (n->count == n->capacity) {
    size_t capacity = n->capacity * 2 + 16;
    void *all = realloc(n->all, capacity * sizeof *n->all);
    if (all == NULL) return; /* the next scan may find it */
    n->all = all;
    n->capacity = capacity;
  }
  strcpy(n->all[n->count++], name);
}

static int by_name(const void *a, const void *b) {
  return strcmp(a, b);
}

bool ags_spool_is_hex(const char *name, size_t digits) {
  return strlen(name) == digits && strspn(name, "0123456789abcdef") == digits;
}

ags_spool_names ags_spool_list(const ags_spool *spool, const char *path) {
  const ags_system *system = spool->tracker->system;
  ags_spool_names n = {0};
  if (system->files->list(system->context, path, add_name, &n) != 0) n.count = 0;
  if (n.count > 0) qsort(n.all, n.count, sizeof *n.all, by_name);
  return n;
}

static ags_spool_loaded load_open_file(const ags_spool *spool, int file, ags_segment **segment, size_t *size,
                                       size_t *capacity, const char **why) {
  const ags_system *system = spool->tracker->system;
  ags_segment_pool *pool = &spool->tracker->pool;
  struct stat status;
  if (system->files->status(system->context, file, &status) != 0) return AGS_SPOOL_KEPT;
  if (!ags_spool_is_own_file(&status)) *why = "that is not this user's alone";
  if ((uint64_t)status.st_size > pool->limit) *why = "that is larger than memory_limit";
  if (*why != NULL) return AGS_SPOOL_KEPT;
  if (status.st_size == 0) return AGS_SPOOL_GONE;
  *capacity = ((size_t)status.st_size + PAGE - 1) & ~(PAGE - 1);
  *segment = ags_segment_take_for_file(pool, (size_t)status.st_size);
  if (*segment == NULL) return AGS_SPOOL_NO_ROOM;
  int64_t read = system->files->read(system->context, file, *segment, (size_t)status.st_size, 0);
  *size = (size_t)read;
  if (read >= 0) return AGS_SPOOL_LOADED;
  ags_spool_unload(spool, *segment, *capacity);
  return AGS_SPOOL_KEPT;
}

ags_spool_loaded ags_spool_load(const ags_spool *spool, const ags_spool_run *run, uint32_t number,
                                ags_segment **segment, size_t *size, size_t *capacity, const char **why) {
  const ags_system *system = spool->tracker->system;
  char path[AGS_SPOOL_PATH];
  *why = NULL;
  ags_spool_file_path(path, run, number);
  int file = system->files->open(system->context, path, O_RDONLY | O_NOFOLLOW | O_NONBLOCK, 0);
  if (file < 0) return file == -ENOENT ? AGS_SPOOL_GONE : AGS_SPOOL_KEPT;
  ags_spool_loaded loaded = load_open_file(spool, file, segment, size, capacity, why);
  system->files->close(system->context, file);
  return loaded;
}

void ags_spool_put_right(ags_segment *segment, size_t capacity) {
  atomic_init(&segment->next, NULL);
  segment->capacity = capacity;
  segment->open = 0;
  segment->passed = segment->is_adopted = true;
  segment->is_relieved = false;
  segment->run = NULL;
}

void ags_spool_unload(const ags_spool *spool, ags_segment *segment, size_t capacity) {
  ags_spool_put_right(segment, capacity);
  ags_segment_give_back(&spool->tracker->pool, segment);
}
