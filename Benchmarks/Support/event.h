/* The event that every benchmark records: a 12-character conversation id, a 64-byte text, metadata. */
#ifndef EVENT_H
#define EVENT_H

#define EVENT_ID       "user_1234567"
#define EVENT_TEXT     "What is machine learning, and how does it differ from statistics"
#define EVENT_METADATA "{\"user_type\":\"premium\",\"language\":\"en\"}"

#define EVENT_ID_SIZE       (sizeof EVENT_ID - 1)
#define EVENT_TEXT_SIZE     (sizeof EVENT_TEXT - 1)
#define EVENT_METADATA_SIZE (sizeof EVENT_METADATA - 1)
#define EVENT_SIZE          (EVENT_ID_SIZE + EVENT_TEXT_SIZE + EVENT_METADATA_SIZE)

/* The record of a ring holds the bytes, a header of 24, and padding to a multiple of 8. */
#define EVENT_RECORD_SIZE ((24 + EVENT_SIZE + 7) / 8 * 8)

#ifdef __cplusplus
static_assert(EVENT_ID_SIZE == 12 && EVENT_TEXT_SIZE == 64, "the event of the goals");
#else
_Static_assert(EVENT_ID_SIZE == 12 && EVENT_TEXT_SIZE == 64, "the event of the goals");
#endif

#endif
