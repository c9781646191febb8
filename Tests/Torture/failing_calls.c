#include "failing_calls.h"

#include <dirent.h>
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <pthread.h>
#include <stdarg.h>
#include <stdatomic.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/mman.h>
#include <sys/random.h>
#include <sys/socket.h>
#include <sys/stat.h>
#include <unistd.h>

static atomic_long countdown[2] = {-1, -1};
static atomic_bool goes_on;
static _Atomic(const char *) failed;
static atomic_long blocks, mapped;

void failing_arm(failing_class which, long nth, bool on) {
  atomic_store(&failed, NULL);
  atomic_store(&goes_on, on);
  atomic_store(&countdown[which], nth);
}

void failing_disarm(void) {
  atomic_store(&countdown[0], -1);
  atomic_store(&countdown[1], -1);
}

const char *failing_function(void) {
  return atomic_load(&failed);
}

long failing_blocks(void) {
  return atomic_load(&blocks);
}

long failing_mapped(void) {
  return atomic_load(&mapped);
}

static bool fails(failing_class which, const char *function) {
  long left = atomic_load_explicit(&countdown[which], memory_order_relaxed);
  if (left < 0) return false;
  if (left > 0) {
    atomic_fetch_sub(&countdown[which], 1);
    return false;
  }
  if (!atomic_load(&goes_on)) atomic_store(&countdown[which], -1);
  if (atomic_load(&failed) == NULL) atomic_store(&failed, function);
  return true;
}

/* ---- allocations: under the names that the C library keeps for such as us */

void *__libc_malloc(size_t size);
void *__libc_calloc(size_t count, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);
void __libc_free(void *block);

static void *counted(void *block) {
  if (block != NULL) atomic_fetch_add_explicit(&blocks, 1, memory_order_relaxed);
  return block;
}

static void *no_memory(void) {
  errno = ENOMEM;
  return NULL;
}

void *malloc(size_t size) {
  return fails(FAILING_ALLOCATIONS, "malloc") ? no_memory() : counted(__libc_malloc(size));
}

void *calloc(size_t count, size_t size) {
  return fails(FAILING_ALLOCATIONS, "calloc") ? no_memory() : counted(__libc_calloc(count, size));
}

void *realloc(void *old, size_t size) {
  if (fails(FAILING_ALLOCATIONS, "realloc")) return no_memory();
  void *block = __libc_realloc(old, size);
  return old == NULL ? counted(block) : block;
}

int posix_memalign(void **to, size_t alignment, size_t size) {
  if (fails(FAILING_ALLOCATIONS, "posix_memalign")) return ENOMEM;
  *to = counted(__libc_memalign(alignment, size));
  return *to != NULL ? 0 : ENOMEM;
}

void *aligned_alloc(size_t alignment, size_t size) {
  return fails(FAILING_ALLOCATIONS, "aligned_alloc") ? no_memory()
                                                     : counted(__libc_memalign(alignment, size));
}

void free(void *block) {
  if (block != NULL) atomic_fetch_sub_explicit(&blocks, 1, memory_order_relaxed);
  __libc_free(block);
}

/* ---- system calls */

/* Defines `real`, the C library's own function of this name. */
#define FIND_REAL(name)                                                                                      \
  static __typeof__(&name) real;                                                                             \
  if (real == NULL) *(void **)(&real) = dlsym(RTLD_NEXT, #name)

#define FAILING(type, name, parameters, arguments, error, result)                                            \
  type name parameters {                                                                                     \
    FIND_REAL(name);                                                                                         \
    if (!fails(FAILING_CALLS, #name)) return real arguments;                                                 \
    errno = error;                                                                                           \
    return result;                                                                                           \
  }

FAILING(int, socket, (int domain, int type, int protocol), (domain, type, protocol), EMFILE, -1)
FAILING(int, socketpair, (int domain, int type, int protocol, int pair[2]), (domain, type, protocol, pair),
        EMFILE, -1)
FAILING(int, connect, (int file, __CONST_SOCKADDR_ARG to, socklen_t size), (file, to, size), ECONNREFUSED, -1)
FAILING(int, getsockopt, (int file, int level, int option, void *value, socklen_t *size),
        (file, level, option, value, size), ENOBUFS, -1)
FAILING(int, setsockopt, (int file, int level, int option, const void *value, socklen_t size),
        (file, level, option, value, size), ENOBUFS, -1)
FAILING(int, getpeername, (int file, __SOCKADDR_ARG to, socklen_t *size), (file, to, size), ENOTCONN, -1)
FAILING(int, getsockname, (int file, __SOCKADDR_ARG to, socklen_t *size), (file, to, size), ENOBUFS, -1)
FAILING(ssize_t, send, (int file, const void *bytes, size_t size, int flags), (file, bytes, size, flags),
        ECONNRESET, -1)
FAILING(ssize_t, recv, (int file, void *bytes, size_t size, int flags), (file, bytes, size, flags),
        ECONNRESET, -1)
FAILING(ssize_t, pread, (int file, void *bytes, size_t size, off_t at), (file, bytes, size, at), EIO, -1)
FAILING(int, fstat, (int file, struct stat *status), (file, status), EIO, -1)
FAILING(int, stat, (const char *path, struct stat *status), (path, status), EIO, -1)
FAILING(int, mkdir, (const char *path, mode_t mode), (path, mode), EACCES, -1)
FAILING(int, rename, (const char *from, const char *to), (from, to), EIO, -1)
FAILING(int, rmdir, (const char *path), (path), EIO, -1)
FAILING(DIR *, opendir, (const char *path), (path), EMFILE, NULL)
FAILING(struct dirent *, readdir, (DIR * directory), (directory), EIO, NULL)
FAILING(int, unlink, (const char *path), (path), EIO, -1)
FAILING(int, fsync, (int file), (file), EIO, -1)
FAILING(int, ftruncate, (int file, off_t size), (file, size), ENOSPC, -1)
FAILING(int, flock, (int file, int what), (file, what), ENOLCK, -1)
FAILING(int, madvise, (void *at, size_t size, int advice), (at, size, advice), ENOMEM, -1)
FAILING(int, mprotect, (void *at, size_t size, int protection), (at, size, protection), ENOMEM, -1)
FAILING(int, poll, (struct pollfd * files, nfds_t count, int timeout), (files, count, timeout), ENOMEM, -1)
FAILING(ssize_t, getrandom, (void *to, size_t size, unsigned flags), (to, size, flags), ENOSYS, -1)

int posix_fallocate(int file, off_t at, off_t size) {
  FIND_REAL(posix_fallocate);
  return fails(FAILING_CALLS, "posix_fallocate") ? ENOSPC : real(file, at, size);
}

int open(const char *path, int flags, ...) {
  FIND_REAL(open);
  va_list arguments;
  va_start(arguments, flags);
  mode_t mode = (flags & O_CREAT) != 0 ? va_arg(arguments, mode_t) : 0;
  va_end(arguments);
  if (!fails(FAILING_CALLS, "open")) return real(path, flags, mode);
  errno = EMFILE;
  return -1;
}

int fcntl(int file, int command, ...) {
  FIND_REAL(fcntl);
  va_list arguments;
  va_start(arguments, command);
  void *argument = va_arg(arguments, void *);
  va_end(arguments);
  if (!fails(FAILING_CALLS, "fcntl")) return real(file, command, argument);
  errno = EAGAIN;
  return -1;
}

void *mmap(void *at, size_t size, int protection, int flags, int file, off_t offset) {
  FIND_REAL(mmap);
  if (fails(FAILING_CALLS, "mmap")) {
    errno = ENOMEM;
    return MAP_FAILED;
  }
  void *start = real(at, size, protection, flags, file, offset);
  if (start != MAP_FAILED && (flags & MAP_FIXED) == 0) atomic_fetch_add(&mapped, (long)size);
  return start;
}

int munmap(void *at, size_t size) {
  FIND_REAL(munmap);
  int result = real(at, size);
  if (result == 0) atomic_fetch_sub(&mapped, (long)size);
  return result;
}

int pthread_create(pthread_t *thread, const pthread_attr_t *attributes, void *(*run)(void *),
                   void *argument) {
  FIND_REAL(pthread_create);
  return fails(FAILING_CALLS, "pthread_create") ? EAGAIN : real(thread, attributes, run, argument);
}
