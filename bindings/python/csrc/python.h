/* Python's limited API, as every file here uses it: one binary for CPython 3.9 and newer. */
#ifndef AGSPY_PYTHON_H
#define AGSPY_PYTHON_H

#define PY_SSIZE_T_CLEAN
#include <Python.h>

/* Both belong to the stable ABI from 3.10 on, so the headers hide them from a module for 3.9. CPython 3.9,
 * which does not change any more, has them with the same value and the same signature. */
#if Py_LIMITED_API + 0 < 0x030A0000
#ifndef METH_FASTCALL
#define METH_FASTCALL 0x0080
#endif
PyAPI_FUNC(const char *) PyUnicode_AsUTF8AndSize(PyObject *unicode, Py_ssize_t *size);
#endif

/* A method that takes its arguments as an array, and how it enters a method table. */
typedef PyObject *(*agspy_fastcall)(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names);

#define AGSPY_FASTCALL(name, function, doc)                                                                  \
  { name, (PyCFunction)(void (*)(void))(agspy_fastcall)(function), METH_FASTCALL | METH_KEYWORDS, doc }

#endif
