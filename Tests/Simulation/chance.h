/* Everything that is random in a run, from its seed. */
#ifndef CHANCE_H
#define CHANCE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct chance {
  uint64_t state;
} chance;

static inline uint64_t chance_word(chance *c) {
  uint64_t x = c->state += UINT64_C(0x9E3779B97F4A7C15);
  x = (x ^ (x >> 30)) * UINT64_C(0xBF58476D1CE4E5B9);
  x = (x ^ (x >> 27)) * UINT64_C(0x94D049BB133111EB);
  return x ^ (x >> 31);
}

/* 0 to `below` - 1. */
static inline uint32_t chance_below(chance *c, uint32_t below) {
  return (uint32_t)((chance_word(c) >> 32) * below >> 32);
}

static inline bool chance_percent(chance *c, uint32_t percent) {
  return chance_below(c, 100) < percent;
}

static inline bool chance_permille(chance *c, uint32_t permille) {
  return chance_below(c, 1000) < permille;
}

#endif
