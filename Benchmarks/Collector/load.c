/* Posts prepared bodies over TLS as fast as the server takes them.
 *
 *   bench_load PORT AUTHORITY KEY CONNECTIONS BODIES [IDLE]
 *
 * BODIES is a file of gzip bodies, each behind its size as four bytes, little end first; each is sent once.
 * Prints the seconds it took, and the median and the 99th percentile of the requests in milliseconds.
 *
 * With IDLE it opens that many connections first that say nothing, prints "idle", waits for a line, and tells
 * at the end how many of them the server has kept.
 */
#include "statistics.h"

#include <arpa/inet.h>
#include <errno.h>
#include <netinet/tcp.h>
#include <openssl/ssl.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <string.h>
#include <sys/resource.h>
#include <time.h>
#include <unistd.h>

#define BODIES_MAX 100000
#define ANSWER_MAX 4096
#define STACK_SIZE (256 << 10)

typedef struct {
  char *bytes;
  size_t size;
} body;

static body bodies[BODIES_MAX];
static double milliseconds[BODIES_MAX];
static size_t body_count;
static atomic_size_t next_body;
static pthread_barrier_t all_connected;
static SSL_CTX *context;
static const char *key;
static int port;

static void fail(const char *what) {
  fprintf(stderr, "bench_load: %s failed\n", what);
  exit(1);
}

static double now(void) {
  struct timespec time;
  clock_gettime(CLOCK_MONOTONIC, &time);
  return (double)time.tv_sec + (double)time.tv_nsec / 1e9;
}

static void read_bodies(const char *path) {
  FILE *file = fopen(path, "rb");
  if (file == NULL) fail("opening the bodies");
  unsigned char head[4];
  while (body_count < BODIES_MAX && fread(head, 1, sizeof head, file) == sizeof head) {
    body *next = &bodies[body_count++];
    next->size = head[0] | (size_t)head[1] << 8 | (size_t)head[2] << 16 | (size_t)head[3] << 24;
    next->bytes = malloc(next->size);
    if (next->bytes == NULL || fread(next->bytes, 1, next->size, file) != next->size)
      fail("reading the bodies");
  }
  fclose(file);
}

static SSL *open_connection(void) {
  int descriptor = socket(AF_INET, SOCK_STREAM, 0), yes = 1;
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_port = htons((unsigned short)port)};
  address.sin_addr.s_addr = htonl(INADDR_LOOPBACK);
  if (connect(descriptor, (struct sockaddr *)&address, sizeof address) != 0) fail("connecting");
  setsockopt(descriptor, IPPROTO_TCP, TCP_NODELAY, &yes, sizeof yes);
  SSL *ssl = SSL_new(context);
  SSL_set_fd(ssl, descriptor);
  if (SSL_set1_host(ssl, "localhost") != 1 || SSL_connect(ssl) != 1) fail("the TLS handshake");
  return ssl;
}

static void post(SSL *ssl, const body *what) {
  char text[ANSWER_MAX];
  int size = snprintf(text, sizeof text,
                      "POST /api/ingest/ HTTP/1.1\r\nHost: localhost\r\nAuthorization: Api-Key %s\r\n"
                      "Content-Encoding: gzip\r\nContent-Length: %zu\r\n\r\n",
                      key, what->size);
  if (SSL_write(ssl, text, size) != size || SSL_write(ssl, what->bytes, (int)what->size) <= 0)
    fail("sending");
  int got = 0;
  while (got == 0 || text[got - 1] != '}') {
    int part = SSL_read(ssl, text + got, (int)sizeof text - 1 - got);
    if (part <= 0) fail("reading the answer");
    got += part;
  }
  text[got] = '\0';
  if (strncmp(text, "HTTP/1.1 200", 12) != 0) {
    fprintf(stderr, "%s\n", text);
    fail("a request");
  }
}

static void *run_connection(void *argument) {
  (void)argument;
  SSL *ssl = open_connection();
  pthread_barrier_wait(&all_connected);
  for (size_t at; (at = atomic_fetch_add(&next_body, 1)) < body_count;) {
    double start = now();
    post(ssl, &bodies[at]);
    milliseconds[at] = (now() - start) * 1e3;
  }
  close(SSL_get_fd(ssl));
  SSL_free(ssl);
  return NULL;
}

static void allow_many_files(void) {
  struct rlimit limit;
  if (getrlimit(RLIMIT_NOFILE, &limit) != 0) return;
  limit.rlim_cur = limit.rlim_max;
  setrlimit(RLIMIT_NOFILE, &limit);
}

static SSL **open_idle(size_t count) {
  SSL **idle = calloc(count, sizeof *idle);
  if (idle == NULL) fail("memory");
  for (size_t i = 0; i < count; i++) idle[i] = open_connection();
  puts("idle");
  fflush(stdout);
  if (getchar() == EOF) fail("reading the line");
  return idle;
}

/* A connection that the server has closed has its end to be read; one that it keeps has nothing but session
 * tickets. */
static size_t count_open(SSL **idle, size_t count) {
  size_t open = 0;
  for (size_t i = 0; i < count; i++) {
    char bytes[ANSWER_MAX];
    ssize_t got;
    while ((got = recv(SSL_get_fd(idle[i]), bytes, sizeof bytes, MSG_DONTWAIT)) > 0) continue;
    open += got < 0 && (errno == EAGAIN || errno == EWOULDBLOCK);
  }
  return open;
}

int main(int count, char **arguments) {
  if (count != 6 && count != 7) fail("reading the arguments");
  allow_many_files();
  port = atoi(arguments[1]);
  key = arguments[3];
  int connections = atoi(arguments[4]);
  context = SSL_CTX_new(TLS_client_method());
  if (SSL_CTX_load_verify_locations(context, arguments[2], NULL) != 1) fail("reading the authority");
  SSL_CTX_set_verify(context, SSL_VERIFY_PEER, NULL);
  read_bodies(arguments[5]);
  pthread_t *threads = calloc((size_t)connections, sizeof *threads);
  if (threads == NULL) fail("memory");
  size_t idle_count = count == 7 ? (size_t)atol(arguments[6]) : 0;
  SSL **idle = idle_count == 0 ? NULL : open_idle(idle_count);
  pthread_barrier_init(&all_connected, NULL, (unsigned)connections + 1);
  pthread_attr_t attributes;
  pthread_attr_init(&attributes);
  pthread_attr_setstacksize(&attributes, STACK_SIZE);
  for (int i = 0; i < connections; i++)
    if (pthread_create(&threads[i], &attributes, run_connection, NULL) != 0) fail("a thread");
  pthread_barrier_wait(&all_connected);
  double start = now();
  for (int i = 0; i < connections; i++) pthread_join(threads[i], NULL);
  double seconds = now() - start;
  statistics_sort(milliseconds, body_count);
  printf("%.6f %.3f %.3f %zu\n", seconds, percentile(milliseconds, body_count, 0.5),
         percentile(milliseconds, body_count, 0.99), count_open(idle, idle_count));
  return 0;
}
