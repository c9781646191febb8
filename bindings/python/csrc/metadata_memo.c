#include "metadata_memo.h"

agspy_memo agspy_memos[AGSPY_MEMO_SLOTS];

static bool never_changes(PyObject *object) {
  PyTypeObject *type = Py_TYPE(object);
  return type == &PyUnicode_Type || type == &PyLong_Type || type == &PyFloat_Type || type == &PyBool_Type ||
         object == Py_None;
}

void agspy_memo_keep(PyObject *dict, const ags_metadata *handle) {
  PyObject *pairs[AGSPY_MEMO_PAIRS][2];
  Py_ssize_t at = 0;
  int count = 0;
  if (PyDict_Size(dict) > AGSPY_MEMO_PAIRS || handle->size > AGSPY_MEMO_BYTES - sizeof *handle) return;
  for (; PyDict_Next(dict, &at, &pairs[count][0], &pairs[count][1]); count++)
    if (!never_changes(pairs[count][0]) || !never_changes(pairs[count][1])) return;

  agspy_memo *memo = agspy_memo_of(pairs[0][0], pairs[0][1]);
  agspy_memo former = *memo;
  memo->count = count;
  memcpy(memo->pairs, pairs, (size_t)count * sizeof pairs[0]);
  memcpy(memo->handle, handle, sizeof *handle + handle->size);
  for (int i = 0; i < count; i++) {
    Py_INCREF(pairs[i][0]);
    Py_INCREF(pairs[i][1]);
  }
  for (int i = 0; i < former.count; i++) {
    Py_DECREF(former.pairs[i][0]);
    Py_DECREF(former.pairs[i][1]);
  }
}
