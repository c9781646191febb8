/* Which endpoints are accepted, and how they are written down. */
#include "fixture.h"
#include "options.h"

static void accepted(const char *url, bool allow_http, const char *normalized, bool https) {
  char *result = NULL;
  bool is_https = !https;
  if (ags_endpoint_normalize(url, allow_http, &result, &is_https) != AGS_OK) {
    fprintf(stderr, "%s: %s\n", url, ags_last_error());
    exit(1);
  }
  CHECK_STRING(result, normalized);
  CHECK_INT(is_https, https);
  free(result);
}

static void refused(const char *url, bool allow_http) {
  char *result = NULL;
  bool https;
  if (ags_endpoint_normalize(url, allow_http, &result, &https) == AGS_OK) {
    fprintf(stderr, "%s was accepted as %s\n", url, result);
    exit(1);
  }
  CHECK(result == NULL);

  ags_options options = fixture_options();
  options.endpoint = url;
  options.allow_insecure_http = allow_http;
  ags_tracker *tracker;
  CHECK_INT(ags_tracker_create(&options, &tracker), AGS_ERROR_ENDPOINT);
  CHECK_CONTAINS(ags_last_error(), "endpoint: ");
}

static void test_https(void) {
  accepted("https://api.agentsight.io", false, "https://api.agentsight.io", true);
  accepted("https://api.agentsight.io/", false, "https://api.agentsight.io", true);
  accepted("https://api.agentsight.io///", false, "https://api.agentsight.io", true);
  accepted("HTTPS://api.agentsight.io:8443/v2/", false, "https://api.agentsight.io:8443/v2", true);
  accepted("https://[2001:db8::1]:8443", false, "https://[2001:db8::1]:8443", true);
  accepted("https://b\xC3\xBC"
           "cher.example",
           false,
           "https://b\xC3\xBC"
           "cher.example",
           true);
}

static void test_loopback_http(void) {
  accepted("http://localhost", false, "http://localhost", false);
  accepted("http://LocalHost:8787/", false, "http://LocalHost:8787", false);
  accepted("http://127.0.0.1:8787", false, "http://127.0.0.1:8787", false);
  accepted("http://127.255.1.2", false, "http://127.255.1.2", false);
  accepted("http://[::1]:8787/", false, "http://[::1]:8787", false);
  accepted("http://example.com/", true, "http://example.com", false);
}

static void test_other_http(void) {
  static const char *const urls[] = {
      "http://api.agentsight.io",
      "http://127.evil.example",
      "http://127.0.0.1.evil.example",
      "http://localhost.evil.example",
      "http://notlocalhost",
      "http://evil.example/localhost",
      "http://128.0.0.1",
      "http://1.127.0.0.1",
      "http://[::2]",
      "http://[2001:db8::1]",
      "http://0.0.0.0",
      "http://10.0.0.1",
      "http://l\xD0\xBE"
      "calhost", /* a Cyrillic o */
  };
  for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) refused(urls[i], false);
}

/* What no flag makes acceptable. */
static void test_never(void) {
  static const char *const urls[] = {
      "",
      " ",
      "api.agentsight.io",
      "//api.agentsight.io",
      "https://",
      "file:///etc/passwd",
      "gopher://127.0.0.1/",
      "ftp://127.0.0.1/",
      "ws://127.0.0.1/",
      "javascript:alert(1)",
      "https://user@api.agentsight.io",
      "https://user:pass@api.agentsight.io",
      "https://:pass@api.agentsight.io",
      "http://127.0.0.1@evil.example",
      "http://127.0.0.1:80@evil.example",
      "https://api.agentsight.io?key=value",
      "https://api.agentsight.io/?key=value",
      "https://api.agentsight.io/#part",
      "http://127.0.0.1#@evil.example",
      "https://api.agentsight.io/\r\nX-Evil: 1",
      "https://api.agentsight.io\r\nX-Evil: 1",
      "https://api agentsight.io",
      "https://api.agentsight.io:99999",
      "https://api.agentsight.io:port",
      "https://[::1",
  };
  for (size_t i = 0; i < sizeof urls / sizeof *urls; i++) {
    refused(urls[i], false);
    refused(urls[i], true);
  }
}

int main(void) {
  test_https();
  test_loopback_http();
  test_other_http();
  test_never();
}
