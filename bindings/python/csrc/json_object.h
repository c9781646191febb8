/* Dictionaries as JSON text, ready to be recorded. */
#ifndef AGSPY_JSON_OBJECT_H
#define AGSPY_JSON_OBJECT_H

#include "handles.h"
#include "python.h"

#include <stdbool.h>

#define AGSPY_JSON_FIRST 1024

/* The text of one object, behind the size that makes it a handle of the core: it is valid, so the core need
 * not check it. Small ones need no memory but this. */
typedef struct agspy_json {
  const char *name; /* what errors call the object */
  char *block;      /* the handle: `first` or `large` */
  char *at, *end;   /* where the text goes on, and where the block ends */
  char *large;      /* owned, or NULL */
  _Alignas(ags_metadata) char first[AGSPY_JSON_FIRST];
} agspy_json;

/*
 * Writes a dict. What is written is what json.dumps() would say, except that NaN and infinities become null,
 * integers beyond 64 bits become strings, and lone surrogates U+FFFD. Call agspy_json_drop() in any case.
 * False with TypeError (not a dict, or something in it that JSON does not know; names the key), ValueError
 * (deeper than 32 levels, cycles included) or MemoryError.
 */
bool agspy_json_write(agspy_json *json, const char *name, PyObject *dict);

/* The same for an argument: NULL, None and an empty dict leave nothing, and the handle is NULL. */
AGS_INLINE bool agspy_json_take(agspy_json *json, const char *name, PyObject *dict) {
  json->block = json->large = NULL;
  return dict == NULL || dict == Py_None || agspy_json_write(json, name, dict);
}

AGS_INLINE void agspy_json_drop(agspy_json *json) {
  if (AGS_UNLIKELY(json->large != NULL)) PyMem_Free(json->large);
}

AGS_INLINE const ags_metadata *agspy_json_handle(const agspy_json *json) {
  return (const ags_metadata *)(const void *)json->block;
}

AGS_INLINE ags_view agspy_json_view(const agspy_json *json) {
  return ags_metadata_view(agspy_json_handle(json));
}

/* For json_object.c and json_value.c: room for `more` bytes; false with MemoryError. */
AGS_COLD bool agspy_json_grow(agspy_json *json, size_t more);

AGS_INLINE bool agspy_json_room(agspy_json *json, size_t more) {
  return AGS_LIKELY(more <= (size_t)(json->end - json->at)) || agspy_json_grow(json, more);
}

/* A string in quotes. False with an exception set. */
bool agspy_json_put_string(agspy_json *json, PyObject *string);

/* What is neither a string nor a container. `*known` says whether JSON has such values. False with an
 * exception set. */
bool agspy_json_put_scalar(agspy_json *json, PyObject *value, bool *known);

/* A key: strings, and what json.dumps() turns into strings. `*known` as above. */
bool agspy_json_put_key(agspy_json *json, PyObject *key, bool *known);

#endif
