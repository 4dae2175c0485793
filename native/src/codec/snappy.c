/*
 * Snappy: entry points, tables, and the careful decoder that ends every page. The fast loops are in
 * snappy_loops.h, compiled once for each level of CPU.
 */
#include "snappy.h"

uint16_t snappy_elements[256];
uint32_t snappy_pairs[4 * 256];
uint32_t snappy_tokens[256];
uint32_t snappy_repeats[256];
uint8_t snappy_patterns[17][16];

enum { KIND_LITERAL, KIND_COPY_1, KIND_COPY_2, KIND_COPY_4 };

static uint32_t tag_kind(uint32_t tag)
{
    return tag & 3;
}

static uint32_t tag_length(uint32_t tag)
{
    return tag_kind(tag) == KIND_COPY_1 ? 4 + ((tag >> 2) & 7) : (tag >> 2) + 1;
}

static uint32_t tag_offset_bytes(uint32_t tag)
{
    static const uint8_t bytes[] = { 0, 1, 2, 4 };
    return bytes[tag_kind(tag)];
}

/* What a tag itself holds of its copy's offset: bits 8..10 of it. */
static uint32_t tag_offset_high(uint32_t tag)
{
    return tag_kind(tag) == KIND_COPY_1 ? (tag >> 5) << 8 : 0;
}

static uint32_t element_entry(uint32_t tag)
{
    const uint32_t length = tag_length(tag);
    const bool long_literal = tag_kind(tag) == KIND_LITERAL && length > 60;
    return (long_literal ? 0 : length) | tag_offset_high(tag) | tag_offset_bytes(tag) << 11;
}

static uint32_t pair_entry(uint32_t literal_length, uint32_t tag)
{
    const uint32_t length = literal_length + tag_length(tag);
    if (tag_kind(tag) == KIND_LITERAL || tag_kind(tag) == KIND_COPY_4 || length > 8)
        return 0;
    return 8 * tag_offset_bytes(tag) | length << 8 | tag_offset_high(tag) << 16;
}

static uint32_t token_entry(uint32_t tag)
{
    const uint32_t length = tag_length(tag);
    const uint32_t offset_bytes = tag_offset_bytes(tag);
    if (length > 16)
        return 0;
    const uint32_t size = 1 + (tag_kind(tag) == KIND_LITERAL ? length : offset_bytes);
    return 8 * offset_bytes | size << 8 | length << 16 | (tag_offset_high(tag) >> 8) << 24;
}

static uint32_t repeat_entry(uint32_t tag)
{
    const uint32_t bytes = tag_offset_bytes(tag);
    if (tag_kind(tag) == KIND_LITERAL || tag_kind(tag) == KIND_COPY_4 || tag_offset_high(tag) > 0)
        return 0;
    return tag_length(tag) | (1 + bytes) << 8 | (bytes == 1 ? 0xffu : 0xffffu) << 16;
}

void flare_snappy_init(void)
{
    for (uint32_t tag = 0; tag < 256; tag++) {
        snappy_elements[tag] = (uint16_t)element_entry(tag);
        snappy_tokens[tag] = token_entry(tag);
        snappy_repeats[tag] = repeat_entry(tag);
        for (uint32_t literal_length = 1; literal_length <= 4; literal_length++)
            snappy_pairs[(literal_length - 1) * 256 + tag] = pair_entry(literal_length, tag);
    }
    for (uint32_t offset = 0; offset <= 16; offset++) {
        for (uint32_t i = 0; i < 16; i++)
            snappy_patterns[offset][i] = (uint8_t)(offset == 0 ? i : i % offset);
    }
}

flare_codec_result snappy_open(snappy_stream *stream, const flare_snappy_page *page)
{
    const uint8_t *source = page->source;
    const uint8_t *const source_end = source + page->source_size;
    uint64_t size = 0;
    uint32_t shift = 0;
    uint8_t byte;
    do {
        if (source == source_end || shift > 28)
            return FLARE_CODEC_CORRUPT;
        byte = *source++;
        size |= (uint64_t)(byte & 127) << shift;
        shift += 7;
    } while (byte & 128);
    if (size != page->target_size)
        return FLARE_CODEC_CORRUPT;

    const bool is_small = (size_t)(source_end - source) <= SNAPPY_SOURCE_MARGIN ||
                          page->target_size <= SNAPPY_TARGET_MARGIN;
    *stream = (snappy_stream){
        .source = source,
        .source_end = source_end,
        .source_fast_end = is_small ? source : source_end - SNAPPY_SOURCE_MARGIN,
        .target = page->target,
        .target_start = page->target,
        .target_end = page->target + page->target_size,
        .target_fast_end =
            is_small ? page->target : page->target + page->target_size - SNAPPY_TARGET_MARGIN,
    };
    return FLARE_CODEC_OK;
}

/* A little-endian number of 0..4 bytes. */
static uint32_t load_number(const uint8_t *at, uint32_t bytes)
{
    uint32_t number = 0;
    memcpy(&number, at, bytes);
    return number;
}

static flare_codec_result finish_literal(snappy_stream *stream, uint32_t tag)
{
    size_t length = tag_length(tag);
    if (length > 60) {
        const uint32_t bytes = (uint32_t)length - 60;
        if ((size_t)(stream->source_end - stream->source) < bytes)
            return FLARE_CODEC_CORRUPT;
        length = (size_t)load_number(stream->source, bytes) + 1;
        stream->source += bytes;
    }
    if ((size_t)(stream->source_end - stream->source) < length ||
        (size_t)(stream->target_end - stream->target) < length)
        return FLARE_CODEC_CORRUPT;
    memcpy(stream->target, stream->source, length);
    stream->source += length;
    stream->target += length;
    return FLARE_CODEC_OK;
}

static flare_codec_result finish_copy(snappy_stream *stream, uint32_t tag)
{
    const size_t length = tag_length(tag);
    const uint32_t bytes = tag_offset_bytes(tag);
    if ((size_t)(stream->source_end - stream->source) < bytes)
        return FLARE_CODEC_CORRUPT;
    const size_t offset = tag_offset_high(tag) + (size_t)load_number(stream->source, bytes);
    stream->source += bytes;
    if (offset == 0 || offset > (size_t)(stream->target - stream->target_start) ||
        (size_t)(stream->target_end - stream->target) < length)
        return FLARE_CODEC_CORRUPT;
    const uint8_t *const from = stream->target - offset;
    for (size_t i = 0; i < length; i++)
        stream->target[i] = from[i];
    stream->target += length;
    return FLARE_CODEC_OK;
}

flare_codec_result snappy_finish(snappy_stream *stream)
{
    while (stream->source < stream->source_end) {
        const uint32_t tag = *stream->source++;
        const flare_codec_result result =
            tag_kind(tag) == KIND_LITERAL ? finish_literal(stream, tag) : finish_copy(stream, tag);
        if (result != FLARE_CODEC_OK)
            return result;
    }
    return stream->target == stream->target_end ? FLARE_CODEC_OK : FLARE_CODEC_CORRUPT;
}

flare_codec_result flare_snappy_decode(const uint8_t *source, size_t source_size, uint8_t *target,
                                       size_t target_size, flare_snappy_mode mode)
{
    const flare_snappy_page page = { source, source_size, target, target_size };
    return flare_codec_active.snappy(&page, mode);
}

flare_codec_result flare_snappy_decode_pair(const flare_snappy_page pages[2],
                                            flare_snappy_mode mode)
{
    return flare_codec_active.snappy_pair(pages, mode);
}

/*
 * Measured with two pages of each kind of column: pairs of literal and copy are best for 8-byte
 * numbers that hardly compress (prices, random or ascending keys), tokens for everything else, also
 * for codes. 8-byte values that compress well are sorted keys, or few distinct values; the key
 * decoder notices which.
 */
flare_snappy_mode flare_snappy_choose(int32_t physical_type, int32_t encoding, size_t source_size,
                                      size_t target_size)
{
    enum { TYPE_INT64 = 2, TYPE_DOUBLE = 5, ENCODING_PLAIN = 0 };
    enum { KEYS_PERCENT = 45 };
    const bool has_8_bytes = physical_type == TYPE_INT64 || physical_type == TYPE_DOUBLE;
    if (encoding != ENCODING_PLAIN || !has_8_bytes)
        return FLARE_SNAPPY_TEXT;
    const bool compresses_well =
        (uint64_t)source_size * 100 <= (uint64_t)target_size * KEYS_PERCENT;
    return compresses_well ? FLARE_SNAPPY_KEYS : FLARE_SNAPPY_NUMBERS;
}
