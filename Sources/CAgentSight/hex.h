/* Hexadecimal digits, lower case, most significant first. */
#ifndef AGS_HEX_H
#define AGS_HEX_H

#include <stdint.h>

static const char ags_hex_digits[16] = {'0', '1', '2', '3', '4', '5', '6', '7',
                                        '8', '9', 'a', 'b', 'c', 'd', 'e', 'f'};

/* Writes 16 digits at `to`, without a NUL. */
static inline void ags_hex_put(char *to, uint64_t value) {
  for (int i = 0; i < 16; i++) to[i] = ags_hex_digits[value >> (60 - 4 * i) & 15];
}

#endif
