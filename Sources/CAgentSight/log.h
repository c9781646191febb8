/* Log lines to the host's callback. */
#ifndef AGS_LOG_H
#define AGS_LOG_H

#include "agentsight.h"
#include "platform.h"

typedef struct ags_logger {
  ags_log_fn write; /* NULL: nothing is logged */
  void *user;
  ags_log_level level; /* lines below it are not made */
} ags_logger;

AGS_COLD AGS_PRINTF(3, 4) void ags_log(const ags_logger *logger, ags_log_level level, const char *format,
                                       ...);

#endif
