/* Dates and times of the proleptic Gregorian calendar, in ISO 8601. */
#ifndef AGS_DATE_H
#define AGS_DATE_H

#include <stdint.h>

/* Writes microseconds since 1970-01-01 UTC as 2026-11-23T21:16:22.123456+00:00, 32 bytes without a NUL, and
 * returns the end. Years 0 to 9999. */
char *ags_date_write(char *to, int64_t us);

#endif
