/* The extension module agentsight._core. */
#include "agentsight.h"
#include "call_log.h"
#include "log_lines.h"
#include "process.h"
#include "python.h"
#include "tracker_type.h"

static PyObject *generate_conversation_id(PyObject *module, PyObject *none) {
  (void)module;
  (void)none;
  char id[AGS_CONVERSATION_ID_SIZE];
  ags_generate_conversation_id(id, sizeof id);
  return PyUnicode_FromString(id);
}

static PyObject *status_text(PyObject *module, PyObject *status) {
  (void)module;
  long value = PyLong_AsLong(status);
  if (value == -1 && PyErr_Occurred()) return NULL;
  return PyUnicode_FromString(ags_status_text((ags_status)value));
}

static PyObject *end_process(PyObject *module, PyObject *none) {
  (void)module;
  (void)none;
  Py_BEGIN_ALLOW_THREADS;
  ags_process_end();
  Py_END_ALLOW_THREADS;
  Py_RETURN_NONE;
}

/* What several interpreters in one process would share: interned names, the logger, waiting log lines. */
static bool is_main_interpreter(void) {
  return PyInterpreterState_GetID(PyInterpreterState_Get()) == 0;
}

static int execute(PyObject *module) {
  if (!is_main_interpreter()) {
    PyErr_SetString(PyExc_ImportError,
                    "agentsight cannot be used in a subinterpreter; import it in the main one");
    return -1;
  }
  bool ready = agspy_track_message_prepare() && agspy_track_event_prepare() &&
               agspy_track_conversation_prepare() && agspy_track_files_prepare() &&
               agspy_call_log_prepare() && agspy_tracker_prepare(module) &&
               PyModule_AddStringConstant(module, "version", ags_version()) == 0;
  return ready ? 0 : -1;
}

static PyMethodDef functions[] = {
    {"generate_conversation_id", generate_conversation_id, METH_NOARGS,
     "generate_conversation_id()\n--\n\nA new id: conv_ and 32 hex digits of the system's randomness.\n"},
    {"_status_text", status_text, METH_O, "_status_text(status, /)\n--\n\nA sentence for a status.\n"},
    {"_end_process", end_process, METH_NOARGS,
     "_end_process()\n--\n\nSends what waits in all trackers; afterwards nothing is sent any more.\n"},
    {"_end_log_lines", agspy_log_lines_end, METH_NOARGS, "_end_log_lines()\n--\n\nThe interpreter ends.\n"},
    {"_forget_log_lines", agspy_log_lines_forget, METH_NOARGS,
     "_forget_log_lines()\n--\n\nThis is the child of a fork.\n"},
    {NULL, NULL, 0, NULL}};

static PyModuleDef_Slot slots[] = {{Py_mod_exec, execute}, {0, NULL}};

static PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "_core", .m_methods = functions,
                                 .m_slots = slots};

PyMODINIT_FUNC PyInit__core(void) {
  return PyModuleDef_Init(&definition);
}
