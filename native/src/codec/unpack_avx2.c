/*
 * Bit unpacking with AVX2, by controls that are computed for every width beforehand. The methods
 * are the usual ones of SIMD-Scan (Willhalm et al., VLDB 2009): bring each value's bytes into its
 * lane, shift it down, mask it.
 */
#if !defined(__BMI2__) || !defined(__AVX2__)
#error "unpack_avx2.c must be compiled with -march=x86-64-v3"
#endif
#include "kernels.h"

#include <immintrin.h>

FLARE_INLINE __m256i load_256(const void *at)
{
    return _mm256_loadu_si256((const __m256i *)at);
}

FLARE_INLINE void store_256(void *at, __m256i vector)
{
    _mm256_storeu_si256((__m256i *)at, vector);
}

/*
 * What a width needs.
 *
 *   u8   a value lies in two adjacent bytes: `bytes` makes them a 16-bit lane, a multiplication by
 *        2^(8 - bit % 8) brings the value's lowest bit to bit 8, a shift to bit 0
 *   u16  half a group, 4 values, lies in 9 bytes at most: `bytes` makes each value's 4 bytes a
 *        32-bit lane, which is shifted by its own count
 *   u32  a group of 8 values lies in 8 words of 32 bits: each lane takes the word its value begins
 *        in and the next one, shifts them together, and masks (a shift by 32 gives 0; where the
 *        group's last word has no next one, nothing of it is needed)
 */
typedef struct {
    uint8_t bytes[32];
    uint16_t factors[16];
} controls_u8;

typedef struct {
    uint8_t bytes[32];
    uint32_t shifts[8];
} controls_u16;

typedef struct {
    uint32_t words[8];
    uint32_t next_words[8];
    uint32_t shifts[8];
    uint32_t next_shifts[8];
} controls_u32;

static controls_u8 u8_of_width[9];
static controls_u16 u16_of_width[17];
static controls_u32 u32_of_width[33];

static void set_u8(uint32_t bit_width)
{
    controls_u8 *const control = &u8_of_width[bit_width];
    for (uint32_t i = 0; i < 16; i++) {
        const uint32_t bit = (i % 8) * bit_width;
        control->bytes[2 * i] = (uint8_t)(bit / 8);
        control->bytes[2 * i + 1] = (uint8_t)(bit / 8 + 1); /* 8, a zero, at width 8: masked off */
        control->factors[i] = (uint16_t)(1u << (8 - bit % 8));
    }
}

static void set_u16(uint32_t bit_width)
{
    controls_u16 *const control = &u16_of_width[bit_width];
    const uint32_t half_group = 4 * bit_width / 8;
    for (uint32_t i = 0; i < 8; i++) {
        const uint32_t bit = i < 4 ? i * bit_width : i * bit_width - 8 * half_group;
        for (uint32_t k = 0; k < 4; k++)
            control->bytes[4 * i + k] = (uint8_t)(bit / 8 + k);
        control->shifts[i] = bit % 8;
    }
}

static void set_u32(uint32_t bit_width)
{
    controls_u32 *const control = &u32_of_width[bit_width];
    for (uint32_t i = 0; i < 8; i++) {
        const uint32_t bit = i * bit_width;
        control->words[i] = bit / 32;
        control->next_words[i] = bit / 32 + 1 < 8 ? bit / 32 + 1 : 7;
        control->shifts[i] = bit % 32;
        control->next_shifts[i] = 32 - bit % 32;
    }
}

void flare_unpack_avx2_init(void)
{
    for (uint32_t bit_width = 1; bit_width <= 32; bit_width++) {
        if (bit_width <= 8)
            set_u8(bit_width);
        if (bit_width <= 16)
            set_u16(bit_width);
        set_u32(bit_width);
    }
}

/* Two groups of 8 values, one in each half. */
FLARE_INLINE __m256i load_groups_8(const uint8_t *low, const uint8_t *high)
{
    return _mm256_set_m128i(_mm_loadl_epi64((const __m128i *)(const void *)high),
                            _mm_loadl_epi64((const __m128i *)(const void *)low));
}

FLARE_INLINE __m256i load_halves(const uint8_t *low, const uint8_t *high)
{
    return _mm256_set_m128i(_mm_loadu_si128((const __m128i *)(const void *)high),
                            _mm_loadu_si128((const __m128i *)(const void *)low));
}

void flare_unpack_u8_avx2(const uint8_t *source, uint32_t bit_width, uint8_t *target, size_t steps)
{
    const __m256i order = load_256(u8_of_width[bit_width].bytes);
    const __m256i factor = load_256(u8_of_width[bit_width].factors);
    const __m256i mask = _mm256_set1_epi8((char)((1u << bit_width) - 1));

    for (size_t i = 0; i < 2 * steps; i++) {
        /* Groups 0 and 2, 1 and 3: packing works per half and then leaves them in order. */
        __m256i even = load_groups_8(source, source + 2 * bit_width);
        __m256i odd = load_groups_8(source + bit_width, source + 3 * bit_width);
        even = _mm256_srli_epi16(_mm256_mullo_epi16(_mm256_shuffle_epi8(even, order), factor), 8);
        odd = _mm256_srli_epi16(_mm256_mullo_epi16(_mm256_shuffle_epi8(odd, order), factor), 8);
        store_256(target, _mm256_and_si256(_mm256_packus_epi16(even, odd), mask));
        source += 4 * bit_width;
        target += 32;
    }
}

void flare_unpack_u16_avx2(const uint8_t *source, uint32_t bit_width, uint16_t *target,
                           size_t steps)
{
    const uint32_t half_group = 4 * bit_width / 8;
    const __m256i order = load_256(u16_of_width[bit_width].bytes);
    const __m256i shift = load_256(u16_of_width[bit_width].shifts);
    const __m256i mask = _mm256_set1_epi32((int)((1u << bit_width) - 1));

    for (size_t i = 0; i < 4 * steps; i++) {
        __m256i first = load_halves(source, source + half_group);
        source += bit_width;
        __m256i second = load_halves(source, source + half_group);
        source += bit_width;
        first = _mm256_srlv_epi32(_mm256_shuffle_epi8(first, order), shift);
        second = _mm256_srlv_epi32(_mm256_shuffle_epi8(second, order), shift);
        const __m256i packed =
            _mm256_packus_epi32(_mm256_and_si256(first, mask), _mm256_and_si256(second, mask));
        store_256(target, _mm256_permute4x64_epi64(packed, 0xd8)); /* quarters 0 2 1 3 */
        target += 16;
    }
}

void flare_unpack_u32_avx2(const uint8_t *source, uint32_t bit_width, uint32_t *target,
                           size_t steps)
{
    const controls_u32 *const control = &u32_of_width[bit_width];
    const __m256i word = load_256(control->words);
    const __m256i next_word = load_256(control->next_words);
    const __m256i shift = load_256(control->shifts);
    const __m256i next_shift = load_256(control->next_shifts);
    const __m256i mask = _mm256_set1_epi32((int)(UINT32_MAX >> (32 - bit_width)));

    for (size_t i = 0; i < 8 * steps; i++) {
        const __m256i group = load_256(source);
        const __m256i low = _mm256_srlv_epi32(_mm256_permutevar8x32_epi32(group, word), shift);
        const __m256i high =
            _mm256_sllv_epi32(_mm256_permutevar8x32_epi32(group, next_word), next_shift);
        store_256(target, _mm256_and_si256(_mm256_or_si256(low, high), mask));
        source += bit_width;
        target += 8;
    }
}
