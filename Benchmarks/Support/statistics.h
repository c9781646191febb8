/* Order statistics of samples. */
#ifndef STATISTICS_H
#define STATISTICS_H

#include <stddef.h>
#include <stdlib.h>

static inline int statistics_compare(const void *a, const void *b) {
  double x = *(const double *)a, y = *(const double *)b;
  return x < y ? -1 : x > y;
}

/* Sorts the samples; percentile() and median() need them sorted. */
static inline void statistics_sort(double *samples, size_t count) {
  qsort(samples, count, sizeof *samples, statistics_compare);
}

static inline double percentile(const double *sorted, size_t count, double part) {
  size_t index = (size_t)(part * (double)count);
  return count == 0 ? 0 : sorted[index < count ? index : count - 1];
}

/* Sorts the samples. */
static inline double median(double *samples, size_t count) {
  statistics_sort(samples, count);
  return percentile(samples, count, 0.5);
}

#endif
