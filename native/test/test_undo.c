/* DELTA_BINARY_PACKED of every width against an encoder of its own; streams that lie. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parquet/page.h"
#include "parquet/undo.h"

#define CHECK(condition)                                                    \
    do {                                                                    \
        if (!(condition)) {                                                 \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
            abort();                                                        \
        }                                                                   \
    } while (0)

enum { MOST = 1000, BLOCK = 128, MINIBLOCKS = 4, PER_MINIBLOCK = BLOCK / MINIBLOCKS };

static uint64_t state = 88172645463325252u;

static uint64_t next_random(void)
{
    state ^= state << 13;
    state ^= state >> 7;
    state ^= state << 17;
    return state;
}

struct stream {
    uint8_t bytes[MOST * 10 + 4096];
    size_t size;
};

static void put_varint(struct stream *stream, uint64_t value)
{
    for (; value >= 0x80; value >>= 7)
        stream->bytes[stream->size++] = (uint8_t)(value | 0x80);
    stream->bytes[stream->size++] = (uint8_t)value;
}

static void put_zigzag(struct stream *stream, int64_t value)
{
    put_varint(stream, ((uint64_t)value << 1) ^ (uint64_t)(value >> 63));
}

static uint32_t width_of(uint64_t value)
{
    return value == 0 ? 0 : 64 - (uint32_t)__builtin_clzll(value);
}

static void put_miniblock(struct stream *stream, const uint64_t *deltas, uint32_t width)
{
    uint8_t *const start = stream->bytes + stream->size;
    memset(start, 0, PER_MINIBLOCK / 8 * width);
    for (uint32_t i = 0; i < PER_MINIBLOCK; i++)
        for (uint32_t b = 0; b < width; b++)
            if (deltas[i] >> b & 1)
                start[(i * width + b) / 8] |= (uint8_t)(1 << (i * width + b) % 8);
    stream->size += PER_MINIBLOCK / 8 * width;
}

/* As the format's document describes it, one step after the other. */
static void encode(struct stream *stream, const int64_t *values, uint32_t count)
{
    stream->size = 0;
    put_varint(stream, BLOCK);
    put_varint(stream, MINIBLOCKS);
    put_varint(stream, count);
    put_zigzag(stream, count > 0 ? values[0] : 0);
    for (uint32_t first = 1; first < count; first += BLOCK) {
        uint64_t deltas[BLOCK] = { 0 };
        const uint32_t rows = count - first < BLOCK ? count - first : BLOCK;
        int64_t least = INT64_MAX;
        for (uint32_t i = 0; i < rows; i++) {
            deltas[i] = (uint64_t)values[first + i] - (uint64_t)values[first + i - 1];
            least = (int64_t)deltas[i] < least ? (int64_t)deltas[i] : least;
        }
        put_zigzag(stream, least);
        uint32_t widths[MINIBLOCKS] = { 0 };
        for (uint32_t i = 0; i < rows; i++) {
            deltas[i] -= (uint64_t)least;
            const uint32_t width = width_of(deltas[i]);
            widths[i / PER_MINIBLOCK] =
                width > widths[i / PER_MINIBLOCK] ? width : widths[i / PER_MINIBLOCK];
        }
        for (uint32_t m = 0; m < MINIBLOCKS; m++)
            stream->bytes[stream->size++] = (uint8_t)widths[m];
        for (uint32_t m = 0; m * PER_MINIBLOCK < rows; m++)
            put_miniblock(stream, deltas + m * PER_MINIBLOCK, widths[m]);
    }
}

static const flare_values int64_values = { FLARE_VALUES_FIXED, FLARE_INT64, 8, 8, NULL };
static const flare_values int32_values = { FLARE_VALUES_FIXED, FLARE_INT32, 4, 4, NULL };

/* The bytes end where the allocation does, so that a sanitizer sees one too many. */
static flare_undo_result undo(const struct stream *stream, size_t size, const flare_values *values,
                              uint32_t capacity, flare_buffer *target, uint64_t *byte_size)
{
    uint8_t *const exact = malloc(size + 1);
    CHECK(exact != NULL);
    memcpy(exact, stream->bytes, size);
    flare_buffer scratch;
    flare_error error = { FLARE_ERROR_NONE, -1, "" };
    flare_buffer_open(&scratch, target->budget);
    const flare_undo_result result =
        flare_undo(FLARE_ENCODING_DELTA_BINARY_PACKED,
                   values->stored_size == 8 ? FLARE_PHYSICAL_INT64 : FLARE_PHYSICAL_INT32, values,
                   exact, exact + size, capacity, target, &scratch, byte_size, &error);
    flare_buffer_close(&scratch);
    free(exact);
    return result;
}

static void check_width(flare_budget *budget, uint32_t width, uint32_t count)
{
    static struct stream stream;
    int64_t values[MOST] = { 0 };
    for (uint32_t i = 0; i < count; i++)
        values[i] = width == 0 ? 7 * (int64_t)i - 3 : (int64_t)(next_random() >> (64 - width));
    encode(&stream, values, count);

    flare_buffer target;
    uint64_t byte_size;
    flare_buffer_open(&target, budget);
    CHECK(undo(&stream, stream.size, &int64_values, count, &target, &byte_size) == FLARE_UNDO_OK);
    CHECK(byte_size == count * sizeof(int64_t));
    CHECK(count == 0 || memcmp(target.data, values, byte_size) == 0);

    CHECK(undo(&stream, stream.size, &int32_values, count, &target, &byte_size) == FLARE_UNDO_OK);
    for (uint32_t i = 0; i < count; i++)
        CHECK(((const int32_t *)target.data)[i] == (int32_t)values[i]);

    /* More values than the page has rows; bytes cut anywhere. */
    if (count > 0)
        CHECK(undo(&stream, stream.size, &int64_values, count - 1, &target, &byte_size) ==
              FLARE_UNDO_CORRUPT);
    for (size_t size = 1; size < stream.size && count > 1; size += 1 + size / 10)
        if (undo(&stream, size, &int64_values, count, &target, &byte_size) == FLARE_UNDO_OK)
            CHECK(byte_size == count * sizeof(int64_t)); /* only padding was cut */
    flare_buffer_close(&target);
}

static void check_lies(flare_budget *budget)
{
    static const uint8_t lies[][12] = {
        { 0x80, 0x01, 0x00, 0x05, 0x00 },                   /* no miniblocks */
        { 0x80, 0x01, 0x03, 0x05, 0x00 },                   /* 128 is not 3 miniblocks */
        { 0x00, 0x04, 0x05, 0x00 },                         /* blocks of nothing */
        { 0x80, 0x01, 0x04, 0x05, 0x00, 0x00, 0x41 },       /* 65 bits */
        { 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff, 0x7f }, /* a block of 2^56 */
    };
    static struct stream stream;
    flare_buffer target;
    uint64_t byte_size;
    flare_buffer_open(&target, budget);
    for (size_t i = 0; i < sizeof lies / sizeof *lies; i++) {
        memcpy(stream.bytes, lies[i], sizeof lies[i]);
        CHECK(undo(&stream, sizeof lies[i], &int64_values, MOST, &target, &byte_size) ==
              FLARE_UNDO_CORRUPT);
    }
    flare_buffer_close(&target);
}

int main(void)
{
    flare_budget *const budget = flare_budget_open(16 << 20);
    static const uint32_t counts[] = { 0, 1, 2, 32, 33, 128, 129, 130, 257, 1000 };
    for (uint32_t width = 0; width <= 64; width++)
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++)
            check_width(budget, width, counts[c]);
    check_lies(budget);
    flare_budget_close(budget);
    return 0;
}
