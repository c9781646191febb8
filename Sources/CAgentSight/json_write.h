/* Writing JSON values into a buffer. */
#ifndef AGS_JSON_WRITE_H
#define AGS_JSON_WRITE_H

#include "buffer.h"

#include <stdint.h>

/* A quoted string with everything escaped that JSON wants escaped. `text` is UTF-8. A NUL becomes U+FFFD:
 * common databases cannot hold it, and would refuse the whole batch. */
void ags_json_put_string(ags_buffer *buffer, const char *text, size_t size);

/* A timestamp in quotes, "2026-11-23T21:16:22.123456+00:00", from microseconds since 1970. */
void ags_json_put_time(ags_buffer *buffer, int64_t us);

/* Milliseconds with three decimals, such as 50.125, from microseconds. Not negative. */
void ags_json_put_milliseconds(ags_buffer *buffer, int64_t us);

/* 16 hex digits, without quotes. */
void ags_json_put_hex(ags_buffer *buffer, uint64_t value);

#endif
