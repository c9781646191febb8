/* Actions, buttons and token usage. */
#include "arguments.h"
#include "call_log.h"
#include "failures.h"
#include "json_object.h"
#include "log_lines.h"
#include "python_string.h"
#include "tracker_type.h"

/* Times are nanoseconds since 1970, or None; agentsight.ConversationTracker makes them of what it is given.
 */
static agspy_signature action = {"_track_action",
                                 9,
                                 9,
                                 1,
                                 {"action_name", "started_at", "ended_at", "duration", "tools_used",
                                  "response", "error_msg", "metadata", "conversation_id"},
                                 {0}};
static agspy_signature button = {
    "track_button", 5, 4, 3, {"button_event", "label", "value", "metadata", "conversation_id"}, {0}};
static agspy_signature token_usage = {
    "track_token_usage",
    5,
    4,
    0,
    {"prompt_tokens", "completion_tokens", "total_tokens", "embedding_tokens", "conversation_id"},
    {0}};

bool agspy_track_event_prepare(void) {
  return agspy_signature_prepare(&action) && agspy_signature_prepare(&button) &&
         agspy_signature_prepare(&token_usage);
}

static ags_status record(agspy_tracker *self, const ags_event *event) {
  ags_status status;
  if (!self->may_wait) return ags_track(self->core, event);
  Py_BEGIN_ALLOW_THREADS;
  status = ags_track(self->core, event);
  Py_END_ALLOW_THREADS;
  return status;
}

PyObject *agspy_record(agspy_tracker *self, ags_event *event, PyObject *metadata, PyObject *conversation_id,
                       const char *what) {
  if (!agspy_tracker_make_ready(self)) return NULL;
  bool named = conversation_id != NULL && conversation_id != Py_None;
  agspy_string id = {0};
  agspy_json json = {0};
  /* While this thread waits for room another one may give the tracker another conversation. */
  bool by_handle = !named && !self->may_wait;
  PyObject *held = named ? conversation_id : self->conversation_id;
  Py_INCREF(held);
  ags_status status = AGS_ERROR_ARGUMENT;
  bool written = (by_handle || agspy_string_take(&id, "conversation_id", held)) &&
                 agspy_json_take(&json, "metadata", metadata);
  if (written) {
    event->size = sizeof *event;
    event->metadata = agspy_json_handle(&json);
    event->conversation = by_handle ? self->conversation : NULL;
    event->conversation_id = id.view.data;
    event->conversation_id_size = id.view.size;
    status = record(self, event);
  }
  agspy_json_drop(&json);
  agspy_string_drop(&id);
  if (written && status != AGS_OK) agspy_fail_event(status, event->kind, what);
  bool done = status == AGS_OK;
  if (done && agspy_call_log_wanted()) agspy_call_log_write(what, held);
  Py_DECREF(held);
  if (!done) return NULL;
  agspy_log_lines_check();
  Py_RETURN_NONE;
}

/* An int, or None for 0. False with an exception set. */
static bool take_integer(int64_t *to, const char *name, PyObject *object) {
  *to = 0;
  if (object == NULL || object == Py_None) return true;
  if (!PyLong_Check(object)) {
    PyErr_Format(PyExc_TypeError, "%s: must be int", name);
    return false;
  }
  int overflow;
  *to = PyLong_AsLongLongAndOverflow(object, &overflow);
  if (overflow == 0) return !(*to == -1 && PyErr_Occurred());
  PyErr_Format(PyExc_ValueError, "%s: is out of range", name);
  return false;
}

PyObject *agspy_track_action(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names) {
  PyObject *values[9];
  if (!agspy_sort_arguments(&action, args, count, names, values)) return NULL;
  ags_action given = {.size = sizeof given};
  agspy_string name = {0}, response = {0}, error_msg = {0};
  agspy_json tools = {0};
  PyObject *result = NULL;
  if (agspy_string_take(&name, "action_name", values[0]) &&
      take_integer(&given.started_at_ns, "started_at", values[1]) &&
      take_integer(&given.ended_at_ns, "ended_at", values[2]) &&
      take_integer(&given.duration_ns, "duration_ms", values[3]) &&
      agspy_json_take(&tools, "tools_used", values[4]) &&
      agspy_string_take(&response, "response", values[5]) &&
      agspy_string_take(&error_msg, "error_msg", values[6])) {
    ags_view used = agspy_json_view(&tools);
    given.name = name.view.data;
    given.name_size = name.view.size;
    given.tools_used = used.data;
    given.tools_used_size = used.size;
    given.response = response.view.data;
    given.response_size = response.view.size;
    given.error_msg = error_msg.view.data;
    given.error_msg_size = error_msg.view.size;
    ags_event event = {.kind = AGS_KIND_ACTION, .action = &given};
    result = agspy_record((agspy_tracker *)self, &event, values[7], values[8], "action");
  }
  agspy_json_drop(&tools);
  agspy_string_drop(&name);
  agspy_string_drop(&response);
  agspy_string_drop(&error_msg);
  return result;
}

PyObject *agspy_track_button(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names) {
  PyObject *values[5];
  if (!agspy_sort_arguments(&button, args, count, names, values)) return NULL;
  agspy_string event_text = {0}, label = {0}, value = {0};
  PyObject *result = NULL;
  if (agspy_string_take(&event_text, "button_event", values[0]) &&
      agspy_string_take(&label, "label", values[1]) && agspy_string_take(&value, "value", values[2])) {
    ags_button given = {.size = sizeof given,
                        .event = event_text.view.data,
                        .event_size = event_text.view.size,
                        .label = label.view.data,
                        .label_size = label.view.size,
                        .value = value.view.data,
                        .value_size = value.view.size};
    ags_event event = {.kind = AGS_KIND_BUTTON, .button = &given};
    result = agspy_record((agspy_tracker *)self, &event, values[3], values[4], "button click");
  }
  agspy_string_drop(&event_text);
  agspy_string_drop(&label);
  agspy_string_drop(&value);
  return result;
}

PyObject *agspy_track_token_usage(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names) {
  PyObject *values[5];
  if (!agspy_sort_arguments(&token_usage, args, count, names, values)) return NULL;
  ags_token_usage usage = {.size = sizeof usage};
  if (!take_integer(&usage.prompt, "prompt_tokens", values[0]) ||
      !take_integer(&usage.completion, "completion_tokens", values[1]) ||
      !take_integer(&usage.total, "total_tokens", values[2]) ||
      !take_integer(&usage.embedding, "embedding_tokens", values[3]))
    return NULL;
  /* The published clients take a call that counts nothing. */
  if ((usage.prompt | usage.completion | usage.total | usage.embedding) == 0) Py_RETURN_NONE;
  ags_event event = {.kind = AGS_KIND_TOKEN_USAGE, .token_usage = &usage};
  return agspy_record((agspy_tracker *)self, &event, NULL, values[4], "token usage");
}
