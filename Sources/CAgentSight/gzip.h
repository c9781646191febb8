/* The gzip format, by the fastest library that the build has: ISA-L, libdeflate or zlib. */
#ifndef AGS_GZIP_H
#define AGS_GZIP_H

#include "buffer.h"

typedef struct ags_gzip ags_gzip;

/* NULL when memory ran out. */
ags_gzip *ags_gzip_create(void);
void ags_gzip_free(ags_gzip *gzip);

/* Appends `from`, compressed, to an empty buffer. False when memory ran out, or when that is
 * more than the library takes. */
bool ags_gzip_compress(ags_gzip *gzip, const ags_buffer *from, ags_buffer *to);

#endif
