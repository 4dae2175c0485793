/* Filters on dictionary codes: the flag of each row's entry, and-ed into the block's flags. */
#include "kernels.h"

enum { ROWS_AT_ONCE = 8 };

/* Rows that earlier filters dropped cost nothing if they come in eights. */
#define DEFINE_LOOKUP(name, code_type)                                                 \
    FLARE_INLINE void name(const code_type *codes, size_t count, const uint8_t *table, \
                           uint8_t *keep)                                              \
    {                                                                                  \
        size_t i = 0;                                                                  \
        for (; i + ROWS_AT_ONCE <= count; i += ROWS_AT_ONCE) {                         \
            if (load_u64(keep + i) == 0)                                               \
                continue;                                                              \
            for (size_t k = i; k < i + ROWS_AT_ONCE; k++)                              \
                keep[k] &= table[codes[k]];                                            \
        }                                                                              \
        for (; i < count; i++)                                                         \
            keep[i] &= table[codes[i]];                                                \
    }

DEFINE_LOOKUP(lookup_u8, uint8_t)
DEFINE_LOOKUP(lookup_u16, uint16_t)
DEFINE_LOOKUP(lookup_u32, uint32_t)

void flare_lookup_u8_portable(const uint8_t *codes, size_t count, const uint8_t *table,
                              uint32_t entries, uint8_t *keep)
{
    (void)entries;
    lookup_u8(codes, count, table, keep);
}

void flare_lookup_u8(const uint8_t *codes, size_t count, const uint8_t *table, uint32_t entries,
                     uint8_t *keep)
{
    flare_codec_active.lookup_u8(codes, count, table, entries, keep);
}

void flare_lookup_u16(const uint16_t *codes, size_t count, const uint8_t *table, uint8_t *keep)
{
    lookup_u16(codes, count, table, keep);
}

void flare_lookup_u32(const uint32_t *codes, size_t count, const uint8_t *table, uint8_t *keep)
{
    lookup_u32(codes, count, table, keep);
}

flare_codec_result flare_codes_lookup(flare_codes codes, size_t count, const uint8_t *table,
                                      uint32_t entries, uint8_t *keep)
{
    if (count == 0)
        return FLARE_CODEC_OK;
    if (flare_codes_max(codes, count) >= entries)
        return FLARE_CODEC_CORRUPT;
    switch (codes.type) {
    case FLARE_CODE_U8:
        flare_lookup_u8(codes.values, count, table, entries, keep);
        break;
    case FLARE_CODE_U16:
        flare_lookup_u16(codes.values, count, table, keep);
        break;
    case FLARE_CODE_U32:
        flare_lookup_u32(codes.values, count, table, keep);
        break;
    }
    return FLARE_CODEC_OK;
}
