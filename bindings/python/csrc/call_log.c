#include "call_log.h"

#include "failures.h"

static PyObject *logger, *answers, *debug; /* answers: NULL where loggers have no such memory */

bool agspy_call_log_prepare(void) {
  PyObject *logging = PyImport_ImportModule("logging");
  if (logging == NULL) return false;
  logger = PyObject_CallMethod(logging, "getLogger", "s", "agentsight");
  debug = PyObject_GetAttrString(logging, "DEBUG");
  Py_DECREF(logging);
  if (logger == NULL || debug == NULL) return false;
  answers = PyObject_GetAttrString(logger, "_cache");
  if (answers == NULL) PyErr_Clear();
  if (answers != NULL && !PyDict_Check(answers)) Py_CLEAR(answers);
  return true;
}

static AGS_COLD bool ask(void) {
  PyObject *answer = PyObject_CallMethod(logger, "isEnabledFor", "O", debug);
  if (answer == NULL) PyErr_Clear();
  bool wanted = answer == Py_True;
  Py_XDECREF(answer);
  return wanted;
}

/* Going through the few answers is faster than looking one up; the level is a small integer, of which there
 * is but one object. */
bool agspy_call_log_wanted(void) {
  PyObject *level, *answer;
  Py_ssize_t at = 0;
  while (answers != NULL && PyDict_Next(answers, &at, &level, &answer))
    if (level == debug) return answer != Py_False;
  return ask();
}

/* The id, or where it would break the line or hide in it, its repr(). NULL with an exception set. */
static PyObject *in_one_line(PyObject *id) {
  PyObject *is_printable = PyObject_CallMethod(id, "isprintable", NULL);
  if (is_printable == NULL) return NULL;
  bool printable = is_printable == Py_True;
  Py_DECREF(is_printable);
  if (!printable) return PyObject_Repr(id);
  Py_INCREF(id);
  return id;
}

void agspy_call_log_write(const char *what, PyObject *conversation_id) {
  PyObject *shown = in_one_line(conversation_id);
  PyObject *done = shown == NULL ? NULL
                                 : PyObject_CallMethod(logger, "debug", "ssO",
                                                       "Stored %s for conversation: %s", what, shown);
  if (done == NULL) PyErr_WriteUnraisable(logger);
  Py_XDECREF(done);
  Py_XDECREF(shown);
}

void agspy_log_write(int level, const char *text) {
  PyObject *message = PyUnicode_DecodeUTF8(text, (Py_ssize_t)strlen(text), "replace");
  PyObject *done = message != NULL ? PyObject_CallMethod(logger, "log", "isO", level, "%s", message) : NULL;
  if (done == NULL) PyErr_WriteUnraisable(logger);
  Py_XDECREF(message);
  Py_XDECREF(done);
}
