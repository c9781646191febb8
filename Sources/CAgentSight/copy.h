/*
 * Copying with a check in one pass, a block at a time. What does not fill the last block is done by a block
 * that ends where the bytes end: overlapping what is done is cheaper than a loop over the rest.
 */
#ifndef AGS_COPY_H
#define AGS_COPY_H

#include "json_bytes.h"
#include "text.h"

AGS_INLINE void ags_store64(char *p, uint64_t word) {
  memcpy(p, &word, sizeof word);
}

#if defined(__SSE2__)
#include <emmintrin.h>

typedef __m128i ags_block;

AGS_INLINE ags_block ags_block_load(const char *p) {
  return _mm_loadu_si128((const __m128i *)(const void *)p);
}

AGS_INLINE void ags_block_store(char *p, ags_block block) {
  _mm_storeu_si128((__m128i *)(void *)p, block);
}

AGS_INLINE ags_block ags_block_of(uint64_t low, uint64_t high) {
  return _mm_set_epi64x((long long)high, (long long)low);
}

AGS_INLINE ags_block ags_block_or(ags_block a, ags_block b) {
  return _mm_or_si128(a, b);
}

/* In each byte the high bit is set where a and b differ. */
AGS_INLINE ags_block ags_block_differ(ags_block a, ags_block b) {
  return _mm_adds_epu8(_mm_xor_si128(a, b), _mm_set1_epi8(0x7F));
}

/* Not 0 when a byte has its high bit set. */
AGS_INLINE uint64_t ags_block_high_bits(ags_block block) {
  return (uint64_t)_mm_movemask_epi8(block);
}
#else
typedef struct ags_block {
  uint64_t low, high;
} ags_block;

AGS_INLINE ags_block ags_block_load(const char *p) {
  return (ags_block){ags_load64(p), ags_load64(p + 8)};
}

AGS_INLINE void ags_block_store(char *p, ags_block block) {
  ags_store64(p, block.low);
  ags_store64(p + 8, block.high);
}

AGS_INLINE ags_block ags_block_of(uint64_t low, uint64_t high) {
  return (ags_block){low, high};
}

AGS_INLINE ags_block ags_block_or(ags_block a, ags_block b) {
  return (ags_block){a.low | b.low, a.high | b.high};
}

AGS_INLINE ags_block ags_block_differ(ags_block a, ags_block b) {
  uint64_t low = a.low ^ b.low, high = a.high ^ b.high;
  return (ags_block){((low & ~AGS_HIGH_BITS) + ~AGS_HIGH_BITS) | low,
                     ((high & ~AGS_HIGH_BITS) + ~AGS_HIGH_BITS) | high};
}

AGS_INLINE uint64_t ags_block_high_bits(ags_block block) {
  return (block.low | block.high) & AGS_HIGH_BITS;
}
#endif

/* Copies fewer than 8 bytes and returns them in some order, some of them twice; 0 when there are none. */
AGS_INLINE uint64_t ags_copy_short(char *restrict to, const char *restrict from, size_t size) {
  if (size >= 4) {
    uint32_t first, last;
    memcpy(&first, from, 4);
    memcpy(&last, from + size - 4, 4);
    memcpy(to, &first, 4);
    memcpy(to + size - 4, &last, 4);
    return (uint64_t)first << 32 | last;
  }
  if (size == 0) return 0;
  unsigned char first = (unsigned char)from[0], middle = (unsigned char)from[size / 2];
  unsigned char last = (unsigned char)from[size - 1];
  to[0] = (char)first;
  to[size / 2] = (char)middle;
  to[size - 1] = (char)last;
  return (uint64_t)first << 16 | (uint64_t)middle << 8 | last;
}

/* Copies `size` bytes and returns all of them, one upon the other. The regions do not overlap. */
AGS_INLINE ags_block ags_copy(char *restrict to, const char *restrict from, size_t size) {
  if (AGS_LIKELY(size >= 32)) {
    ags_block a = ags_block_load(from), b = ags_block_load(from + 16);
    ags_block seen = ags_block_or(a, b);
    ags_block_store(to, a);
    ags_block_store(to + 16, b);
    for (size_t i = 32; i + 32 < size; i += 32) {
      a = ags_block_load(from + i);
      b = ags_block_load(from + i + 16);
      ags_block_store(to + i, a);
      ags_block_store(to + i + 16, b);
      seen = ags_block_or(seen, ags_block_or(a, b));
    }
    a = ags_block_load(from + size - 32);
    b = ags_block_load(from + size - 16);
    ags_block_store(to + size - 32, a);
    ags_block_store(to + size - 16, b);
    return ags_block_or(seen, ags_block_or(a, b));
  }
  if (size >= 16) {
    ags_block a = ags_block_load(from), b = ags_block_load(from + size - 16);
    ags_block_store(to, a);
    ags_block_store(to + size - 16, b);
    return ags_block_or(a, b);
  }
  if (size >= 8) {
    uint64_t a = ags_load64(from), b = ags_load64(from + size - 8);
    ags_store64(to, a);
    ags_store64(to + size - 8, b);
    return ags_block_of(a, b);
  }
  return ags_block_of(ags_copy_short(to, from, size), 0);
}

/* Copies `size` bytes and says whether all of them are ASCII. The regions do not overlap. */
AGS_INLINE bool ags_copy_ascii(char *restrict to, const char *restrict from, size_t size) {
  return ags_block_high_bits(ags_copy(to, from, size)) == 0;
}

/* Copies `size` bytes and returns a block with high bits where they differ from those at `known`. No regions
 * overlap. */
AGS_INLINE ags_block ags_copy_compare(char *restrict to, const char *restrict from, const char *known,
                                      size_t size) {
  if (AGS_LIKELY(size >= 16)) {
    ags_block last = ags_block_load(from + size - 16);
    ags_block differences = ags_block_differ(last, ags_block_load(known + size - 16));
    for (size_t i = 0; i + 16 < size; i += 16) {
      ags_block block = ags_block_load(from + i);
      ags_block_store(to + i, block);
      differences = ags_block_or(differences, ags_block_differ(block, ags_block_load(known + i)));
    }
    ags_block_store(to + size - 16, last);
    return differences;
  }
  ags_block zero = ags_block_of(0, 0);
  if (size >= 8) {
    uint64_t a = ags_load64(from), b = ags_load64(from + size - 8);
    ags_store64(to, a);
    ags_store64(to + size - 8, b);
    return ags_block_differ(ags_block_of(a ^ ags_load64(known), b ^ ags_load64(known + size - 8)), zero);
  }
  char copy[8];
  uint64_t differences = ags_copy_short(to, from, size) ^ ags_copy_short(copy, known, size);
  return ags_block_differ(ags_block_of(differences, 0), zero);
}

#endif
