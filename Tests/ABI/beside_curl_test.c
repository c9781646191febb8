/*
 * A host that uses libcurl itself: its handles from before, beside and after ours work, and when it says
 * curl_global_cleanup(), ours go on working.
 */
#include "agentsight.h"

#include "../CAgentSightTests/test.h"

#include <curl/curl.h>

#define KEY "ags_0123456789abcdef0123456789abcdef_012345"

static const char *endpoint;

static size_t swallow(char *data, size_t one, size_t size, void *user) {
  (void)data, (void)user;
  return one * size;
}

static CURL *make_handle(void) {
  char url[256];
  snprintf(url, sizeof url, "%s/api/me/", endpoint);
  CURL *curl = curl_easy_init();
  CHECK(curl != NULL);
  CHECK_INT(curl_easy_setopt(curl, CURLOPT_URL, url), CURLE_OK);
  CHECK_INT(curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, swallow), CURLE_OK);
  return curl;
}

static void get(CURL *curl) {
  long status = 0;
  CHECK_INT(curl_easy_perform(curl), CURLE_OK);
  CHECK_INT(curl_easy_getinfo(curl, CURLINFO_RESPONSE_CODE, &status), CURLE_OK);
  CHECK_INT(status, 200);
}

static ags_tracker *make_tracker(void) {
  ags_options options;
  CHECK_INT(ags_options_init(&options, sizeof options), AGS_OK);
  options.api_key = KEY;
  options.endpoint = endpoint;
  ags_tracker *tracker;
  CHECK_INT(ags_tracker_create(&options, &tracker), AGS_OK);
  return tracker;
}

static void deliver(ags_tracker *tracker) {
  CHECK_INT(ags_track_question(tracker, "c", "Hello?", NULL), AGS_OK);
  if (ags_send(tracker, 20000, NULL) != AGS_OK) test_fail(__FILE__, __LINE__, ags_last_error());
}

int main(int count, char **arguments) {
  CHECK_INT(count, 3);
  endpoint = arguments[1];
  bool host_begins = strcmp(arguments[2], "host-begins") == 0;
  ags_tracker *tracker = NULL;
  if (!host_begins) {
    tracker = make_tracker();
    deliver(tracker);
  }
  CHECK_INT(curl_global_init(CURL_GLOBAL_DEFAULT), CURLE_OK);
  CURL *before = make_handle();
  get(before);
  if (host_begins) tracker = make_tracker();
  deliver(tracker);
  CURL *beside = make_handle();
  get(beside);
  get(before);
  deliver(tracker);
  curl_easy_cleanup(before);
  curl_easy_cleanup(beside);
  curl_global_cleanup();
  deliver(tracker);
  ags_tracker *after = make_tracker();
  deliver(after);
  ags_tracker_free(tracker);
  ags_tracker_free(after);

  CHECK_INT(curl_global_init(CURL_GLOBAL_DEFAULT), CURLE_OK);
  CURL *again = make_handle();
  get(again);
  curl_easy_cleanup(again);
  curl_global_cleanup();
}
