/* What AddressSanitizer is told of memory that we hand out in parts. */
#ifndef FLARE_BASE_SANITIZE_H
#define FLARE_BASE_SANITIZE_H

#if defined(__SANITIZE_ADDRESS__)
#define FLARE_ASAN 1
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
#define FLARE_ASAN 1
#endif
#endif

#ifdef FLARE_ASAN
#include <sanitizer/asan_interface.h>
enum { FLARE_REDZONE = 16 }; /* between two allocations */
#define FLARE_POISON(address, size)   ASAN_POISON_MEMORY_REGION(address, size)
#define FLARE_UNPOISON(address, size) ASAN_UNPOISON_MEMORY_REGION(address, size)
#else
enum { FLARE_REDZONE = 0 };
#define FLARE_POISON(address, size)   ((void)(address), (void)(size))
#define FLARE_UNPOISON(address, size) ((void)(address), (void)(size))
#endif

#endif
