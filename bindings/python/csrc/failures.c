#include "failures.h"

#include "field_names.h"

PyObject *agspy_raise(const char *name, const char *message) {
  PyObject *module = PyImport_ImportModule("agentsight.exceptions");
  PyObject *exception = module != NULL ? PyObject_GetAttrString(module, name) : NULL;
  Py_XDECREF(module);
  if (exception == NULL) return NULL;
  PyObject *text = PyUnicode_DecodeUTF8(message, (Py_ssize_t)strlen(message), "replace");
  if (text != NULL) PyErr_SetObject(exception, text);
  Py_XDECREF(text);
  Py_DECREF(exception);
  return NULL;
}

static const char *exception_of(ags_status status, int kind) {
  switch (status) {
  case AGS_ERROR_API_KEY:
    return "InvalidApiKeyException";
  case AGS_ERROR_TEXT:
    return kind == AGS_KIND_ANSWER ? "InvalidAnswerDataException" : "InvalidQuestionDataException";
  case AGS_ERROR_CONVERSATION_ID:
  case AGS_ERROR_METADATA:
  case AGS_ERROR_ACTION:
  case AGS_ERROR_BUTTON:
  case AGS_ERROR_TOKEN_USAGE:
  case AGS_ERROR_EVENT:
    return "InvalidConversationDataException";
  case AGS_ERROR_ATTACHMENT:
    return "InvalidAttachmentException";
  case AGS_ERROR_FULL:
    return "BufferFullException";
  case AGS_ERROR_NETWORK:
  case AGS_ERROR_TLS:
  case AGS_ERROR_TIMEOUT:
    return "ConversationNetworkException";
  case AGS_ERROR_UNAUTHORIZED:
  case AGS_ERROR_REFUSED:
  case AGS_ERROR_SERVER:
    return "ConversationApiException";
  default:
    return NULL;
  }
}

static PyObject *fail(ags_status status, int kind, const char *sentence) {
  const char *name = exception_of(status, kind);
  if (name != NULL) return agspy_raise(name, sentence);
  if (status == AGS_ERROR_MEMORY) return PyErr_NoMemory();
  bool value = status == AGS_ERROR_ENDPOINT || status == AGS_ERROR_OPTION;
  PyErr_SetString(value ? PyExc_ValueError : PyExc_RuntimeError, sentence);
  return NULL;
}

PyObject *agspy_fail(ags_status status) {
  return fail(status, -1, ags_last_error());
}

PyObject *agspy_fail_event(ags_status status, ags_kind kind, const char *text_name) {
  char sentence[1024];
  agspy_name_fields((int)kind, text_name, ags_last_error(), sentence, sizeof sentence);
  return fail(status, (int)kind, sentence);
}
