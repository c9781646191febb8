#include "disk.h"

#include "actions.h"
#include "processes.h"
#include "world.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#define ROOT    0
#define NOWHERE UINT32_MAX

static int new_content(void) {
  return memfd_create("disk", MFD_CLOEXEC);
}

void disk_create(disk *d) {
  *d = (disk){.node_count = 1, .room = UINT64_MAX};
  d->nodes[ROOT] = (disk_node){.used = true, .is_directory = true, .is_linked = true, .content = -1};
}

static void free_node(disk *d, uint32_t number) {
  disk_node *node = &d->nodes[number];
  if (node->content >= 0) close(node->content);
  d->bytes -= node->size;
  node->used = false;
}

void disk_destroy(disk *d) {
  for (uint32_t i = 0; i < d->node_count; i++)
    if (d->nodes[i].used) free_node(d, i);
}

uint32_t disk_count(const disk *d) {
  uint32_t count = 0;
  for (uint32_t i = 1; i < d->node_count; i++) {
    const disk_node *node = &d->nodes[i];
    count += node->used && node->is_linked && (node->is_directory || node->parent != ROOT);
  }
  return count;
}

uint64_t disk_bytes_of(const disk *d, uint32_t serial) {
  uint64_t bytes = 0;
  for (uint32_t i = 1; i < d->node_count; i++)
    if (d->nodes[i].used && d->nodes[i].is_linked && d->nodes[i].made_by == serial) bytes += d->nodes[i].size;
  return bytes;
}

/* ------------------------------------------------------------------------ names */

static uint32_t child_of(const disk *d, uint32_t parent, const char *name, size_t size) {
  for (uint32_t i = 1; i < d->node_count; i++) {
    const disk_node *node = &d->nodes[i];
    if (node->used && node->is_linked && node->parent == parent && strlen(node->name) == size &&
        memcmp(node->name, name, size) == 0)
      return i;
  }
  return NOWHERE;
}

/* The node that the path leads to, or NOWHERE; where its last name stands or would stand, and that name. */
static uint32_t walk(const disk *d, const char *path, uint32_t *parent, const char **name) {
  uint32_t at = ROOT;
  *parent = NOWHERE;
  while (*path == '/') path++;
  while (*path != '\0') {
    if (at == NOWHERE) {
      *parent = NOWHERE;
      return NOWHERE;
    }
    size_t size = strcspn(path, "/");
    *parent = at;
    *name = path;
    at = child_of(d, at, path, size);
    path += size + strspn(path + size, "/");
  }
  return at;
}

static int make_node(disk *d, uint32_t parent, const char *name, bool is_directory) {
  uint32_t number = 1;
  while (number < d->node_count && d->nodes[number].used) number++;
  if (number == DISK_NODES || strlen(name) >= sizeof d->nodes->name) return -ENOSPC;
  if (number == d->node_count) d->node_count++;
  disk_node *node = &d->nodes[number];
  *node = (disk_node){.used = true, .is_directory = is_directory, .is_linked = true, .parent = parent};
  strcpy(node->name, name);
  node->content = is_directory ? -1 : new_content();
  return (int)number;
}

static bool is_open(const disk *d, uint32_t node) {
  for (uint32_t i = 0; i < DISK_FILES; i++)
    if (d->files[i].process != 0 && d->files[i].node == node) return true;
  return false;
}

static void unlink_node(disk *d, uint32_t number) {
  d->nodes[number].is_linked = false;
  if (!is_open(d, number)) free_node(d, number);
}

void disk_take_away(disk *d, const char *name) {
  uint32_t found = child_of(d, ROOT, name, strlen(name));
  if (found != NOWHERE) unlink_node(d, found);
}

void disk_put(disk *d, const char *name, const char *bytes, size_t size) {
  disk_take_away(d, name);
  int made = make_node(d, ROOT, name, false);
  if (made < 0 || pwrite(d->nodes[made].content, bytes, size, 0) != (ssize_t)size) abort();
  d->nodes[made].size = size;
  d->bytes += size;
}

/* ------------------------------------------------------------------------ calls */

/* What comes before each call: others get their turn, or the process dies here, or the disk has a bad moment.
 * Zero: the call may go on. */
static int enter(process *p, bool may_fail) {
  world *w = p->world;
  if (!p->dead) actions_beside(p);
  if (!p->dead && w->weather.crashes && !w->calm && chance_permille(&w->chance, 4)) process_crash(p);
  if (p->dead) return -EIO;
  if (!may_fail || w->calm || !chance_permille(&w->chance, w->disk.failures)) return 0;
  static const int errors[] = {EIO, ENOSPC, EMFILE, ENOMEM};
  p->disk_failed = true;
  int error = errors[chance_below(&w->chance, sizeof errors / sizeof *errors)];
  world_tell(w, "process %u: the disk fails: %s", p->serial, strerror(error));
  return -error;
}

static disk *disk_of(void *context) {
  return &((process *)context)->world->disk;
}

static disk_node *node_of(disk *d, int file) {
  return &d->nodes[d->files[file].node];
}

static int open_node(disk *d, uint32_t serial, uint32_t node) {
  for (int i = 0; i < DISK_FILES; i++) {
    if (d->files[i].process != 0) continue;
    d->files[i] = (disk_file){.process = serial, .node = node};
    return i;
  }
  return -EMFILE;
}

static int open_file(void *context, const char *path, int flags, mode_t mode) {
  (void)mode;
  process *p = context;
  disk *d = disk_of(context);
  int error = enter(p, true);
  if (error != 0) return error;
  uint32_t parent;
  const char *name;
  uint32_t found = walk(d, path, &parent, &name);
  if (found != NOWHERE && (flags & (O_CREAT | O_EXCL)) == (O_CREAT | O_EXCL)) return -EEXIST;
  if (found == NOWHERE) {
    if (parent == NOWHERE || (flags & O_CREAT) == 0) return -ENOENT;
    int made = make_node(d, parent, name, false);
    if (made < 0) return made;
    found = (uint32_t)made;
    d->nodes[found].made_by = p->serial;
  }
  if ((flags & O_DIRECTORY) != 0 && !d->nodes[found].is_directory) return -ENOTDIR;
  return open_node(d, p->serial, found);
}

static void close_number(disk *d, int file) {
  uint32_t node = d->files[file].node;
  d->files[file] = (disk_file){0};
  if (!d->nodes[node].is_linked && !is_open(d, node)) free_node(d, node);
}

static void close_file(void *context, int file) {
  process *p = context;
  if (enter(p, false) == 0) close_number(disk_of(context), file);
}

static void tell_status(const disk *d, uint32_t node, struct stat *status) {
  *status = (struct stat){.st_dev = 1,
                          .st_ino = node + 1,
                          .st_uid = geteuid(),
                          .st_size = (off_t)d->nodes[node].size,
                          .st_mode = d->nodes[node].is_directory ? S_IFDIR | 0700 : S_IFREG | 0600};
}

static int file_status(void *context, int file, struct stat *status) {
  int error = enter(context, true);
  if (error == 0) tell_status(disk_of(context), disk_of(context)->files[file].node, status);
  return error;
}

static int find_file(void *context, const char *path, struct stat *status) {
  int error = enter(context, true);
  if (error != 0) return error;
  uint32_t parent;
  const char *name;
  uint32_t found = walk(disk_of(context), path, &parent, &name);
  if (found == NOWHERE) return -ENOENT;
  tell_status(disk_of(context), found, status);
  return 0;
}

static int64_t read_file(void *context, int file, void *to, size_t size, uint64_t offset) {
  int error = enter(context, true);
  if (error != 0) return error;
  const disk_node *node = node_of(disk_of(context), file);
  if (node->is_directory) return -EISDIR;
  return pread(node->content, to, size, (off_t)offset);
}

static bool has_room(const disk *d, const disk_node *node, uint64_t size) {
  return size <= node->size || (size <= d->room && d->bytes - node->size <= d->room - size);
}

static int disk_is_full(process *p) {
  p->disk_failed = true;
  world_tell(p->world, "process %u: the disk is full", p->serial);
  return -ENOSPC;
}

static int write_file(void *context, int file, const void *from, size_t size, uint64_t offset) {
  disk *d = disk_of(context);
  int error = enter(context, true);
  if (error != 0) return error;
  disk_node *node = node_of(d, file);
  if (!has_room(d, node, offset + size)) return disk_is_full(context);
  if (pwrite(node->content, from, size, (off_t)offset) != (ssize_t)size) return -EIO;
  if (offset + size <= node->size) return 0;
  d->bytes += offset + size - node->size;
  node->size = offset + size;
  return 0;
}

static int allocate(void *context, int file, uint64_t size) {
  process *p = context;
  disk *d = disk_of(context);
  int error = enter(p, true);
  if (error != 0) return error;
  disk_node *node = node_of(d, file);
  if (!has_room(d, node, size)) return disk_is_full(p);
  if (size <= node->size) return 0;
  if (ftruncate(node->content, (off_t)size) != 0) return -errno;
  d->bytes += size - node->size;
  node->size = size;
  return 0;
}

static int map(void *context, int file, size_t size, void *at, void **address) {
  process *p = context;
  int error = enter(p, true);
  if (error != 0) return error;
  disk_node *node = node_of(disk_of(context), file);
  int flags = MAP_SHARED | (at != NULL ? MAP_FIXED : 0);
  *address = mmap(at, size, PROT_READ | PROT_WRITE, flags, node->content, 0);
  if (*address == MAP_FAILED) return -errno;
  node->mapped_by = p->serial;
  return 0;
}

static int lock_file(void *context, int file) {
  disk *d = disk_of(context);
  int error = enter(context, true);
  if (error != 0) return error;
  for (int i = 0; i < DISK_FILES; i++)
    if (i != file && d->files[i].process != 0 && d->files[i].node == d->files[file].node &&
        d->files[i].holds_lock)
      return -EWOULDBLOCK;
  d->files[file].holds_lock = true;
  return 0;
}

static int make_directory(void *context, const char *path, mode_t mode) {
  (void)mode;
  int error = enter(context, true);
  if (error != 0) return error;
  uint32_t parent;
  const char *name;
  if (walk(disk_of(context), path, &parent, &name) != NOWHERE) return -EEXIST;
  if (parent == NOWHERE) return -ENOENT;
  int made = make_node(disk_of(context), parent, name, true);
  return made < 0 ? made : 0;
}

static int list(void *context, const char *path, void (*each)(void *user, const char *name), void *user) {
  disk *d = disk_of(context);
  int error = enter(context, true);
  if (error != 0) return error;
  uint32_t parent;
  const char *name;
  uint32_t found = walk(d, path, &parent, &name);
  if (found == NOWHERE) return -ENOENT;
  for (uint32_t i = 1; i < d->node_count; i++)
    if (d->nodes[i].used && d->nodes[i].is_linked && d->nodes[i].parent == found)
      each(user, d->nodes[i].name);
  return 0;
}

static int remove_named(void *context, const char *path, bool is_directory) {
  disk *d = disk_of(context);
  int error = enter(context, true);
  if (error != 0) return error;
  uint32_t parent;
  const char *name;
  uint32_t found = walk(d, path, &parent, &name);
  if (found == NOWHERE) return -ENOENT;
  if (d->nodes[found].is_directory != is_directory) return is_directory ? -ENOTDIR : -EISDIR;
  for (uint32_t i = 1; is_directory && i < d->node_count; i++)
    if (d->nodes[i].used && d->nodes[i].is_linked && d->nodes[i].parent == found) return -ENOTEMPTY;
  unlink_node(d, found);
  return 0;
}

static int remove_file(void *context, const char *path) {
  return remove_named(context, path, false);
}

static int remove_directory(void *context, const char *path) {
  return remove_named(context, path, true);
}

const ags_files disk_table = {
    .open = open_file,
    .close = close_file,
    .status = file_status,
    .find = find_file,
    .read = read_file,
    .write = write_file,
    .allocate = allocate,
    .map = map,
    .lock = lock_file,
    .make_directory = make_directory,
    .list = list,
    .remove = remove_file,
    .remove_directory = remove_directory,
};

/* ---------------------------------------------------------------- a process's end */

/* What the mapping holds now is the file; what is stored to it later is not. */
static void freeze(disk_node *node) {
  static char bytes[1 << 13], nothing[sizeof bytes];
  int copy = new_content();
  bool complete = ftruncate(copy, (off_t)node->size) == 0;
  for (uint64_t at = 0; complete && at < node->size; at += sizeof bytes) {
    size_t size = node->size - at < sizeof bytes ? (size_t)(node->size - at) : sizeof bytes;
    complete = pread(node->content, bytes, size, (off_t)at) == (ssize_t)size;
    if (memcmp(bytes, nothing, size) != 0)
      complete = complete && pwrite(copy, bytes, size, (off_t)at) == (ssize_t)size;
  }
  if (!complete) abort();
  close(node->content);
  node->content = copy;
  node->mapped_by = 0;
}

void disk_forget(disk *d, uint32_t serial) {
  for (uint32_t i = 0; i < d->node_count; i++)
    if (d->nodes[i].used && d->nodes[i].mapped_by == serial) freeze(&d->nodes[i]);
  for (int i = 0; i < DISK_FILES; i++)
    if (d->files[i].process == serial) close_number(d, i);
}
