/* Where the spool lies. */
#ifndef AGS_SPOOL_PATHS_H
#define AGS_SPOOL_PATHS_H

#include "agentsight.h"
#include "spool.h"

#include <sys/stat.h>

#define AGS_SPOOL_PATH 4096

/* Works out the directory of the tracker's key and environment, from a hash that does not tell the key. */
ags_status ags_spool_choose_directory(ags_spool *spool);

/* Makes options.spool_directory and the one of the key in it, and checks that both are ours alone. Zero, or
 * an errno, negated. */
int ags_spool_make_directories(ags_spool *spool);

/* What a failure to do so comes to: an option that is wrong, or a disk that may get well. */
ags_status ags_spool_refuse(ags_spool *spool, int error);

/* Says once, until a file could be made again, why events stay in memory. */
void ags_spool_log_failing(ags_spool *spool, const char *why);

/* Whether the path is a directory, no link, that others than us have nothing to do in: EPERM when it is not.
 */
int ags_spool_check_directory(const ags_spool *spool, const char *path, mode_t forbidden);

/* Whether it is a file that this user alone has to do with, under this one name. */
bool ags_spool_is_own_file(const struct stat *status);

/* `path` has AGS_SPOOL_PATH bytes. */
void ags_spool_file_path(char *path, const ags_spool_run *run, uint32_t number);

#endif
