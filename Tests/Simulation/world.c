#include "world.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

void world_fail(const world *w, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  fflush(stdout);
  fprintf(stderr, "seed %llu: ", (unsigned long long)w->seed);
  vfprintf(stderr, format, arguments);
  fprintf(stderr, "\nsee it again: make simulate SEED=%llu\n", (unsigned long long)w->seed);
  va_end(arguments);
  exit(1);
}

void world_tell(const world *w, const char *format, ...) {
  if (!w->trace) return;
  va_list arguments;
  va_start(arguments, format);
  printf("%12.6f ", (double)w->monotonic_ns / 1e9);
  vprintf(format, arguments);
  printf("\n");
  va_end(arguments);
}

void world_advance(world *w, int64_t ns) {
  w->monotonic_ns += ns;
}

/* Quotes, a backslash, a control character and more than one byte each, so that escaping is put to use. */
static const char units[][4] = {"a", "b", " ", "\"", "\\", "\n", "\x01", "\xC3\xA9", "0", "/", "z", "{"};

const char *world_text(world *w, uint32_t number, uint32_t size) {
  chance c = {w->seed ^ ((uint64_t)number << 32)};
  uint32_t at = (uint32_t)snprintf(w->text, 16, "%u.", number);
  while (at < size) {
    const char *unit = units[chance_below(&c, sizeof units / sizeof *units)];
    uint32_t length = (uint32_t)strlen(unit);
    if (length > size - at) unit = "x", length = 1;
    memcpy(w->text + at, unit, length);
    at += length;
  }
  w->text[size] = '\0';
  return w->text;
}
