/*
 * What the variants of the codec room share: the table of kernels that cpuid fills, and small
 * helpers. Internal.
 */
#ifndef FLARE_CODEC_KERNELS_H
#define FLARE_CODEC_KERNELS_H

#include "flare/codec.h"

#include <string.h>

#define FLARE_INLINE      static inline __attribute__((always_inline))
#define FLARE_LIKELY(x)   __builtin_expect(!!(x), 1)
#define FLARE_UNLIKELY(x) __builtin_expect(!!(x), 0)

/*
 * Unpacking kernels work in steps of 64 values (8 * bit_width bytes), write exactly those, and may
 * read this many bytes past the last step. unpack.c keeps them inside their source.
 */
enum { FLARE_UNPACK_STEP = 64, FLARE_UNPACK_OVERREAD = 64 };

typedef struct flare_codec_kernels {
    flare_codec_result (*snappy)(const flare_snappy_page *page, flare_snappy_mode mode);
    flare_codec_result (*snappy_pair)(const flare_snappy_page pages[2], flare_snappy_mode mode);
    void (*unpack_u8)(const uint8_t *source, uint32_t bit_width, uint8_t *target, size_t steps);
    void (*unpack_u16)(const uint8_t *source, uint32_t bit_width, uint16_t *target, size_t steps);
    void (*unpack_u32)(const uint8_t *source, uint32_t bit_width, uint32_t *target, size_t steps);
    void (*lookup_u8)(const uint8_t *codes, size_t count, const uint8_t *table, uint32_t entries,
                      uint8_t *keep);
} flare_codec_kernels;

/* The kernels in use. Set before main, and by flare_codec_use. */
extern flare_codec_kernels flare_codec_active;

flare_codec_result flare_snappy_portable(const flare_snappy_page *page, flare_snappy_mode mode);
flare_codec_result flare_snappy_pair_portable(const flare_snappy_page pages[2],
                                              flare_snappy_mode mode);
flare_codec_result flare_snappy_avx2(const flare_snappy_page *page, flare_snappy_mode mode);
flare_codec_result flare_snappy_pair_avx2(const flare_snappy_page pages[2], flare_snappy_mode mode);

void flare_unpack_u8_portable(const uint8_t *source, uint32_t bit_width, uint8_t *target,
                              size_t steps);
void flare_unpack_u16_portable(const uint8_t *source, uint32_t bit_width, uint16_t *target,
                               size_t steps);
void flare_unpack_u32_portable(const uint8_t *source, uint32_t bit_width, uint32_t *target,
                               size_t steps);
void flare_unpack_u8_avx2(const uint8_t *source, uint32_t bit_width, uint8_t *target, size_t steps);
void flare_unpack_u16_avx2(const uint8_t *source, uint32_t bit_width, uint16_t *target,
                           size_t steps);
void flare_unpack_u32_avx2(const uint8_t *source, uint32_t bit_width, uint32_t *target,
                           size_t steps);
void flare_unpack_avx2_init(void);
void flare_unpack_u8_vbmi(const uint8_t *source, uint32_t bit_width, uint8_t *target, size_t steps);
void flare_unpack_u16_vbmi(const uint8_t *source, uint32_t bit_width, uint16_t *target,
                           size_t steps);
void flare_unpack_u32_vbmi(const uint8_t *source, uint32_t bit_width, uint32_t *target,
                           size_t steps);
void flare_unpack_vbmi_init(void);

void flare_lookup_u8_portable(const uint8_t *codes, size_t count, const uint8_t *table,
                              uint32_t entries, uint8_t *keep);
void flare_lookup_u8_avx2(const uint8_t *codes, size_t count, const uint8_t *table,
                          uint32_t entries, uint8_t *keep);
void flare_lookup_u8_vbmi(const uint8_t *codes, size_t count, const uint8_t *table,
                          uint32_t entries, uint8_t *keep);

/* Values of whatever type and alignment, moved by their size. */
typedef uint8_t loose_8 __attribute__((may_alias));
typedef uint16_t loose_16 __attribute__((aligned(1), may_alias));
typedef uint32_t loose_32 __attribute__((aligned(1), may_alias));
typedef uint64_t loose_64 __attribute__((aligned(1), may_alias));
typedef struct {
    loose_64 half[2];
} __attribute__((may_alias)) loose_128;

FLARE_INLINE uint64_t load_u64(const uint8_t *at)
{
    uint64_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

FLARE_INLINE uint32_t load_u32(const uint8_t *at)
{
    uint32_t value;
    memcpy(&value, at, sizeof value);
    return value;
}

#endif
