/* Sorting the arguments of a call into the parameters of its function. */
#ifndef AGSPY_ARGUMENTS_H
#define AGSPY_ARGUMENTS_H

#include "platform.h"
#include "python.h"

#include <stdbool.h>

#define AGSPY_PARAMETERS 10

/* A function's parameters in order. Those that a call does not give stay NULL. */
typedef struct agspy_signature {
  const char *function;
  int count, positional, required; /* all; by position at most; at least */
  const char *names[AGSPY_PARAMETERS];
  PyObject *interned[AGSPY_PARAMETERS]; /* made by agspy_signature_prepare() */
} agspy_signature;

/* Interns the names: the names in a call are interned too, so most are found by comparing pointers. */
bool agspy_signature_prepare(agspy_signature *signature);

/* The parameter of this name, or a TypeError and -1. */
AGS_COLD int agspy_find_parameter(const agspy_signature *signature, PyObject *name);

/* A call that does not fit: sets a TypeError. */
AGS_COLD bool agspy_refuse_call(const agspy_signature *signature, Py_ssize_t count, PyObject *const *values);

/* Stores what is given in `values`, which has room for all parameters. False with an exception set. */
AGS_INLINE bool agspy_sort_arguments(const agspy_signature *signature, PyObject *const *args,
                                     Py_ssize_t count, PyObject *names, PyObject **values) {
  for (int i = 0; i < signature->count; i++) values[i] = i < count ? args[i] : NULL;
  if (AGS_UNLIKELY(count > signature->positional)) return agspy_refuse_call(signature, count, values);
  Py_ssize_t named = names != NULL ? PyTuple_Size(names) : 0;
  for (Py_ssize_t n = 0; n < named; n++) {
    PyObject *name = PyTuple_GetItem(names, n);
    int i = 0;
    while (i < signature->count && signature->interned[i] != name) i++;
    if (AGS_UNLIKELY(i == signature->count) && (i = agspy_find_parameter(signature, name)) < 0) return false;
    if (AGS_UNLIKELY(values[i] != NULL)) {
      PyErr_Format(PyExc_TypeError, "%s() got multiple values for argument '%s'", signature->function,
                   signature->names[i]);
      return false;
    }
    values[i] = args[count + n];
  }
  for (int i = 0; i < signature->required; i++)
    if (AGS_UNLIKELY(values[i] == NULL)) return agspy_refuse_call(signature, count, values);
  return true;
}

#endif
