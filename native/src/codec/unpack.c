/*
 * Bit unpacking: the edges that keep the kernels inside their buffers, and the kernels for every
 * CPU.
 */
#include "kernels.h"

#include <assert.h>

/* Bytes of one step, at most; the widest value has 32 bits. */
enum { STEP_BYTES = 32 * FLARE_UNPACK_STEP / 8 };

/*
 * Value i begins at bit i * bit_width. One unaligned 8-byte load holds it whole: it has at most 32
 * bits and begins within the first 8.
 */
FLARE_INLINE uint32_t value_at(const uint8_t *source, uint32_t bit_width, size_t i)
{
    const size_t bit = i * bit_width;
    return (uint32_t)((load_u64(source + bit / 8) >> (bit % 8)) & ((1ULL << bit_width) - 1));
}

void flare_unpack_u8_portable(const uint8_t *source, uint32_t bit_width, uint8_t *target,
                              size_t steps)
{
    for (size_t i = 0; i < steps * FLARE_UNPACK_STEP; i++)
        target[i] = (uint8_t)value_at(source, bit_width, i);
}

void flare_unpack_u16_portable(const uint8_t *source, uint32_t bit_width, uint16_t *target,
                               size_t steps)
{
    for (size_t i = 0; i < steps * FLARE_UNPACK_STEP; i++)
        target[i] = (uint16_t)value_at(source, bit_width, i);
}

void flare_unpack_u32_portable(const uint8_t *source, uint32_t bit_width, uint32_t *target,
                               size_t steps)
{
    for (size_t i = 0; i < steps * FLARE_UNPACK_STEP; i++)
        target[i] = value_at(source, bit_width, i);
}

FLARE_INLINE void unpack_steps(const uint8_t *source, uint32_t bit_width, void *target,
                               size_t steps, size_t value_size)
{
    if (value_size == 1)
        flare_codec_active.unpack_u8(source, bit_width, target, steps);
    else if (value_size == 2)
        flare_codec_active.unpack_u16(source, bit_width, target, steps);
    else
        flare_codec_active.unpack_u32(source, bit_width, target, steps);
}

/* Fewer values than a step, or a step too near the source's end: through buffers of our own. */
FLARE_INLINE void unpack_rest(const uint8_t *source, size_t source_size, uint32_t bit_width,
                              uint8_t *target, size_t count, size_t value_size)
{
    uint8_t bytes[STEP_BYTES + FLARE_UNPACK_OVERREAD];
    union {
        uint8_t u8[FLARE_UNPACK_STEP];
        uint16_t u16[FLARE_UNPACK_STEP];
        uint32_t u32[FLARE_UNPACK_STEP];
    } values;
    if (source_size < sizeof bytes) {
        const size_t byte_size = (count * bit_width + 7) / 8;
        memcpy(bytes, source, byte_size);
        memset(bytes + byte_size, 0, sizeof bytes - byte_size);
        source = bytes;
    }
    unpack_steps(source, bit_width, &values, 1, value_size);
    memcpy(target, &values, count * value_size);
}

FLARE_INLINE void unpack(const uint8_t *source, size_t source_size, uint32_t bit_width,
                         uint8_t *target, size_t count, size_t value_size)
{
    assert(bit_width <= 8 * value_size && (count * bit_width + 7) / 8 <= source_size);
    if (bit_width == 0) {
        memset(target, 0, count * value_size);
        return;
    }
    const size_t step_bytes = (size_t)bit_width * FLARE_UNPACK_STEP / 8;
    const size_t readable =
        source_size > FLARE_UNPACK_OVERREAD ? source_size - FLARE_UNPACK_OVERREAD : 0;
    size_t steps = count / FLARE_UNPACK_STEP;
    if (steps * step_bytes > readable)
        steps = readable / step_bytes;
    if (steps > 0)
        unpack_steps(source, bit_width, target, steps, value_size);
    source += steps * step_bytes;
    source_size -= steps * step_bytes;
    target += steps * FLARE_UNPACK_STEP * value_size;
    count -= steps * FLARE_UNPACK_STEP;
    while (count > 0) {
        const size_t part = count < FLARE_UNPACK_STEP ? count : FLARE_UNPACK_STEP;
        unpack_rest(source, source_size, bit_width, target, part, value_size);
        if (part == count)
            return;
        source += step_bytes;
        source_size -= step_bytes;
        target += part * value_size;
        count -= part;
    }
}

void flare_unpack_u8(const uint8_t *source, size_t source_size, uint32_t bit_width, uint8_t *target,
                     size_t count)
{
    unpack(source, source_size, bit_width, target, count, sizeof *target);
}

void flare_unpack_u16(const uint8_t *source, size_t source_size, uint32_t bit_width,
                      uint16_t *target, size_t count)
{
    unpack(source, source_size, bit_width, (uint8_t *)target, count, sizeof *target);
}

void flare_unpack_u32(const uint8_t *source, size_t source_size, uint32_t bit_width,
                      uint32_t *target, size_t count)
{
    unpack(source, source_size, bit_width, (uint8_t *)target, count, sizeof *target);
}
