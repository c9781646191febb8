/* When to send again: the state machine, on a clock and with random numbers of the test's own. */
#include "retry.h"

#include "fixture.h"
#include "refusal.h"

#define CLIENTS 500
#define SLICES  10

static const ags_answer confirmed = {AGS_ANSWER_CONFIRMED, AGS_NO_RETRY_AFTER},
                        again = {AGS_ANSWER_AGAIN, AGS_NO_RETRY_AFTER},
                        large = {AGS_ANSWER_TOO_LARGE, AGS_NO_RETRY_AFTER},
                        invalid = {AGS_ANSWER_INVALID, AGS_NO_RETRY_AFTER},
                        held = {AGS_ANSWER_HELD, AGS_NO_RETRY_AFTER};

static uint64_t state;
static uint64_t next_random(void) {
  state += 0x9E3779B97F4A7C15u;
  uint64_t x = (state ^ (state >> 30)) * 0xBF58476D1CE4E5B9u;
  x = (x ^ (x >> 27)) * 0x94D049BB133111EBu;
  return x ^ (x >> 31);
}

static ags_retry fresh(void) {
  ags_retry retry;
  ags_retry_init(&retry, &AGS_RETRY_POLICY);
  return retry;
}

static void test_backoff(void) {
  static const int64_t ceilings[] = {1000, 2000, 4000, 8000, 16000, 30000, 30000, 30000, 30000, 30000};
  ags_retry retry = fresh();
  for (size_t i = 0; i < sizeof ceilings / sizeof *ceilings; i++) {
    ags_retry longest = retry, shortest = retry;
    CHECK_INT(ags_retry_take(&longest, again, 5, false, 100, (uint64_t)ceilings[i]), AGS_STEP_WAIT);
    CHECK_INT(longest.until, 100 + ceilings[i]);
    CHECK_INT(ags_retry_take(&shortest, again, 5, false, 100, 0), AGS_STEP_WAIT);
    CHECK_INT(shortest.until, 100);
    retry = longest;
  }
  /* The quick retries are used up. */
  CHECK_INT(ags_retry_take(&retry, again, 5, false, 0, 0), AGS_STEP_WAIT);
  CHECK_INT(retry.until, 15000);
  CHECK(!ags_retry_may_send(&retry, 14999, true));
  CHECK(ags_retry_may_send(&retry, 15000, false));
  for (int i = 0; i < 10; i++) CHECK_INT(ags_retry_take(&retry, confirmed, 5, false, 0, 0), AGS_STEP_GO_ON);
  CHECK_INT(ags_retry_take(&retry, again, 5, false, 0, 7), AGS_STEP_WAIT);
  CHECK_INT(retry.until, 7); /* ten successes bought one */
}

static void test_outage_is_not_stormed(void) {
  for (uint64_t seed = 1; seed <= 1000; seed++) {
    state = seed << 32;
    ags_retry retry = fresh();
    int attempts = 0;
    for (int64_t now = 0; now<100000; now = retry.until> now ? retry.until : now + 1, attempts++)
      ags_retry_take(&retry, again, 5, false, now, next_random());
    CHECK(attempts <= 1 + 10 + 7); /* the first, the quick ones, one in 15 s */
  }
}

static void test_spooling(void) {
  ags_retry retry = fresh();
  retry.spooling = true;
  for (int i = 0; i < 9; i++) ags_retry_take(&retry, again, 5, false, 0, 0);
  ags_retry_take(&retry, again, 5, false, 0, 300000);
  CHECK_INT(retry.until, 300000);
}

static void test_pause_and_hold(void) {
  ags_retry retry = fresh();
  CHECK_INT(ags_retry_take(&retry, (ags_answer){AGS_ANSWER_AGAIN, 5000}, 5, false, 100, 400), AGS_STEP_WAIT);
  CHECK_INT(retry.until, 5500);
  CHECK(!ags_retry_may_send(&retry, 5499, true)); /* nobody shortens what the server asked for */
  CHECK(ags_retry_may_send(&retry, 5500, false));

  retry = fresh();
  CHECK_INT(ags_retry_take(&retry, held, 5, false, 0, 0), AGS_STEP_WAIT);
  CHECK(!ags_retry_may_send(&retry, 299999, true));
  CHECK(ags_retry_may_send(&retry, 300000, false));
  ags_retry_forget(&retry);
  CHECK(ags_retry_may_send(&retry, 0, false));

  retry = fresh();
  ags_retry_take(&retry, again, 5, false, 0, 900);
  CHECK(!ags_retry_may_send(&retry, 10, false));
  CHECK(ags_retry_may_send(&retry, 10, true)); /* a backoff is our own */
}

static void test_refusals(void) {
  ags_retry retry = fresh();
  CHECK_INT(ags_retry_take(&retry, large, 2, false, 0, 0), AGS_STEP_HALVE);
  CHECK_INT(ags_retry_take(&retry, large, 1, false, 0, 0), AGS_STEP_DROP);
  CHECK_INT(ags_retry_take(&retry, invalid, 2, true, 0, 0), AGS_STEP_NARROW);
  CHECK_INT(ags_retry_take(&retry, invalid, 1, false, 0, 0), AGS_STEP_DROP);
  CHECK_INT(retry.until, 0);
  CHECK_INT(ags_retry_take(&retry, invalid, 1, true, 0, 0), AGS_STEP_WAIT);
  CHECK_INT(retry.wait, AGS_WAIT_HOLD);
}

/* At least 80 % of the first retries of many clients are where an even spread over the window has them. */
static void check_spread(ags_answer answer, int64_t from, int64_t window) {
  for (uint64_t seed = 1; seed <= 100; seed++) {
    int slices[SLICES] = {0}, even = 0;
    state = seed << 32;
    for (int i = 0; i < CLIENTS; i++) {
      ags_retry retry = fresh();
      ags_retry_take(&retry, answer, 5, false, 0, next_random());
      CHECK(retry.until >= from && retry.until <= from + window);
      slices[(retry.until - from) * SLICES / (window + 1)]++;
    }
    for (int i = 0; i < SLICES; i++) even += slices[i] < CLIENTS / SLICES ? slices[i] : CLIENTS / SLICES;
    CHECK(even >= CLIENTS * 8 / 10);
  }
}

static void test_retry_after(void) {
  const int64_t now = 784111777; /* Sun, 06 Nov 1994 08:49:37 GMT */
  static const struct {
    const char *value;
    int64_t ms;
  } values[] = {{"0", 0},
                {" 12 ", 12000},
                {"300", 300000},
                {"301", 300000},
                {"1000000000000", 300000},
                {"99999999999999999999999999", 300000},
                {"Sun, 06 Nov 1994 08:49:47 GMT", 10000},
                {"Sunday, 06-Nov-94 08:49:47 GMT", 10000},
                {"Sun Nov  6 08:49:47 1994", 10000},
                {"Sun, 06 Nov 1994 08:00:00 GMT", 0},
                {"Sun, 06 Nov 2094 08:49:37 GMT", 300000},
                {"", AGS_NO_RETRY_AFTER},
                {"-5", AGS_NO_RETRY_AFTER},
                {"1.5", AGS_NO_RETRY_AFTER},
                {"soon", AGS_NO_RETRY_AFTER},
                {"Sunday", AGS_NO_RETRY_AFTER},
                {"12 seconds", AGS_NO_RETRY_AFTER}};
  for (size_t i = 0; i < sizeof values / sizeof *values; i++)
    CHECK_INT(ags_retry_after_ms(values[i].value, now), values[i].ms);
}

static void test_refusal_body(void) {
  ags_refusal refusal;
  ags_refused_block block;
  ags_view body = ags_view_of(
      " {\"detail\":\"x\",\"conversations\":[3,{\"index\":-1},{\"index\":2,\"errors\":{\"name\":[]}},"
      "{\"conversation_id\":\"b]\",\"index\":7,\"errors\":{\"environment\":[\"?\"]}}]}");
  CHECK(ags_refusal_read(&refusal, body));
  CHECK(ags_refusal_next(&refusal, &block));
  CHECK(block.index == 2 && !block.environment && block.conversation_id.data == NULL);
  CHECK(ags_refusal_next(&refusal, &block));
  CHECK(block.index == 7 && block.environment && block.conversation_id.size == 2);
  CHECK(!ags_refusal_next(&refusal, &block));
  CHECK(ags_refusal_read(&refusal, ags_view_of("{\"conversations\":\"This field is required.\"}")));
  CHECK(!ags_refusal_next(&refusal, &block));
  CHECK(!ags_refusal_read(&refusal, ags_view_of("<html>400</html>")));
  CHECK(!ags_refusal_read(&refusal, (ags_view){0}));
}

int main(void) {
  test_backoff();
  test_outage_is_not_stormed();
  test_spooling();
  test_pause_and_hold();
  test_refusals();
  check_spread(again, 0, 1000);
  check_spread((ags_answer){AGS_ANSWER_AGAIN, 30000}, 30000, 1000);
  test_retry_after();
  test_refusal_body();
}
