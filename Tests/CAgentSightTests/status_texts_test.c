/* Every status has a sentence of its own. */
#include "fixture.h"

int main(void) {
  const char *unknown = ags_status_text((ags_status)-1);
  for (int status = AGS_OK; status <= AGS_ERROR_TOO_LARGE; status++) {
    const char *text = ags_status_text((ags_status)status);
    CHECK(strlen(text) > 5 && strcmp(text, unknown) != 0);
    for (int before = AGS_OK; before < status; before++)
      CHECK(strcmp(text, ags_status_text((ags_status)before)) != 0);
  }
  CHECK_STRING(ags_status_text((ags_status)(AGS_ERROR_TOO_LARGE + 1)), unknown);
}
