#include "spool_paths.h"

#include "error.h"
#include "hex.h"
#include "random.h"
#include "tracker.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

#define DIRECTORY_MAX 3000

static uint64_t hash_text(uint64_t hash, const char *text) {
  for (; text != NULL && *text != '\0'; text++) hash = ags_mix(hash ^ (unsigned char)*text);
  return ags_mix(hash ^ 0x100);
}

ags_status ags_spool_choose_directory(ags_spool *spool) {
  const ags_settings *settings = &spool->tracker->settings;
  size_t size = strlen(settings->spool_directory);
  if (size == 0 || size > DIRECTORY_MAX)
    return ags_fail(AGS_ERROR_OPTION, "spool_directory: must have 1 to %d bytes", DIRECTORY_MAX);
  spool->directory = malloc(size + 1 + 16 + 1);
  if (spool->directory == NULL) return ags_fail(AGS_ERROR_MEMORY, "out of memory");
  uint64_t hash = hash_text(hash_text(0, settings->destination.authorization), settings->environment);
  memcpy(spool->directory, settings->spool_directory, size);
  spool->directory[size] = '/';
  ags_hex_put(spool->directory + size + 1, hash);
  spool->directory[size + 17] = '\0';
  return AGS_OK;
}

int ags_spool_check_directory(const ags_spool *spool, const char *path, mode_t forbidden) {
  const ags_system *system = spool->tracker->system;
  int file = system->files->open(system->context, path, O_RDONLY | O_DIRECTORY | O_NOFOLLOW, 0);
  if (file < 0) return file;
  struct stat status;
  int error = system->files->status(system->context, file, &status);
  system->files->close(system->context, file);
  if (error != 0) return error;
  return status.st_uid == geteuid() && (status.st_mode & forbidden) == 0 ? 0 : -EPERM;
}

static int make_directory(const ags_spool *spool, const char *path, mode_t forbidden) {
  const ags_system *system = spool->tracker->system;
  int error = system->files->make_directory(system->context, path, 0700);
  if (error != 0 && error != -EEXIST) {
    /* On a file system that is read-only it may be there all the same. */
    int found = ags_spool_check_directory(spool, path, forbidden);
    return found == 0 || found == -EPERM ? found : error;
  }
  return ags_spool_check_directory(spool, path, forbidden);
}

int ags_spool_make_directories(ags_spool *spool) {
  int error = make_directory(spool, spool->tracker->settings.spool_directory, 022);
  return error != 0 ? error : make_directory(spool, spool->directory, 077);
}

bool ags_spool_is_own_file(const struct stat *status) {
  return S_ISREG(status->st_mode) && status->st_uid == geteuid() && (status->st_mode & 077) == 0 &&
         status->st_nlink <= 1;
}

void ags_spool_log_failing(ags_spool *spool, const char *why) {
  if (atomic_exchange(&spool->failing, true)) return;
  ags_log(&spool->tracker->settings.logger, AGS_LOG_WARNING,
          "spool_directory: %s; events stay in memory alone", why);
}

ags_status ags_spool_refuse(ags_spool *spool, int error) {
  char buffer[128];
  const char *why = ags_error_of_system(-error, buffer, sizeof buffer);
  switch (-error) {
  case EPERM:
    return ags_fail(AGS_ERROR_OPTION, "spool_directory: must be this user's own and not writable by others");
  case ENOTDIR:
  case ELOOP:
    return ags_fail(AGS_ERROR_OPTION, "spool_directory: must be a directory, not a link or a file");
  case ENOENT:
  case EACCES:
    return ags_fail(AGS_ERROR_OPTION, "spool_directory: %s", why);
  default:
    ags_spool_log_failing(spool, why);
    return AGS_OK;
  }
}

void ags_spool_file_path(char *path, const ags_spool_run *run, uint32_t number) {
  snprintf(path, AGS_SPOOL_PATH, "%s/%08x", run->path, (unsigned)number);
}
