// Darwin has no such header.
#if defined(__linux__)
#include <malloc.h>
#endif
