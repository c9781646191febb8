/* What the fuzz targets have in common. */
#ifndef FUZZ_H
#define FUZZ_H

#include "agentsight.h"
#include "json_check.h"
#include "text.h"
#include "view.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FUZZ_KEY "ags_0123456789abcdef0123456789ABCDEF_0a1b2c"

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

/* A condition that no input may break. */
#define EXPECT(condition)                                                                                    \
  do {                                                                                                       \
    if (!(condition)) {                                                                                      \
      fprintf(stderr, "%s:%d: %s does not hold\n", __FILE__, __LINE__, #condition);                          \
      abort();                                                                                               \
    }                                                                                                        \
  } while (0)

/* Taking an input apart. */
typedef struct fuzz_input {
  const uint8_t *data;
  size_t size;
} fuzz_input;

static inline uint8_t fuzz_byte(fuzz_input *input) {
  if (input->size == 0) return 0;
  input->size--;
  return *input->data++;
}

/* The bytes up to the next 0xFF, which no UTF-8 has, in memory of their own: reading past them is found. */
static inline ags_view fuzz_bytes(fuzz_input *input) {
  size_t size = 0;
  while (size < input->size && input->data[size] != 0xFF) size++;
  char *copy = malloc(size + 1);
  EXPECT(copy != NULL);
  if (size > 0) memcpy(copy, input->data, size);
  copy = realloc(copy, size > 0 ? size : 1);
  size_t taken = size < input->size ? size + 1 : size;
  input->data += taken;
  input->size -= taken;
  return (ags_view){copy, size};
}

static inline void fuzz_free(ags_view bytes) {
  free((char *)(uintptr_t)bytes.data);
}

static inline char *fuzz_string(fuzz_input *input) {
  ags_view bytes = fuzz_bytes(input);
  char *string = strndup(bytes.data, bytes.size);
  fuzz_free(bytes);
  return string;
}

static inline bool fuzz_is_object(const char *text, size_t size) {
  return ags_json_check_object(text, size).expected == NULL;
}

#endif
