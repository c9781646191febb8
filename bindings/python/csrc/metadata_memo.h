/* Dictionaries that were written before. Agents send the same few pairs over and over, and strings and
 * numbers never change: a dict that holds the very objects of an earlier one has its text. */
#ifndef AGSPY_METADATA_MEMO_H
#define AGSPY_METADATA_MEMO_H

#include "json_object.h"

#include <stdint.h>

#define AGSPY_MEMO_SLOTS 8
#define AGSPY_MEMO_PAIRS 8
#define AGSPY_MEMO_BYTES 256 /* of the handle */

typedef struct agspy_memo {
  int count;                            /* 0: free */
  PyObject *pairs[AGSPY_MEMO_PAIRS][2]; /* held, so that no other object has their addresses */
  _Alignas(ags_metadata) char handle[AGSPY_MEMO_BYTES];
} agspy_memo;

/* Under the interpreter's lock. */
extern agspy_memo agspy_memos[AGSPY_MEMO_SLOTS];

AGS_INLINE agspy_memo *agspy_memo_of(PyObject *key, PyObject *value) {
  return &agspy_memos[(((uintptr_t)key >> 4) ^ ((uintptr_t)value >> 5)) % AGSPY_MEMO_SLOTS];
}

/* The handle of an exact dict that is known, or NULL. */
AGS_INLINE const ags_metadata *agspy_memo_recall(PyObject *dict) {
  PyObject *key, *value;
  Py_ssize_t at = 0;
  if (AGS_UNLIKELY(!PyDict_Next(dict, &at, &key, &value))) return NULL;
  const agspy_memo *memo = agspy_memo_of(key, value);
  int i = 0;
  do {
    if (i == memo->count || key != memo->pairs[i][0] || value != memo->pairs[i][1]) return NULL;
    i++;
  } while (PyDict_Next(dict, &at, &key, &value));
  return i == memo->count ? (const ags_metadata *)(const void *)memo->handle : NULL;
}

/* Remembers an exact dict and its text, unless there is too much of it or something in it may change. */
void agspy_memo_keep(PyObject *dict, const ags_metadata *handle);

#endif
