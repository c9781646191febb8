/* The core names the fields of its own structs in what it says about them; here they have other names. */
#ifndef AGSPY_FIELD_NAMES_H
#define AGSPY_FIELD_NAMES_H

#include <stddef.h>

/* Writes the sentence with the names that Python's callers know; `kind` as ags_kind, or -1. `text_name` is
 * that of a question's or an answer's text. */
void agspy_name_fields(int kind, const char *text_name, const char *from, char *to, size_t room);

#endif
