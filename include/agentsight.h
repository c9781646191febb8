/*
 * AgentSight Embedded: record the conversations of an AI agent inside its own process.
 *
 *   ags_options options;
 *   ags_options_init(&options, sizeof options);
 *   options.api_key = "ags_...";
 *
 *   ags_tracker *tracker;
 *   if (ags_tracker_create(&options, &tracker) != AGS_OK) puts(ags_last_error());
 *
 *   ags_track_question(tracker, "user_123", "What is machine learning?", NULL);
 *   ags_track_answer(tracker, "user_123", "A field of AI that ...", NULL);
 *   ags_send(tracker, 10000, NULL);
 *   ags_tracker_free(tracker);
 *
 * A tracking call copies its arguments, stamps them and returns. Nothing touches the network before
 * ags_send() or the end of the tracker. The library never prints, never exits or aborts, and installs no
 * signal handler.
 *
 * Rules that hold for every function unless its comment says otherwise:
 *   - Strings are UTF-8. Functions copy what they are given; the caller keeps its memory.
 *   - A pointer called "nullable" may be NULL. NULL elsewhere gives AGS_ERROR_ARGUMENT.
 *   - Any thread may call any function with the same tracker at the same time, except that
 *     ags_tracker_free() must be the last call. A thread is not cancelled (pthread_cancel) while it waits in
 *     one.
 *   - No function is async-signal-safe: of a signal handler that tracks while its thread is inside a tracking
 *     call, one of the two events is lost without an error. A handler hands over to a thread instead.
 *   - Functions that can fail return an ags_status; ags_last_error() then names the field and the rule.
 *     Each can give AGS_ERROR_ARGUMENT, for NULL or for a struct whose size is not set, and those that do not
 *     say otherwise wait for nothing but the shortest of locks.
 */
#ifndef AGENTSIGHT_H
#define AGENTSIGHT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#define AGS_VERSION_MAJOR  0
#define AGS_VERSION_MINOR  1
#define AGS_VERSION_PATCH  0
#define AGS_VERSION_STRING "0.1.0"

#if defined(__GNUC__)
#define AGS_API __attribute__((visibility("default")))
#else
#define AGS_API
#endif

#ifdef __cplusplus
extern "C" {
#endif

/* ------------------------------------------------------------------ status */

/* What a call says. Values never change their meaning; new ones are added at the end. */
typedef enum ags_status {
  AGS_OK = 0,
  AGS_ERROR_ARGUMENT = 1,        /* NULL where a pointer is needed, or a struct size never heard of */
  AGS_ERROR_API_KEY = 2,         /* api_key is not "ags_", 32 hex digits, "_", 6 hex digits */
  AGS_ERROR_ENDPOINT = 3,        /* endpoint is not an https URL (http: loopback or by explicit flag) */
  AGS_ERROR_CONVERSATION_ID = 4, /* no conversation id given and none configured, or not a valid one */
  AGS_ERROR_TEXT = 5,            /* a text that must say something is empty, blank or not UTF-8 */
  AGS_ERROR_METADATA = 6,        /* metadata is not the JSON text of one object */
  AGS_ERROR_ACTION = 7,          /* a field of an action breaks its rule */
  AGS_ERROR_BUTTON = 8,          /* a field of a button breaks its rule */
  AGS_ERROR_OPTION = 9,          /* an option other than the key and the endpoint breaks its rule */
  AGS_ERROR_MEMORY = 10,         /* the system gave no memory */
  AGS_ERROR_FULL = 11,         /* options.memory_limit is reached; nothing was recorded: options.when_full */
  AGS_ERROR_THREAD = 12,       /* the system gave no thread, or the process is ending */
  AGS_ERROR_NETWORK = 13,      /* no answer: resolving, connecting or transferring failed */
  AGS_ERROR_TLS = 14,          /* the server's certificate was refused, or TLS failed */
  AGS_ERROR_TIMEOUT = 15,      /* the deadline of the call passed; sending goes on, nothing is lost */
  AGS_ERROR_UNAUTHORIZED = 16, /* the server answered 401 or 403 */
  AGS_ERROR_REFUSED = 17,      /* the server answered with another 3xx or 4xx status */
  AGS_ERROR_SERVER = 18,       /* the server answered 5xx, or something that is not HTTP */
  AGS_ERROR_TOKEN_USAGE = 19,  /* a field of a token usage breaks its rule */
  AGS_ERROR_ATTACHMENT = 20,   /* a field of an attachment breaks its rule, or its file cannot be read */
  AGS_ERROR_EVENT = 21,        /* an event of unknown kind, or without what its kind needs */
  AGS_ERROR_TOO_LARGE = 22     /* the server takes no request as large as the one with this event alone */
} ags_status;

/* A constant English sentence for a status; never NULL, never freed. */
AGS_API const char *ags_status_text(ags_status status);

/*
 * The calling thread's last failed call, as a sentence that names the field and its rule, such as
 * "metadata: expected ':' at byte 12". "" when nothing has failed yet. The text belongs to the library
 * and is valid until the thread's next failing call.
 */
AGS_API const char *ags_last_error(void);

/* The version of the library at run time, such as "0.1.0"; never NULL, never freed. */
AGS_API const char *ags_version(void);

/* ------------------------------------------------------------------- items */

/* The kinds of events. */
typedef enum ags_kind {
  AGS_KIND_QUESTION = 0,
  AGS_KIND_ANSWER = 1,
  AGS_KIND_ACTION = 2,
  AGS_KIND_BUTTON = 3,
  AGS_KIND_TOKEN_USAGE = 4,
  AGS_KIND_ATTACHMENTS = 5,
  AGS_KIND_CONVERSATION = 6, /* ags_get_or_create_conversation() */
  AGS_KIND_VISIT = 7         /* ags_initialize_conversation() */
} ags_kind;

/* Kinds that this header knows. Grows with them; the arrays by kind in reports do not. */
#define AGS_KIND_COUNT 8

/* What became of an event. */
typedef enum ags_outcome {
  AGS_OUTCOME_PENDING = 0,   /* waits to be sent */
  AGS_OUTCOME_DELIVERED = 1, /* confirmed by the server */
  AGS_OUTCOME_FAILED = 2,    /* sending it failed; it waits for the next attempt */
  AGS_OUTCOME_DISCARDED = 3, /* given up by ags_discard() */
  AGS_OUTCOME_DROPPED = 4 /* given up by the tracker: ags_item.error says why, ags_stats counts the reasons */
} ags_outcome;

/* One tracked event, as reports and summaries show it. The strings are not NUL-terminated and valid during
 * the callback only. */
typedef struct ags_item {
  size_t size; /* sizeof(ags_item) as the library was compiled */
  ags_kind kind;
  ags_outcome outcome;
  ags_status error; /* why it failed or was dropped; else AGS_OK */
  int64_t time_us;  /* when it was tracked: microseconds since 1970-01-01 UTC */
  const char *conversation_id;
  size_t conversation_id_size;
  const char *text; /* content, name of the action, event of the button or first filename; else empty */
  size_t text_size;
  const char *response; /* what the server answered to this event, where it answers to each (AGS_WIRE_REST) */
  size_t response_size;
  int32_t http_status; /* of that answer; 0 when there was none */
  bool of_message;     /* files that belong to a message; see ags_attachments */
} ags_item;

/* Receives one item. Must not call back into the same tracker. */
typedef void (*ags_item_fn)(void *user, const ags_item *item);

/* ----------------------------------------------------------------- options */

/* Severity of a log line, and the threshold below which lines are not made. */
typedef enum ags_log_level {
  AGS_LOG_DEBUG = 0,
  AGS_LOG_INFO = 1,
  AGS_LOG_WARNING = 2,
  AGS_LOG_ERROR = 3,
  AGS_LOG_NONE = 4
} ags_log_level;

/*
 * Receives one line, without a line break and with control characters escaped; `message` is valid during
 * the call only. Called from the thread that tracks or from the tracker's sending thread, one call at a
 * time for each thread; must not call back into the same tracker.
 */
typedef void (*ags_log_fn)(void *user, ags_log_level level, const char *message);

/* What a tracking call does when options.memory_limit is reached. */
typedef enum ags_when_full {
  AGS_WHEN_FULL_REJECT = 0,      /* returns AGS_ERROR_FULL at once */
  AGS_WHEN_FULL_DROP_OLDEST = 1, /* gives up the oldest events for it; what is being sent is left alone */
  AGS_WHEN_FULL_BLOCK = 2,       /* waits until room is made, for options.block_timeout_ms at most */
  AGS_WHEN_FULL_SPOOL = 3 /* what lies in options.spool_directory does not count: goes on up to spool_limit */
} ags_when_full;

/* How events travel. */
typedef enum ags_wire {
  /* Batches to /api/ingest/: an event carries an id, and is stored once however often it is sent. */
  AGS_WIRE_INGEST = 0,
  /* A request for each event, in order, as the published clients 0.0.x make them, for a server that knows
   * nothing else. Events carry no id: such a server can store one twice when its answer is lost. */
  AGS_WIRE_REST = 1
} ags_wire;

/*
 * How to create a tracker. Always filled by ags_options_init() first, which knows the defaults; then
 * set what differs. Strings need to live until ags_tracker_create() returns.
 */
typedef struct ags_options {
  size_t size; /* set by ags_options_init(); tells the library which fields the caller knows */

  const char *api_key;  /* required: "ags_" + 32 hex digits + "_" + 6 hex digits */
  const char *endpoint; /* NULL: "https://api.agentsight.io" */
  /* nullable: used by tracking calls that name no conversation; 1 to 255 characters, not blank */
  const char *conversation_id;
  const char *environment; /* nullable: slug of the environment to record under; the same rule */
  const char *ca_file; /* nullable: PEM file of trusted roots, in place of the system's; read when sending */

  /* Bytes that unsent events may take; default 256 MiB, at least 1 MiB. A thread that has tracked keeps up to
   * 256 KiB of them for its next events, sent or not: many threads need more. */
  size_t memory_limit;
  uint32_t batch_events;       /* events in one request at most, 1 to 10,000; default 1,000 */
  uint32_t connect_timeout_ms; /* to resolve the name and connect; default 5,000, must not be 0 */
  uint32_t request_timeout_ms; /* for a whole request; default 30,000, must not be 0 */
  bool allow_insecure_http; /* http:// outside loopback, where key and texts travel in clear; default false */

  ags_log_level log_level; /* default AGS_LOG_WARNING */
  ags_log_fn log;          /* nullable: without it nothing is logged */
  void *log_user;          /* handed to `log` */

  /* Automatic sending: after so many events, every so many milliseconds, or both; 0, the default: never. The
   * product's documentation suggests 10 events or 300,000 ms. */
  uint32_t send_every_events;
  uint32_t send_every_ms;

  uint32_t text_limit; /* characters that a text may have before it is cut; default 16,384, at least 256 */

  /* nullable: told each event's outcome, by the thread that sends, discards or drops it: by several at the
   * same time */
  ags_item_fn on_item;
  void *item_user; /* handed to `on_item` */

  ags_when_full when_full;   /* default AGS_WHEN_FULL_REJECT */
  uint32_t block_timeout_ms; /* of AGS_WHEN_FULL_BLOCK; default 1,000, must not be 0 */

  ags_wire wire;             /* default AGS_WIRE_INGEST; with AGS_WIRE_REST batch_events counts as 1 */
  uint32_t close_timeout_ms; /* for what still waits at ags_tracker_free() and at the end of the process; 0:
                                it is given up unsent; default 2,000 */

  /* nullable: a directory of this user's own, made if missing, in which unsent events outlive the process;
   * see "the spool". Their texts lie there unencrypted. AGENTSIGHT_SPOOL_DIRECTORY. */
  const char *spool_directory;
  uint64_t spool_limit; /* bytes that this tracker's files may take; 0: 1 GiB; at least 1 MiB */
} ags_options;

/*
 * The spool. With options.spool_directory set, an event lies in a file before its tracking call returns, and
 * what is not delivered when the process ends, however it ends, is sent by the next tracker with the same
 * directory, key and environment, in any process, with the same ids and times: as soon as memory has room for
 * it, perhaps behind newer events. Trackers that live look for such events when they are made and, while they
 * send, every ten seconds; they count as accepted (ags_stats.adopted). Any number of processes may share the
 * directory; a child after fork() has files of its own.
 *
 * The end of the process costs nothing. A power cut, or the end of the system, may cost what the system had
 * not yet written to the disk, on Linux what was tracked in about the last half minute
 * (vm.dirty_expire_centisecs); what it had written is found. Nothing calls fsync(): while a page is on its
 * way to the disk, some file systems hold up the next store into it, and with it a tracking call.
 *
 * What does not fit in spool_limit or on the disk stays in memory alone (ags_stats.buffered), which is
 * logged. A file that was damaged costs the events at the damaged places (dropped_unreadable). Files are
 * readable by this user alone. A directory that others may write to, or that is a link, is refused with
 * AGS_ERROR_OPTION; files in it that are links, have several names, or belong or are open to others are left
 * alone, which is logged. While a tracker lives, its own files are memory of its process: where somebody cuts
 * one short, or the disk fails as the system reads it back, the system ends the process with SIGBUS. What
 * others have left is copied, so that neither happens with it.
 *
 * A tracking call takes about three times as long as without, for its checksum and for leaving the shortest
 * path. When a segment is full, every thousand events or more, it makes a file itself, which takes a few
 * hundred microseconds, and milliseconds while others make the disk busy.
 */

/* Fills in the defaults. `size` is sizeof(ags_options) as the caller was compiled. Errors:
 * AGS_ERROR_ARGUMENT for a size smaller than any version's. */
AGS_API ags_status ags_options_init(ags_options *options, size_t size);

/*
 * Takes AGENTSIGHT_API_KEY, AGENTSIGHT_API_ENDPOINT, AGENTSIGHT_CONVERSATION_ID, AGENTSIGHT_ENVIRONMENT
 * and AGENTSIGHT_LOG_LEVEL (DEBUG, INFO, WARNING, ERROR or NONE, in any case) for those of these fields
 * that are still NULL; a level found in the environment replaces options->log_level, and AGENTSIGHT_WIRE
 * (ingest or rest, in any case) options->wire. AGENTSIGHT_SPOOL_DIRECTORY is taken for
 * options->spool_directory where that is NULL. Variables that are unset or empty change nothing. The strings
 * belong to the environment: create the tracker before it changes. Not safe beside setenv() in another
 * thread. Errors: AGS_ERROR_OPTION for an unknown log level or wire.
 */
AGS_API ags_status ags_options_from_environment(ags_options *options);

/* ----------------------------------------------------------------- tracker */

/* Records events for one API key. Opaque; made by ags_tracker_create(). */
typedef struct ags_tracker ags_tracker;

/*
 * Makes a tracker and stores it in *tracker (NULL after an error). Opens no connection and starts no
 * thread, unless automatic sending was asked for and something was left in options.spool_directory: that is
 * sent at once. With such a directory it waits for the disk. The caller frees it with ags_tracker_free().
 * Errors: AGS_ERROR_API_KEY, AGS_ERROR_ENDPOINT, AGS_ERROR_CONVERSATION_ID, AGS_ERROR_OPTION,
 * AGS_ERROR_MEMORY.
 */
AGS_API ags_status ags_tracker_create(const ags_options *options, ags_tracker **tracker);

/*
 * Sends what waits, for options.close_timeout_ms at most, ends the sending thread (a request under way is cut
 * short within a second) and frees everything, events that could not be sent included; those in
 * options.spool_directory wait there for the next tracker. NULL is allowed. No
 * other thread may be inside a call with this tracker.
 *
 * exit() and dlclose() do the same for each tracker that is still there, all at once, except that they free
 * nothing; afterwards ags_send() gives AGS_ERROR_THREAD. _exit(), quick_exit(), abort() and signals do not.
 *
 * After fork() a tracker is usable in both processes: the parent's goes on as before, the child's is empty,
 * with counters at 0, and starts a thread of its own when it needs one. What the parent tracked is sent by
 * the parent alone. Callbacks must not fork. A child made by clone() or _Fork(), which tell no library, may
 * not use the trackers that it inherits.
 */
AGS_API void ags_tracker_free(ags_tracker *tracker);

/* --------------------------------------------------------------- recording
 *
 * A tracking call records one event or, with any other status than AGS_OK, nothing. It takes tens of
 * nanoseconds: no lock, no allocation, no system call, except in a thread's first call, when a buffer
 * segment is full (about every thousand events), for events of more than 256 KiB, when metadata larger than
 * any before has to be written anew (from pairs, or mended), for attachments with a path, and for the call
 * that wakes automatic sending.
 *
 *   conversation_id  nullable: the tracker's own; 1 to 255 characters, not blank
 *   metadata         nullable: the JSON text of one object, such as "{\"language\":\"en\"}", nested at most
 *                    32 levels deep
 *
 * The plain functions take NUL-terminated strings. Those in _n take each string with its length in
 * bytes, for texts that are not NUL-terminated and for callers who count nanoseconds; their strings
 * follow the same rules, and a NULL pointer means "absent" whatever its length. No field takes more than
 * 256 MiB.
 *
 * Events of one conversation keep the order in which their calls happened, across threads too.
 *
 * What a server would refuse a whole batch for is mended here: texts longer than options.text_limit are cut
 * and end in "...[truncated]", objects longer than that lose their last keys and say so under
 * "_agentsight_truncated", conversation fields are cut at 255 characters and left out when they are blank,
 * escapes of NUL and of half a surrogate pair become U+FFFD, an IP address that does not parse is left out.
 * Each is counted (ags_stats.mended), and the first of each kind logged.
 *
 * Errors: AGS_ERROR_CONVERSATION_ID, AGS_ERROR_TEXT (empty, blank, not UTF-8), AGS_ERROR_METADATA,
 * AGS_ERROR_FULL, AGS_ERROR_MEMORY.
 */

/* What the person said. */
AGS_API ags_status ags_track_question(ags_tracker *tracker, const char *conversation_id, const char *text,
                                      const char *metadata);
AGS_API ags_status ags_track_question_n(ags_tracker *tracker, const char *conversation_id,
                                        size_t conversation_id_size, const char *text, size_t text_size,
                                        const char *metadata, size_t metadata_size);

/* What the agent said. */
AGS_API ags_status ags_track_answer(ags_tracker *tracker, const char *conversation_id, const char *text,
                                    const char *metadata);
AGS_API ags_status ags_track_answer_n(ags_tracker *tracker, const char *conversation_id,
                                      size_t conversation_id_size, const char *text, size_t text_size,
                                      const char *metadata, size_t metadata_size);

/*
 * Something the agent did: a tool call, a task, a hand-over to a person. Zero in a field means "not
 * given", so `ags_action action = {.size = sizeof action, .name = "search"};` is complete. A string's
 * _size field is its length in bytes, or 0 when it is NUL-terminated; so it is in ags_button.
 *
 * Times are nanoseconds since 1970-01-01 UTC. Any two of started_at, ended_at and duration give the
 * third; without a start the action stands at the time of its tracking call.
 */
typedef struct ags_action {
  size_t size;      /* sizeof(ags_action) */
  const char *name; /* required, not blank */
  size_t name_size;
  const char *tools_used; /* nullable: the JSON text of one object */
  size_t tools_used_size;
  const char *response; /* nullable: what the tool answered, any text */
  size_t response_size;
  const char *error_msg; /* nullable: why the tool failed; marks the action as failed */
  size_t error_msg_size;
  int64_t started_at_ns; /* not before 1970 */
  int64_t ended_at_ns;   /* not before started_at_ns */
  int64_t duration_ns;   /* not negative; with an end alone, not back to before 1970 */
} ags_action;

/* Also AGS_ERROR_ACTION, when a field of the action breaks its rule. */
AGS_API ags_status ags_track_action(ags_tracker *tracker, const char *conversation_id,
                                    const ags_action *action, const char *metadata);
AGS_API ags_status ags_track_action_n(ags_tracker *tracker, const char *conversation_id,
                                      size_t conversation_id_size, const ags_action *action,
                                      const char *metadata, size_t metadata_size);

/* A button that the person pressed: event "helpful", label "Yes, thanks", value "positive_feedback". */
typedef struct ags_button {
  size_t size;       /* sizeof(ags_button) */
  const char *event; /* required, not blank */
  size_t event_size;
  const char *label; /* required, not blank */
  size_t label_size;
  const char *value; /* required, not blank */
  size_t value_size;
} ags_button;

/* Also AGS_ERROR_BUTTON, when a field of the button breaks its rule. */
AGS_API ags_status ags_track_button(ags_tracker *tracker, const char *conversation_id,
                                    const ags_button *button, const char *metadata);
AGS_API ags_status ags_track_button_n(ags_tracker *tracker, const char *conversation_id,
                                      size_t conversation_id_size, const ags_button *button,
                                      const char *metadata, size_t metadata_size);

/* What a language model used, in tokens; each 0 to 2^50, not all 0. A total of 0 means prompt + completion +
 * embedding. */
typedef struct ags_token_usage {
  size_t size; /* sizeof(ags_token_usage) */
  int64_t prompt;
  int64_t completion;
  int64_t total;
  int64_t embedding;
} ags_token_usage;

/* Also AGS_ERROR_TOKEN_USAGE. */
AGS_API ags_status ags_track_token_usage(ags_tracker *tracker, const char *conversation_id,
                                         const ags_token_usage *usage, const char *metadata);
AGS_API ags_status ags_track_token_usage_n(ags_tracker *tracker, const char *conversation_id,
                                           size_t conversation_id_size, const ags_token_usage *usage,
                                           const char *metadata, size_t metadata_size);

/*
 * Sums of what was tracked for the conversation (nullable: the tracker's own) and not yet delivered; with its
 * delivery the count starts anew. Set usage->size before. Waits as ags_pending() does, and takes time
 * proportional to the events that wait. Errors: AGS_ERROR_CONVERSATION_ID, AGS_ERROR_MEMORY.
 */
AGS_API ags_status ags_get_token_usage(ags_tracker *tracker, const char *conversation_id,
                                       ags_token_usage *usage);

/* What is known about a conversation. A string's _size field is its length, or 0 when it is
 * NUL-terminated; NULL: unknown. Longer ones are cut at 255 characters. */
typedef struct ags_conversation_info {
  size_t size; /* sizeof(ags_conversation_info) */
  const char *customer_id;
  size_t customer_id_size;
  const char *customer_ip_address; /* IPv4 or IPv6 */
  size_t customer_ip_address_size;
  const char *device; /* such as "desktop" or "mobile" */
  size_t device_size;
  const char *source; /* such as "web" or "whatsapp" */
  size_t source_size;
  const char *language; /* such as "en" */
  size_t language_size;
  const char *name;
  size_t name_size;
  const char *environment; /* in place of options.environment */
  size_t environment_size;
} ags_conversation_info;

/* Tells what is known about a conversation, with the next sending; metadata becomes the conversation's.
 * `info` is nullable. AGS_ERROR_CONVERSATION_ID also when one of its fields is not UTF-8. */
AGS_API ags_status ags_get_or_create_conversation(ags_tracker *tracker, const char *conversation_id,
                                                  const ags_conversation_info *info, const char *metadata);

/* The same for a visit: somebody opened the chat and has said nothing yet. Sends it at once, with what
 * waits in this conversation, and waits like ags_send(); its errors are these of both calls. After one of
 * sending (AGS_ERROR_NETWORK and those listed with it at ags_send()) the visit is recorded, and waits. */
AGS_API ags_status ags_initialize_conversation(ags_tracker *tracker, const char *conversation_id,
                                               const ags_conversation_info *info, const char *metadata,
                                               uint32_t timeout_ms);

/* One file of at most 25 MiB. Its bytes are copied into the record once, or, when a path is given, read from
 * the file while they are sent, piece by piece: the file must stay until then, where the path leads. */
typedef struct ags_attachment {
  size_t size; /* sizeof(ags_attachment) */
  /* required, 1 to 255 characters, not blank; with a path: NULL takes the path's last part */
  const char *filename;
  size_t filename_size;
  const char *mime_type; /* NULL: "application/octet-stream"; else 1 to 255 characters, not blank */
  size_t mime_type_size;
  const void *data; /* the bytes; either these or a path */
  size_t data_size;
  const char *path; /* NUL-terminated; a regular file that can be read, which is checked by the call */
} ags_attachment;

/* How files travel. */
typedef enum ags_attachment_mode {
  AGS_ATTACHMENT_BASE64 = 0, /* in a JSON body */
  AGS_ATTACHMENT_FORM = 1    /* multipart/form-data */
} ags_attachment_mode;

/* Files that belong together: 1 to 10. */
typedef struct ags_attachments {
  size_t size; /* sizeof(ags_attachments) */
  const ags_attachment *files;
  size_t count;
  bool from_agent; /* false: from the person */
  ags_attachment_mode mode;
  bool of_message; /* they belong to the question (from_agent: the answer) that this thread tracked right
                      before, in the same conversation; AGS_WIRE_REST says so to the server */
} ags_attachments;

/* Also AGS_ERROR_ATTACHMENT. */
AGS_API ags_status ags_track_attachments(ags_tracker *tracker, const char *conversation_id,
                                         const ags_attachments *attachments, const char *metadata);
AGS_API ags_status ags_track_attachments_n(ags_tracker *tracker, const char *conversation_id,
                                           size_t conversation_id_size, const ags_attachments *attachments,
                                           const char *metadata, size_t metadata_size);

/* ------------------------------------------------- metadata without JSON text */

/* The type of a metadata value. */
typedef enum ags_type {
  AGS_TYPE_STRING = 0,
  AGS_TYPE_INTEGER = 1,
  AGS_TYPE_NUMBER = 2, /* a double; NaN and infinities become null */
  AGS_TYPE_BOOLEAN = 3,
  AGS_TYPE_NULL = 4,
  AGS_TYPE_JSON = 5 /* `string` holds the JSON text of an object */
} ags_type;

/* A key and its value. */
typedef struct ags_pair {
  const char *key; /* required; may be empty */
  size_t key_size; /* 0: NUL-terminated */
  ags_type type;
  const char *string; /* required for AGS_TYPE_STRING and AGS_TYPE_JSON */
  size_t string_size; /* 0: NUL-terminated */
  int64_t integer;
  double number;
  bool boolean;
} ags_pair;

/* Metadata made ready once, to be used with many events from any thread. Opaque. */
typedef struct ags_metadata ags_metadata;

/* Makes metadata from pairs; the caller frees it with ags_metadata_free(). *metadata is NULL after an error.
 * Errors: AGS_ERROR_METADATA, AGS_ERROR_MEMORY. */
AGS_API ags_status ags_metadata_create(const ags_pair *pairs, size_t count, ags_metadata **metadata);

/* Makes metadata from the JSON text of one object, `size` bytes of it. Errors as above. */
AGS_API ags_status ags_metadata_create_json(const char *json, size_t size, ags_metadata **metadata);

/* NULL is allowed. Events keep their copy of it; no other thread may be inside a call with it. */
AGS_API void ags_metadata_free(ags_metadata *metadata);

/* A conversation id checked once, to be used with many events from any thread. Opaque. */
typedef struct ags_conversation ags_conversation;

/* `size` is the id's length in bytes. The caller frees it with ags_conversation_free(). *conversation is NULL
 * after an error. Errors: AGS_ERROR_CONVERSATION_ID, AGS_ERROR_MEMORY. */
AGS_API ags_status ags_conversation_create(const char *id, size_t size, ags_conversation **conversation);

/* NULL is allowed. Events keep their copy of it; no other thread may be inside a call with it. */
AGS_API void ags_conversation_free(ags_conversation *conversation);

/*
 * The fastest call: a question or an answer with both made ready. `conversation` is nullable: the tracker's
 * own; `metadata` is nullable: none. Also AGS_ERROR_EVENT, for any other kind.
 */
AGS_API ags_status ags_track_message(ags_tracker *tracker, ags_kind kind,
                                     const ags_conversation *conversation, const char *text, size_t text_size,
                                     const ags_metadata *metadata);

/*
 * Any event in any form, for bindings and for metadata from pairs. Zero in a field means "not given". The
 * conversation is the first of `conversation`, `conversation_id` and the tracker's own that is given; the
 * metadata the first of `metadata`, `pairs` and `metadata_json`.
 */
typedef struct ags_event {
  size_t size; /* sizeof(ags_event) */
  ags_kind kind;
  const ags_conversation *conversation;
  const char *conversation_id;
  size_t conversation_id_size; /* 0: NUL-terminated; so it is for all strings here */
  const ags_metadata *metadata;
  const ags_pair *pairs;
  size_t pair_count;
  const char *metadata_json;
  size_t metadata_json_size;
  const char *text; /* of a question or an answer */
  size_t text_size;
  const ags_action *action;           /* of an action */
  const ags_button *button;           /* of a button */
  const ags_token_usage *token_usage; /* of a token usage */
  const ags_attachments *attachments; /* of attachments */
  const ags_conversation_info *info;  /* of a conversation or a visit; nullable */
} ags_event;

/* The errors of its kind's own call, and AGS_ERROR_EVENT when the kind is unknown or the struct that it needs
 * is missing. */
AGS_API ags_status ags_track(ags_tracker *tracker, const ags_event *event);

/* ---------------------------------------------------------- conversation ids */

/* Room for a generated conversation id and its NUL. */
#define AGS_CONVERSATION_ID_SIZE 38

/*
 * Writes a new conversation id, "conv_" and 32 hex digits of the system's randomness, NUL-terminated.
 * Errors: AGS_ERROR_ARGUMENT when `size` is below AGS_CONVERSATION_ID_SIZE.
 */
AGS_API ags_status ags_generate_conversation_id(char *buffer, size_t size);

/* ----------------------------------------------------------------- sending */

/* The result of one ags_send(). */
typedef struct ags_report {
  size_t size;              /* sizeof(ags_report), set by the caller before the call */
  uint64_t delivered;       /* events that the server has stored during this call */
  uint64_t delivered_of[8]; /* the same by ags_kind; entries past the last kind are 0 */
  uint64_t remaining;       /* events tracked before the call that still wait in memory */
  uint64_t requests;        /* HTTP requests made */
  uint64_t bytes;           /* bytes of request bodies, after compression */
  int32_t http_status;      /* of the last answer; 0 when there was none */
  uint64_t failed;          /* events in the batch that failed; they are among the remaining */
  uint64_t failed_of[8];    /* the same by ags_kind */
  uint64_t dropped;         /* events given up during this call, because the server will not take them */
  uint64_t dropped_of[8];   /* the same by ags_kind */
} ags_report;

/*
 * Delivers everything tracked before the call, oldest first, and waits until that is done, until it cannot be
 * done in time or until `timeout_ms` milliseconds have passed. An event leaves memory when the server has
 * confirmed it with 200 or 201, and not before; after an error the rest stays for the next ags_send(). The
 * first call starts the tracker's one thread, which owns every connection. Calls from several threads are
 * served one after the other.
 *
 * What fails and may go well another time (no answer, 408, 425, 429, 5xx) is tried again after a random wait
 * of at most 1 s, twice that after each further failure, at most 30 s. Retry-After is obeyed, up to 300 s.
 * Such waits are the whole tracker's. A call whose deadline comes before the next attempt returns at once
 * with the last error. With a `timeout_ms` of 0 there is no deadline as long as batches are confirmed; the
 * call returns after the third failure in a row, or when the next attempt is more than 30 s away. A call that
 * begins during a wait of the tracker's own tries at once, as long as the budget of ten quick retries lasts,
 * of which each confirmed batch gives back a tenth of one.
 *
 * 413 is answered with smaller batches, 400 and 422 with parts of the batch until the event at fault is
 * found; an event that is refused by itself is dropped, counted and told of, and AGS_OK then means that the
 * others were delivered. On any other 3xx or 4xx status and on 501 nothing is dropped: the tracker holds what
 * it has and asks with one request every 5 minutes, or at once after ags_reconfigure(), even one that changes
 * nothing.
 *
 * `report` is nullable. It is filled whatever the status: after AGS_ERROR_TIMEOUT with what was done until
 * then. Errors: AGS_ERROR_NETWORK, AGS_ERROR_TLS, AGS_ERROR_TIMEOUT (a request was under way and goes on),
 * AGS_ERROR_UNAUTHORIZED, AGS_ERROR_REFUSED, AGS_ERROR_SERVER, AGS_ERROR_THREAD, AGS_ERROR_MEMORY.
 */
AGS_API ags_status ags_send(ags_tracker *tracker, uint32_t timeout_ms, ags_report *report);

/* How to send; zero in a field means "not given". */
typedef struct ags_send_options {
  size_t size;                 /* sizeof(ags_send_options) */
  uint32_t timeout_ms;         /* as in ags_send() */
  const char *conversation_id; /* nullable: this conversation alone; NUL-terminated */
  /* nullable: told each event's outcome, from the sending thread, until the call returns */
  ags_item_fn on_item;
  void *user; /* handed to `on_item` */
} ags_send_options;

/* ags_send() with more to say. A conversation that fails leaves the others as they are. `report` is
 * nullable. Also AGS_ERROR_CONVERSATION_ID. */
AGS_API ags_status ags_send_with(ags_tracker *tracker, const ags_send_options *options, ags_report *report);

/* ------------------------------------------------------- what is not yet sent */

/* Events that wait, by kind. */
typedef struct ags_summary {
  size_t size; /* sizeof(ags_summary), set by the caller before the call */
  uint64_t count;
  uint64_t count_of[8]; /* by ags_kind */
} ags_summary;

/*
 * Goes through the events that wait, in order: all, or those of one conversation (nullable, NUL-terminated).
 * Those in a request under way are among them. `on_item` and `summary` are nullable. Waits for at most the
 * gathering of a batch, never for the network. Errors: AGS_ERROR_CONVERSATION_ID, AGS_ERROR_MEMORY.
 */
AGS_API ags_status ags_pending(ags_tracker *tracker, const char *conversation_id, ags_item_fn on_item,
                               void *user, ags_summary *summary);

/*
 * Gives up events that wait: all (NULL), or those of one conversation. Those in a request under way are left
 * alone. `count` is nullable and receives how many went; they count as dropped. Waits as ags_pending() does.
 * Errors: AGS_ERROR_CONVERSATION_ID; AGS_ERROR_MEMORY, after which some may have stayed.
 */
AGS_API ags_status ags_discard(ags_tracker *tracker, const char *conversation_id, uint64_t *count);

/*
 * Changes key and endpoint (each nullable: stays as it is) for all requests that begin from now on; what
 * waits goes there too. Errors: AGS_ERROR_API_KEY, AGS_ERROR_ENDPOINT, AGS_ERROR_MEMORY, which change
 * nothing.
 */
AGS_API ags_status ags_reconfigure(ags_tracker *tracker, const char *api_key, const char *endpoint);

/* ------------------------------------------------------------------- stats */

/*
 * Counters since the tracker was created, in events unless said otherwise. When no call is under way,
 *   accepted == delivered + dropped + buffered + spooled.
 */
typedef struct ags_stats {
  size_t size;                 /* sizeof(ags_stats), set by the caller before the call */
  uint64_t accepted;           /* tracking calls that returned AGS_OK, and the adopted */
  uint64_t rejected;           /* tracking calls that returned anything else */
  uint64_t delivered;          /* confirmed by the server */
  uint64_t dropped;            /* given up, for any reason */
  uint64_t buffered;           /* wait in memory alone */
  uint64_t spooled;            /* wait in files of options.spool_directory */
  uint64_t requests;           /* HTTP requests made */
  uint64_t bytes_sent;         /* bytes of request bodies, after compression */
  uint64_t memory_bytes;       /* memory held for events */
  uint64_t discarded;          /* of the dropped: by ags_discard() */
  uint64_t mended;             /* fields cut or left out so that a server takes the event */
  uint64_t rejected_full;      /* of the rejected: with AGS_ERROR_FULL */
  uint64_t dropped_oldest;     /* of the dropped: by AGS_WHEN_FULL_DROP_OLDEST */
  uint64_t blocked;            /* tracking calls that waited for room, by AGS_WHEN_FULL_BLOCK */
  uint64_t dropped_too_large;  /* of the dropped: no request is small enough for the server (413) */
  uint64_t dropped_invalid;    /* of the dropped: the server refused the event by itself (400, 422) */
  uint64_t dropped_unreadable; /* of the dropped: attachments whose file was gone when it was to be sent, and
                                  damaged places in a spool */
  uint64_t adopted;            /* events that processes which ended left in options.spool_directory */
  uint64_t reserved[7];        /* 0 */
} ags_stats;

/* Fills *stats. Never blocks on the network. Errors: AGS_ERROR_ARGUMENT. */
AGS_API ags_status ags_get_stats(ags_tracker *tracker, ags_stats *stats);

#ifdef __cplusplus
}
#endif

#endif /* AGENTSIGHT_H */
