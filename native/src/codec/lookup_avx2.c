/*
 * Filters on codes with AVX2: tables of up to 16 and 64 flags are 1 and 4 shuffles. (256 flags are
 * 16 shuffles, which have measured no faster than the plain loop.)
 */
#if !defined(__BMI2__) || !defined(__AVX2__)
#error "lookup_avx2.c must be compiled with -march=x86-64-v3"
#endif
#include "kernels.h"

#include <immintrin.h>

enum { PART = 16, PARTS = 4, TABLE = PART * PARTS, ROWS = 32 };

/*
 * The flags of 32 codes from one part of the table, 0 where a code is of another part: with the
 * part's number removed, codes of this part are 0..15, and adding 0x70 sets the top bit of all
 * others, for which a shuffle gives 0.
 */
FLARE_INLINE __m256i flags_of_part(__m256i codes, const uint8_t *table, uint32_t number)
{
    const __m128i half = _mm_loadu_si128((const __m128i *)(const void *)(table + number * PART));
    const __m256i part = _mm256_broadcastsi128_si256(half);
    const __m256i in_part = _mm256_xor_si256(codes, _mm256_set1_epi8((char)(number * PART)));
    return _mm256_shuffle_epi8(part, _mm256_adds_epu8(in_part, _mm256_set1_epi8(0x70)));
}

FLARE_INLINE void lookup_parts(const uint8_t *codes, size_t count, const uint8_t *table,
                               uint8_t *keep, uint32_t parts)
{
    for (size_t i = 0; i < count; i += ROWS) {
        __m256i *const at = (__m256i *)(void *)(keep + i);
        const __m256i kept = _mm256_loadu_si256(at);
        const __m256i code = _mm256_loadu_si256((const __m256i *)(const void *)(codes + i));
        __m256i flags = flags_of_part(code, table, 0);
        for (uint32_t number = 1; number < parts; number++)
            flags = _mm256_or_si256(flags, flags_of_part(code, table, number));
        _mm256_storeu_si256(at, _mm256_and_si256(kept, flags));
    }
}

void flare_lookup_u8_avx2(const uint8_t *codes, size_t count, const uint8_t *table,
                          uint32_t entries, uint8_t *keep)
{
    size_t done = 0;
    if (entries <= TABLE) {
        uint8_t flags[TABLE] = { 0 };
        memcpy(flags, table, entries);
        done = count / ROWS * ROWS;
        if (entries <= PART)
            lookup_parts(codes, done, flags, keep, 1);
        else
            lookup_parts(codes, done, flags, keep, PARTS);
    }
    flare_lookup_u8_portable(codes + done, count - done, table, entries, keep + done);
}
