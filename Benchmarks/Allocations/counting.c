#include "counting.h"

#include <pthread.h>
#include <stdatomic.h>
#include <stddef.h>
#include <sys/mman.h>

static _Atomic uint64_t allocations, mappings, locks;

counts counting_read(void) {
  return (counts){allocations, mappings, locks};
}

/* The linker's names for the original and for what is called in its place. */
#define COUNTED(counter, type, name, parameters, arguments)                                                  \
  type __real_##name parameters;                                                                             \
  type __wrap_##name parameters;                                                                             \
  type __wrap_##name parameters {                                                                            \
    counter++;                                                                                               \
    return __real_##name arguments;                                                                          \
  }

COUNTED(allocations, void *, malloc, (size_t size), (size))
COUNTED(allocations, void *, calloc, (size_t items, size_t size), (items, size))
COUNTED(allocations, void *, realloc, (void *old, size_t size), (old, size))
COUNTED(allocations, void *, aligned_alloc, (size_t alignment, size_t size), (alignment, size))
COUNTED(allocations, int, posix_memalign, (void **result, size_t alignment, size_t size),
        (result, alignment, size))
COUNTED(allocations, char *, strdup, (const char *text), (text))
COUNTED(allocations, char *, strndup, (const char *text, size_t size), (text, size))
COUNTED(mappings, void *, mmap, (void *at, size_t size, int protection, int flags, int file, off_t offset),
        (at, size, protection, flags, file, offset))
COUNTED(locks, int, pthread_mutex_lock, (pthread_mutex_t * mutex), (mutex))
