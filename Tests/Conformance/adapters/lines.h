/*
 * Both ends of the conformance protocol for adapters in C and C++: calls come in as lines (NAME, then fields
 * NAME=VALUE between tabs, a value's bytes as they are or as %XX), answers go out as lines of JSON.
 */
#ifndef LINES_H
#define LINES_H

#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LINES_FIELDS 128

typedef struct field {
  const char *name;
  char *value; /* NUL-terminated too */
  size_t size;
} field;

typedef struct call {
  const char *name;
  field fields[LINES_FIELDS];
  size_t count;
} call;

static inline size_t lines_decode(char *text) {
  char *to = text;
  for (const char *from = text; *from != '\0'; to++) {
    if (*from != '%') {
      *to = *from++;
      continue;
    }
    const char digits[3] = {from[1], from[2], '\0'};
    *to = (char)strtoul(digits, NULL, 16);
    from += 3;
  }
  *to = '\0';
  return (size_t)(to - text);
}

/* Takes the line apart where it lies. */
static inline call lines_parse(char *line) {
  call parsed;
  memset(&parsed, 0, sizeof parsed);
  line[strcspn(line, "\n")] = '\0';
  parsed.name = strsep(&line, "\t");
  while (line != NULL && parsed.count < LINES_FIELDS) {
    field *next = &parsed.fields[parsed.count++];
    char *text = strsep(&line, "\t");
    next->name = text;
    next->value = strchr(text, '=');
    if (next->value == NULL) abort();
    *next->value++ = '\0';
    next->size = lines_decode(next->value);
  }
  return parsed;
}

static inline bool lines_is(const field *of, const char *name) {
  return strcmp(of->name, name) == 0;
}

/* Without such a field: absent. */
static inline field lines_get(const call *of, const char *name) {
  field absent = {name, NULL, 0};
  for (size_t i = 0; i < of->count; i++)
    if (lines_is(&of->fields[i], name)) return of->fields[i];
  return absent;
}

static inline const char *lines_text(const call *of, const char *name) {
  return lines_get(of, name).value;
}

static inline int64_t lines_number(const call *of, const char *name) {
  const char *text = lines_text(of, name);
  return text != NULL ? strtoll(text, NULL, 10) : 0;
}

/* JSON text of a string. */
static inline void lines_put_string(FILE *out, const char *text, size_t size) {
  fputc('"', out);
  for (size_t i = 0; i < size; i++) {
    unsigned char c = (unsigned char)text[i];
    if (c < 0x20 || c == '"' || c == '\\')
      fprintf(out, "\\u%04x", c);
    else
      fputc(c, out);
  }
  fputc('"', out);
}

static inline void lines_put_number(FILE *out, const char *name, uint64_t value) {
  fprintf(out, ",\"%s\":%llu", name, (unsigned long long)value);
}

static inline void lines_put_numbers(FILE *out, const char *name, const uint64_t *values, size_t count) {
  fprintf(out, ",\"%s\":[", name);
  for (size_t i = 0; i < count; i++) fprintf(out, "%s%llu", i > 0 ? "," : "", (unsigned long long)values[i]);
  fputc(']', out);
}

/* The beginning of every answer. */
static inline void lines_put_status(FILE *out, int status, const char *error, size_t size) {
  fprintf(out, "{\"status\":%d,\"error\":", status);
  lines_put_string(out, error, size);
}

#endif
