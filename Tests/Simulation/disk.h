/*
 * The disk of a world: files in memory that can be mapped, with locks, a size, and bad days. What a process
 * stored to a mapped file outlives it, as in a kernel.
 */
#ifndef DISK_H
#define DISK_H

#include "chance.h"
#include "files.h"

#include <stdbool.h>

#define DISK_NODES 2048
#define DISK_FILES 256

/* A file or a directory. */
typedef struct disk_node {
  bool used, is_directory;
  bool is_linked; /* a name leads to it */
  uint32_t parent;
  char name[24];
  int content; /* a file's: number of a file of the system's that exists in memory alone */
  uint64_t size;
  uint32_t made_by, mapped_by; /* serials of processes, or 0 */
} disk_node;

/* What open() returned. */
typedef struct disk_file {
  uint32_t process; /* serial; 0: this one is free */
  uint32_t node;
  bool holds_lock;
} disk_file;

typedef struct disk {
  disk_node nodes[DISK_NODES]; /* the first is the root */
  uint32_t node_count;
  disk_file files[DISK_FILES];
  uint64_t bytes, room; /* of files; how many there may be */
  uint32_t failures;    /* of calls, in permille */
} disk;

/* The context is a process. */
extern const ags_files disk_table;

void disk_create(disk *d);
void disk_destroy(disk *d);

/* The host writes a file, anew if it is there; and takes one away, if it is. */
void disk_put(disk *d, const char *name, const char *bytes, size_t size);
void disk_take_away(disk *d, const char *name);

/* The process with that serial is no more: what it had open is closed, and what it does to its mappings
 * changes no file. */
void disk_forget(disk *d, uint32_t serial);

/* Directories, and files in them, that still have a name. */
uint32_t disk_count(const disk *d);

/* Bytes of files that the process has made and that are still there. */
uint64_t disk_bytes_of(const disk *d, uint32_t serial);

#endif
