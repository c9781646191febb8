/* What is known about a conversation. */
#include "arguments.h"
#include "python_string.h"
#include "tracker_type.h"

#define FIELDS 7

static agspy_signature conversation = {"_track_conversation",
                                       10,
                                       10,
                                       2,
                                       {"visit", "conversation_id", "customer_id", "customer_ip_address",
                                        "device", "source", "language", "name", "environment", "metadata"},
                                       {0}};

static void put(const char **text, size_t *size, ags_view view) {
  *text = view.data;
  *size = view.size;
}

PyObject *agspy_track_conversation(PyObject *self, PyObject *const *args, Py_ssize_t count, PyObject *names) {
  PyObject *values[10];
  if (!agspy_sort_arguments(&conversation, args, count, names, values)) return NULL;
  agspy_string fields[FIELDS] = {0};
  bool taken = true;
  for (int i = 0; i < FIELDS && taken; i++)
    taken = agspy_string_take(&fields[i], conversation.names[2 + i], values[2 + i]);
  PyObject *result = NULL;
  if (taken) {
    ags_conversation_info info = {.size = sizeof info};
    put(&info.customer_id, &info.customer_id_size, fields[0].view);
    put(&info.customer_ip_address, &info.customer_ip_address_size, fields[1].view);
    put(&info.device, &info.device_size, fields[2].view);
    put(&info.source, &info.source_size, fields[3].view);
    put(&info.language, &info.language_size, fields[4].view);
    put(&info.name, &info.name_size, fields[5].view);
    put(&info.environment, &info.environment_size, fields[6].view);
    bool visit = values[0] == Py_True;
    ags_event event = {.kind = visit ? AGS_KIND_VISIT : AGS_KIND_CONVERSATION, .info = &info};
    result =
        agspy_record((agspy_tracker *)self, &event, values[9], values[1], visit ? "visit" : "conversation");
  }
  for (int i = 0; i < FIELDS; i++) agspy_string_drop(&fields[i]);
  return result;
}

bool agspy_track_conversation_prepare(void) {
  return agspy_signature_prepare(&conversation);
}
