#include "system.h"

#include "random.h"

static bool random_bytes(void *context, void *bytes, size_t size) {
  (void)context;
  return ags_random(bytes, size);
}

const ags_system ags_system_default = {
    .random = random_bytes, .network = &ags_network_of_curl, .files = &ags_files_of_system};
