/* The network and the server behind it, with their bad days. */
#ifndef SERVER_H
#define SERVER_H

#include "world.h"

/* The context is a process. */
extern const ags_network server_network;

/* A request that the network had kept arrives once more. */
void server_repeat(world *w);

#endif
