/* Hexadecimal digits, lower case, most significant first. */
#ifndef AGS_HEX_H
#define AGS_HEX_H

#include <stdint.h>

static const char ags_hex_digits[16] = {'0', '1', '2', '3', '4', '5', '6', '7',
                                        '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

/* Writes 16 digits at `to`, without a NUL. */
static inline void ags_hex_put(char *to, uint64_t value) {
  /* Eight digits at a time: spread the nibbles over the bytes of a word, then turn each into its digit. */
  for (int half = 0; half < 2; half++) {
    uint64_t x = half == 0 ? value >> 32 : value & UINT32_MAX;
    x = (x | x << 16) & UINT64_C(0x0000FFFF0000FFFF);
    x = (x | x << 8) & UINT64_C(0x00FF00FF00FF00FF);
    x = (x | x << 4) & UINT64_C(0x0F0F0F0F0F0F0F0F);
    /* A nibble of 10 and more carries into bit 4 when 6 is added. */
    uint64_t letters = ((x + UINT64_C(0x0606060606060606)) >> 4) & UINT64_C(0x0101010101010101);
    x += UINT64_C(0x3030303030303030) + letters * ('a' - '0' - 10);
    for (int i = 0; i < 8; i++) to[8 * half + i] = (char)(x >> (56 - 8 * i));
  }
}

#endif
