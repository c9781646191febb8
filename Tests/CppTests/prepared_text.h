/* What prepared metadata holds, which only the library sees. */
#ifndef PREPARED_TEXT_H
#define PREPARED_TEXT_H

#include "agentsight.h"

#ifdef __cplusplus
extern "C" {
#endif

const char *prepared_text(const ags_metadata *metadata, size_t *size);

#ifdef __cplusplus
}
#endif

#endif
