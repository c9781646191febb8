/* An endpoint that refuses every connection for as long as the program runs. */
#ifndef UNREACHABLE_H
#define UNREACHABLE_H

#include "test.h"

#include <netinet/in.h>
#include <sys/socket.h>

/* Bound and never listening: the port is ours, and nobody answers. */
static inline const char *unreachable_endpoint(void) {
  static char url[64];
  int fd = socket(AF_INET, SOCK_STREAM, 0);
  struct sockaddr_in address = {.sin_family = AF_INET, .sin_addr = {htonl(INADDR_LOOPBACK)}};
  socklen_t size = sizeof address;
  CHECK(fd >= 0);
  CHECK_INT(bind(fd, (struct sockaddr *)&address, size), 0);
  CHECK_INT(getsockname(fd, (struct sockaddr *)&address, &size), 0);
  snprintf(url, sizeof url, "http://127.0.0.1:%d", ntohs(address.sin_port));
  return url;
}

#endif
