/* Writing JSON values, at a place with enough room or into a buffer. */
#ifndef AGS_JSON_WRITE_H
#define AGS_JSON_WRITE_H

#include "buffer.h"

#include <stdint.h>

/* The most bytes that one byte of a string can become, as in \u001f; and its quotes. */
#define AGS_JSON_GROWTH 6
#define AGS_JSON_QUOTES 2

/* What writing a string may touch behind its end, because it works eight bytes at a time. */
#define AGS_JSON_SLACK 8

/* "2026-11-23T21:16:22.123456+00:00", with its quotes. */
#define AGS_JSON_TIME_SIZE 34

/* Each writes at `to`, where there is room, and returns the end of what it wrote. */

/* A quoted string with everything escaped that JSON wants escaped. `text` is UTF-8. A NUL becomes U+FFFD:
 * common databases cannot hold it, and would refuse the whole batch. */
char *ags_json_string_at(char *to, const char *text, size_t size);

/* A timestamp in quotes from microseconds since 1970, AGS_JSON_TIME_SIZE bytes. */
char *ags_json_time_at(char *to, int64_t us);

/* Milliseconds with three decimals, such as 50.125, from microseconds; at most 21 bytes. Not negative. */
char *ags_json_milliseconds_at(char *to, int64_t us);

/* An integer; at most 20 bytes. */
char *ags_json_integer_at(char *to, int64_t value);

/* The same into a buffer. */
void ags_json_put_string(ags_buffer *buffer, const char *text, size_t size);
void ags_json_put_time(ags_buffer *buffer, int64_t us);
void ags_json_put_integer(ags_buffer *buffer, int64_t value);

#endif
