/* Reading a file of the spool that somebody else wrote, or that only looks like one. */
#ifndef AGS_SPOOL_READ_H
#define AGS_SPOOL_READ_H

#include "segment.h"
#include "spool_format.h"

typedef enum ags_spool_verdict {
  AGS_SPOOL_READABLE,
  AGS_SPOOL_NEWER,     /* of a version that we do not know */
  AGS_SPOOL_UNREADABLE /* no header */
} ags_spool_verdict;

/* Finds the header in the first bytes of a file. */
ags_spool_verdict ags_spool_read_header(const void *bytes, size_t size, ags_spool_header *header);

/* Told of each record that waits. `us`: its time on the wire, or 0. */
typedef void (*ags_spool_each)(void *context, const ags_record *record, int64_t us);

/*
 * Finds the records in a segment of `size` bytes, aligned to 8, and returns how many places in it are
 * damaged. Nothing in the bytes is believed before its checksum was right, and no length even then.
 */
uint64_t ags_spool_read(const void *segment, size_t size, const ags_spool_header *header, ags_spool_each each,
                        void *context);

#endif
