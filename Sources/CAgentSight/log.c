#include "log.h"

#include "printable.h"

#include <stdarg.h>
#include <stdio.h>

#define LINE_MAX_BYTES 512

void ags_log(const ags_logger *logger, ags_log_level level, const char *format, ...) {
  if (logger->write == NULL || level < logger->level) return;
  char raw[LINE_MAX_BYTES], line[LINE_MAX_BYTES];
  va_list arguments;
  va_start(arguments, format);
  vsnprintf(raw, sizeof raw, format, arguments);
  va_end(arguments);
  /* What a server or a caller put into a line must not be able to forge another one. */
  ags_printable(line, sizeof line, ags_view_of(raw), (ags_view){0});
  logger->write(logger->user, level, line);
}
