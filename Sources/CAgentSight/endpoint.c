#include "options.h"

#include "error.h"

#include <arpa/inet.h>
#include <curl/curl.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>

/* 127.0.0.0/8, ::1, localhost and names that end in the reserved ".localhost". libcurl has brought every
 * spelling of an IPv4 address into its common form; what still looks different is a name, and a resolver may
 * take a name anywhere. */
static bool is_loopback(const char *host) {
  size_t size = strlen(host);
  if (strcasecmp(host, "localhost") == 0 || strcmp(host, "[::1]") == 0) return true;
  if (size > 10 && strcasecmp(host + size - 10, ".localhost") == 0) return true;
  unsigned char address[4];
  return inet_pton(AF_INET, host, address) == 1 && address[0] == 127;
}

static ags_status out_of_memory(void) {
  return ags_fail(AGS_ERROR_MEMORY, "out of memory");
}

/* Whether the URL lacks a part, which libcurl says by a code of its own; running out of memory does not say
 * so. */
static ags_status check_lacks(CURLU *url, CURLUPart part, CURLUcode lacks, const char *rule) {
  char *value = NULL;
  CURLUcode code = curl_url_get(url, part, &value, 0);
  curl_free(value);
  if (code == lacks) return AGS_OK;
  return code == CURLUE_OUT_OF_MEMORY ? out_of_memory() : ags_fail(AGS_ERROR_ENDPOINT, "endpoint: %s", rule);
}

static ags_status check_scheme(const char *scheme, const char *host, bool allow_insecure_http, bool *https) {
  *https = strcasecmp(scheme, "https") == 0;
  if (*https) return AGS_OK;
  if (strcasecmp(scheme, "http") != 0)
    return ags_fail(AGS_ERROR_ENDPOINT, "endpoint: must start with https://");
  if (!is_loopback(host) && !allow_insecure_http)
    return ags_fail(AGS_ERROR_ENDPOINT,
                    "endpoint: http:// is accepted for loopback addresses only; use https://");
  return AGS_OK;
}

static ags_status check_lacks_all(CURLU *url) {
  static const char userinfo[] = "must not hold a user name or a password";
  static const char query[] = "must not hold a query or a fragment";
  ags_status status = check_lacks(url, CURLUPART_USER, CURLUE_NO_USER, userinfo);
  if (status == AGS_OK) status = check_lacks(url, CURLUPART_PASSWORD, CURLUE_NO_PASSWORD, userinfo);
  if (status == AGS_OK) status = check_lacks(url, CURLUPART_QUERY, CURLUE_NO_QUERY, query);
  if (status == AGS_OK) status = check_lacks(url, CURLUPART_FRAGMENT, CURLUE_NO_FRAGMENT, query);
  return status;
}

static ags_status check_url(CURLU *url, bool allow_insecure_http, bool *https) {
  ags_status status = check_lacks_all(url);
  if (status != AGS_OK) return status;
  char *scheme = NULL, *host = NULL;
  CURLUcode code = curl_url_get(url, CURLUPART_SCHEME, &scheme, 0);
  if (code == CURLUE_OK) code = curl_url_get(url, CURLUPART_HOST, &host, 0);
  if (code == CURLUE_OUT_OF_MEMORY)
    status = out_of_memory();
  else if (code != CURLUE_OK)
    status = ags_fail(AGS_ERROR_ENDPOINT, "endpoint: must name a host, as https://HOST");
  else
    status = check_scheme(scheme, host, allow_insecure_http, https);
  curl_free(scheme);
  curl_free(host);
  return status;
}

static ags_status copy_without_slash(CURLU *url, char **normalized) {
  char *text = NULL;
  if (curl_url_get(url, CURLUPART_URL, &text, 0) != CURLUE_OK) return out_of_memory();
  size_t size = strlen(text);
  while (size > 0 && text[size - 1] == '/') size--;
  *normalized = strndup(text, size);
  curl_free(text);
  return *normalized != NULL ? AGS_OK : out_of_memory();
}

ags_status ags_endpoint_normalize(const char *text, bool allow_insecure_http, char **normalized,
                                  bool *https) {
  CURLU *url = curl_url();
  if (url == NULL) return out_of_memory();
  ags_status status;
  /* libcurl parses it, so that what is checked here is what will be connected to. */
  CURLUcode code = curl_url_set(url, CURLUPART_URL, text, CURLU_NON_SUPPORT_SCHEME);
  if (code == CURLUE_OUT_OF_MEMORY)
    status = out_of_memory();
  else if (code != CURLUE_OK)
    status = ags_fail(AGS_ERROR_ENDPOINT, "endpoint: must be a URL, as https://HOST");
  else
    status = check_url(url, allow_insecure_http, https);
  if (status == AGS_OK) status = copy_without_slash(url, normalized);
  curl_url_cleanup(url);
  return status;
}
