/* What happens in a run. */
#ifndef ACTIONS_H
#define ACTIONS_H

#include "world.h"

/* Does one thing, picked at random. */
void actions_step(world *w);

/* Now and then does what other threads and processes could do while a call is under way. */
void actions_interleave(world *w);

/* The disk works for `p`: now and then does what other processes could do meanwhile. */
void actions_beside(process *p);

/* The faults are over: sends everything that `p` has, and then one more event, for which there is room. */
void actions_finish(process *p);

#endif
