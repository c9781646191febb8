#include "arguments.h"

bool agspy_signature_prepare(agspy_signature *signature) {
  for (int i = 0; i < signature->count; i++) {
    if (signature->interned[i] == NULL)
      signature->interned[i] = PyUnicode_InternFromString(signature->names[i]);
    if (signature->interned[i] == NULL) return false;
  }
  return true;
}

int agspy_find_parameter(const agspy_signature *signature, PyObject *name) {
  for (int i = 0; i < signature->count; i++)
    if (PyUnicode_Compare(signature->interned[i], name) == 0) return i;
  if (!PyErr_Occurred())
    PyErr_Format(PyExc_TypeError, "%s() got an unexpected keyword argument '%U'", signature->function, name);
  return -1;
}

bool agspy_refuse_call(const agspy_signature *signature, Py_ssize_t count, PyObject *const *values) {
  if (count > signature->positional) {
    PyErr_Format(PyExc_TypeError, "%s() takes at most %d positional arguments (%zd given)",
                 signature->function, signature->positional, count);
    return false;
  }
  for (int i = 0; i < signature->required; i++) {
    if (values[i] != NULL) continue;
    PyErr_Format(PyExc_TypeError, "%s() missing required argument '%s'", signature->function,
                 signature->names[i]);
    return false;
  }
  return true;
}
