/*
 * A file that another process left in the spool, adopted: bytes of any kind, a good file with some bytes
 * changed, or records whose checksums are right and whose fields lie. Nothing is read that is not there, and
 * a changed byte costs the record that it lies in and no other.
 */
#include "batch.h"
#include "fuzz.h"
#include "random.h"
#include "record_parts.h"
#include "spool.h"
#include "tracker.h"
#include "upload.h"
#include "wire_ingest.h"

#include <errno.h>
#include <fcntl.h>
#include <unistd.h>

#define EVENTS   20
#define FILE_MAX ((size_t)16 << 10)
#define BYTES_AT offsetof(ags_segment, bytes)

/* ------------------------------------------------------- a disk with one file */

static char run_path[128];
static _Alignas(8) char file_bytes[FILE_MAX];
static size_t file_size;
static bool file_removed;

enum { NO_FILE, LOCK, DIRECTORY, SEGMENT };

static bool ends_with(const char *text, const char *end) {
  size_t size = strlen(text), end_size = strlen(end);
  return size >= end_size && strcmp(text + size - end_size, end) == 0;
}

static int open_file(void *context, const char *path, int flags, mode_t mode) {
  (void)context, (void)mode;
  if (ends_with(path, "/lock")) return LOCK;
  if ((flags & O_DIRECTORY) != 0) return DIRECTORY;
  return ends_with(path, "/00000001") && !file_removed ? SEGMENT : -ENOENT;
}

static void close_file(void *context, int file) {
  (void)context, (void)file;
}

static int file_status(void *context, int file, struct stat *status) {
  (void)context;
  *status = (struct stat){.st_ino = (ino_t)file,
                          .st_uid = geteuid(),
                          .st_mode = file == DIRECTORY ? S_IFDIR | 0700 : S_IFREG | 0600,
                          .st_size = file == SEGMENT ? (off_t)file_size : 0};
  return 0;
}

static int find_file(void *context, const char *path, struct stat *status) {
  return file_status(context, ends_with(path, "/lock") ? LOCK : DIRECTORY, status);
}

static int64_t read_file(void *context, int file, void *to, size_t size, uint64_t offset) {
  (void)context;
  if (file != SEGMENT || offset >= file_size) return 0;
  if (size > file_size - offset) size = file_size - (size_t)offset;
  memcpy(to, file_bytes + offset, size);
  return (int64_t)size;
}

static int write_nothing(void *context, int file, const void *from, size_t size, uint64_t offset) {
  (void)context, (void)file, (void)from, (void)size, (void)offset;
  return 0; /* the file stays as it was made */
}

static int list(void *context, const char *path, void (*each)(void *user, const char *name), void *user) {
  static const char run[] = "0123456789abcdef";
  (void)context;
  if (!ends_with(path, run)) {
    snprintf(run_path, sizeof run_path, "%s/%s", path, run);
    each(user, run);
    return 0;
  }
  each(user, "lock");
  each(user, "00000001");
  return 0;
}

static int done(void *context, int file) {
  (void)context, (void)file;
  return 0;
}

static int no_room(void *context, int file, uint64_t size) {
  (void)context, (void)file, (void)size;
  return -ENOSPC;
}

static int make_directory(void *context, const char *path, mode_t mode) {
  (void)context, (void)path, (void)mode;
  return -EEXIST;
}

static int remove_path(void *context, const char *path) {
  (void)context;
  file_removed |= ends_with(path, "/00000001");
  return 0;
}

static const ags_files disk = {.open = open_file,
                               .close = close_file,
                               .status = file_status,
                               .find = find_file,
                               .read = read_file,
                               .write = write_nothing,
                               .allocate = no_room,
                               .lock = done,
                               .make_directory = make_directory,
                               .list = list,
                               .remove = remove_path,
                               .remove_directory = remove_path};

/* ------------------------------------------------------------ making the file */

static uint32_t seed;

static void begin_file(void) {
  memset(file_bytes, 0, sizeof file_bytes);
  file_removed = false;
  ags_spool_header header = {.magic = AGS_SPOOL_MAGIC,
                             .version = AGS_SPOOL_VERSION,
                             .use = 1,
                             .nonce = 7,
                             .lane_serial = 1,
                             .ticks = 1000,
                             .monotonic_ns = 1000,
                             .wall_ns = INT64_C(1790000000000000000),
                             .ns_per_tick = 1};
  header.checksum = ags_spool_header_checksum(&header);
  seed = ags_spool_seed(&header);
  for (size_t copy = 0; copy < 2; copy++)
    memcpy(file_bytes + offsetof(ags_segment, headers) + copy * sizeof header, &header, sizeof header);
  file_size = BYTES_AT;
}

/* A record with `rest` behind its header and a trailer that fits it. */
static void put_record(ags_record record, ags_view rest) {
  size_t size = ags_record_padded(sizeof record + rest.size + sizeof(ags_spool_trailer));
  if (file_size + size > FILE_MAX) return;
  record.size = (uint32_t)size;
  char *at = file_bytes + file_size;
  memcpy(at, &record, sizeof record);
  if (rest.size > 0) memcpy(at + sizeof record, rest.data, rest.size);
  ags_spool_trailer trailer = {.checksum =
                                   ags_spool_checksum(seed, (ags_record *)(void *)at, (uint32_t)size)};
  memcpy(at + size - sizeof trailer, &trailer, sizeof trailer);
  file_size += size;
}

/* Where the records of a good file begin, and where the last one ends. */
static size_t starts[EVENTS + 1];

static void make_good_file(void) {
  begin_file();
  for (uint32_t i = 0; i < EVENTS; i++) {
    char text[64];
    starts[i] = file_size;
    uint32_t size = (uint32_t)snprintf(text, sizeof text, "c%u.%.*s", i, (int)(i * 2),
                                       "......................................");
    put_record((ags_record){.kind = AGS_KIND_QUESTION,
                            .conversation_size = 1,
                            .ticks = 2000 + i * 10000,
                            .text_size = size - 1},
               (ags_view){text, size});
  }
  starts[EVENTS] = file_size;
}

static void make_lying_file(fuzz_input *input) {
  begin_file();
  while (input->size > 0) {
    ags_record record = {.kind = fuzz_byte(input),
                         .conversation_size = fuzz_byte(input),
                         .ticks = fuzz_byte(input),
                         .text_size = fuzz_byte(input),
                         .metadata_size = fuzz_byte(input)};
    uint8_t shape = fuzz_byte(input);
    if (shape % 16 == 15) record.text_size = UINT32_MAX - record.text_size;
    if (shape % 16 == 14) record.metadata_size = UINT32_MAX - record.metadata_size;
    size_t size = fuzz_byte(input) + (size_t)256 * (shape / 64);
    if (size > input->size) size = input->size;
    put_record(record, (ags_view){(const char *)input->data, size});
    input->data += size;
    input->size -= size;
  }
}

/* --------------------------------------------------------------------- adoption */

static ags_tracker *adopt(void) {
  static ags_system system;
  system = ags_system_default;
  system.files = &disk;
  ags_options options;
  EXPECT(ags_options_init(&options, sizeof options) == AGS_OK);
  options.api_key = FUZZ_KEY;
  options.spool_directory = "/spool";
  options.close_timeout_ms = 0;
  ags_tracker *tracker = NULL;
  EXPECT(ags_tracker_create_in(&system, &options, &tracker) == AGS_OK);
  return tracker;
}

static void read_upload(const ags_tracker *tracker, const ags_drained *item) {
  ags_attachments_part part;
  memcpy(&part, ags_record_part(item->record), sizeof part);
  const char *at = ags_record_part(item->record) + sizeof part;
  for (uint32_t i = 0; i < part.count; i++)
    if (ags_file_read(&at).size > FILE_MAX) return; /* only one that stands elsewhere is so large */
  ags_upload upload;
  ags_upload_target target = {.conversation = ags_view_of("17")};
  char piece[512];
  EXPECT(ags_upload_start(&upload, tracker->system, item, &target));
  size_t size;
  while ((size = upload.source.read(upload.source.context, piece, sizeof piece)) > 0 && size != SIZE_MAX)
    EXPECT(size <= sizeof piece);
  ags_upload_finish(&upload);
}

static void encode_all(ags_tracker *tracker, const ags_batch *batch) {
  ags_buffer body = {0};
  ags_wire_ingest_encode(batch, tracker, &body);
  EXPECT(!body.failed);
  ags_buffer_free(&body);
  for (uint32_t i = 0; i < batch->count; i++)
    if (batch->entries[i].item.record->kind == AGS_KIND_ATTACHMENTS)
      read_upload(tracker, &batch->entries[i].item);
}

/* Every record whose bytes are all as they were must be there; what is there is as it was. */
static void check_good(const ags_batch *batch, const char *before, bool has_header) {
  uint32_t found = 0;
  for (uint32_t i = 0; i < EVENTS; i++) {
    const ags_record *was = (const ags_record *)(const void *)(before + starts[i]);
    bool same = memcmp(before + starts[i], file_bytes + starts[i], starts[i + 1] - starts[i]) == 0;
    const ags_record *record = found < batch->count ? batch->entries[found].item.record : NULL;
    bool is_there = record != NULL && record->ticks == was->ticks;
    EXPECT(is_there || !same || !has_header);
    if (!is_there) continue;
    EXPECT(record->text_size == was->text_size);
    EXPECT(memcmp(record->bytes, was->bytes, (size_t)was->conversation_size + was->text_size) == 0);
    found++;
  }
  EXPECT(found == batch->count);
}

static bool change_bytes(fuzz_input *input, char *before) {
  make_good_file();
  memcpy(before, file_bytes, FILE_MAX);
  while (input->size > 0) {
    size_t at = (fuzz_byte(input) | (size_t)fuzz_byte(input) << 8) % file_size;
    file_bytes[at] = (char)(file_bytes[at] ^ fuzz_byte(input));
  }
  size_t headers = offsetof(ags_segment, headers), each = sizeof(ags_spool_header);
  bool first = memcmp(before + headers, file_bytes + headers, each) == 0;
  return first || memcmp(before + headers + each, file_bytes + headers + each, each) == 0;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size) {
  static ags_batch batch;
  static _Alignas(8) char before[FILE_MAX];
  if (batch.capacity == 0) EXPECT(ags_batch_create(&batch, 1024));
  fuzz_input input = {data, size};
  uint8_t mode = fuzz_byte(&input) % 3;
  bool has_header = true;
  if (mode == 0) {
    file_removed = false;
    file_size = input.size < FILE_MAX ? input.size : FILE_MAX;
    if (file_size > 0) memcpy(file_bytes, input.data, file_size);
  } else if (mode == 1) {
    has_header = change_bytes(&input, before);
  } else {
    make_lying_file(&input);
  }
  ags_tracker *tracker = adopt();
  ags_stats stats = {.size = sizeof stats};
  EXPECT(ags_get_stats(tracker, &stats) == AGS_OK);
  EXPECT(stats.accepted == stats.adopted && stats.accepted == stats.dropped_unreadable + stats.spooled);
  EXPECT(ags_batch_fill(&batch, tracker, ags_drain_cut(tracker), (ags_view){0}));
  EXPECT(batch.count == stats.spooled);
  encode_all(tracker, &batch);
  if (mode == 1) check_good(&batch, before, has_header);
  ags_batch_release(&batch, &tracker->pool);
  ags_tracker_free(tracker);
  if (mode != 0 && has_header) EXPECT(file_removed); /* nothing in it waits; one of a newer version stays */
  return 0;
}
