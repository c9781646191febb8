/* Python strings as the core takes them. */
#ifndef AGSPY_PYTHON_STRING_H
#define AGSPY_PYTHON_STRING_H

#include "python.h"
#include "view.h"

#include <stdbool.h>

/* A string's UTF-8; `owner` keeps it alive when it had to be made. */
typedef struct agspy_string {
  ags_view view; /* absent for None and for NULL */
  PyObject *owner;
} agspy_string;

/* What agspy_string_take() does for strings that have no UTF-8: lone surrogates become U+FFFD. */
AGS_COLD bool agspy_string_mend(agspy_string *string, PyObject *object);

AGS_COLD bool agspy_string_refuse(const char *name, PyObject *object);

/* True for str and what derives from it. */
AGS_INLINE bool agspy_is_string(PyObject *object) {
  return Py_TYPE(object) == &PyUnicode_Type || PyUnicode_Check(object);
}

/* Takes a str, None or NULL. False with TypeError, which calls the argument `name`, or MemoryError. */
AGS_INLINE bool agspy_string_take(agspy_string *string, const char *name, PyObject *object) {
  *string = (agspy_string){0};
  if (object == NULL || object == Py_None) return true;
  if (AGS_UNLIKELY(!agspy_is_string(object))) return agspy_string_refuse(name, object);
  Py_ssize_t size;
  string->view.data = PyUnicode_AsUTF8AndSize(object, &size);
  string->view.size = (size_t)size;
  return AGS_LIKELY(string->view.data != NULL) || agspy_string_mend(string, object);
}

AGS_INLINE void agspy_string_drop(agspy_string *string) {
  if (AGS_UNLIKELY(string->owner != NULL)) Py_DECREF(string->owner);
}

#endif
