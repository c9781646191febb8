/* The sink as a child process. */
#ifndef SERVER_H
#define SERVER_H

#include <sys/types.h>

typedef struct server {
  pid_t process;
  int input; /* the sink ends when this is closed */
  char endpoint[64];
} server;

/* Starts `program` with the certificate that Send/authority.sh has made in `folder`.
 * `capability` is what it advertises, or NULL. Exits when it cannot. */
server server_start(const char *program, const char *folder, const char *capability);

void server_stop(server *running);

#endif
