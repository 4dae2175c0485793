/*
 * Buffers between unreadable pages, random numbers and failures that name themselves: shared by the
 * codec's tests.
 */
#ifndef FLARE_TEST_CODEC_GUARD_H
#define FLARE_TEST_CODEC_GUARD_H

#include "flare/codec.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>

#define CHECK(condition)                                                            \
    do {                                                                            \
        if (!(condition)) {                                                         \
            fprintf(stderr, "%s:%d: failed: %s\n", __FILE__, __LINE__, #condition); \
            abort();                                                                \
        }                                                                           \
    } while (0)

enum { GUARD_PAGE = 4096 };

/*
 * Memory whose first byte follows, and whose last byte precedes, a page that cannot be touched:
 *
 *   guard | capacity bytes (whole pages) | guard
 */
typedef struct {
    uint8_t *start;
    size_t capacity;
} guarded;

static inline guarded guard_open(size_t capacity)
{
    capacity = (capacity + GUARD_PAGE - 1) / GUARD_PAGE * GUARD_PAGE;
    uint8_t *const map =
        mmap(NULL, capacity + 2 * GUARD_PAGE, PROT_NONE, MAP_PRIVATE | MAP_ANONYMOUS, -1, 0);
    CHECK(map != MAP_FAILED);
    CHECK(mprotect(map + GUARD_PAGE, capacity, PROT_READ | PROT_WRITE) == 0);
    return (guarded){ map + GUARD_PAGE, capacity };
}

static inline void guard_close(guarded buffer)
{
    munmap(buffer.start - GUARD_PAGE, buffer.capacity + 2 * GUARD_PAGE);
}

/* `size` bytes that end at the guard, and `size` bytes that begin at it. */
static inline uint8_t *at_end(guarded buffer, size_t size)
{
    CHECK(size <= buffer.capacity);
    return buffer.start + buffer.capacity - size;
}

static inline uint8_t *at_start(guarded buffer, size_t size)
{
    CHECK(size <= buffer.capacity);
    return buffer.start;
}

/* xorshift64*: the same numbers in every run. */
static inline uint64_t random_u64(uint64_t *state)
{
    *state ^= *state >> 12;
    *state ^= *state << 25;
    *state ^= *state >> 27;
    return *state * 0x2545f4914f6cdd1dULL;
}

static inline uint32_t random_below(uint64_t *state, uint32_t limit)
{
    return (uint32_t)((random_u64(state) >> 32) * limit >> 32);
}

/* The levels that this CPU has, each once. */
static inline bool use_level(flare_codec_level level)
{
    return flare_codec_use(level) == level;
}

#endif
