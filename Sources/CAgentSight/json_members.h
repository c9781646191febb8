/* Walking over the members of a JSON object that ags_json_check_object() has found valid. */
#ifndef AGS_JSON_MEMBERS_H
#define AGS_JSON_MEMBERS_H

#include "view.h"

#include <stdbool.h>

/* A member of the outermost object. */
typedef struct ags_member {
  size_t start, end; /* from the key's opening quote to the end of the value */
  ags_view key;      /* with its quotes */
  ags_view value;    /* without white space around it */
} ags_member;

/* The next member from offset `at` on (1 at first, then the end of the member before); false at the end.
 * The object begins with its brace. */
bool ags_json_next_member(ags_view object, size_t at, ags_member *member);

/* The first member with this key, which is compared as it is written; absent when there is none. */
ags_view ags_json_find_member(ags_view object, const char *key);

/* The next element of an array that begins with its bracket, without white space around it; `*at` is 1 at
 * first and moves behind it. False at the end. */
bool ags_json_next_element(ags_view array, size_t *at, ags_view *element);

#endif
