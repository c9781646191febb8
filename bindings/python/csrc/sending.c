/* Sending and looking at what waits. The interpreter's lock is released for as long as the core may wait. */
#include "sending.h"
#include "failures.h"
#include "item_list.h"
#include "log_lines.h"
#include "python_string.h"
#include "tracker_type.h"

bool agspy_is_open(agspy_tracker *self) {
  if (self->core == NULL) PyErr_SetString(PyExc_RuntimeError, "the tracker has not been initialized");
  return self->core != NULL;
}

bool agspy_take_id(PyObject *object, const char **id) {
  agspy_string string;
  if (!agspy_string_take(&string, "conversation_id", object)) return false;
  bool valid =
      string.owner == NULL && (string.view.data == NULL || strlen(string.view.data) == string.view.size);
  agspy_string_drop(&string);
  if (!valid) PyErr_SetString(PyExc_ValueError, "conversation_id: must not hold surrogates or NUL");
  *id = string.view.data;
  return valid;
}

/* _send(conversation_id, timeout_ms) -> (status, sentence, HTTP status, items) */
PyObject *agspy_send(PyObject *object, PyObject *args) {
  agspy_tracker *self = (agspy_tracker *)object;
  PyObject *id;
  unsigned timeout_ms;
  agspy_item_list list = {0};
  ags_report report = {.size = sizeof report};
  ags_send_options options = {.size = sizeof options, .on_item = agspy_item_list_add, .user = &list};
  if (!PyArg_ParseTuple(args, "OI", &id, &timeout_ms) || !agspy_is_open(self) ||
      !agspy_take_id(id, &options.conversation_id))
    return NULL;
  options.timeout_ms = timeout_ms;
  ags_status status;
  Py_BEGIN_ALLOW_THREADS;
  status = ags_send_with(self->core, &options, &report);
  Py_END_ALLOW_THREADS;
  const char *sentence = status != AGS_OK ? ags_last_error() : "";
  PyObject *text = PyUnicode_DecodeUTF8(sentence, (Py_ssize_t)strlen(sentence), "replace");
  PyObject *items = agspy_item_list_take(&list);
  agspy_log_lines_check();
  if (text == NULL || items == NULL) {
    Py_XDECREF(text);
    Py_XDECREF(items);
    return NULL;
  }
  return Py_BuildValue("(iNiN)", (int)status, text, (int)report.http_status, items);
}

PyObject *agspy_pending(PyObject *object, PyObject *conversation_id) {
  agspy_tracker *self = (agspy_tracker *)object;
  const char *id;
  agspy_item_list list = {0};
  if (!agspy_is_open(self) || !agspy_take_id(conversation_id, &id)) return NULL;
  ags_status status;
  Py_BEGIN_ALLOW_THREADS;
  status = ags_pending(self->core, id, agspy_item_list_add, &list, NULL);
  Py_END_ALLOW_THREADS;
  PyObject *items = agspy_item_list_take(&list);
  if (status == AGS_OK || items == NULL) return items;
  Py_DECREF(items);
  return agspy_fail(status);
}

PyObject *agspy_discard(PyObject *object, PyObject *conversation_id) {
  agspy_tracker *self = (agspy_tracker *)object;
  const char *id;
  uint64_t count = 0;
  if (!agspy_is_open(self) || !agspy_take_id(conversation_id, &id)) return NULL;
  ags_status status;
  Py_BEGIN_ALLOW_THREADS;
  status = ags_discard(self->core, id, &count);
  Py_END_ALLOW_THREADS;
  return status == AGS_OK ? PyLong_FromUnsignedLongLong(count) : agspy_fail(status);
}

/* (prompt, completion, total, embedding) */
PyObject *agspy_token_sums(PyObject *object, PyObject *conversation_id) {
  agspy_tracker *self = (agspy_tracker *)object;
  const char *id;
  ags_token_usage sums = {.size = sizeof sums};
  if (!agspy_is_open(self) || !agspy_take_id(conversation_id, &id)) return NULL;
  ags_status status;
  Py_BEGIN_ALLOW_THREADS;
  status = ags_get_token_usage(self->core, id, &sums);
  Py_END_ALLOW_THREADS;
  if (status != AGS_OK) return agspy_fail(status);
  return Py_BuildValue("(LLLL)", (long long)sums.prompt, (long long)sums.completion, (long long)sums.total,
                       (long long)sums.embedding);
}

PyObject *agspy_reconfigure(PyObject *object, PyObject *args) {
  agspy_tracker *self = (agspy_tracker *)object;
  const char *api_key, *endpoint;
  if (!PyArg_ParseTuple(args, "zz", &api_key, &endpoint) || !agspy_is_open(self)) return NULL;
  ags_status status = ags_reconfigure(self->core, api_key, endpoint);
  if (status != AGS_OK) return agspy_fail(status);
  Py_RETURN_NONE;
}

#define COUNTER(name) #name, (unsigned long long)stats->name

static PyObject *dict_of(const ags_stats *stats) {
  return Py_BuildValue("{sKsKsKsKsKsKsKsKsKsKsKsKsKsKsKsKsKsK}", COUNTER(accepted), COUNTER(rejected),
                       COUNTER(delivered), COUNTER(dropped), COUNTER(buffered), COUNTER(spooled),
                       COUNTER(requests), COUNTER(bytes_sent), COUNTER(memory_bytes), COUNTER(discarded),
                       COUNTER(mended), COUNTER(rejected_full), COUNTER(dropped_oldest), COUNTER(blocked),
                       COUNTER(dropped_too_large), COUNTER(dropped_invalid), COUNTER(dropped_unreadable),
                       COUNTER(adopted));
}

PyObject *agspy_statistics(PyObject *object, PyObject *none) {
  (void)none;
  agspy_tracker *self = (agspy_tracker *)object;
  ags_stats stats = {.size = sizeof stats};
  if (!agspy_is_open(self)) return NULL;
  ags_status status = ags_get_stats(self->core, &stats);
  return status == AGS_OK ? dict_of(&stats) : agspy_fail(status);
}
