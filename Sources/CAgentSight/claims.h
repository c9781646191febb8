/*
 * Who may stamp the events of a conversation without a fence.
 *
 * Stamps must follow happens-before within a conversation: when one tracking call has returned before another
 * of its conversation begins, in whatever thread, its ticks are smaller. A processor may read its counter
 * before earlier loads have completed, also before the load through which this thread learned of the other
 * call. A fence (lfence) forbids that, at the price of the overlap between a call and what surrounds it. It
 * is needed only where the conversation has events of other lanes, so each lane claims the conversations that
 * it records, and goes without the fence in those.
 *
 * Conversations share a table of claims by their hash. A claim says which lane owns it, or none, and when it
 * was last changed. Its rules:
 *
 *   1. Every stamp is followed by a look at the claim. The load's address depends on the ticks, so it cannot
 * be executed before them.
 *   2. Ticks read without a fence stand if that look finds the lane itself as the owner.
 *   3. Ticks read behind a fence stand also if it finds no owner and a change less than a moment ago: the
 *      claim is shared, and all fence.
 *   4. In any other case the lane changes the claim with compare-and-swap (to its own if the last change is
 *      longer ago, to shared if not), and then reads the counter again, behind a fence.
 *
 * Why that keeps the order. Let a call of lane A with ticks a have returned before a call of lane B with
 * ticks b begins, both under the same claim.
 *
 *   B has fenced: the load through which its thread learned of A's call was complete before b was read, and
 * the store that it saw became visible only after a had been read, since stores wait for all older
 * instructions to retire. So a < b.
 *
 *   B has not fenced: by rule 2 its look, in the order of its program behind everything that made it happen
 *   after A's call, found B as the owner. (What a processor reads ahead of that order it reads again, with
 * all that follows, when another core has changed it meanwhile.) A's own look found A or no owner, at a time
 *   later than a. Both look at one word, so B's look found a later value of it: B has set it, in this call or
 * an earlier one, after A's look. Behind that change B has read its counter with a fence, by rule 4, so later
 *   than a; and the ticks of a lane only grow. So a < b.
 *
 * While a tracker has one lane, that lane owns all conversations, through a word of its own, so that a
 * program with one thread does not even hash. Making a second lane ends that, before the new lane's first
 * call; the look that follows each stamp is then at that word, and the argument is the same: a stamp that
 * stands was read before the change, and the new lane's first of any claim behind it.
 *
 * Nothing is said about the ticks of different conversations. Two calls that do not happen one after the
 * other may have any order.
 *
 * A claim changes hands at most about once in a millisecond, so threads that use a conversation at the same
 * time do not pull its word back and forth: they share it, and pay for fences.
 */
#ifndef AGS_CLAIMS_H
#define AGS_CLAIMS_H

#include "clock.h"
#include "text.h"
#include "view.h"

#include <stdatomic.h>

#define AGS_CLAIMS_BITS 10

/* Claims count time in units of 2^20 ticks, which is about half a millisecond. */
#define AGS_CLAIM_UNIT 20

typedef struct ags_claims {
  _Atomic uint64_t all; /* the tracker's only lane; 0: there are several */
  /* Owner (a lane's number, 0: none) in the lower half, above it when that changed. */
  _Atomic uint64_t words[1 << AGS_CLAIMS_BITS];
} ags_claims;

/* The claim of a conversation whose id is not empty. Ids differ in their beginning or their end; if not, they
 * share a claim. */
AGS_INLINE size_t ags_claim_of(ags_view id) {
  uint64_t sum;
  if (AGS_LIKELY(id.size >= 8)) {
    sum = ags_load64(id.data) + ags_load64(id.data + id.size - 8);
  } else {
    const unsigned char *bytes = (const unsigned char *)id.data;
    sum = (uint64_t)bytes[0] << 56 | (uint64_t)bytes[id.size / 2] << 48 | (uint64_t)bytes[id.size - 1] << 40;
  }
  return (size_t)(sum * UINT64_C(0x5F3759DF) >> (64 - AGS_CLAIMS_BITS));
}

/* What a claim says after these ticks were read (rule 1). */
AGS_INLINE uint64_t ags_claim_after(const _Atomic uint64_t *claim, uint64_t ticks) {
  /* The counter's highest bit is 0 for centuries, which neither compiler nor processor knows. */
  return atomic_load_explicit(claim + (ticks >> 63), memory_order_relaxed);
}

AGS_INLINE bool ags_claim_is_of(uint64_t word, uint32_t lane) {
  return (uint32_t)word == lane;
}

AGS_INLINE bool ags_claim_is_recent(uint64_t word, uint64_t ticks) {
  return (uint32_t)(ticks >> AGS_CLAIM_UNIT) - (uint32_t)(word >> 32) < 2;
}

/* Reads ticks for an event; false when they do not stand (rule 4). Only where there is a TSC. */
AGS_INLINE bool ags_claims_read(const ags_claims *claims, ags_view conversation, uint32_t lane,
                                uint64_t *ticks) {
#if defined(__x86_64__)
  const _Atomic uint64_t *claim = &claims->all;
  bool fenced = false;
  if (!ags_claim_is_of(atomic_load_explicit(claim, memory_order_relaxed), lane)) {
    claim = &claims->words[ags_claim_of(conversation)];
    /* Looked at before only to set the fence where it is needed. */
    if (!ags_claim_is_of(atomic_load_explicit(claim, memory_order_relaxed), lane)) {
      fenced = true;
      _mm_lfence();
    }
  }
  *ticks = __rdtsc();
  uint64_t word = ags_claim_after(claim, *ticks);
  if (AGS_LIKELY(ags_claim_is_of(word, lane))) return true;
  return fenced && ags_claim_is_of(word, 0) && ags_claim_is_recent(word, *ticks);
#else
  (void)claims, (void)conversation, (void)lane, (void)ticks;
  return false;
#endif
}

/* The same until they stand, changing the claim where it must. */
uint64_t ags_claims_settle(ags_claims *claims, size_t claim, uint32_t lane);

#endif
