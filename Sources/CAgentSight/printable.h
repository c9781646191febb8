/* Text from outside, made fit for a log line or an error message. */
#ifndef AGS_PRINTABLE_H
#define AGS_PRINTABLE_H

#include "view.h"

/* Copies `from` to `to` as valid UTF-8 on one line: control characters and bytes that are not UTF-8 become
 * \\xNN; what does not fit is left out, whole characters at a time. `secret` (may be absent) is replaced, in
 * any case, by
 * "***" wherever it stands. Ends `to` with a NUL; `capacity` is at least 1. */
void ags_printable(char *to, size_t capacity, ags_view from, ags_view secret);

#endif
