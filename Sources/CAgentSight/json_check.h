/* Strict validation of JSON text (RFC 8259), without recursion and without memory of its own. */
#ifndef AGS_JSON_CHECK_H
#define AGS_JSON_CHECK_H

#include <stdbool.h>
#include <stddef.h>

#define AGS_JSON_MAX_DEPTH 32

typedef struct ags_json_error {
  size_t offset;        /* in bytes, of the first byte that breaks the rule */
  const char *expected; /* a constant text, such as "expected ':'"; NULL when the text is valid */
  bool unstorable;      /* it is valid, but has escapes that ags_json_mend_escapes() replaces */
} ags_json_error;

/*
 * Replaces the escapes of NUL and of surrogates without their other half by U+FFFD, in valid JSON text:
 * common databases cannot hold them, and would refuse the whole batch. The size stays the same.
 */
void ags_json_mend_escapes(char *text, size_t size);

/* Checks that the text is exactly one JSON object (white space around it is allowed). */
ags_json_error ags_json_check_object(const char *text, size_t size);

#endif
