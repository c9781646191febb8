#include "answer.h"

#include <curl/curl.h>
#include <stdbool.h>
#include <string.h>

ags_answer_kind ags_answer_kind_of(long http_status) {
  switch (http_status) {
  case 200:
  case 201:
    return AGS_ANSWER_CONFIRMED;
  case 400:
  case 422:
    return AGS_ANSWER_INVALID;
  case 413:
    return AGS_ANSWER_TOO_LARGE;
  case 415:
    return AGS_ANSWER_ENCODING;
  case 408:
  case 425:
  case 429:
    return AGS_ANSWER_AGAIN;
  case 501:
    return AGS_ANSWER_HELD;
  default:
    return http_status >= 300 && http_status <= 499 ? AGS_ANSWER_HELD : AGS_ANSWER_AGAIN;
  }
}

ags_status ags_answer_status(long http_status) {
  if (http_status == 200 || http_status == 201) return AGS_OK;
  if (http_status == 401 || http_status == 403) return AGS_ERROR_UNAUTHORIZED;
  return http_status >= 300 && http_status <= 499 ? AGS_ERROR_REFUSED : AGS_ERROR_SERVER;
}

static int64_t clamp(int64_t seconds) {
  const int64_t most = AGS_RETRY_AFTER_MAX_MS / 1000;
  return 1000 * (seconds < 0 ? 0 : seconds > most ? most : seconds);
}

static const char *skip_spaces(const char *at) {
  while (*at == ' ' || *at == '\t') at++;
  return at;
}

int64_t ags_retry_after_ms(const char *value, int64_t now_s) {
  value = skip_spaces(value);
  if (*value >= '0' && *value <= '9') {
    int64_t seconds = 0;
    for (; *value >= '0' && *value <= '9'; value++)
      if (seconds < AGS_RETRY_AFTER_MAX_MS) seconds = seconds * 10 + (*value - '0');
    return *skip_spaces(value) == '\0' ? clamp(seconds) : AGS_NO_RETRY_AFTER;
  }
  /* All three forms of a date begin with the name of a day; the parser would read much else as one. */
  static const char days[] = "MonTueWedThuFriSatSun";
  bool day = false;
  for (size_t i = 0; i < sizeof days - 1; i += 3) day = day || strncmp(value, days + i, 3) == 0;
  time_t date = day ? curl_getdate(value, NULL) : -1;
  return date == -1 ? AGS_NO_RETRY_AFTER : clamp((int64_t)date - now_s);
}
