/* A clock for short times: the time-stamp counter on x86, the monotonic clock elsewhere. */
#ifndef TICKS_H
#define TICKS_H

#include <stdint.h>
#include <time.h>

#if defined(__x86_64__)
#include <x86intrin.h>
#endif

static inline uint64_t monotonic_ns(void) {
  struct timespec t;
  clock_gettime(CLOCK_MONOTONIC, &t);
  return (uint64_t)t.tv_sec * 1000000000u + (uint64_t)t.tv_nsec;
}

/* Fenced on both sides: nothing that is timed leaks out of the timed stretch. */
static inline uint64_t ticks_now(void) {
#if defined(__x86_64__)
  _mm_lfence();
  uint64_t ticks = __rdtsc();
  _mm_lfence();
  return ticks;
#else
  return monotonic_ns();
#endif
}

/* Nanoseconds in a tick, from a tenth of a second. */
static inline double ticks_calibrate(void) {
  uint64_t ns = monotonic_ns(), ticks = ticks_now();
  while (monotonic_ns() - ns < 100000000u) continue;
  return (double)(monotonic_ns() - ns) / (double)(ticks_now() - ticks);
}

/* The compiler must assume that memory was read and written here. */
static inline void keep_memory(void) {
  __asm__ volatile("" ::: "memory");
}

#endif
