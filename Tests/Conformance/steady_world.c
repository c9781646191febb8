/*
 * Time and randomness that the conformance runner decides, for whatever program is run with this in
 * LD_PRELOAD. The file named by AGS_STEADY_WORLD holds one number, nanoseconds, which the runner raises
 * before each call: the clocks stand still in between, so it does not matter how often and in which thread
 * they are read.
 */
#define _GNU_SOURCE
#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/types.h>
#include <time.h>
#include <unistd.h>

#define NS_PER_S INT64_C(1000000000)

/* Later than any time of the other clock, which tells them apart. */
#define MONOTONIC_START_NS (INT64_C(2000000000) * NS_PER_S)
/* 2026-01-02 03:04:05 UTC, and half a microsecond: a nanosecond that interpolation loses does not show. */
#define WALL_START_NS (INT64_C(1767323045) * NS_PER_S + 500)

#define JUMP_NS (NS_PER_S / 10) /* shorter waits are those of an interpreter that passes its lock around */

static const volatile int64_t *now;
static _Atomic int64_t jumped; /* by waiting */

__attribute__((constructor)) static void begin(void) {
  const char *path = getenv("AGS_STEADY_WORLD");
  int file = path != NULL ? open(path, O_RDONLY | O_CLOEXEC) : -1;
  void *memory = file >= 0 ? mmap(NULL, sizeof *now, PROT_READ, MAP_SHARED, file, 0) : MAP_FAILED;
  if (memory != MAP_FAILED) now = memory;
  if (file >= 0) close(file);
}

/* Before the constructor has run, and for clocks that count something else than time. */
static int real_clock(clockid_t id, struct timespec *time) {
  static int (*real)(clockid_t, struct timespec *);
  if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "clock_gettime");
  return real(id, time);
}

int clock_gettime(clockid_t id, struct timespec *time) {
  bool wall = id == CLOCK_REALTIME || id == CLOCK_REALTIME_COARSE;
  bool monotonic = id == CLOCK_MONOTONIC || id == CLOCK_MONOTONIC_COARSE || id == CLOCK_MONOTONIC_RAW;
  if (now == NULL || !(wall || monotonic)) return real_clock(id, time);
  int64_t ns = (wall ? WALL_START_NS : MONOTONIC_START_NS) + *now + atomic_load(&jumped);
  *time = (struct timespec){.tv_sec = (time_t)(ns / NS_PER_S), .tv_nsec = (long)(ns % NS_PER_S)};
  return 0;
}

typedef int wait_function(pthread_cond_t *, pthread_mutex_t *, const struct timespec *);

/* Waits as long as the deadline is away here. */
int pthread_cond_timedwait(pthread_cond_t *condition, pthread_mutex_t *mutex,
                           const struct timespec *deadline) {
  static wait_function *real;
  /* Without its version an older function of that name may be found. */
  if (real == NULL) *(void **)&real = dlvsym(RTLD_NEXT, "pthread_cond_timedwait", "GLIBC_2.3.2");
  if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "pthread_cond_timedwait");
  if (now == NULL) return real(condition, mutex, deadline);

  int64_t at = deadline->tv_sec * NS_PER_S + deadline->tv_nsec;
  clockid_t clock = at >= MONOTONIC_START_NS ? CLOCK_MONOTONIC : CLOCK_REALTIME;
  struct timespec here, there;
  clock_gettime(clock, &here);
  real_clock(clock, &there);
  int64_t away = at - (here.tv_sec * NS_PER_S + here.tv_nsec);
  int64_t until = there.tv_sec * NS_PER_S + there.tv_nsec + (away > 0 ? away : 0);
  struct timespec real_deadline = {.tv_sec = (time_t)(until / NS_PER_S), .tv_nsec = (long)(until % NS_PER_S)};
  int result = real(condition, mutex, &real_deadline);
  if (result == ETIMEDOUT && away >= JUMP_NS) atomic_fetch_add(&jumped, away);
  return result;
}

/* The same bytes for the same time, however much others have asked for before. */
static void fill(unsigned char *bytes, size_t size) {
  for (size_t i = 0; i < size; i++) {
    uint64_t x = (uint64_t)(now != NULL ? *now : 0) + i / 8 * UINT64_C(0x9E3779B97F4A7C15);
    x = (x ^ x >> 31) * UINT64_C(0xBF58476D1CE4E5B9);
    x = (x ^ x >> 29) * UINT64_C(0x94D049BB133111EB);
    bytes[i] = (unsigned char)(x >> i % 8 * 8);
  }
}

ssize_t getrandom(void *bytes, size_t size, unsigned flags) {
  (void)flags;
  fill(bytes, size);
  return (ssize_t)size;
}

int getentropy(void *bytes, size_t size) {
  fill(bytes, size);
  return 0;
}

/* The core asks here whether the processor's counter can be trusted. That cannot be decided for it, so: no.
 */
FILE *fopen(const char *path, const char *mode) {
  static FILE *(*real)(const char *, const char *);
  if (real == NULL) *(void **)&real = dlsym(RTLD_NEXT, "fopen");
  return strncmp(path, "/sys/devices/system/clocksource/", 32) != 0 ? real(path, mode) : NULL;
}
