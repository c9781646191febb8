/* The fields of the tracepoint: the same bytes as an event. Included several times, as LTTng-UST needs it. */
#undef LTTNG_UST_TRACEPOINT_PROVIDER
#define LTTNG_UST_TRACEPOINT_PROVIDER agentsight_bench

#undef LTTNG_UST_TRACEPOINT_INCLUDE
#define LTTNG_UST_TRACEPOINT_INCLUDE "lttng_provider.h"

#if !defined(LTTNG_PROVIDER_H) || defined(LTTNG_UST_TRACEPOINT_HEADER_MULTI_READ)
#define LTTNG_PROVIDER_H

#include <stddef.h>

#include <lttng/tracepoint.h>

/* clang-format off */
LTTNG_UST_TRACEPOINT_EVENT(
  agentsight_bench, message,
  LTTNG_UST_TP_ARGS(const char *, id, size_t, id_size, const char *, text, size_t, text_size,
                    const char *, metadata, size_t, metadata_size),
  LTTNG_UST_TP_FIELDS(
    lttng_ust_field_sequence_text(char, id, id, size_t, id_size)
    lttng_ust_field_sequence_text(char, text, text, size_t, text_size)
    lttng_ust_field_sequence_text(char, metadata, metadata, size_t, metadata_size)))
/* clang-format on */

#endif

#include <lttng/tracepoint-event.h>
