/* Substring search by the first and the last byte of the needle. Internal to string/. */
#ifndef FLARE_STRING_SEARCH_H
#define FLARE_STRING_SEARCH_H

#include <immintrin.h>
#include <stdint.h>
#include <string.h>

/* Both for needles of 2 bytes or more that are not longer than the text. */
int64_t flare_search_portable(const uint8_t *text, uint64_t length, const uint8_t *needle,
                              uint64_t needle_length);
int64_t flare_search_avx2(const uint8_t *text, uint64_t length, const uint8_t *needle,
                          uint64_t needle_length);

/* Fewer places to try than a vector has bytes. */
static inline int64_t flare_search_few(const uint8_t *text, uint64_t places, const uint8_t *needle,
                                       uint64_t needle_length)
{
    const uint8_t first = needle[0];
    const uint8_t last = needle[needle_length - 1];
    for (uint64_t at = 0; at < places; at++)
        if (text[at] == first && text[at + needle_length - 1] == last &&
            memcmp(text + at + 1, needle + 1, needle_length - 2) == 0)
            return (int64_t)at;
    return -1;
}

/* The place of a candidate of the mask that is the needle, or -1. */
static inline int64_t flare_search_verify(const uint8_t *text, uint32_t candidates,
                                          const uint8_t *needle, uint64_t needle_length)
{
    for (; candidates != 0; candidates &= candidates - 1) {
        const int32_t at = __builtin_ctz(candidates);
        if (memcmp(text + at + 1, needle + 1, needle_length - 2) == 0)
            return at;
    }
    return -1;
}

/*
 * A search of WIDTH places a step: those where both the first and the last byte fit are compared in full. The last step overlaps the one
 * before, so nothing outside the text is read; `places` is at least WIDTH.
 */
#define FLARE_SEARCH(name, WIDTH, vector, load, fill, equal, both, mask)                    \
    static inline int64_t name(const uint8_t *text, uint64_t places, const uint8_t *needle, \
                               uint64_t needle_length)                                      \
    {                                                                                       \
        const vector first = fill((char)needle[0]);                                         \
        const vector last = fill((char)needle[needle_length - 1]);                          \
        for (uint64_t at = 0;;) {                                                           \
            const vector starts = equal(first, load((const vector *)(text + at)));          \
            const vector ends =                                                             \
                equal(last, load((const vector *)(text + at + needle_length - 1)));         \
            const uint32_t candidates = (uint32_t)mask(both(starts, ends));                 \
            const int64_t found =                                                           \
                flare_search_verify(text + at, candidates, needle, needle_length);          \
            if (found >= 0)                                                                 \
                return (int64_t)at + found;                                                 \
            if (at == places - WIDTH)                                                       \
                return -1;                                                                  \
            at = at + 2 * WIDTH <= places ? at + WIDTH : places - WIDTH;                    \
        }                                                                                   \
    }

FLARE_SEARCH(flare_search_16, 16, __m128i, _mm_loadu_si128, _mm_set1_epi8, _mm_cmpeq_epi8,
             _mm_and_si128, _mm_movemask_epi8)

#endif
