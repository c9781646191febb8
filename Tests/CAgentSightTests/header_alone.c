/* The header is complete by itself, and twice is as good as once. */
#include "agentsight.h"

const char *header_alone_version(void);
const char *header_alone_version(void) {
  ags_action action = {.size = sizeof action, .name = "as the header's comment says"};
  return action.size > 0 ? ags_version() : AGS_VERSION_STRING;
}
