#include "server.h"

#include <stdio.h>
#include <stdlib.h>
#include <sys/wait.h>
#include <unistd.h>

static void fail(const char *what) {
  perror(what);
  exit(1);
}

static void run_sink(const char *program, const char *folder, const char *capability, int input, int output) {
  char certificate[4096], key[4096];
  snprintf(certificate, sizeof certificate, "%s/server.pem", folder);
  snprintf(key, sizeof key, "%s/server.key", folder);
  if (dup2(input, STDIN_FILENO) < 0 || dup2(output, STDOUT_FILENO) < 0) fail("dup2");
  execl(program, program, certificate, key, capability, (char *)NULL);
  fail(program);
}

server server_start(const char *program, const char *folder, const char *capability) {
  int input[2], output[2];
  if (pipe(input) != 0 || pipe(output) != 0) fail("pipe");
  server started = {.process = fork(), .input = input[1]};
  if (started.process < 0) fail("fork");
  if (started.process == 0) {
    close(input[1]), close(output[0]);
    run_sink(program, folder, capability, input[0], output[1]);
  }
  close(input[0]), close(output[1]);
  FILE *lines = fdopen(output[0], "r");
  unsigned port = 0;
  if (lines == NULL || fscanf(lines, "%u", &port) != 1) fail("the sink's port");
  fclose(lines);
  snprintf(started.endpoint, sizeof started.endpoint, "https://localhost:%u", port);
  return started;
}

void server_stop(server *running) {
  close(running->input);
  waitpid(running->process, NULL, 0);
}
