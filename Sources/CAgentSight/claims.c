#include "claims.h"

uint64_t ags_claims_settle(ags_claims *claims, size_t claim, uint32_t lane) {
  _Atomic uint64_t *at = &claims->words[claim];
  for (;;) {
    uint64_t ticks = ags_clock_ticks();
    uint64_t word = ags_claim_after(at, ticks);
    bool recent = ags_claim_is_recent(word, ticks);
    if (ags_claim_is_of(word, lane) || (ags_claim_is_of(word, 0) && recent)) return ticks;
    uint64_t changed = ticks >> AGS_CLAIM_UNIT << 32 | (recent ? 0 : lane);
    /* Relaxed is enough: a claim orders only what is said about itself. */
    atomic_compare_exchange_strong_explicit(at, &word, changed, memory_order_relaxed, memory_order_relaxed);
  }
}
