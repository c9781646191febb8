/*
 * Two copies of the library in one process: linked statically, and a shared one that is opened and closed
 * again and again. They share nothing: not the threads' lanes, not their errors, not a tracker.
 */
#include "agentsight.h"

#include "../CAgentSightTests/test.h"

#include <dlfcn.h>

#define KEY    "ags_0123456789abcdef0123456789abcdef_012345"
#define ROUNDS 20

/* dlsym() gives an object pointer, which ISO C does not turn into a function pointer. */
#define FUNCTION(library, name)                                                                              \
  __typeof__(&name) other_##name;                                                                            \
  do {                                                                                                       \
    void *address = dlsym(library, #name);                                                                   \
    CHECK(address != NULL && memcmp(&address, &(void *){0}, sizeof address) != 0);                           \
    memcpy(&other_##name, &address, sizeof address);                                                         \
  } while (0)

static ags_options make_options(void) {
  ags_options options;
  CHECK_INT(ags_options_init(&options, sizeof options), AGS_OK);
  options.api_key = KEY;
  options.endpoint = "http://127.0.0.1:9";
  options.close_timeout_ms = 0;
  return options;
}

static void use_both(void *library, ags_tracker *mine) {
  FUNCTION(library, ags_tracker_create);
  FUNCTION(library, ags_tracker_free);
  FUNCTION(library, ags_track_question);
  FUNCTION(library, ags_last_error);
  FUNCTION(library, ags_pending);
  FUNCTION(library, ags_send);
  ags_options options = make_options();
  ags_tracker *other;
  CHECK_INT(other_ags_tracker_create(&options, &other), AGS_OK);
  CHECK(other_ags_tracker_create != ags_tracker_create);
  for (int i = 0; i < 100; i++) {
    CHECK_INT(ags_track_question(mine, "c", "mine", NULL), AGS_OK);
    CHECK_INT(other_ags_track_question(other, "c", "other", NULL), AGS_OK);
  }
  CHECK_INT(ags_track_question(mine, "c", "", NULL), AGS_ERROR_TEXT);
  CHECK_INT(other_ags_track_question(other, " ", "text", NULL), AGS_ERROR_CONVERSATION_ID);
  CHECK_CONTAINS(ags_last_error(), "text");
  CHECK_CONTAINS(other_ags_last_error(), "conversation_id");
  ags_summary summary = {.size = sizeof summary};
  CHECK_INT(other_ags_pending(other, NULL, NULL, NULL, &summary), AGS_OK);
  CHECK_INT(summary.count, 100);
  CHECK_INT(other_ags_send(other, 1000, NULL), AGS_ERROR_NETWORK);
  CHECK_INT(ags_send(mine, 1000, NULL), AGS_ERROR_NETWORK);
  other_ags_tracker_free(other);
}

int main(int count, char **arguments) {
  CHECK_INT(count, 2);
  ags_options options = make_options();
  ags_tracker *mine;
  CHECK_INT(ags_tracker_create(&options, &mine), AGS_OK);
  for (int round = 1; round <= ROUNDS; round++) {
    void *library = dlopen(arguments[1], RTLD_NOW | RTLD_LOCAL);
    if (library == NULL) test_fail(__FILE__, __LINE__, dlerror());
    use_both(library, mine);
    CHECK_INT(dlclose(library), 0);
    ags_stats stats = {.size = sizeof stats};
    CHECK_INT(ags_get_stats(mine, &stats), AGS_OK);
    CHECK_INT(stats.buffered, 100 * round);
  }
  ags_tracker_free(mine);
}
