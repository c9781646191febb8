/* Files that were left behind, read into memory of ours: what others can cut short is not mapped. */
#ifndef AGS_SPOOL_LOAD_H
#define AGS_SPOOL_LOAD_H

#include "spool.h"

typedef enum ags_spool_loaded {
  AGS_SPOOL_LOADED,
  AGS_SPOOL_GONE,   /* or empty */
  AGS_SPOOL_KEPT,   /* it cannot be read, or must not: it stays */
  AGS_SPOOL_NO_ROOM /* just now, in memory_limit */
} ags_spool_loaded;

/* Names of a directory, sorted. */
typedef struct ags_spool_names {
  char (*all)[20];
  size_t count, capacity;
} ags_spool_names;

/* Those that may be ours; none where it cannot be read. `all` is the caller's to free. */
ags_spool_names ags_spool_list(const ags_spool *spool, const char *path);

bool ags_spool_is_hex(const char *name, size_t digits);

/* Reads a file into a segment, which has room for `*capacity` bytes and holds `*size` of the file's, in place
 * of its own members too: to be put right, or unloaded. `*why` says why a file is kept; NULL: it could not be
 * read. */
ags_spool_loaded ags_spool_load(const ags_spool *spool, const ags_spool_run *run, uint32_t number,
                                ags_segment **segment, size_t *size, size_t *capacity, const char **why);

/* Sets what a segment has that was loaded, and that no file is meant to have a say in. */
void ags_spool_put_right(ags_segment *segment, size_t capacity);

/* Gives the memory back; the file stays. */
void ags_spool_unload(const ags_spool *spool, ags_segment *segment, size_t capacity);

#endif
