/* Compiler and processor particulars, in one place. */
#ifndef AGS_PLATFORM_H
#define AGS_PLATFORM_H

#define AGS_LIKELY(x)    __builtin_expect(!!(x), 1)
#define AGS_UNLIKELY(x)  __builtin_expect(!!(x), 0)
#define AGS_INLINE       static inline __attribute__((always_inline))
#define AGS_APART        __attribute__((noinline))
#define AGS_COLD         __attribute__((cold, noinline))
#define AGS_PRINTF(f, a) __attribute__((format(printf, f, a)))

#define AGS_CACHE_LINE 64

/*
 * A dynamic TLS lookup costs a function call in a shared library. A few words fit in the static block that
 * every loader keeps in reserve for dlopen(), so they can be reached with one instruction.
 */
#if defined(__linux__)
#define AGS_FAST_TLS _Thread_local __attribute__((tls_model("initial-exec")))
#else
#define AGS_FAST_TLS _Thread_local
#endif

#endif
