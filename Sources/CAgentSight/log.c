#include "log.h"

#include "hex.h"

#include <stdarg.h>
#include <stdio.h>

#define LINE_MAX_BYTES 512

/* What a server or a caller put into a line must not be able to forge another one. */
static void escape_controls(char *to, size_t capacity, const char *from) {
  size_t used = 0;
  for (; *from != '\0' && used + 5 <= capacity; from++) {
    unsigned char c = (unsigned char)*from;
    if (c >= 0x20 && c != 0x7F) {
      to[used++] = (char)c;
      continue;
    }
    to[used++] = '\\';
    to[used++] = 'x';
    to[used++] = ags_hex_digits[c >> 4];
    to[used++] = ags_hex_digits[c & 15];
  }
  to[used] = '\0';
}

void ags_log(const ags_logger *logger, ags_log_level level, const char *format, ...) {
  if (logger->write == NULL || level < logger->level) return;
  char raw[LINE_MAX_BYTES], line[LINE_MAX_BYTES];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(raw, sizeof raw, format, arguments);
  va_end(arguments);
  escape_controls(line, sizeof line, raw);
  logger->write(logger->user, level, line);
}
