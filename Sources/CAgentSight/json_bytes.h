/* What ends a run of plain characters in a JSON string, found in eight bytes at once. */
#ifndef AGS_JSON_BYTES_H
#define AGS_JSON_BYTES_H

#include "platform.h"

#include <stdint.h>

#define AGS_LOW_BITS  UINT64_C(0x0101010101010101)
#define AGS_HIGH_BITS UINT64_C(0x8080808080808080)

/* In every byte of the result the high bit is set where `word` has a byte below 0x20, a quote or a
 * backslash. A borrow can mark the byte above a hit too, so only the lowest mark is sure. */
AGS_INLINE uint64_t ags_json_special_bytes(uint64_t word) {
  uint64_t quote = word ^ (AGS_LOW_BITS * '"'), backslash = word ^ (AGS_LOW_BITS * '\\');
  return ((word - AGS_LOW_BITS * 0x20) | (quote - AGS_LOW_BITS) | (backslash - AGS_LOW_BITS)) & ~word &
         AGS_HIGH_BITS;
}

/* The first marked byte of a word that was loaded from memory. */
#if defined(__BYTE_ORDER__) && __BYTE_ORDER__ == __ORDER_LITTLE_ENDIAN__
#define AGS_FIRST_MARK(mark) (__builtin_ctzll(mark) / 8)
#endif

#endif
