/* Texts to encode and compress: one that repeats, as in the goals, and ones that differ, as people's do. */
#ifndef CORPUS_H
#define CORPUS_H

#include "event.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>

/* Fills 64 bytes with words chosen by `seed`; the same seed gives the same words. */
static inline void corpus_text(char text[EVENT_TEXT_SIZE], uint64_t seed) {
  static const char *const words[] = {
      "order",  "where",   "my",     "is",     "the",     "when",    "will",    "arrive", "refund", "please",
      "cancel", "invoice", "number", "change", "address", "account", "payment", "card",   "help",   "with",
      "return", "package", "from",   "store",  "open",    "Sunday",  "morning", "price",  "size",   "colour",
      "can",    "you",     "tell",   "me",     "about",   "how",     "long",    "does",   "it",     "take",
      "to",     "deliver", "a",      "new",    "phone",   "model",   "have",    "stock",  "would",  "like",
      "book",   "table",   "for",    "two",    "people",  "tonight", "at",      "eight",  "thanks", "a lot"};
  size_t at = 0;
  uint64_t state = seed * UINT64_C(0x9E3779B97F4A7C15) + 1;
  while (at < EVENT_TEXT_SIZE) {
    state = state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    const char *word = words[(state >> 33) % (sizeof words / sizeof *words)];
    size_t size = strlen(word), room = EVENT_TEXT_SIZE - at;
    if (size > room) size = room;
    memcpy(text + at, word, size);
    at += size;
    if (at < EVENT_TEXT_SIZE) text[at] = at + 1 == EVENT_TEXT_SIZE ? '?' : ' ';
    at++;
  }
}

/* A 12-character id. */
static inline void corpus_id(char id[EVENT_ID_SIZE + 1], unsigned number) {
  snprintf(id, EVENT_ID_SIZE + 1, "user_%07u", number % 10000000);
}

#endif
