#include "AllocationCounter.h"

#include <errno.h>
#include <stddef.h>
#include <time.h>

#if defined(__GLIBC__)

static _Thread_local uint64_t count;

// What the C library calls its own functions, so that ours can stand in their place.
void *__libc_malloc(size_t size);
void *__libc_calloc(size_t items, size_t size);
void *__libc_realloc(void *old, size_t size);
void *__libc_memalign(size_t alignment, size_t size);

void *malloc(size_t size) {
  count++;
  return __libc_malloc(size);
}

void *calloc(size_t items, size_t size) {
  count++;
  return __libc_calloc(items, size);
}

void *realloc(void *old, size_t size) {
  count++;
  return __libc_realloc(old, size);
}

void *aligned_alloc(size_t alignment, size_t size) {
  count++;
  return __libc_memalign(alignment, size);
}

int posix_memalign(void **result, size_t alignment, size_t size) {
  count++;
  *result = __libc_memalign(alignment, size);
  return *result != NULL ? 0 : ENOMEM;
}

uint64_t allocation_count(void) {
  return count;
}

bool allocations_are_counted(void) {
  return true;
}

#else

uint64_t allocation_count(void) {
  return 0;
}

bool allocations_are_counted(void) {
  return false;
}

#endif

void read_real_time(void) {
  struct timespec t;
  clock_gettime(CLOCK_REALTIME, &t);
}

uint64_t monotonic_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}
