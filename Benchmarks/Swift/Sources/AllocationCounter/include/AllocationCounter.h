// Counts what is allocated on the heap.
#ifndef ALLOCATION_COUNTER_H
#define ALLOCATION_COUNTER_H

#include <stdbool.h>
#include <stdint.h>

/// Allocations of the calling thread so far; stays 0 where they cannot be counted.
uint64_t allocation_count(void);

/// Whether they are counted here: with the GNU C library.
bool allocations_are_counted(void);

/// One call of clock_gettime(CLOCK_REALTIME), the floor.
void read_real_time(void);

/// Nanoseconds of the monotonic clock.
uint64_t monotonic_ns(void);

#endif
