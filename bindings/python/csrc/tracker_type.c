#include "tracker_type.h"

#include "docs.h"
#include "failures.h"
#include "log_lines.h"
#include "python_string.h"

#include <stddef.h>
#include <structmember.h>

/* _open(**options): what is None keeps the core's default. */
static PyObject *open_tracker(PyObject *object, PyObject *args, PyObject *keywords) {
  static char *names[] = {"api_key",
                          "endpoint",
                          "environment",
                          "ca_file",
                          "memory_limit",
                          "batch_events",
                          "connect_timeout_ms",
                          "request_timeout_ms",
                          "send_every_events",
                          "send_every_ms",
                          "text_limit",
                          "wire",
                          "allow_insecure_http",
                          "when_full",
                          "block_timeout_ms",
                          "close_timeout_ms",
                          "spool_directory",
                          "spool_limit",
                          NULL};
  agspy_tracker *self = (agspy_tracker *)object;
  ags_options options;
  ags_options_init(&options, sizeof options);
  Py_ssize_t memory_limit = (Py_ssize_t)options.memory_limit;
  long long spool_limit = 0;
  int insecure = 0, wire = AGS_WIRE_INGEST, when_full = AGS_WHEN_FULL_REJECT;
  if (!PyArg_ParseTupleAndKeywords(
          args, keywords, "|$zzzznIIIIIIipiIIzL", names, &options.api_key, &options.endpoint,
          &options.environment, &options.ca_file, &memory_limit, &options.batch_events,
          &options.connect_timeout_ms, &options.request_timeout_ms, &options.send_every_events,
          &options.send_every_ms, &options.text_limit, &wire, &insecure, &when_full,
          &options.block_timeout_ms, &options.close_timeout_ms, &options.spool_directory, &spool_limit))
    return NULL;
  options.memory_limit = memory_limit > 0 ? (size_t)memory_limit : 0;
  options.spool_limit = spool_limit >= 0 ? (uint64_t)spool_limit : 1; /* which is refused */
  options.allow_insecure_http = insecure != 0;
  options.wire = (ags_wire)wire;
  options.when_full = (ags_when_full)when_full;
  options.log = agspy_log_line;
  options.log_level = AGS_LOG_DEBUG; /* the logger decides */
  ags_tracker *core;
  ags_status status = ags_tracker_create(&options, &core);
  if (status != AGS_OK) return agspy_fail(status);
  if (self->core != NULL) {
    ags_tracker_free(core);
    PyErr_SetString(PyExc_RuntimeError, "the tracker has been initialized before");
    return NULL;
  }
  self->core = core;
  self->may_wait = options.when_full == AGS_WHEN_FULL_BLOCK;
  self->quick = self->conversation != NULL && !self->may_wait;
  Py_RETURN_NONE;
}

/* The conversation of calls that name none; None: none. */
static PyObject *set_conversation(PyObject *object, PyObject *id) {
  agspy_tracker *self = (agspy_tracker *)object;
  agspy_string string;
  ags_conversation *conversation = NULL;
  if (!agspy_string_take(&string, "conversation_id", id)) return NULL;
  ags_status status = string.view.data != NULL
                          ? ags_conversation_create(string.view.data, string.view.size, &conversation)
                          : AGS_OK;
  agspy_string_drop(&string);
  if (status != AGS_OK) return agspy_fail(status);
  ags_conversation *former = self->conversation;
  PyObject *former_id = self->conversation_id;
  self->conversation = conversation;
  self->conversation_id = conversation != NULL ? id : NULL;
  self->quick = self->core != NULL && conversation != NULL && !self->may_wait;
  Py_XINCREF(self->conversation_id);
  ags_conversation_free(former); /* no other thread is in a call with it: all hold the interpreter's lock */
  Py_XDECREF(former_id);
  Py_RETURN_NONE;
}

bool agspy_tracker_make_ready(agspy_tracker *self) {
  if (self->core != NULL && self->conversation != NULL) return true;
  if (self->core == NULL) {
    PyErr_SetString(PyExc_RuntimeError, "the tracker has not been initialized");
    return false;
  }
  PyObject *done = PyObject_CallMethod((PyObject *)self, "_make_up_conversation", NULL);
  if (done == NULL) return false;
  Py_DECREF(done);
  if (self->conversation == NULL) agspy_raise("MissingConversationIdException", "conversation_id: missing");
  return self->conversation != NULL;
}

static void dealloc(PyObject *object) {
  agspy_tracker *self = (agspy_tracker *)object;
  PyTypeObject *type = Py_TYPE(object);
  ags_tracker *core = self->core;
  self->core = NULL;
  if (core != NULL) {
    Py_BEGIN_ALLOW_THREADS; /* it waits for the sending thread to end */
    ags_tracker_free(core);
    Py_END_ALLOW_THREADS;
  }
  ags_conversation_free(self->conversation);
  Py_XDECREF(self->conversation_id);
  freefunc free_object = (freefunc)PyType_GetSlot(type, Py_tp_free);
  free_object(object);
  Py_DECREF(type);
}

static PyMethodDef methods[] = {
    AGSPY_FASTCALL("track_question", agspy_track_question, DOC_QUESTION),
    AGSPY_FASTCALL("track_answer", agspy_track_answer, DOC_ANSWER),
    AGSPY_FASTCALL("track_human_message", agspy_track_human_message, DOC_HUMAN),
    AGSPY_FASTCALL("track_agent_message", agspy_track_agent_message, DOC_AGENT),
    AGSPY_FASTCALL("track_button", agspy_track_button, DOC_BUTTON),
    AGSPY_FASTCALL("track_token_usage", agspy_track_token_usage, DOC_TOKENS),
    AGSPY_FASTCALL("_track_action", agspy_track_action, DOC_ACTION),
    AGSPY_FASTCALL("_track_files", agspy_track_files, DOC_FILES),
    AGSPY_FASTCALL("_track_conversation", agspy_track_conversation, DOC_CONVERSATION),
    {"_open", (PyCFunction)(void (*)(void))open_tracker, METH_VARARGS | METH_KEYWORDS, DOC_OPEN},
    {"_set_conversation", set_conversation, METH_O, DOC_SET},
    {"_send", agspy_send, METH_VARARGS, DOC_SEND},
    {"_tracked", agspy_tracked, METH_O, DOC_TRACKED},
    {"_pending", agspy_pending, METH_O, DOC_PENDING},
    {"_discard", agspy_discard, METH_O, DOC_DISCARD},
    {"_token_sums", agspy_token_sums, METH_O, DOC_SUMS},
    {"_reconfigure", agspy_reconfigure, METH_VARARGS, DOC_RECONFIGURE},
    {"statistics", agspy_statistics, METH_NOARGS, DOC_STATISTICS},
    {NULL, NULL, 0, NULL}};

static PyMemberDef members[] = {
    {"_conversation_id", T_OBJECT, offsetof(agspy_tracker, conversation_id), READONLY, NULL},
    {NULL, 0, 0, 0, NULL}};

static PyType_Slot slots[] = {
    {Py_tp_dealloc, dealloc}, {Py_tp_methods, methods}, {Py_tp_members, members}, {0, NULL}};

static PyType_Spec spec = {.name = "agentsight._core.Tracker",
                           .basicsize = sizeof(agspy_tracker),
                           .flags = Py_TPFLAGS_DEFAULT | Py_TPFLAGS_BASETYPE,
                           .slots = slots};

bool agspy_tracker_prepare(PyObject *module) {
  PyObject *type = PyType_FromSpec(&spec);
  if (type == NULL) return false;
  if (PyModule_AddObject(module, "Tracker", type) == 0) return true;
  Py_DECREF(type);
  return false;
}
