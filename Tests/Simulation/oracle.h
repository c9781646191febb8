/* What ought to have become of every event, kept beside what the trackers and the server say. */
#ifndef ORACLE_H
#define ORACLE_H

#include "body.h"
#include "world.h"

/* The number of a new event in the books, and that its tracking call has said AGS_OK. */
uint32_t oracle_draft(process *p);
void oracle_accept(process *p, uint32_t number, bool in_file);

/* The number of an event, from the beginning of its text; checks that there is such an event. */
uint32_t oracle_number(world *w, const char *text, size_t size);

/* The same for one that a tracker shows or a request has: a token usage, which has no text, is known by its
 * conversation or by its tokens. */
uint32_t oracle_number_of(world *w, const ags_item *item);
uint32_t oracle_number_in(world *w, const body_item *item);

/* The conversation of an event; `to` has CONVERSATION_MAX bytes. */
void oracle_conversation(const world *w, uint32_t number, char *to);

/* A tracker says what became of an event. */
void oracle_settle(process *p, uint32_t number, event_fate fate);

/* The process has an event: it tracked it, or has brought it in from what another one left. */
void oracle_claim(process *p, uint32_t number);

/* The process is gone, and what it had in memory alone. */
void oracle_lose(process *p);

/* The server takes an event out of a request; checks that it is the one that was tracked, and that the server
 * does not have it under another id or time. */
void oracle_store(world *w, const body_item *item);

#endif
