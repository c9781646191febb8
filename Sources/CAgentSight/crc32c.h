/* CRC-32C (Castagnoli), with the processor's instruction where it has one. */
#ifndef AGS_CRC32C_H
#define AGS_CRC32C_H

#include <stddef.h>
#include <stdint.h>

/* The checksum of what `crc` is the checksum of (0: nothing) followed by these bytes. */
uint32_t ags_crc32c(uint32_t crc, const void *bytes, size_t size);

/* The same without the instruction. */
uint32_t ags_crc32c_portable(uint32_t crc, const void *bytes, size_t size);

#endif
