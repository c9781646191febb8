/* What all tracking calls have in common: finding room, checking and copying fields, publishing. */
#ifndef AGS_TRACK_H
#define AGS_TRACK_H

#include "error.h"
#include "mend.h"
#include "text.h"
#include "tracker.h"
#include "view.h"

/* No field may be larger, so that sums of sizes never overflow. */
#define AGS_FIELD_MAX ((size_t)256 << 20)

/* A conversation id has at most 255 characters of at most 4 bytes. */
#define AGS_ID_MAX (4 * 255)

/* Checks that a tracking call makes of its fields; `name` is what the error calls the field. */
ags_status ags_check_utf8(ags_status error, const char *name, ags_view text);
ags_status ags_check_text(ags_status error, const char *name, ags_view text);   /* also: present, not blank */
ags_status ags_check_field(ags_status error, const char *name, ags_view text);  /* also: <= 255 characters */
ags_status ags_check_object(ags_status error, const char *name, ags_view json); /* a JSON object */

/* The conversation that a call is about, where NULL stands for all of them. */
ags_status ags_check_choice(const char *conversation_id);

/* Counts a refused call and hands its status on. */
AGS_COLD ags_status ags_track_reject(ags_tracker *tracker, ags_status status);

/* Checks a text as ags_check_text() does, and cuts it in front of its mark when it is longer than the limit;
 * `*cut` says whether it did. What is cut off is not checked. */
ags_status ags_track_take_text(ags_tracker *tracker, ags_status error, const char *name, ags_view *text,
                               bool *cut);

/* The same for a text that may be absent, empty or blank. */
ags_status ags_track_take_any_text(ags_tracker *tracker, ags_status error, const char *name, ags_view *text,
                                   bool *cut);

/* Checks a JSON object; where a server would refuse it (longer than the limit, escapes that no database
 * holds), a mended copy in `scratch` takes its place. */
ags_status ags_track_take_object(ags_tracker *tracker, ags_status error, const char *name,
                                 ags_buffer *scratch, ags_view *object);

/* The same for one that is valid and storable already. */
ags_status ags_track_cut_object(ags_tracker *tracker, ags_buffer *scratch, ags_view *object);

/* What a record holds besides its kind's own part. */
typedef struct ags_fields {
  ags_view conversation; /* absent: the tracker's own */
  ags_view text;         /* absent: the kind has none */
  ags_view metadata;     /* absent: none */
  const char *text_name; /* what errors call the text */
  ags_status text_error;
  bool conversation_checked, metadata_checked; /* they come from a handle, or were made by us */
  bool text_cut;                               /* the text is the checked beginning of a longer one */
} ags_fields;

/* Checks all fields, mends those that are too long, and makes room. What `fields` points to afterwards is
 * valid until the lane's next tracking call. */
AGS_COLD ags_status ags_track_prepare(ags_lane *lane, ags_tracker *tracker, ags_fields *fields,
                                      size_t part_size);

/* Checks the fields of a record that has none but these, with metadata that the lane could remember. False
 * when one of them is invalid or has to be mended. `checked`: only the text is in question. */
AGS_APART bool ags_track_check_copy(ags_lane *lane, const ags_record *record, bool checked);

/* Takes metadata that is not the lane's last and not longer than the limit, and remembers it. */
AGS_APART ags_status ags_track_new_metadata(ags_lane *lane, ags_tracker *tracker, ags_view *metadata);

/* A record under construction at the lane's position: nobody sees it before ags_track_end(). */
typedef struct ags_draft {
  ags_lane *lane;
  ags_record *record;
  char *at; /* where the next field goes */
} ags_draft;

AGS_INLINE size_t ags_record_room(const ags_fields *fields, size_t part_size) {
  return ags_record_padded(sizeof(ags_record) + fields->conversation.size + fields->text.size +
                           fields->metadata.size + part_size + sizeof(ags_spool_trailer) +
                           (fields->text_cut ? sizeof AGS_CUT_MARK : 0));
}

/*
 * Starts a record whose kind adds up to `part_size` bytes behind conversation id, text and metadata: finds
 * room, copies and checks these three, and leaves in `fields` what was recorded. After an error there is
 * nothing to undo.
 */
ags_status ags_track_begin(ags_draft *draft, ags_tracker *tracker, ags_kind kind, ags_fields *fields,
                           size_t part_size);

/* Appends to the kind's own part. */
AGS_INLINE void ags_track_put(ags_draft *draft, const void *bytes, size_t size) {
  if (size > 0) memcpy(draft->at, bytes, size);
  draft->at += size;
}

/* Stamps and publishes the record. */
ags_status ags_track_end(ags_tracker *tracker, ags_draft *draft);

#endif
