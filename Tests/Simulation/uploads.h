/* Files that belong to events: what is in them, tracking them, and the server's side of sending them. */
#ifndef UPLOADS_H
#define UPLOADS_H

#include "world.h"

#define FILES_MAX 3

/* Decides which files the event has, and puts those that are attached by path on the disk. */
void uploads_draft(process *p, event *e);

/* Tracks the event. */
ags_status uploads_track(process *p, const event *e, const char *conversation, const char *metadata);

/* The host removes or cuts a file of an event that waits. */
void uploads_spoil(world *w);

/* Whether the path is one that files are sent by, and the answer to such a request. */
bool uploads_are_at(const char *path);
ags_status uploads_take(process *p, const char *path, const ags_body *body, ags_response *response);

#endif
