#include "upload_read.h"

#include <errno.h>
#include <fcntl.h>

#define BASE64_IN 3072 /* a multiple of 3: only the last piece has padding */

static size_t encode_base64(char *to, const unsigned char *from, size_t size) {
  static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
  char *start = to;
  for (; size > 0; from += 3, to += 4) {
    size_t taken = size < 3 ? size : 3;
    uint32_t bits = (uint32_t)from[0] << 16 | (taken > 1 ? (uint32_t)from[1] << 8 : 0) |
                    (taken > 2 ? (uint32_t)from[2] : 0);
    to[0] = digits[bits >> 18];
    to[1] = digits[bits >> 12 & 63];
    to[2] = taken > 1 ? digits[bits >> 6 & 63] : '=';
    to[3] = taken > 2 ? digits[bits & 63] : '=';
    size -= taken;
  }
  return (size_t)(to - start);
}

/* Whether the system was short of something that it may have again, which says nothing about the file. */
static bool is_shortage(int64_t result) {
  return result == -EMFILE || result == -ENFILE || result == -ENOMEM || result == -EAGAIN;
}

static int64_t read_file(ags_upload *upload, const ags_file *file, void *to, size_t size) {
  const ags_system *system = upload->system;
  if (upload->file < 0) upload->file = system->files->open(system->context, file->path, O_RDONLY, 0);
  if (upload->file < 0) return upload->file;
  return system->files->read(system->context, upload->file, to, size, upload->content_at);
}

/* The next bytes of the part's content; SIZE_MAX when they cannot be had. */
static size_t read_content(ags_upload *upload, void *to, size_t room) {
  const ags_file *file = &upload->parts[upload->part].file;
  uint64_t left = file->size - upload->content_at;
  size_t size = left < room ? (size_t)left : room;
  if (file->data != NULL) {
    memcpy(to, file->data + upload->content_at, size);
  } else if (size > 0) {
    int64_t result = read_file(upload, file, to, size);
    if (result != (int64_t)size) {
      upload->unreadable = !is_shortage(result);
      return SIZE_MAX;
    }
  }
  upload->content_at += size;
  return size;
}

void ags_upload_close(ags_upload *upload) {
  if (upload->file >= 0) upload->system->files->close(upload->system->context, upload->file);
  upload->file = -1;
}

static size_t read_carry(ags_upload *upload, char *to, size_t room) {
  size_t size = upload->carry_size < room ? upload->carry_size : room;
  memcpy(to, upload->carry, size);
  upload->carry_size -= size;
  memmove(upload->carry, upload->carry + size, upload->carry_size);
  return size;
}

static size_t read_part(ags_upload *upload, char *to, size_t room) {
  if (!upload->base64) return read_content(upload, to, room);
  if (room < sizeof upload->carry) { /* too little for four digits: make them and hand out what fits */
    size_t made = read_part(upload, upload->carry, sizeof upload->carry);
    if (made == SIZE_MAX) return SIZE_MAX;
    upload->carry_size = made;
    return read_carry(upload, to, room);
  }
  unsigned char piece[BASE64_IN];
  size_t wanted = room / 4 * 3 < sizeof piece ? room / 4 * 3 : sizeof piece;
  size_t size = read_content(upload, piece, wanted);
  return size == SIZE_MAX ? SIZE_MAX : encode_base64(to, piece, size);
}

static size_t read_text(ags_upload *upload, size_t end, char *to, size_t room) {
  size_t size = end - upload->text_at < room ? end - upload->text_at : room;
  memcpy(to, upload->text.data + upload->text_at, size);
  upload->text_at += size;
  return size;
}

size_t ags_upload_read(void *context, char *to, size_t room) {
  ags_upload *upload = context;
  if (upload->carry_size > 0) return read_carry(upload, to, room);
  for (; upload->part < upload->count; upload->part++, upload->content_at = 0, ags_upload_close(upload)) {
    const ags_upload_part *part = &upload->parts[upload->part];
    if (upload->text_at < part->text_end) return read_text(upload, part->text_end, to, room);
    if (upload->content_at < part->file.size) return read_part(upload, to, room);
  }
  return read_text(upload, upload->text.size, to, room);
}

bool ags_upload_rewind(void *context) {
  ags_upload *upload = context;
  ags_upload_close(upload);
  upload->part = 0;
  upload->text_at = 0;
  upload->content_at = 0;
  upload->carry_size = 0;
  return true;
}
