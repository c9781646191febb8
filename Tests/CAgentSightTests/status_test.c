/* Every status has a sentence of its own; the version is what the header says. */
#include "fixture.h"

int main(void) {
  for (int i = AGS_OK; i <= AGS_ERROR_SERVER; i++) {
    const char *text = ags_status_text((ags_status)i);
    CHECK(strlen(text) > 0);
    for (int j = AGS_OK; j < i; j++) CHECK(strcmp(text, ags_status_text((ags_status)j)) != 0);
  }
  CHECK_STRING(ags_status_text((ags_status)9999), "unknown status");
  CHECK_STRING(ags_status_text((ags_status)-1), "unknown status");

  char version[32];
  snprintf(version, sizeof version, "%d.%d.%d", AGS_VERSION_MAJOR, AGS_VERSION_MINOR, AGS_VERSION_PATCH);
  CHECK_STRING(ags_version(), version);
  CHECK_STRING(AGS_VERSION_STRING, version);
  CHECK_STRING(ags_last_error(), "");
}
