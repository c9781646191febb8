#include "transport.h"

#include "error.h"

#include <curl/curl.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>

#define STALL_SECONDS      20L /* less than a byte a second for so long is no transfer */
#define DNS_CACHE_SECONDS  60L
#define KEEP_ALIVE_SECONDS 60L

struct ags_transport {
  const ags_settings *settings;
  const atomic_bool *stop;
  CURL *curl;
  ags_response *response; /* of the request under way */
  char message[CURL_ERROR_SIZE];
};

static pthread_once_t once = PTHREAD_ONCE_INIT;
static void global_init(void) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
}

static size_t on_body(char *data, size_t one, size_t size, void *user) {
  (void)one;
  ags_buffer *body = &((ags_transport *)user)->response->body;
  if (size > AGS_RESPONSE_MAX - body->size) return 0; /* ends the transfer */
  ags_buffer_put(body, data, size);
  return body->failed ? 0 : size;
}

static int on_progress(void *user, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
  (void)a, (void)b, (void)c, (void)d;
  return atomic_load_explicit(((ags_transport *)user)->stop, memory_order_relaxed);
}

static void allow_only_the_endpoints_protocol(CURL *curl, bool https) {
#if LIBCURL_VERSION_NUM >= 0x075500
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS_STR, https ? "https" : "http");
#else
  curl_easy_setopt(curl, CURLOPT_PROTOCOLS, https ? CURLPROTO_HTTPS : CURLPROTO_HTTP);
#endif
}

/* What holds for every request. */
static void configure(ags_transport *transport) {
  CURL *curl = transport->curl;
  const ags_settings *settings = transport->settings;
  curl_easy_setopt(curl, CURLOPT_NOSIGNAL, 1L);
  curl_easy_setopt(curl, CURLOPT_ERRORBUFFER, transport->message);
  allow_only_the_endpoints_protocol(curl, settings->https);
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L); /* the key goes to the endpoint and nowhere else */
  curl_easy_setopt(curl, CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE); /* nor to a proxy */
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
  curl_easy_setopt(curl, CURLOPT_HTTP09_ALLOWED, 0L);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "agentsight-embedded/" AGS_VERSION_STRING);
  if (settings->ca_file != NULL) curl_easy_setopt(curl, CURLOPT_CAINFO, settings->ca_file);

  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)settings->connect_timeout_ms);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, (long)settings->request_timeout_ms);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, 1L);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, STALL_SECONDS);
  curl_easy_setopt(curl, CURLOPT_DNS_CACHE_TIMEOUT, DNS_CACHE_SECONDS);
  curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(curl, CURLOPT_TCP_KEEPIDLE, KEEP_ALIVE_SECONDS);

  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, transport);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, transport);
}

ags_transport *ags_transport_create(const ags_settings *settings, const atomic_bool *stop) {
  pthread_once(&once, global_init);
  ags_transport *transport = calloc(1, sizeof *transport);
  if (transport == NULL) return NULL;
  *transport = (ags_transport){.settings = settings, .stop = stop, .curl = curl_easy_init()};
  if (transport->curl == NULL) {
    free(transport);
    return NULL;
  }
  configure(transport);
  return transport;
}

void ags_transport_free(ags_transport *transport) {
  if (transport == NULL) return;
  curl_easy_cleanup(transport->curl);
  free(transport);
}

static bool is_tls_error(CURLcode code) {
  switch (code) {
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_SSL_CERTPROBLEM:
  case CURLE_SSL_CIPHER:
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_SSL_ISSUER_ERROR:
  case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    return true;
  default:
    return false;
  }
}

static ags_status perform(ags_transport *transport, const char *path, struct curl_slist *headers,
                          ags_response *response) {
  char url[4096];
  int length = snprintf(url, sizeof url, "%s%s", transport->settings->endpoint, path);
  if (length < 0 || (size_t)length >= sizeof url) return ags_fail(AGS_ERROR_ENDPOINT, "endpoint: too long");

  transport->response = response;
  response->body.size = 0;
  response->http_status = 0;
  transport->message[0] = '\0';
  curl_easy_setopt(transport->curl, CURLOPT_URL, url);
  curl_easy_setopt(transport->curl, CURLOPT_HTTPHEADER, headers);
  CURLcode code = curl_easy_perform(transport->curl);
  curl_easy_setopt(transport->curl, CURLOPT_HTTPHEADER, NULL);
  if (code != CURLE_OK)
    return ags_fail(is_tls_error(code) ? AGS_ERROR_TLS : AGS_ERROR_NETWORK, "%s: %s",
                    transport->settings->endpoint,
                    transport->message[0] != '\0' ? transport->message : curl_easy_strerror(code));
  curl_easy_getinfo(transport->curl, CURLINFO_RESPONSE_CODE, &response->http_status);
  return AGS_OK;
}

/* Appends a header, or frees the list and returns NULL; a NULL list stays NULL. */
static struct curl_slist *with_header(struct curl_slist *list, const char *header) {
  if (list == NULL) return NULL;
  struct curl_slist *longer = curl_slist_append(list, header);
  if (longer == NULL) curl_slist_free_all(list);
  return longer;
}

static struct curl_slist *common_headers(const ags_transport *transport) {
  struct curl_slist *headers = curl_slist_append(NULL, transport->settings->authorization);
  return with_header(headers, "Accept: application/json");
}

ags_status ags_transport_get(ags_transport *transport, const char *path, ags_response *response) {
  struct curl_slist *headers = common_headers(transport);
  if (headers == NULL) return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  curl_easy_setopt(transport->curl, CURLOPT_HTTPGET, 1L);
  ags_status status = perform(transport, path, headers, response);
  curl_slist_free_all(headers);
  return status;
}

ags_status ags_transport_post(ags_transport *transport, const char *path, const ags_buffer *body,
                              const char *encoding, ags_response *response) {
  struct curl_slist *headers = with_header(common_headers(transport), "Content-Type: application/json");
  headers = with_header(headers, "Expect:"); /* waiting for 100 Continue costs a round trip */
  if (encoding != NULL) {
    char line[64];
    snprintf(line, sizeof line, "Content-Encoding: %s", encoding);
    headers = with_header(headers, line);
  }
  if (headers == NULL) return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  curl_easy_setopt(transport->curl, CURLOPT_POST, 1L);
  curl_easy_setopt(transport->curl, CURLOPT_POSTFIELDS, body->data);
  curl_easy_setopt(transport->curl, CURLOPT_POSTFIELDSIZE_LARGE, (curl_off_t)body->size);
  ags_status status = perform(transport, path, headers, response);
  curl_slist_free_all(headers);
  return status;
}
