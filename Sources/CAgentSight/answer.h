/* What the answer to a batch says about it: the one place where status codes are told apart. */
#ifndef AGS_ANSWER_H
#define AGS_ANSWER_H

#include "agentsight.h"

/* What an answer means for the events that it answers. */
typedef enum ags_answer_kind {
  AGS_ANSWER_CONFIRMED, /* 200, 201: the server has them */
  AGS_ANSWER_AGAIN,     /* it could have gone well: 408, 425, 429, 5xx, no answer, no HTTP, an odd 2xx */
  AGS_ANSWER_TOO_LARGE, /* 413: too many bytes at once */
  AGS_ANSWER_INVALID,   /* 400, 422: something in them breaks a rule of the server */
  AGS_ANSWER_ENCODING,  /* 415: the server does not read this Content-Encoding, or nothing of ours */
  AGS_ANSWER_HELD       /* any other 3xx or 4xx: key, endpoint or proxy are wrong, and no event is */
} ags_answer_kind;

#define AGS_NO_RETRY_AFTER (-1)

typedef struct ags_answer {
  ags_answer_kind kind;
  int64_t retry_after_ms; /* as the server asked; or AGS_NO_RETRY_AFTER */
} ags_answer;

/* Of an HTTP status; 0 when there was no complete answer. */
ags_answer_kind ags_answer_kind_of(long http_status);

/* How a caller is told of such an answer: AGS_OK for 200 and 201, else an error. */
ags_status ags_answer_status(long http_status);

/* The most that a server is believed when it asks for patience. */
#define AGS_RETRY_AFTER_MAX_MS 300000

/*
 * The value of a Retry-After header, seconds or an HTTP date, in milliseconds from now, 0 to
 * AGS_RETRY_AFTER_MAX_MS; a date that has passed is 0. AGS_NO_RETRY_AFTER when it is neither. `now_s` is
 * wall-clock time in seconds since 1970.
 */
int64_t ags_retry_after_ms(const char *value, int64_t now_s);

#endif
