/* The fields of a command: NAME=VALUE with tabs between, a value's bytes as they are or as %XX. */
#ifndef REMOTE_FIELDS_H
#define REMOTE_FIELDS_H

#include "agentsight.h"
#include "test.h"

#define REMOTE_FIELDS 64

typedef struct remote_field {
  const char *name;
  char *value; /* decoded in place and NUL-terminated */
  size_t size;
} remote_field;

typedef struct remote_command {
  const char *name;
  remote_field fields[REMOTE_FIELDS];
  size_t count;
} remote_command;

static inline size_t remote_decode(char *text) {
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

static inline remote_command remote_parse(char *line) {
  remote_command command = {0};
  line[strcspn(line, "\n")] = '\0';
  command.name = strsep(&line, "\t");
  while (line != NULL) {
    CHECK(command.count < REMOTE_FIELDS);
    remote_field *field = &command.fields[command.count++];
    field->name = strsep(&line, "\t");
    field->value = strchr(field->name, '=');
    CHECK(field->value != NULL);
    *field->value++ = '\0';
    field->size = remote_decode(field->value);
  }
  return command;
}

/* The last field of the name; without one its value is NULL and its size 0. */
static inline remote_field remote_get(const remote_command *command, const char *name) {
  remote_field found = {0};
  for (size_t i = 0; i < command->count; i++)
    if (strcmp(command->fields[i].name, name) == 0) found = command->fields[i];
  return found;
}

static inline const char *remote_text(const remote_command *command, const char *name) {
  return remote_get(command, name).value;
}

static inline int64_t remote_number(const remote_command *command, const char *name) {
  const char *text = remote_text(command, name);
  return text != NULL ? strtoll(text, NULL, 10) : 0;
}

static inline uint32_t remote_u32(const remote_command *command, const char *name) {
  return (uint32_t)remote_number(command, name);
}

#endif
