#define LTTNG_UST_TRACEPOINT_CREATE_PROBES
#define LTTNG_UST_TRACEPOINT_DEFINE
#include "lttng_provider.h"

#include "lttng_call.h"

bool lttng_is_recording(void) {
  return lttng_ust_tracepoint_enabled(agentsight_bench, message) != 0;
}

void lttng_record(const char *id, size_t id_size, const char *text, size_t text_size, const char *metadata,
                  size_t metadata_size) {
  lttng_ust_tracepoint(agentsight_bench, message, id, id_size, text, text_size, metadata, metadata_size);
}
