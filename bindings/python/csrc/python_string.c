#include "python_string.h"

/* A surrogate as "surrogatepass" encodes it: ED, A0 to BF, 80 to BF. U+FFFD takes three bytes as well. */
static void replace_surrogates(char *text, size_t size) {
  for (size_t i = 0; i + 2 < size; i++)
    if ((unsigned char)text[i] == 0xED && (unsigned char)text[i + 1] >= 0xA0)
      memcpy(text + i, "\xEF\xBF\xBD", 3);
}

bool agspy_string_mend(agspy_string *string, PyObject *object) {
  if (!PyErr_ExceptionMatches(PyExc_UnicodeEncodeError)) return false;
  PyErr_Clear();
  char *text;
  Py_ssize_t size;
  PyObject *bytes = PyUnicode_AsEncodedString(object, "utf-8", "surrogatepass");
  if (bytes == NULL || PyBytes_AsStringAndSize(bytes, &text, &size) != 0) {
    Py_XDECREF(bytes);
    return false;
  }
  /* Nobody else has seen these bytes yet. */
  replace_surrogates(text, (size_t)size);
  *string = (agspy_string){{text, (size_t)size}, bytes};
  return true;
}

bool agspy_string_refuse(const char *name, PyObject *object) {
  PyObject *type = PyObject_GetAttrString((PyObject *)Py_TYPE(object), "__name__");
  if (type != NULL) PyErr_Format(PyExc_TypeError, "%s: must be str, not %U", name, type);
  Py_XDECREF(type);
  return false;
}
