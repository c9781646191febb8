/* JSON values that are no containers. */
#include "json_object.h"
#include "json_write.h"
#include "python_string.h"

#include <math.h>
#include <stdlib.h>

bool agspy_json_grow(agspy_json *json, size_t more) {
  size_t used = (size_t)(json->at - json->block), capacity = (size_t)(json->end - json->block);
  if (more > PY_SSIZE_T_MAX / 2 - used) {
    PyErr_NoMemory();
    return false;
  }
  while (capacity < used + more) capacity *= 2;
  char *large = PyMem_Realloc(json->large, capacity);
  if (large == NULL) {
    PyErr_NoMemory();
    return false;
  }
  if (json->large == NULL) memcpy(large, json->first, used);
  json->block = json->large = large;
  json->at = large + used;
  json->end = large + capacity;
  return true;
}

static bool put(agspy_json *json, const char *text, size_t size) {
  if (!agspy_json_room(json, size)) return false;
  memcpy(json->at, text, size);
  json->at += size;
  return true;
}

bool agspy_json_put_string(agspy_json *json, PyObject *object) {
  agspy_string string;
  if (!agspy_string_take(&string, json->name, object)) return false;
  size_t room =
      string.view.size < PY_SSIZE_T_MAX / 8 ? string.view.size * AGS_JSON_GROWTH : PY_SSIZE_T_MAX / 2;
  bool done = agspy_json_room(json, room + AGS_JSON_QUOTES + AGS_JSON_SLACK);
  if (done) json->at = ags_json_string_at(json->at, string.view.data, string.view.size);
  agspy_string_drop(&string);
  return done;
}

/* Beyond 64 bits few readers keep every digit of a number: it travels as a string. */
static bool put_integer(agspy_json *json, PyObject *value) {
  int overflow;
  long long number = PyLong_AsLongLongAndOverflow(value, &overflow);
  if (number == -1 && PyErr_Occurred()) return false;
  if (overflow == 0) {
    if (!agspy_json_room(json, 20)) return false;
    json->at = ags_json_integer_at(json->at, number);
    return true;
  }
  PyObject *digits = PyNumber_ToBase(value, 10);
  if (digits == NULL) return false;
  bool is_unsigned = overflow > 0 && (PyLong_AsUnsignedLongLong(value), PyErr_Occurred() == NULL);
  PyErr_Clear();
  bool done = agspy_json_put_string(json, digits);
  if (done && is_unsigned) { /* without its quotes */
    size_t size = (size_t)PyUnicode_GetLength(digits);
    json->at -= size + AGS_JSON_QUOTES;
    memmove(json->at, json->at + 1, size);
    json->at += size;
  }
  Py_DECREF(digits);
  return done;
}

static bool put_number(agspy_json *json, double number) {
  if (!isfinite(number)) return put(json, "null", 4);
  char *text = PyOS_double_to_string(number, 'r', 0, Py_DTSF_ADD_DOT_0, NULL);
  if (text == NULL) return false;
  bool done = put(json, text, strlen(text));
  PyMem_Free(text);
  return done;
}

bool agspy_json_put_scalar(agspy_json *json, PyObject *value, bool *known) {
  *known = true;
  if (value == Py_None) return put(json, "null", 4);
  if (value == Py_True) return put(json, "true", 4);
  if (value == Py_False) return put(json, "false", 5);
  if (PyLong_Check(value)) return put_integer(json, value);
  if (PyFloat_Check(value)) return put_number(json, PyFloat_AsDouble(value));
  *known = false;
  return true;
}

bool agspy_json_put_key(agspy_json *json, PyObject *key, bool *known) {
  *known = true;
  if (agspy_is_string(key)) return agspy_json_put_string(json, key);
  size_t begin = (size_t)(json->at - json->block);
  if (!put(json, "\"", 1) || !agspy_json_put_scalar(json, key, known) || !*known) return false;
  if (json->block[begin + 1] != '"') return put(json, "\"", 1);
  /* A big integer has brought its own quotes. */
  memmove(json->block + begin, json->block + begin + 1, (size_t)(json->at - json->block) - begin - 1);
  json->at--;
  return true;
}
