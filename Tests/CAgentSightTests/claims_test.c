/* How a conversation's claim goes from lane to lane: owned, shared by those who use it at the same time,
 * taken over when it has been quiet. */
#include "claims.h"
#include "test.h"

static ags_claims claims;
static const ags_view id = {"conversation", 12};

static _Atomic uint64_t *word(void) {
  return &claims.words[ags_claim_of(id)];
}

/* As if the claim had changed long ago. */
static void age(void) {
  atomic_fetch_sub(word(), UINT64_C(10) << 32);
}

static uint64_t settle(uint32_t lane) {
  return ags_claims_settle(&claims, ags_claim_of(id), lane);
}

static bool stands(uint32_t lane) {
  uint64_t ticks;
  return ags_claims_read(&claims, id, lane, &ticks);
}

int main(void) {
  ags_clock_setup();
  if (!ags_clock_has_tsc) return 0;

  atomic_store(&claims.all, 1); /* one lane: it needs no claim */
  CHECK(stands(1));
  CHECK_INT(atomic_load(word()), 0);

  atomic_store(&claims.all, 0);
  CHECK(!stands(1)); /* nobody's claim is no licence */
  uint64_t before = settle(1);
  CHECK(ags_claim_is_of(atomic_load(word()), 1));
  CHECK(stands(1));
  CHECK(!stands(2));

  uint64_t after = settle(2); /* right behind the other: from now on they share */
  CHECK(after > before);
  CHECK(ags_claim_is_of(atomic_load(word()), 0));
  CHECK(stands(1));
  CHECK(stands(2));

  age();
  CHECK(!stands(2)); /* not for ever */
  settle(2);
  CHECK(ags_claim_is_of(atomic_load(word()), 2));
  CHECK(!stands(1));

  age();
  CHECK(stands(2)); /* an owner stays one */
  settle(1);
  CHECK(ags_claim_is_of(atomic_load(word()), 1));
}
