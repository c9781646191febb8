/* The promises, checked against the books of the oracle. */
#ifndef CHECKS_H
#define CHECKS_H

#include "world.h"

/* accepted = delivered + dropped + buffered + spooled, and each is what it should be. */
void check_books(process *p);

/* What waits is exactly what is owed, conversation by conversation in the order of tracking. */
void check_pending(process *p);

/* What the server has of each conversation stands in the order in which it was tracked. */
void check_order(world *w);

/* At the end, after all faults: nothing is owed, and everything that was not given up is stored. */
void check_arrival(world *w);

#endif
