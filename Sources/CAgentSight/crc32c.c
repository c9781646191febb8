#include "crc32c.h"

#include "text.h"

#include <stdatomic.h>
#include <stdbool.h>

#if defined(__x86_64__)
#include <cpuid.h>
#include <nmmintrin.h>
#endif

/* The sixteen remainders of a nibble: small enough to stay in the cache beside the host's own data. */
static const uint32_t nibbles[16] = {
    0x00000000, 0x105EC76F, 0x20BD8EDE, 0x30E349B1, 0x417B1DBC, 0x5125DAD3, 0x61C69362, 0x7198540D,
    0x82F63B78, 0x92A8FC17, 0xA24BB5A6, 0xB21572C9, 0xC38D26C4, 0xD3D3E1AB, 0xE330A81A, 0xF36E6F75,
};

uint32_t ags_crc32c_portable(uint32_t crc, const void *bytes, size_t size) {
  const unsigned char *at = bytes;
  crc = ~crc;
  for (; size > 0; size--) {
    crc ^= *at++;
    crc = crc >> 4 ^ nibbles[crc & 15];
    crc = crc >> 4 ^ nibbles[crc & 15];
  }
  return ~crc;
}

#if defined(__x86_64__)
__attribute__((target("sse4.2"))) static uint32_t crc_by_instruction(uint32_t crc, const void *bytes,
                                                                     size_t size) {
  const char *at = bytes;
  uint64_t wide = (uint32_t)~crc;
  for (; size >= 8; size -= 8, at += 8) wide = _mm_crc32_u64(wide, ags_load64(at));
  uint32_t narrow = (uint32_t)wide;
  for (; size > 0; size--) narrow = _mm_crc32_u8(narrow, (unsigned char)*at++);
  return ~narrow;
}

/* Asked once: in a virtual machine the question costs microseconds. */
static bool has_instruction(void) {
  static _Atomic int answer; /* 1: no, 2: yes */
  int known = atomic_load_explicit(&answer, memory_order_relaxed);
  if (known == 0) {
    unsigned a, b, c = 0, d;
    known = __get_cpuid(1, &a, &b, &c, &d) && (c & bit_SSE4_2) != 0 ? 2 : 1;
    atomic_store_explicit(&answer, known, memory_order_relaxed);
  }
  return known == 2;
}

uint32_t ags_crc32c(uint32_t crc, const void *bytes, size_t size) {
  return has_instruction() ? crc_by_instruction(crc, bytes, size) : ags_crc32c_portable(crc, bytes, size);
}
#else
uint32_t ags_crc32c(uint32_t crc, const void *bytes, size_t size) {
  return ags_crc32c_portable(crc, bytes, size);
}
#endif
