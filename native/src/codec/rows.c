/*
 * Flags of rows to selections, and values of a nullable column to its rows. (AVX-512's compressing
 * stores of 32-bit lanes have measured no faster than the table of shuffles here.)
 */
#include "kernels.h"

#include <assert.h>
#include <immintrin.h>

enum { GROUP = 8 };

/*
 * For each set of flags of 8 rows, the bytes that bring the 16-bit indexes of the flagged ones to
 * the front: row 0b00100101 is 0 1 | 4 5 | 10 11 | and so on. Filled before main.
 */
static uint8_t front_bytes[256][16];

__attribute__((constructor)) static void fill_front_bytes(void)
{
    for (uint32_t flags = 0; flags < 256; flags++) {
        uint32_t front = 0;
        for (uint32_t row = 0; row < GROUP; row++) {
            if ((flags >> row & 1) == 0)
                continue;
            front_bytes[flags][front++] = (uint8_t)(2 * row);
            front_bytes[flags][front++] = (uint8_t)(2 * row + 1);
        }
    }
}

/* Which of 8 rows have a flag that is not 0. */
FLARE_INLINE uint32_t flags_of_group(const uint8_t *keep)
{
    const __m128i bytes = _mm_cvtsi64_si128((long long)load_u64(keep));
    return (uint32_t)~_mm_movemask_epi8(_mm_cmpeq_epi8(bytes, _mm_setzero_si128())) & 255;
}

/*
 * Writes a whole group at `left`, of which only the flagged indexes stay: what follows is
 * overwritten later. left is at most the group's own first row, so this stays inside `count`
 * indexes.
 */
FLARE_INLINE size_t put_group(uint16_t *target, size_t left, __m128i indexes, uint32_t flags)
{
    const __m128i order = _mm_loadu_si128((const __m128i *)(const void *)front_bytes[flags]);
    _mm_storeu_si128((__m128i *)(void *)(target + left), _mm_shuffle_epi8(indexes, order));
    return left + (size_t)__builtin_popcount(flags);
}

size_t flare_select(const uint8_t *keep, size_t count, uint16_t *target)
{
    assert(count <= 65536);
    __m128i indexes = _mm_setr_epi16(0, 1, 2, 3, 4, 5, 6, 7);
    size_t left = 0;
    size_t i = 0;
    for (; i + GROUP <= count; i += GROUP) {
        left = put_group(target, left, indexes, flags_of_group(keep + i));
        indexes = _mm_add_epi16(indexes, _mm_set1_epi16(GROUP));
    }
    for (; i < count; i++) {
        if (keep[i] != 0)
            target[left++] = (uint16_t)i;
    }
    return left;
}

size_t flare_select_again(const uint8_t *keep, size_t count, uint16_t *selection)
{
    size_t left = 0;
    size_t i = 0;
    for (; i + GROUP <= count; i += GROUP) {
        const __m128i indexes = _mm_loadu_si128((const __m128i *)(const void *)(selection + i));
        left = put_group(selection, left, indexes, flags_of_group(keep + i));
    }
    for (; i < count; i++) {
        if (keep[i] != 0)
            selection[left++] = selection[i];
    }
    return left;
}

/* From the last row to the first, so that no value is overwritten before it is moved. */
#define DEFINE_SPREAD(name, value_type)                                                          \
    FLARE_INLINE void name(void *values, const uint8_t *valid, size_t rows, size_t present)      \
    {                                                                                            \
        value_type *const value = values;                                                        \
        const value_type zero = { 0 };                                                           \
        for (size_t row = rows; row-- > 0;) {                                                    \
            if (present == row + 1) /* all rows before have values, which are in their places */ \
                return;                                                                          \
            value[row] = valid[row] ? value[--present] : zero;                                   \
        }                                                                                        \
    }

DEFINE_SPREAD(spread_1, loose_8)
DEFINE_SPREAD(spread_2, loose_16)
DEFINE_SPREAD(spread_4, loose_32)
DEFINE_SPREAD(spread_8, loose_64)
DEFINE_SPREAD(spread_16, loose_128)

void flare_spread(void *values, uint32_t value_size, const uint8_t *valid, size_t rows)
{
    size_t present = 0;
    for (size_t row = 0; row < rows; row++)
        present += valid[row] != 0;
    switch (value_size) {
    case 1:
        spread_1(values, valid, rows, present);
        return;
    case 2:
        spread_2(values, valid, rows, present);
        return;
    case 4:
        spread_4(values, valid, rows, present);
        return;
    case 8:
        spread_8(values, valid, rows, present);
        return;
    default:
        assert(value_size == 16);
        spread_16(values, valid, rows, present);
    }
}
