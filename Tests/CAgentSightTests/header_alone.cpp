// The header is complete by itself in C++ too, and its functions have C linkage.
#include "agentsight.h"

const char *header_alone_version_from_cpp();
const char *header_alone_version_from_cpp() {
  ags_options options;
  return ags_options_init(&options, sizeof options) == AGS_OK ? ags_version() : ags_last_error();
}
