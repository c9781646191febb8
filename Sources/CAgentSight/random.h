/* Randomness from the system, and mixing. */
#ifndef AGS_RANDOM_H
#define AGS_RANDOM_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

/* Fills `bytes` with the system's randomness; false when it has none to give. */
bool ags_random(void *bytes, size_t size);

/* A bijection on 64-bit words in which every input bit changes about half of the output bits. */
static inline uint64_t ags_mix(uint64_t x) {
  x = (x ^ (x >> 32)) * UINT64_C(0xD6E8FEB86659FD93);
  x = (x ^ (x >> 32)) * UINT64_C(0xD6E8FEB86659FD93);
  return x ^ (x >> 32);
}

#endif
