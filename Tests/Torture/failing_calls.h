/*
 * Calls into the system that fail on demand, whoever makes them: the core, libcurl or what those use. The
 * program that this is linked into defines the functions itself, and so stands in front of the C library.
 */
#ifndef FAILING_CALLS_H
#define FAILING_CALLS_H

#include <stdbool.h>
#include <stddef.h>

typedef enum failing_class {
  FAILING_ALLOCATIONS, /* malloc and its like */
  FAILING_CALLS        /* sockets, files, mappings, threads, randomness */
} failing_class;

/* The call number `nth` (from 0) of the class fails from here on; with `on`, all behind it too. */
void failing_arm(failing_class which, long nth, bool on);
void failing_disarm(void);

/* The name of the function that failed since failing_arm(), or NULL: there were fewer calls. */
const char *failing_function(void);

/* Blocks allocated and bytes mapped, and not given back. */
long failing_blocks(void);
long failing_mapped(void);

#endif
