#include "failing.h"

#include <curl/curl.h>
#include <errno.h>
#include <pthread.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/random.h>

atomic_long failing_countdown = -1;
atomic_bool failing_happened;

/* The linker's names for the real function and for the one called in its place. */
#define WRAP(type, name, parameters, arguments, failure)                                                     \
  type __real_##name parameters;                                                                             \
  type __wrap_##name parameters;                                                                             \
  type __wrap_##name parameters {                                                                            \
    return failing_now() ? failure : __real_##name arguments;                                                \
  }

WRAP(void *, malloc, (size_t size), (size), NULL)
WRAP(void *, calloc, (size_t count, size_t size), (count, size), NULL)
WRAP(void *, realloc, (void *old, size_t size), (old, size), NULL)
WRAP(char *, strdup, (const char *text), (text), NULL)
WRAP(char *, strndup, (const char *text, size_t size), (text, size), NULL)
WRAP(int, posix_memalign, (void **to, size_t alignment, size_t size), (to, alignment, size), ENOMEM)
WRAP(void *, mmap, (void *at, size_t size, int protection, int flags, int fd, off_t offset),
     (at, size, protection, flags, fd, offset), MAP_FAILED)
WRAP(int, pthread_create,
     (pthread_t * thread, const pthread_attr_t *attributes, void *(*run)(void *), void *argument),
     (thread, attributes, run, argument), EAGAIN)
WRAP(ssize_t, getrandom, (void *to, size_t size, unsigned flags), (to, size, flags), (errno = ENOSYS, -1))
WRAP(CURL *, curl_easy_init, (void), (), NULL)
WRAP(CURLU *, curl_url, (void), (), NULL)
WRAP(struct curl_slist *, curl_slist_append, (struct curl_slist * list, const char *text), (list, text), NULL)
