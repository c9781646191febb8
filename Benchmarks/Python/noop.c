/* The floor of the Python module: a method that takes the same arguments and does nothing. */
#define Py_LIMITED_API 0x030A0000
#include <Python.h>

static PyObject *nothing(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names) {
  (void)self, (void)args, (void)count, (void)names;
  Py_RETURN_NONE;
}

static PyMethodDef methods[] = {
    {"track_question", (PyCFunction)(void (*)(void))nothing, METH_FASTCALL | METH_KEYWORDS, NULL},
    {NULL, NULL, 0, NULL}};
static PyType_Slot slots[] = {{Py_tp_methods, methods}, {0, NULL}};
static PyType_Spec spec = {
    .name = "noop.Tracker", .basicsize = sizeof(PyObject), .flags = Py_TPFLAGS_DEFAULT, .slots = slots};

static int execute(PyObject *module) {
  PyObject *type = PyType_FromSpec(&spec);
  return type != NULL ? PyModule_AddObject(module, "Tracker", type) : -1;
}

static PyModuleDef_Slot module_slots[] = {{Py_mod_exec, execute}, {0, NULL}};
static PyModuleDef definition = {PyModuleDef_HEAD_INIT, .m_name = "noop", .m_slots = module_slots};

PyMODINIT_FUNC PyInit_noop(void) {
  return PyModuleDef_Init(&definition);
}
