#include "transport.h"

#include "error.h"

#include <curl/curl.h>
#include <limits.h>
#include <pthread.h>
#include <stdio.h>
#include <stdlib.h>
#include <strings.h>

#define STALL_BYTES        64L /* fewer bytes a second than these is no transfer; settings.stall_seconds */
#define DNS_CACHE_SECONDS  60L
#define KEEP_ALIVE_SECONDS 60L

typedef struct ags_transport {
  const ags_settings *settings;
  const atomic_bool *stop;
  CURL *curl;
  ags_response *response; /* of the request under way */
  size_t header_bytes;    /* of all its headers, interim answers included */
  bool unreached;         /* the last request went nowhere: its name may mean another address by now */
  bool head_complete;     /* the header of the last answer ended as headers do */
  char message[CURL_ERROR_SIZE];
} ags_transport;

void ags_transport_setup(void) {
  curl_global_init(CURL_GLOBAL_DEFAULT);
}

static size_t on_body(char *data, size_t one, size_t size, void *user) {
  (void)one;
  ags_buffer *body = &((ags_transport *)user)->response->body;
  if (size > AGS_RESPONSE_MAX - body->size) return 0; /* ends the transfer */
  ags_buffer_put(body, data, size);
  return body->failed ? 0 : size;
}

static void keep_retry_after(ags_response *response, const char *value, size_t size) {
  while (size > 0 && (value[size - 1] == '\r' || value[size - 1] == '\n')) size--;
  if (size >= sizeof response->retry_after) size = 0; /* no date is so long */
  memcpy(response->retry_after, value, size);
  response->retry_after[size] = '\0';
}

/* libcurl takes a header that just stops for complete; we do not let go of records for half an answer. */
static size_t on_header(char *line, size_t one, size_t size, void *user) {
  static const char retry_after[] = "retry-after:";
  ags_transport *transport = user;
  transport->header_bytes += size;
  if (transport->header_bytes > AGS_RESPONSE_HEADERS_MAX) return 0; /* ends the transfer */
  if (size >= 5 && memcmp(line, "HTTP/", 5) == 0) {
    transport->head_complete = false;
    transport->response->retry_after[0] = '\0';
  } else if (size == 2 && line[0] == '\r' && line[1] == '\n') {
    transport->head_complete = true;
  } else if (size >= sizeof retry_after && strncasecmp(line, retry_after, sizeof retry_after - 1) == 0) {
    keep_retry_after(transport->response, line + sizeof retry_after - 1, size - (sizeof retry_after - 1));
  }
  return one * size;
}

static int on_progress(void *user, curl_off_t a, curl_off_t b, curl_off_t c, curl_off_t d) {
  (void)a, (void)b, (void)c, (void)d;
  return atomic_load_explicit(((ags_transport *)user)->stop, memory_order_relaxed);
}

static void allow_only_this_protocol(CURL *curl, bool https) {
  /* Without TLS a proxy would see key and texts; a loopback address is never behind one. */
  curl_easy_setopt(curl, CURLOPT_NOPROXY, https ? NULL : "*");
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
  curl_easy_setopt(curl, CURLOPT_FOLLOWLOCATION, 0L); /* the key goes to the endpoint and nowhere else */
  curl_easy_setopt(curl, CURLOPT_HEADEROPT, (long)CURLHEADER_SEPARATE); /* nor to a proxy */
  curl_easy_setopt(curl, CURLOPT_SUPPRESS_CONNECT_HEADERS, 1L);         /* whose answer is not the server's */
  curl_easy_setopt(curl, CURLOPT_HTTP_VERSION, (long)CURL_HTTP_VERSION_2TLS);
  curl_easy_setopt(curl, CURLOPT_HTTP09_ALLOWED, 0L);
  curl_easy_setopt(curl, CURLOPT_USERAGENT, "agentsight-embedded/" AGS_VERSION_STRING);
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYPEER, 1L); /* there is no option to switch these off */
  curl_easy_setopt(curl, CURLOPT_SSL_VERIFYHOST, 2L);
  curl_easy_setopt(curl, CURLOPT_SSLVERSION, (long)CURL_SSLVERSION_TLSv1_2);
  if (settings->ca_file != NULL) curl_easy_setopt(curl, CURLOPT_CAINFO, settings->ca_file);

  curl_easy_setopt(curl, CURLOPT_CONNECTTIMEOUT_MS, (long)settings->connect_timeout_ms);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_LIMIT, STALL_BYTES);
  curl_easy_setopt(curl, CURLOPT_LOW_SPEED_TIME, (long)settings->stall_seconds);
#if LIBCURL_VERSION_NUM >= 0x075700
  curl_easy_setopt(curl, CURLOPT_QUICK_EXIT, 1L); /* no time limit waits for the system's resolver */
#endif
  curl_easy_setopt(curl, CURLOPT_TCP_KEEPALIVE, 1L);
  curl_easy_setopt(curl, CURLOPT_TCP_KEEPIDLE, KEEP_ALIVE_SECONDS);

  curl_easy_setopt(curl, CURLOPT_HEADERFUNCTION, on_header);
  curl_easy_setopt(curl, CURLOPT_HEADERDATA, transport);
  curl_easy_setopt(curl, CURLOPT_WRITEFUNCTION, on_body);
  curl_easy_setopt(curl, CURLOPT_WRITEDATA, transport);
  curl_easy_setopt(curl, CURLOPT_NOPROGRESS, 0L);
  curl_easy_setopt(curl, CURLOPT_XFERINFOFUNCTION, on_progress);
  curl_easy_setopt(curl, CURLOPT_XFERINFODATA, transport);
}

static void *open_transport(void *context, const ags_settings *settings, const atomic_bool *stop) {
  (void)context;
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

static void close_transport(void *connection) {
  ags_transport *transport = connection;
  if (transport == NULL) return;
  curl_easy_cleanup(transport->curl);
  free(transport);
}

static ags_status status_of(CURLcode code) {
  switch (code) {
  case CURLE_SSL_CONNECT_ERROR:
  case CURLE_SSL_CERTPROBLEM:
  case CURLE_SSL_CIPHER:
  case CURLE_PEER_FAILED_VERIFICATION:
  case CURLE_SSL_CACERT_BADFILE:
  case CURLE_SSL_ISSUER_ERROR:
  case CURLE_SSL_PINNEDPUBKEYNOTMATCH:
    return AGS_ERROR_TLS;
  case CURLE_UNSUPPORTED_PROTOCOL: /* what answers does not speak HTTP */
  case CURLE_WEIRD_SERVER_REPLY:
    return AGS_ERROR_SERVER;
  case CURLE_OUT_OF_MEMORY:
    return AGS_ERROR_MEMORY;
  default:
    return AGS_ERROR_NETWORK;
  }
}

/* Appends a header, or frees the list and returns NULL; a list that is NULL already stays so. */
static struct curl_slist *with_header(struct curl_slist *list, const char *header) {
  if (list == NULL) return NULL;
  struct curl_slist *longer = curl_slist_append(list, header);
  if (longer == NULL) curl_slist_free_all(list);
  return longer;
}

static struct curl_slist *with_value(struct curl_slist *list, const char *name, const char *value) {
  char line[160];
  snprintf(line, sizeof line, "%s: %s", name, value);
  return with_header(list, line);
}

static struct curl_slist *make_headers(const ags_destination *to, const ags_body *body) {
  struct curl_slist *headers = curl_slist_append(NULL, to->authorization);
  headers = with_header(headers, "Accept: application/json");
  if (body == NULL) return headers;
  headers = with_value(headers, "Content-Type", body->type);
  headers = with_header(headers, "Expect:"); /* waiting for 100 Continue costs a round trip */
  return body->encoding != NULL ? with_value(headers, "Content-Encoding", body->encoding) : headers;
}

static size_t on_read(char *to, size_t one, size_t room, void *user) {
  const ags_body_source *source = user;
  size_t size = source->read(source->context, to, one * room);
  return size == SIZE_MAX ? CURL_READFUNC_ABORT : size;
}

static int on_seek(void *user, curl_off_t offset, int origin) {
  const ags_body_source *source = user;
  bool to_start = offset == 0 && origin == SEEK_SET;
  return to_start && source->rewind(source->context) ? CURL_SEEKFUNC_OK : CURL_SEEKFUNC_CANTSEEK;
}

static void set_body(CURL *curl, const ags_body *body) {
  if (body == NULL) {
    curl_easy_setopt(curl, CURLOPT_HTTPGET, 1L);
    return;
  }
  curl_easy_setopt(curl, CURLOPT_POST, 1L);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDS, body->data); /* NULL: comes from the source */
  curl_off_t size = (curl_off_t)(body->source != NULL ? body->source->size : body->size);
  curl_easy_setopt(curl, CURLOPT_POSTFIELDSIZE_LARGE, size);
  curl_easy_setopt(curl, CURLOPT_READFUNCTION, on_read);
  curl_easy_setopt(curl, CURLOPT_READDATA, body->source);
  curl_easy_setopt(curl, CURLOPT_SEEKFUNCTION, on_seek);
  curl_easy_setopt(curl, CURLOPT_SEEKDATA, body->source);
}

/* A proxy that refused the tunnel, for reasons that will not pass by themselves. */
static bool proxy_refused(ags_transport *transport, ags_response *response) {
  long code = 0;
  curl_easy_getinfo(transport->curl, CURLINFO_HTTP_CONNECTCODE, &code);
  if (code < 400 || code > 499 || code == 408 || code == 429) return false;
  response->http_status = code;
  response->from_proxy = true;
  return true;
}

static ags_status perform(ags_transport *transport, const ags_destination *to) {
  long http_status = 0;
  ags_response *response = transport->response;
  transport->message[0] = '\0';
  transport->head_complete = false;
  transport->header_bytes = 0;
  CURLcode code = curl_easy_perform(transport->curl);
  curl_easy_getinfo(transport->curl, CURLINFO_RESPONSE_CODE, &http_status);
  bool stopped = code == CURLE_ABORTED_BY_CALLBACK;
  transport->unreached = code != CURLE_OK && http_status == 0;
  if (transport->head_complete && !stopped && (code == CURLE_OK || http_status >= 300)) {
    response->http_status = http_status;
    return AGS_OK;
  }
  if (code != CURLE_OK && proxy_refused(transport, response)) return AGS_OK;
  if (code == CURLE_OK) return ags_fail(AGS_ERROR_NETWORK, "%s: the answer broke off", to->endpoint);
  return ags_fail(status_of(code), "%s: %s", to->endpoint,
                  transport->message[0] != '\0' ? transport->message : curl_easy_strerror(code));
}

/* In milliseconds, for a whole request with this body. */
static long time_for(const ags_transport *transport, const ags_body *body) {
  uint64_t size = body == NULL ? 0 : body->source != NULL ? body->source->size : body->size;
  uint64_t time = transport->settings->request_timeout_ms + size / AGS_SLOWEST_UPLOAD * 1000;
  return time < LONG_MAX ? (long)time : LONG_MAX;
}

static ags_status request(void *connection, const ags_destination *to, const char *path, const ags_body *body,
                          ags_response *response) {
  ags_transport *transport = connection;
  CURL *curl = transport->curl;
  char url[4096];
  int length = snprintf(url, sizeof url, "%s%s", to->endpoint, path);
  if (length < 0 || (size_t)length >= sizeof url) return ags_fail(AGS_ERROR_ENDPOINT, "endpoint: too long");
  struct curl_slist *headers = make_headers(to, body);
  if (headers == NULL) return ags_fail(AGS_ERROR_MEMORY, "out of memory");

  transport->response = response;
  response->body.size = 0;
  response->body.failed = false;
  response->http_status = 0;
  response->from_proxy = false;
  response->retry_after[0] = '\0';
  allow_only_this_protocol(curl, to->https);
  curl_easy_setopt(curl, CURLOPT_URL, url);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, headers);
  curl_easy_setopt(curl, CURLOPT_TIMEOUT_MS, time_for(transport, body));
  curl_easy_setopt(curl, CURLOPT_DNS_CACHE_TIMEOUT, transport->unreached ? 0L : DNS_CACHE_SECONDS);
  set_body(curl, body);
  ags_status status = perform(transport, to);
  curl_easy_setopt(curl, CURLOPT_HTTPHEADER, NULL);
  curl_slist_free_all(headers);
  return status;
}

const ags_network ags_network_of_curl = {open_transport, close_transport, request};
