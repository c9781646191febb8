#include "error.h"

#include "printable.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

static _Thread_local char last_error[256];

ags_status ags_fail(ags_status status, const char *format, ...) {
  va_list arguments;
  va_start(arguments, format);
  char raw[sizeof last_error];
  vsnprintf(raw, sizeof raw, format, arguments);
  va_end(arguments);
  ags_printable(last_error, sizeof last_error, ags_view_of(raw), (ags_view){0});
  return status;
}

/* There are two functions of that name: POSIX's, and the GNU one. */
static const char *from_posix(int result, const char *buffer) {
  return result == 0 ? buffer : "unknown error";
}

static const char *from_gnu(const char *result, const char *buffer) {
  (void)buffer;
  return result;
}

const char *ags_error_of_system(int error, char *buffer, size_t size) {
  buffer[0] = '\0';
  return _Generic(strerror_r(error, buffer, size), int: from_posix, char *: from_gnu)(
      strerror_r(error, buffer, size), buffer);
}

const char *ags_last_error(void) {
  return last_error;
}

const char *ags_version(void) {
  return AGS_VERSION_STRING;
}

const char *ags_status_text(ags_status status) {
  switch (status) {
  case AGS_OK:
    return "success";
  case AGS_ERROR_ARGUMENT:
    return "invalid argument";
  case AGS_ERROR_API_KEY:
    return "malformed API key";
  case AGS_ERROR_ENDPOINT:
    return "endpoint not allowed";
  case AGS_ERROR_CONVERSATION_ID:
    return "missing or invalid conversation id";
  case AGS_ERROR_TEXT:
    return "empty or invalid text";
  case AGS_ERROR_METADATA:
    return "metadata is not a JSON object";
  case AGS_ERROR_ACTION:
    return "invalid action";
  case AGS_ERROR_BUTTON:
    return "invalid button";
  case AGS_ERROR_OPTION:
    return "invalid option";
  case AGS_ERROR_MEMORY:
    return "out of memory";
  case AGS_ERROR_FULL:
    return "memory limit for events reached";
  case AGS_ERROR_THREAD:
    return "no thread could be started";
  case AGS_ERROR_NETWORK:
    return "no answer from the server";
  case AGS_ERROR_TLS:
    return "no secure connection";
  case AGS_ERROR_TIMEOUT:
    return "deadline passed";
  case AGS_ERROR_UNAUTHORIZED:
    return "the server refused the API key";
  case AGS_ERROR_REFUSED:
    return "the server refused the request";
  case AGS_ERROR_SERVER:
    return "the server failed";
  case AGS_ERROR_TOKEN_USAGE:
    return "invalid token usage";
  case AGS_ERROR_ATTACHMENT:
    return "invalid attachment";
  case AGS_ERROR_EVENT:
    return "invalid event";
  case AGS_ERROR_TOO_LARGE:
    return "too large for the server";
  }
  return "unknown status";
}
