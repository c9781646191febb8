#include "retry.h"

#define TOKENS 10
#define TENTHS 10 /* of a token, in one */

void ags_retry_init(ags_retry *retry, const ags_retry_policy *policy) {
  *retry = (ags_retry){.policy = *policy, .tenths = TOKENS * TENTHS};
}

void ags_retry_forget(ags_retry *retry) {
  retry->failures = 0;
  retry->wait = AGS_WAIT_NONE;
  retry->until = 0;
}

void ags_retry_pause(ags_retry *retry, int64_t until) {
  if (retry->until >= until) return;
  retry->wait = AGS_WAIT_PAUSE;
  retry->until = until;
}

static bool take_token(ags_retry *retry) {
  if (retry->tenths < TENTHS) return false;
  retry->tenths -= TENTHS;
  return true;
}

/* 0 to `most`, both included. */
static int64_t below(int64_t most, uint64_t random) {
  return (int64_t)(random % ((uint64_t)most + 1));
}

static int64_t cap(const ags_retry *retry) {
  return retry->spooling ? retry->policy.spool_cap_ms : retry->policy.cap_ms;
}

static int64_t ceiling(const ags_retry *retry) {
  int64_t ceiling = retry->policy.base_ms;
  for (uint32_t i = 1; i < retry->failures && ceiling < cap(retry); i++) ceiling *= 2;
  return ceiling < cap(retry) ? ceiling : cap(retry);
}

static void back_off(ags_retry *retry, int64_t retry_after_ms, int64_t now, uint64_t random) {
  if (retry->failures < UINT32_MAX) retry->failures++;
  int64_t wait = below(ceiling(retry), random);
  if (!take_token(retry)) wait = cap(retry) / 2 + below(cap(retry) / 2, random);
  retry->wait = AGS_WAIT_BACKOFF;
  if (retry_after_ms != AGS_NO_RETRY_AFTER) {
    /* On top, not instead: those who were told the same second must not all come in it, and a server that
     * says 0 is not to be stormed. */
    wait += retry_after_ms;
    retry->wait = AGS_WAIT_PAUSE;
  }
  retry->until = now + wait;
}

static void hold(ags_retry *retry, int64_t now, uint64_t random) {
  if (retry->failures < UINT32_MAX) retry->failures++;
  retry->wait = AGS_WAIT_HOLD;
  retry->until = now + retry->policy.hold_ms + below(retry->policy.base_ms, random);
}

static void succeed(ags_retry *retry) {
  ags_retry_forget(retry);
  if (retry->tenths < TOKENS * TENTHS) retry->tenths++;
}

ags_retry_step ags_retry_take(ags_retry *retry, ags_answer answer, uint32_t events, bool doubtful,
                              int64_t now, uint64_t random) {
  switch (answer.kind) {
  case AGS_ANSWER_CONFIRMED:
    succeed(retry);
    return AGS_STEP_GO_ON;
  case AGS_ANSWER_TOO_LARGE:
    ags_retry_forget(retry); /* it is well, it just wants less */
    return events > 1 ? AGS_STEP_HALVE : AGS_STEP_DROP;
  case AGS_ANSWER_INVALID:
    if (events == 1 && doubtful) break;
    ags_retry_forget(retry);
    return events > 1 ? AGS_STEP_NARROW : AGS_STEP_DROP;
  case AGS_ANSWER_AGAIN:
    back_off(retry, answer.retry_after_ms, now, random);
    return AGS_STEP_WAIT;
  case AGS_ANSWER_ENCODING:
  case AGS_ANSWER_HELD:
    break;
  }
  hold(retry, now, random);
  return AGS_STEP_WAIT;
}

bool ags_retry_may_send(ags_retry *retry, int64_t now, bool asked) {
  if (now >= retry->until) return true;
  return asked && retry->wait == AGS_WAIT_BACKOFF && take_token(retry);
}
