/* Files as the core uses them. Results below zero are an errno, negated. */
#ifndef AGS_FILES_H
#define AGS_FILES_H

#include <stddef.h>
#include <stdint.h>
#include <sys/stat.h>
#include <sys/types.h>

/* All of them get the context of the table they are part of (system.h). A file is known by a number, as in
 * open(2); flags, modes and error numbers are the system's. Where a call can be interrupted by a signal, it
 * has been made again. */
typedef struct ags_files {
  int (*open)(void *context, const char *path, int flags, mode_t mode); /* the number */
  void (*close)(void *context, int file);
  int (*status)(void *context, int file, struct stat *status);
  /* The same by name; follows links. -EACCES also where it may not be read. */
  int (*find)(void *context, const char *path, struct stat *status);
  int64_t (*read)(void *context, int file, void *to, size_t size,
                  uint64_t offset); /* bytes; fewer at the end */

  /* All of it, or an error; makes the file longer where it ends before. */
  int (*write)(void *context, int file, const void *from, size_t size, uint64_t offset);

  /* Makes the file `size` bytes long and has the room for them on the disk, so that no later store through a
   * mapping can fail for want of it. */
  int (*allocate)(void *context, int file, uint64_t size);
  /* Maps the file's first `size` bytes, shared, to read and to write; at `at` where that is not NULL, in
   * place of what is mapped there. It is memory like other memory then, until munmap(2). */
  int (*map)(void *context, int file, size_t size, void *at, void **address);
  int (*lock)(void *context, int file); /* for this process alone, until it is closed; -EWOULDBLOCK */

  int (*make_directory)(void *context, const char *path, mode_t mode);
  /* Calls `each` with the names in a directory, except "." and "..". */
  int (*list)(void *context, const char *path, void (*each)(void *user, const char *name), void *user);
  int (*remove)(void *context, const char *path);
  int (*remove_directory)(void *context, const char *path); /* an empty one */
} ags_files;

extern const ags_files ags_files_of_system;

#endif
