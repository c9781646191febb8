#include "files.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdbool.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/resource.h>
#include <unistd.h>

static int result_of(int result) {
  return result >= 0 ? result : -errno;
}

static int open_file(void *context, const char *path, int flags, mode_t mode) {
  (void)context;
  int file;
  do {
    file = open(path, flags | O_CLOEXEC, mode);
  } while (file < 0 && errno == EINTR);
  return result_of(file);
}

static void close_file(void *context, int file) {
  (void)context;
  close(file);
}

static int file_status(void *context, int file, struct stat *status) {
  (void)context;
  return result_of(fstat(file, status));
}

static int find_file(void *context, const char *path, struct stat *status) {
  (void)context;
  if (stat(path, status) != 0) return -errno;
  return result_of(faccessat(AT_FDCWD, path, R_OK, AT_EACCESS));
}

static int64_t read_file(void *context, int file, void *to, size_t size, uint64_t offset) {
  (void)context;
  size_t done = 0;
  while (done < size) {
    ssize_t count = pread(file, (char *)to + done, size - done, (off_t)(offset + done));
    if (count < 0 && errno != EINTR) return -errno;
    if (count == 0) break;
    if (count > 0) done += (size_t)count;
  }
  return (int64_t)done;
}

/* Beyond this limit the system would answer with a signal that ends the process. */
static bool may_be_so_long(uint64_t size) {
  struct rlimit limit;
  return getrlimit(RLIMIT_FSIZE, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY || size <= limit.rlim_cur;
}

static int write_file(void *context, int file, const void *from, size_t size, uint64_t offset) {
  (void)context;
  if (!may_be_so_long(offset + size)) return -EFBIG;
  size_t done = 0;
  while (done < size) {
    ssize_t count = pwrite(file, (const char *)from + done, size - done, (off_t)(offset + done));
    if (count < 0 && errno != EINTR) return -errno;
    if (count > 0) done += (size_t)count;
  }
  return 0;
}

static int allocate(void *context, int file, uint64_t size) {
  (void)context;
  if (!may_be_so_long(size)) return -EFBIG;
#if defined(__APPLE__)
  return result_of(ftruncate(file, (off_t)size));
#else
  int error;
  do {
    error = posix_fallocate(file, 0, (off_t)size);
  } while (error == EINTR);
  return -error;
#endif
}

static int map(void *context, int file, size_t size, void *at, void **address) {
  (void)context;
  int flags = MAP_SHARED | (at != NULL ? MAP_FIXED : 0);
  void *mapped = mmap(at, size, PROT_READ | PROT_WRITE, flags, file, 0);
  if (mapped == MAP_FAILED) return -errno;
  *address = mapped;
  return 0;
}

static int lock_file(void *context, int file) {
  (void)context;
  return result_of(flock(file, LOCK_EX | LOCK_NB));
}

static int make_directory(void *context, const char *path, mode_t mode) {
  (void)context;
  return result_of(mkdir(path, mode));
}

static int list(void *context, const char *path, void (*each)(void *user, const char *name), void *user) {
  (void)context;
  DIR *directory = opendir(path);
  if (directory == NULL) return -errno;
  const struct dirent *entry;
  errno = 0;
  while ((entry = readdir(directory)) != NULL) {
    if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) each(user, entry->d_name);
    errno = 0;
  }
  int error = errno;
  closedir(directory);
  return -error;
}

static int remove_file(void *context, const char *path) {
  (void)context;
  return result_of(unlink(path));
}

static int remove_directory(void *context, const char *path) {
  (void)context;
  return result_of(rmdir(path));
}

const ags_files ags_files_of_system = {
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
