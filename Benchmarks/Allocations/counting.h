/* Counts what the core asks the system for. The linker puts these functions in place of the library's. */
#ifndef COUNTING_H
#define COUNTING_H

#include <stdint.h>

typedef struct counts {
  uint64_t allocations; /* malloc, calloc, realloc, strdup, posix_memalign and the like */
  uint64_t mappings;    /* mmap */
  uint64_t locks;       /* pthread_mutex_lock */
} counts;

/* Of all threads, since the program began. */
counts counting_read(void);

#endif
