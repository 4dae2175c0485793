/*
 * Fetching by codes and by selections. Plain loops on purpose: the CPU's gather instructions have
 * measured slower than scalar loads from a table in the cache.
 */
#include "kernels.h"

#include <assert.h>

flare_code_type flare_code_type_of(uint32_t bit_width)
{
    return bit_width <= 8 ? FLARE_CODE_U8 : bit_width <= 16 ? FLARE_CODE_U16 : FLARE_CODE_U32;
}

#define DEFINE_MAX(name, code_type)                                  \
    FLARE_INLINE uint32_t name(const code_type *codes, size_t count) \
    {                                                                \
        code_type max = 0;                                           \
        for (size_t i = 0; i < count; i++)                           \
            max = codes[i] > max ? codes[i] : max;                   \
        return max;                                                  \
    }

DEFINE_MAX(max_u8, uint8_t)
DEFINE_MAX(max_u16, uint16_t)
DEFINE_MAX(max_u32, uint32_t)

uint32_t flare_codes_max(flare_codes codes, size_t count)
{
    switch (codes.type) {
    case FLARE_CODE_U8:
        return max_u8(codes.values, count);
    case FLARE_CODE_U16:
        return max_u16(codes.values, count);
    case FLARE_CODE_U32:
        break;
    }
    return max_u32(codes.values, count);
}

FLARE_INLINE uint32_t code_at(flare_codes codes, size_t i)
{
    switch (codes.type) {
    case FLARE_CODE_U8:
        return ((const uint8_t *)codes.values)[i];
    case FLARE_CODE_U16:
        return ((const uint16_t *)codes.values)[i];
    case FLARE_CODE_U32:
        break;
    }
    return ((const uint32_t *)codes.values)[i];
}

static uint32_t max_of_selected(flare_codes codes, const uint16_t *selection, size_t count)
{
    uint32_t max = 0;
    for (size_t i = 0; i < count; i++) {
        const uint32_t code = code_at(codes, selection[i]);
        max = code > max ? code : max;
    }
    return max;
}

/*
 * One loop for each entry's type; the code's type and the selection are constants where it is
 * inlined.
 */
#define DEFINE_GATHER(name, value_type)                                                \
    FLARE_INLINE void name(flare_codes codes, const uint16_t *selection, size_t count, \
                           const void *dictionary, void *target)                       \
    {                                                                                  \
        const value_type *const entries = dictionary;                                  \
        value_type *const values = target;                                             \
        for (size_t i = 0; i < count; i++)                                             \
            values[i] = entries[code_at(codes, selection ? selection[i] : i)];         \
    }

DEFINE_GATHER(gather_1, loose_8)
DEFINE_GATHER(gather_2, loose_16)
DEFINE_GATHER(gather_4, loose_32)
DEFINE_GATHER(gather_8, loose_64)
DEFINE_GATHER(gather_16, loose_128)

FLARE_INLINE void gather_by_size(flare_codes codes, const uint16_t *selection, size_t count,
                                 const void *dictionary, uint32_t entry_size, void *target)
{
    switch (entry_size) {
    case 1:
        gather_1(codes, selection, count, dictionary, target);
        return;
    case 2:
        gather_2(codes, selection, count, dictionary, target);
        return;
    case 4:
        gather_4(codes, selection, count, dictionary, target);
        return;
    case 8:
        gather_8(codes, selection, count, dictionary, target);
        return;
    default:
        assert(entry_size == 16);
        gather_16(codes, selection, count, dictionary, target);
    }
}

/* Makes the code's type a constant of the loops. */
FLARE_INLINE void gather_by_type(flare_codes codes, const uint16_t *selection, size_t count,
                                 const void *dictionary, uint32_t entry_size, void *target)
{
    const void *const values = codes.values;
    switch (codes.type) {
    case FLARE_CODE_U8:
        gather_by_size((flare_codes){ values, FLARE_CODE_U8 }, selection, count, dictionary,
                       entry_size, target);
        break;
    case FLARE_CODE_U16:
        gather_by_size((flare_codes){ values, FLARE_CODE_U16 }, selection, count, dictionary,
                       entry_size, target);
        break;
    case FLARE_CODE_U32:
        gather_by_size((flare_codes){ values, FLARE_CODE_U32 }, selection, count, dictionary,
                       entry_size, target);
        break;
    }
}

flare_codec_result flare_gather(flare_codes codes, const uint16_t *selection, size_t count,
                                const void *dictionary, uint32_t entries, uint32_t entry_size,
                                void *target)
{
    if (count == 0)
        return FLARE_CODEC_OK;
    /*
     * All codes up to the last selected one are there, and vectors of them are checked faster than
     * single ones.
     */
    const uint32_t max =
        flare_codes_max(codes, selection ? (size_t)selection[count - 1] + 1 : count);
    if (max >= entries &&
        (selection == NULL || max_of_selected(codes, selection, count) >= entries))
        return FLARE_CODEC_CORRUPT;
    if (selection)
        gather_by_type(codes, selection, count, dictionary, entry_size, target);
    else
        gather_by_type(codes, NULL, count, dictionary, entry_size, target);
    return FLARE_CODEC_OK;
}

/* A selection is itself a run of 16-bit codes, and what it picks from a dictionary. */
void flare_pick(const void *source, uint32_t value_size, const uint16_t *selection, size_t count,
                void *target)
{
    gather_by_size((flare_codes){ selection, FLARE_CODE_U16 }, NULL, count, source, value_size,
                   target);
}
