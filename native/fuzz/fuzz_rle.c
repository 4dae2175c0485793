/*
 * libFuzzer target of the decoder of runs: any bytes, read in parts of any sizes and types, give
 * the values that reading one by one gives, and end in CORRUPT at the same value. Input: bit width,
 * seed of the parts, the stream.
 */
#include "codec/kernels.h"

#include <stdlib.h>

enum { MAX_VALUES = 5000 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void demand(bool condition)
{
    if (!condition)
        abort();
}

static uint32_t value_at(const uint8_t *values, flare_code_type type, size_t i)
{
    uint32_t value = 0;
    memcpy(&value, values + i * type, type);
    return value;
}

/* Reads one by one; returns how many values came before CORRUPT. */
static size_t read_singly(const uint8_t *stream, size_t size, uint32_t bit_width, uint32_t *values)
{
    flare_rle rle;
    demand(flare_rle_open(&rle, stream, size, bit_width) == FLARE_CODEC_OK);
    size_t count = 0;
    while (count < MAX_VALUES && flare_rle_next_u32(&rle, &values[count], 1) == FLARE_CODEC_OK)
        count++;
    return count;
}

static void check_parts(flare_rle rle, flare_code_type type, const uint32_t *expected,
                        size_t available, uint32_t parts)
{
    size_t at = 0;
    while (at < MAX_VALUES) {
        parts = parts * 1664525u + 1013904223u;
        size_t part = 1 + (parts >> 8) % ((parts >> 28) < 4 ? 2048 : 70);
        part = part < MAX_VALUES - at ? part : MAX_VALUES - at;
        uint8_t *const values = malloc(part * type);
        demand(values != NULL);
        const bool is_skipped = (parts >> 27 & 1) != 0;
        const flare_codec_result result = is_skipped
                                              ? flare_rle_skip(&rle, part)
                                              : flare_rle_next_codes(&rle, type, values, part);
        demand((result == FLARE_CODEC_OK) == (at + part <= available));
        for (size_t i = 0; result == FLARE_CODEC_OK && !is_skipped && i < part; i++)
            demand(value_at(values, type, i) == expected[at + i]);
        free(values);
        if (result != FLARE_CODEC_OK)
            return;
        at += part;
    }
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static uint32_t expected[MAX_VALUES];
    if (size < 5)
        return 0;
    const uint32_t bit_width = data[0] % 33;
    const uint32_t parts = load_u32(data + 1);
    /* Exactly as large as the stream, so that AddressSanitizer sees a byte too many. */
    uint8_t *const stream = malloc(size - 5 ? size - 5 : 1);
    demand(stream != NULL);
    memcpy(stream, data + 5, size - 5);
    for (flare_codec_level level = FLARE_CODEC_V2; level <= FLARE_CODEC_VBMI; level++) {
        if (flare_codec_use(level) != level)
            break;
        const size_t available = read_singly(stream, size - 5, bit_width, expected);
        flare_rle rle;
        demand(flare_rle_open(&rle, stream, size - 5, bit_width) == FLARE_CODEC_OK);
        for (uint32_t type = FLARE_CODE_U32; 8 * type >= bit_width && type > 0; type /= 2)
            check_parts(rle, (flare_code_type)type, expected, available, parts);
    }
    free(stream);
    return 0;
}
