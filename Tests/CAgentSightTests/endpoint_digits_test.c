/* A host of digits and dots that is no IPv4 address is a name: a resolver with a search list would take
 * "127.0.0.1.5" to wherever the list says, and the key would go there in clear. */
#include "fixture.h"

int main(void) {
  static const char *const urls[] = {"http://127.0.0.1.5", "http://127.999.0.1", "http://127..1",
                                     "http://127.0.0.256"};
  for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
    ags_options options = fixture_options();
    options.endpoint = urls[i];
    ags_tracker *tracker;
    CHECK_INT(ags_tracker_create(&options, &tracker), AGS_ERROR_ENDPOINT);
  }
}
