/* The tracepoint behind two functions, so that its macros stay in one C file. */
#ifndef LTTNG_CALL_H
#define LTTNG_CALL_H

#include <stdbool.h>
#include <stddef.h>

#ifdef __cplusplus
extern "C" {
#endif

/* Whether a session records the tracepoint. */
bool lttng_is_recording(void);

void lttng_record(const char *id, size_t id_size, const char *text, size_t text_size, const char *metadata,
                  size_t metadata_size);

#ifdef __cplusplus
}
#endif

#endif
