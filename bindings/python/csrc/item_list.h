/* Events as the core tells of them, kept until Python can have them. */
#ifndef AGSPY_ITEM_LIST_H
#define AGSPY_ITEM_LIST_H

#include "agentsight.h"
#include "python.h"

#include <stdbool.h>

typedef struct agspy_item {
  ags_item item; /* its strings lie in `strings` */
  char *strings;
} agspy_item;

typedef struct agspy_item_list {
  agspy_item *items;
  size_t count, capacity;
  bool incomplete; /* memory ran out */
} agspy_item_list;

/* An ags_item_fn whose user is a list. Touches no Python: any thread may call it. */
void agspy_item_list_add(void *list, const ags_item *item);

/* A Python list of (kind, outcome, status, time in microseconds, conversation id, text). NULL with an
 * exception set. Frees the items in any case. */
PyObject *agspy_item_list_take(agspy_item_list *list);

#endif
