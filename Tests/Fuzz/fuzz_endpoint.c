/* Options from outside: what is accepted as an endpoint is safe to send a key to, and stays what it is. */
#include "fuzz.h"
#include "options.h"

#include <strings.h>

static void check_endpoint(const char *url, bool allow_insecure_http) {
  char *normalized = NULL;
  bool https = false;
  if (ags_endpoint_normalize(url, allow_insecure_http, &normalized, &https) != AGS_OK) {
    EXPECT(ags_last_error()[0] != '\0');
    return;
  }
  const char *scheme = https ? "https://" : "http://";
  EXPECT(strncasecmp(normalized, scheme, strlen(scheme)) == 0);
  const char *host = normalized + strlen(scheme);
  size_t host_size = strcspn(host, "/");
  EXPECT(host_size > 0 && memchr(host, '@', host_size) == NULL);
  EXPECT(strpbrk(normalized, "?#\r\n") == NULL);
  EXPECT(normalized[strlen(normalized) - 1] != '/');
  if (!https && !allow_insecure_http)
    EXPECT(strncmp(host, "127.", 4) == 0 || strncmp(host, "[::1]", 5) == 0 ||
           strncasecmp(host, "localhost", 9) == 0 || strcasestr(host, ".localhost") != NULL);

  char *again = NULL;
  bool again_https = false;
  EXPECT(ags_endpoint_normalize(normalized, allow_insecure_http, &again, &again_https) == AGS_OK);
  EXPECT(strcmp(again, normalized) == 0 && again_https == https);
  free(normalized);
  free(again);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  fuzz_input input = {data, size};
  bool allow_insecure_http = fuzz_byte(&input) % 2 != 0;
  char *url = fuzz_string(&input), *key = fuzz_string(&input), *conversation = fuzz_string(&input),
       *environment = fuzz_string(&input);
  check_endpoint(url, allow_insecure_http);

  ags_options options;
  EXPECT(ags_options_init(&options, sizeof options) == AGS_OK);
  options.endpoint = url;
  options.api_key = key[0] != '\0' ? key : FUZZ_KEY;
  options.conversation_id = conversation[0] != '\0' ? conversation : NULL;
  options.environment = environment[0] != '\0' ? environment : NULL;
  options.allow_insecure_http = allow_insecure_http;
  options.text_limit = 256u + fuzz_byte(&input);
  options.batch_events = fuzz_byte(&input);
  options.log_level = (ags_log_level)fuzz_byte(&input);
  ags_tracker *tracker = NULL;
  EXPECT((ags_tracker_create(&options, &tracker) == AGS_OK) == (tracker != NULL));
  if (tracker != NULL) {
    ags_reconfigure(tracker, url, key); /* the wrong way round: refused, or as good as the others */
    ags_reconfigure(tracker, NULL, url);
  }
  EXPECT(strstr(ags_last_error(), FUZZ_KEY) == NULL);
  ags_tracker_free(tracker);
  free(url);
  free(key);
  free(conversation);
  free(environment);
  return 0;
}
