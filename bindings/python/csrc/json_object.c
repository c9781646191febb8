#include "json_object.h"

#include "json_check.h"
#include "json_write.h"
#include "python_string.h"

/* Of a key and a value: quotes, ':', what stands before and behind them, and what writing them may touch. */
#define ROOM_AROUND (2 * AGS_JSON_QUOTES + 3 + AGS_JSON_SLACK)

/* A container that is being written. Those below the outermost are held, because writing a mapping of the
 * caller's own making runs the caller's code. */
typedef struct frame {
  enum { FRAME_DICT, FRAME_ITEMS, FRAME_LIST, FRAME_TUPLE } kind;
  PyObject *container; /* FRAME_ITEMS: a list of pairs of a mapping's */
  PyObject *key;       /* of the value that is a container itself; held */
  Py_ssize_t at;       /* items done; in a dict a position, and `count` are done */
  Py_ssize_t count;
} frame;

typedef struct writer {
  agspy_json *json;
  int depth; /* frames in use */
  frame frames[AGS_JSON_MAX_DEPTH];
} writer;

static PyObject *hold(PyObject *object) {
  Py_INCREF(object);
  return object;
}

/* metadata["a"][2], where the writer stands. */
static PyObject *path_of(const writer *w, PyObject *key) {
  PyObject *path = PyUnicode_FromString(w->json->name);
  for (int i = 0; i < w->depth && path != NULL; i++) {
    const frame *f = &w->frames[i];
    bool keyed = f->kind == FRAME_DICT || f->kind == FRAME_ITEMS;
    PyObject *at = i + 1 < w->depth ? f->key : key;
    PyObject *longer = keyed ? (at != NULL ? PyUnicode_FromFormat("%U[%R]", path, at) : hold(path))
                             : PyUnicode_FromFormat("%U[%zd]", path, f->at - 1);
    Py_DECREF(path);
    path = longer;
  }
  return path;
}

static AGS_COLD bool refuse(const writer *w, PyObject *exception, PyObject *key, const char *rule,
                            PyObject *object) {
  PyObject *path = path_of(w, key);
  PyObject *type = PyObject_GetAttrString((PyObject *)Py_TYPE(object), "__name__");
  if (path != NULL && type != NULL) PyErr_Format(exception, rule, path, type);
  Py_XDECREF(path);
  Py_XDECREF(type);
  return false;
}

static bool is_container(PyObject *object) {
  return PyDict_Check(object) || PyList_Check(object) || PyTuple_Check(object);
}

/* Opens a container that is the value of `key`, or an item. */
static bool push(writer *w, PyObject *key, PyObject *container) {
  if (w->depth == AGS_JSON_MAX_DEPTH) {
    writer outermost = {.json = w->json, .depth = 1, .frames = {w->frames[0]}}; /* its key says enough */
    return refuse(&outermost, PyExc_ValueError, w->frames[0].key,
                  "%U: nested deeper than 32 levels, or contains itself", container);
  }
  frame f = {.kind = PyDict_CheckExact(container) ? FRAME_DICT
                     : PyDict_Check(container)    ? FRAME_ITEMS
                     : PyList_Check(container)    ? FRAME_LIST
                                                  : FRAME_TUPLE};
  f.container = f.kind == FRAME_ITEMS ? PyMapping_Items(container) : hold(container);
  if (f.container == NULL) return false;
  if (w->depth > 0) w->frames[w->depth - 1].key = key != NULL ? hold(key) : NULL;
  w->frames[w->depth++] = f;
  if (!agspy_json_room(w->json, 1)) return false;
  *w->json->at++ = f.kind == FRAME_DICT || f.kind == FRAME_ITEMS ? '{' : '[';
  return true;
}

static void pop(writer *w) {
  Py_DECREF(w->frames[--w->depth].container);
  if (w->depth > 0) Py_CLEAR(w->frames[w->depth - 1].key);
}

/* The frame's next item; NULL at its end. What is returned is borrowed. */
static PyObject *next(frame *f, PyObject **key) {
  PyObject *value = NULL;
  *key = NULL;
  if (f->kind == FRAME_DICT) {
    if (!PyDict_Next(f->container, &f->at, key, &value)) return NULL;
  } else if (f->kind == FRAME_TUPLE) {
    if (f->at >= PyTuple_Size(f->container)) return NULL;
    value = PyTuple_GetItem(f->container, f->at++);
  } else {
    if (f->at >= PyList_Size(f->container)) return NULL;
    value = PyList_GetItem(f->container, f->at++);
    if (f->kind == FRAME_ITEMS) {
      PyObject *pair = value;
      *key = PyTuple_GetItem(pair, 0);
      value = *key != NULL ? PyTuple_GetItem(pair, 1) : NULL;
    }
  }
  f->count++;
  return value;
}

static bool put_key(writer *w, PyObject *key) {
  bool known;
  if (!agspy_json_put_key(w->json, key, &known))
    return known ? false
                 : refuse(w, PyExc_TypeError, key, "%U: a key must be str, int, float, bool or None, not %U",
                          key);
  if (!agspy_json_room(w->json, 1)) return false;
  *w->json->at++ = ':';
  return true;
}

static bool put_item(writer *w, PyObject *key, PyObject *value) {
  bool known;
  if (w->frames[w->depth - 1].count > 1) {
    if (!agspy_json_room(w->json, 1)) return false;
    *w->json->at++ = ',';
  }
  if (key != NULL && !put_key(w, key)) return false;
  if (agspy_is_string(value)) return agspy_json_put_string(w->json, value);
  if (is_container(value)) return push(w, key, value);
  if (!agspy_json_put_scalar(w->json, value, &known)) return false;
  return known ? true
               : refuse(w, PyExc_TypeError, key, "%U: must be something that JSON knows, not %U", value);
}

static bool write_all(writer *w) {
  while (w->depth > 0) {
    PyObject *key, *value = next(&w->frames[w->depth - 1], &key);
    if (value != NULL) {
      if (!put_item(w, key, value)) return false;
      continue;
    }
    if (PyErr_Occurred() || !agspy_json_room(w->json, 1)) return false;
    *w->json->at++ = w->frames[w->depth - 1].kind <= FRAME_ITEMS ? '}' : ']';
    pop(w);
  }
  return true;
}

/* What metadata nearly always is: a small dict of strings. False when this one is something else, or an
 * exception is set. */
static bool write_strings(agspy_json *json, PyObject *dict) {
  PyObject *key, *value;
  Py_ssize_t at = 0;
  char before = '{';
  while (PyDict_Next(dict, &at, &key, &value)) {
    if (Py_TYPE(key) != &PyUnicode_Type || Py_TYPE(value) != &PyUnicode_Type) return false;
    Py_ssize_t key_size, value_size;
    const char *key_text = PyUnicode_AsUTF8AndSize(key, &key_size);
    const char *value_text = key_text != NULL ? PyUnicode_AsUTF8AndSize(value, &value_size) : NULL;
    if (value_text == NULL) {
      PyErr_Clear(); /* the other way deals with it */
      return false;
    }
    if (key_size + value_size > (json->end - json->at - ROOM_AROUND) / AGS_JSON_GROWTH) return false;
    *json->at++ = before;
    json->at = ags_json_string_at(json->at, key_text, (size_t)key_size);
    *json->at++ = ':';
    json->at = ags_json_string_at(json->at, value_text, (size_t)value_size);
    before = ',';
  }
  *json->at++ = '}';
  return true;
}

static void start(agspy_json *json, const char *name) {
  json->name = name;
  json->large = NULL;
  json->block = json->first;
  json->at = json->first + sizeof(ags_metadata);
  json->end = json->first + sizeof json->first;
}

/* The size in front makes the text a handle. */
static void finish(agspy_json *json) {
  ags_metadata head = {.size = (size_t)(json->at - json->block) - sizeof head};
  memcpy(json->block, &head, sizeof head);
}

static AGS_COLD bool write_anything(agspy_json *json, const char *name, PyObject *object) {
  start(json, name);
  writer w = {.json = json};
  bool done = push(&w, NULL, object) && write_all(&w);
  while (w.depth > 0) pop(&w);
  if (done) finish(json);
  return done;
}

bool agspy_json_write(agspy_json *json, const char *name, PyObject *object) {
  if (AGS_UNLIKELY(!PyDict_Check(object))) {
    writer w = {.json = json};
    start(json, name);
    return refuse(&w, PyExc_TypeError, NULL, "%U: must be a dict, not %U", object);
  }
  if (PyDict_Size(object) == 0) {
    json->block = NULL;
    return true;
  }
  start(json, name);
  if (AGS_UNLIKELY(!PyDict_CheckExact(object) || !write_strings(json, object)))
    return write_anything(json, name, object);
  finish(json);
  return true;
}
