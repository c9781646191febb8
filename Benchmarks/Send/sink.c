/* A server that takes everything and looks at nothing, so that it is not what limits the client.
 *
 *   bench_sink CERTIFICATE KEY [CAPABILITY]
 *
 * Speaks HTTP/1.1 over TLS on a free loopback port, which it prints, and ends with its standard input.
 * Answers /api/me/ (with the capability, such as gzip-ingest) and every POST with 200.
 */
#include <arpa/inet.h>
#include <netinet/in.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <signal.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <strings.h>
#include <unistd.h>

#define HEAD_MAX 8192
#define BODY_MAX 65536

static const char *capability; /* or NULL */

static void fail(const char *what) {
  fprintf(stderr, "bench_sink: %s failed\n", what);
  exit(1);
}

static bool answer(SSL *ssl, bool is_post) {
  char body[256] = "{}";
  const char *quote = capability != NULL ? "\"" : "";
  if (!is_post)
    snprintf(body, sizeof body, "{\"role\":\"write\",\"capabilities\":[%s%s%s]}", quote,
             capability != NULL ? capability : "", quote);
  char text[512];
  int size = snprintf(text, sizeof text,
                      "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: %zu\r\n\r\n%s",
                      strlen(body), body);
  return SSL_write(ssl, text, size) == size;
}

/* The value of a header in a NUL-terminated head, or 0. */
static long long content_length(const char *head) {
  const char *found = strcasestr(head, "\r\nContent-Length:");
  return found != NULL ? atoll(found + sizeof "\r\nContent-Length:" - 1) : 0;
}

/* One request: false when the connection ends. What was read behind the head belongs to the body; a client
 * that waits for the answer sends nothing behind that. */
static bool serve_request(SSL *ssl) {
  char head[HEAD_MAX + 1];
  static _Thread_local char body[BODY_MAX];
  int size = 0;
  char *end = NULL;
  while (end == NULL) {
    int got = SSL_read(ssl, head + size, HEAD_MAX - size);
    if (got <= 0) return false;
    size += got;
    head[size] = '\0';
    end = strstr(head, "\r\n\r\n");
    if (end == NULL && size == HEAD_MAX) return false;
  }
  long long rest = content_length(head) - (size - (end + 4 - head));
  while (rest > 0) {
    int got = SSL_read(ssl, body, rest < BODY_MAX ? (int)rest : BODY_MAX);
    if (got <= 0) return false;
    rest -= got;
  }
  return answer(ssl, strncmp(head, "POST", 4) == 0);
}

static void *serve_connection(void *argument) {
  SSL *ssl = argument;
  if (SSL_accept(ssl) == 1)
    while (serve_request(ssl)) continue;
  close(SSL_get_fd(ssl));
  SSL_free(ssl);
  return NULL;
}

static int listen_anywhere(void) {
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr.s_addr = htonl(INADDR_LOOPBACK)};
  socklen_t size = sizeof address;
  int listener = socket(AF_INET, SOCK_STREAM, 0);
  if (listener < 0 || bind(listener, (struct sockaddr *)&address, size) != 0 || listen(listener, 16) != 0 ||
      getsockname(listener, (struct sockaddr *)&address, &size) != 0)
    fail("listening");
  printf("%u\n", (unsigned)ntohs(address.sin_port));
  fflush(stdout);
  return listener;
}

static void *end_with_input(void *unused) {
  char byte;
  while (read(STDIN_FILENO, &byte, 1) > 0) continue;
  exit(0);
  return unused;
}

int main(int argc, char **argv) {
  if (argc < 3) return 2;
  capability = argc > 3 ? argv[3] : NULL;
  signal(SIGPIPE, SIG_IGN);
  SSL_CTX *context = SSL_CTX_new(TLS_server_method());
  if (context == NULL || SSL_CTX_use_certificate_chain_file(context, argv[1]) != 1 ||
      SSL_CTX_use_PrivateKey_file(context, argv[2], SSL_FILETYPE_PEM) != 1)
    fail("reading the certificate");
  int listener = listen_anywhere();
  pthread_t thread;
  if (pthread_create(&thread, NULL, end_with_input, NULL) != 0) fail("starting a thread");
  for (;;) {
    int client = accept(listener, NULL, NULL), one = 1;
    if (client < 0) fail("accepting");
    setsockopt(client, IPPROTO_TCP, TCP_NODELAY, &one, sizeof one);
    SSL *ssl = SSL_new(context);
    if (ssl == NULL || SSL_set_fd(ssl, client) != 1) fail("preparing TLS");
    if (pthread_create(&thread, NULL, serve_connection, ssl) != 0) fail("starting a thread");
    pthread_detach(thread);
  }
}
