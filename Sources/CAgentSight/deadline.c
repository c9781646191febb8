#include "deadline.h"

#include "clock.h"

void ags_condition_init(pthread_cond_t *condition) {
  pthread_condattr_t attributes;
  pthread_condattr_init(&attributes);
#if !defined(__APPLE__)
  pthread_condattr_setclock(&attributes, CLOCK_MONOTONIC);
#endif
  pthread_cond_init(condition, &attributes);
  pthread_condattr_destroy(&attributes);
}

struct timespec ags_deadline_at(int64_t monotonic_ns) {
#if defined(__APPLE__)
  /* Condition variables know the wall clock alone. */
  ags_instant now = ags_clock_read();
  monotonic_ns += now.wall_ns - now.monotonic_ns;
#endif
  return (struct timespec){.tv_sec = monotonic_ns / 1000000000, .tv_nsec = (long)(monotonic_ns % 1000000000)};
}

int ags_cancel_forbid(void) {
  int before = PTHREAD_CANCEL_ENABLE;
  pthread_setcancelstate(PTHREAD_CANCEL_DISABLE, &before);
  return before;
}

void ags_cancel_allow_as(int before) {
  pthread_setcancelstate(before, NULL);
}
