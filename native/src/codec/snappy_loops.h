/*
 * The fast loops of the snappy decoder. Included by one source per CPU level, which defines
 * SNAPPY_VARIANT(name); the text is the same, only the compiler's flags differ.
 *
 * Decoding is a chain: where the next tag lies depends on this one. So the loops
 *  - take a short literal and the copy after it as one step, with one 8-byte load for both tags and
 *    one 8-byte store;
 *  - never branch on a copy's offset: a byte shuffle by snappy_patterns spreads what overlaps;
 *  - run two pages side by side, whose chains do not wait for each other.
 *
 * A step that meets anything else leaves the stream as it is and returns false; then decode_element
 * does one element of any kind. Steps are counted out in advance: no step looks at the ends.
 *
 * Copies by shuffle follow google/snappy's IncrementalCopy and lz4's decoder; the rest was found by
 * measuring.
 */
#include "snappy.h"

#include <immintrin.h>

typedef enum {
    STEP_PAIR_NEAR, /* literal and copy of together at most 8 bytes; offsets are checked */
    STEP_PAIR_FAR,  /* the same beyond the first 64 KB, which is as far as offsets reach */
    STEP_TOKEN,     /* literal or copy of at most 16 bytes */
    STEP_KEY,       /* literal of a byte, copy from a multiple of 8 back, copy from 8 back */
} step_kind;

enum { FAR = 65536, SHORTEST_PAIR_OFFSET = 8 };

/* The moving part of a stream, small enough to stay in registers. */
typedef struct {
    const uint8_t *source;
    uint8_t *target;
    bool has_zero_offset; /* seen by STEP_TOKEN, which cannot stop for it cheaply */
    uint64_t last;        /* for STEP_KEY: the last 8 bytes, */
    size_t periodic;      /* and how many bytes at the end repeat with period 8, at least 8 */
} cursor;

FLARE_INLINE uint64_t low_bits(uint64_t value, uint32_t bits)
{
#ifdef __BMI2__
    return _bzhi_u64(value, bits);
#else
    return value & ((1ULL << (bits & 63)) - 1);
#endif
}

FLARE_INLINE __m128i load_vector(const uint8_t *at)
{
    return _mm_loadu_si128((const __m128i *)(const void *)at);
}

FLARE_INLINE void store_vector(uint8_t *at, __m128i vector)
{
    _mm_storeu_si128((__m128i *)(void *)at, vector);
}

FLARE_INLINE void copy_48(uint8_t *target, const uint8_t *from)
{
    store_vector(target, load_vector(from));
    store_vector(target + 16, load_vector(from + 16));
    store_vector(target + 32, load_vector(from + 32));
}

FLARE_INLINE bool is_live(const snappy_stream *stream)
{
    return stream->source < stream->source_fast_end && stream->target < stream->target_fast_end;
}

/* ---- One element of any kind; needs is_live ---- */

static bool decode_long_literal(snappy_stream *stream, uint32_t tag)
{
    const uint32_t bytes = (tag >> 2) - 59;
    const size_t length = (size_t)low_bits(load_u32(stream->source + 1), 8 * bytes) + 1;
    const uint8_t *const from = stream->source + 1 + bytes;
    if ((size_t)(stream->source_end - from) < length ||
        (size_t)(stream->target_end - stream->target) < length)
        return false;
    memcpy(stream->target, from, length);
    stream->source = from + length;
    stream->target += length;
    return true;
}

FLARE_INLINE bool decode_literal(snappy_stream *stream, uint32_t tag, uint32_t length)
{
    if (FLARE_UNLIKELY(length == 0))
        return decode_long_literal(stream, tag);
    const uint8_t *const from = stream->source + 1;
    store_vector(stream->target, load_vector(from));
    if (FLARE_UNLIKELY(length > 16))
        copy_48(stream->target + 16, from + 16);
    stream->source = from + length;
    stream->target += length;
    return true;
}

FLARE_INLINE bool decode_copy(snappy_stream *stream, uint32_t entry, uint32_t length)
{
    const uint32_t offset_bytes = entry >> 11;
    const size_t offset =
        (entry & 0x700) + (size_t)low_bits(load_u32(stream->source + 1), 8 * offset_bytes);
    uint8_t *const target = stream->target;
    if (FLARE_UNLIKELY(offset - 1 >= (size_t)(target - stream->target_start)))
        return false;
    const uint8_t *const from = target - offset;
    const __m128i pattern = load_vector(snappy_patterns[offset < 16 ? offset : 16]);
    const __m128i first = _mm_shuffle_epi8(load_vector(from), pattern);
    store_vector(target, first);
    if (FLARE_UNLIKELY(length > 16)) {
        if (offset >= 16) {
            copy_48(target + 16, from + 16);
        } else {
            const uint32_t period = 16 - 16 % (uint32_t)offset; /* whole repeats in a vector */
            for (uint32_t i = period; i < length; i += period)
                store_vector(target + i, first);
        }
    }
    stream->source += 1 + offset_bytes;
    stream->target = target + length;
    return true;
}

static __attribute__((noinline)) bool decode_element(snappy_stream *stream)
{
    const uint32_t tag = *stream->source;
    const uint32_t entry = snappy_elements[tag];
    const uint32_t length = entry & 255;
    return (tag & 3) == 0 ? decode_literal(stream, tag, length)
                          : decode_copy(stream, entry, length);
}

/* ---- Steps ---- */

/*
 * Literal of 1..4 bytes and copy with a 1- or 2-byte offset, together at most 8 bytes, offset at
 * least 8:
 *
 *   word:    tag | literal (1..4) | copy's tag | offset (1..2)
 *   target:  literal, then the bytes at the same place in the 8 bytes that begin `offset` back
 */
FLARE_INLINE bool step_pair(cursor *at, const uint8_t *target_start, bool is_near)
{
    const uint64_t word = load_u64(at->source);
    if (FLARE_UNLIKELY(word & 0xf3))
        return false;
    const uint32_t literal_shift = (uint32_t)(word * 2) & 0x18; /* 8 * (literal length - 1) */
    const uint64_t copy = (word >> 16) >> literal_shift;
    const uint32_t entry = snappy_pairs[literal_shift * 32 + (copy & 255)];
    const size_t offset = (size_t)low_bits((uint32_t)(copy >> 8), entry & 255) + (entry >> 16);
    if (is_near) {
        const size_t written = (size_t)(at->target - target_start); /* at least 8 */
        if (FLARE_UNLIKELY(offset - SHORTEST_PAIR_OFFSET > written - SHORTEST_PAIR_OFFSET))
            return false;
    } else if (FLARE_UNLIKELY(offset < SHORTEST_PAIR_OFFSET)) { /* also when entry is 0 */
        return false;
    }
    const uint64_t copied = ~0xffULL << literal_shift;
    const uint64_t bytes = (load_u64(at->target - offset) & copied) | ((word >> 8) & ~copied);
    memcpy(at->target, &bytes, sizeof bytes);
    at->target += (entry >> 8) & 255;
    at->source += 3 + (literal_shift >> 3) + (copy & 3);
    return true;
}

/* Literal or copy of at most 16 bytes: both are a shuffled 16-byte load from somewhere. */
FLARE_INLINE bool step_token(cursor *at, const uint8_t *target_start)
{
    const uint64_t word = load_u64(at->source);
    const uint32_t entry = snappy_tokens[word & 255];
    const uint32_t length = (entry >> 16) & 255;
    const size_t offset = (size_t)low_bits(word >> 8, entry & 255) + ((entry >> 24) << 8);
    const size_t written = (size_t)(at->target - target_start);
    if (FLARE_UNLIKELY(length == 0) || FLARE_UNLIKELY(offset > written))
        return false;
    const bool is_copy = (word & 3) != 0;
    at->has_zero_offset |= (offset == 0) & is_copy;
    const uint8_t *const from = is_copy ? at->target - offset : at->source + 1;
    const __m128i pattern = load_vector(snappy_patterns[offset < 16 ? offset : 16]);
    store_vector(at->target, _mm_shuffle_epi8(load_vector(from), pattern));
    at->target += length;
    at->source += (entry >> 8) & 255;
    return true;
}

FLARE_INLINE void store_repeated_64(uint8_t *at, uint64_t bytes)
{
#ifdef __AVX2__
    const __m256i vector = _mm256_set1_epi64x((long long)bytes);
    _mm256_storeu_si256((__m256i *)(void *)at, vector);
    _mm256_storeu_si256((__m256i *)(void *)(at + 32), vector);
#else
    const __m128i vector = _mm_set1_epi64x((long long)bytes);
    for (int i = 0; i < 64; i += 16)
        store_vector(at + i, vector);
#endif
}

FLARE_INLINE uint64_t rotate_right_bytes(uint64_t word, size_t bytes)
{
    const uint32_t bits = 8 * (bytes & 7);
    return word >> bits | word << ((64 - bits) & 63);
}

/*
 * Of the copy from 8 back that `element` begins with: its length and, above it, the bytes it takes;
 * 0 if it begins otherwise. Without a branch, since keys that repeat and keys that do not come in
 * no order.
 */
FLARE_INLINE uint32_t copy_from_8_back(uint64_t element)
{
    const uint32_t entry = snappy_repeats[element & 255];
    const uint32_t offset = (uint32_t)(element >> 8) & (entry >> 16);
    return entry & 0xffff & -(uint32_t)(offset == 8);
}

/*
 * Sorted 8-byte keys: "a literal byte, 7 bytes from 8, 16, ... back" is a key that differs from the
 * one before in its lowest byte, "n bytes from 8 back" repeats it. Both are one step; the last 8
 * bytes and the length of the tail that has period 8 stay in registers, so that no load waits for
 * the store before it.
 */
FLARE_INLINE bool step_key(cursor *at)
{
    const uint64_t word = load_u64(at->source);
    if (FLARE_UNLIKELY((word & 255) != 0)) { /* no literal of one byte: a repetition alone */
        const uint32_t repeat = copy_from_8_back(word);
        store_repeated_64(at->target, at->last);
        at->target += repeat & 255;
        at->source += repeat >> 8;
        at->periodic += repeat & 255;
        at->last = rotate_right_bytes(at->last, repeat & 255);
        return repeat != 0;
    }
    const uint32_t tag = (word >> 16) & 255;
    const uint32_t kind = tag & 3;
    const uint32_t entry = snappy_elements[tag];
    const size_t offset = (entry & 0x700) + (size_t)low_bits((uint32_t)(word >> 24), 8 * kind);
    const uint32_t length = entry & 255;
    /* From inside the periodic tail is as from 8 back, until the copy meets the literal. */
    const bool is_other = (kind == 0) | (kind == 3) | (offset % 8 != 0) |
                          (offset - 1 > at->periodic) | ((offset != 8) & (length > 7));
    if (FLARE_UNLIKELY(is_other))
        return false;
    uint32_t repeat = copy_from_8_back(word >> (24 + 8 * kind));
    repeat &= -(uint32_t)(length + (repeat & 255) <= 64); /* else it is the next step */
    const size_t copied = length + (repeat & 255);
    at->last = at->last >> 8 | (word >> 8) << 56;
    *at->target = (uint8_t)(word >> 8);
    store_repeated_64(at->target + 1, at->last);
    at->target += 1 + copied;
    at->source += 3 + kind + (repeat >> 8);
    at->periodic = copied < 7 ? 8 : copied + 1;
    at->last = rotate_right_bytes(at->last, copied);
    return true;
}

FLARE_INLINE bool step(cursor *at, const snappy_stream *stream, step_kind kind)
{
    if (kind == STEP_KEY)
        return step_key(at);
    if (kind == STEP_TOKEN)
        return step_token(at, stream->target_start);
    return step_pair(at, stream->target_start, kind == STEP_PAIR_NEAR);
}

/* What a step takes and writes at most, so that counted steps keep the margins. */
FLARE_INLINE size_t source_step(step_kind kind)
{
    return kind == STEP_TOKEN ? 17 : 8;
}

FLARE_INLINE size_t target_step(step_kind kind)
{
    return kind == STEP_TOKEN ? 16 : kind == STEP_KEY ? 65 : 8;
}

FLARE_INLINE size_t safe_steps(const snappy_stream *stream, step_kind kind)
{
    if (!is_live(stream))
        return 0;
    const size_t source_left = (size_t)(stream->source_fast_end - stream->source);
    const size_t target_left = (size_t)(stream->target_fast_end - stream->target);
    const size_t by_source = source_left / source_step(kind);
    const size_t by_target = target_left / target_step(kind);
    return by_source < by_target ? by_source : by_target;
}

FLARE_INLINE size_t written(const snappy_stream *stream)
{
    return (size_t)(stream->target - stream->target_start);
}

/* Steps until the stream is too far for near steps, or not far enough for far ones. */
FLARE_INLINE size_t count_steps(const snappy_stream *stream, step_kind kind)
{
    const size_t steps = safe_steps(stream, kind);
    if (kind != STEP_PAIR_NEAR)
        return steps;
    if (written(stream) >= FAR)
        return 0;
    const size_t until_far = (FAR - written(stream)) / 8 + 1;
    return steps < until_far ? steps : until_far;
}

FLARE_INLINE cursor cursor_of(const snappy_stream *stream, step_kind kind)
{
    return (cursor){
        .source = stream->source,
        .target = stream->target,
        .last = kind == STEP_KEY ? load_u64(stream->target - 8) : 0,
        .periodic = 8,
    };
}

FLARE_INLINE bool put_back(snappy_stream *stream, cursor at)
{
    stream->source = at.source;
    stream->target = at.target;
    return !at.has_zero_offset;
}

/* ---- Loops ---- */

/*
 * Keys that come in short runs between other elements are none: the page is better done as tokens.
 * Asked at each element that is no key's.
 */
FLARE_INLINE bool has_no_keys(step_kind kind, size_t *stops, size_t bytes)
{
    enum { TRIAL = 1024, SHORT_RUN = 32 };
    return kind == STEP_KEY && ++*stops % TRIAL == 0 && bytes < *stops * SHORT_RUN;
}

/*
 * Runs steps of one kind until a margin, or the far point, is reached, or keys turn out to be none.
 * False if the page is corrupt.
 */
FLARE_INLINE bool run_one(snappy_stream *stream, step_kind kind)
{
    const size_t begin = written(stream);
    size_t stops = 0;
    size_t steps;
    while ((steps = count_steps(stream, kind)) > 0) {
        const snappy_stream fixed = *stream;
        cursor at = cursor_of(stream, kind);
        bool is_stuck = false;
        do {
            is_stuck = !step(&at, &fixed, kind);
        } while (!is_stuck && --steps > 0);
        if (!put_back(stream, at))
            return false;
        if (is_stuck && !decode_element(stream))
            return false;
        if (is_stuck && has_no_keys(kind, &stops, written(stream) - begin))
            return true;
    }
    return true;
}

FLARE_INLINE bool run_two(snappy_stream *a, snappy_stream *b, step_kind kind)
{
    const size_t begin = written(a) + written(b);
    size_t stops = 0;
    for (;;) {
        const size_t steps_a = count_steps(a, kind);
        const size_t steps_b = count_steps(b, kind);
        size_t steps = steps_a < steps_b ? steps_a : steps_b;
        if (steps == 0)
            return true;
        const snappy_stream fixed_a = *a;
        const snappy_stream fixed_b = *b;
        cursor at_a = cursor_of(a, kind);
        cursor at_b = cursor_of(b, kind);
        snappy_stream *stuck = NULL;
        do {
            if (FLARE_UNLIKELY(!step(&at_a, &fixed_a, kind))) {
                stuck = a;
                break;
            }
            if (FLARE_UNLIKELY(!step(&at_b, &fixed_b, kind))) {
                stuck = b;
                break;
            }
        } while (--steps > 0);
        const bool is_sound_a = put_back(a, at_a);
        const bool is_sound_b = put_back(b, at_b);
        if (!is_sound_a || !is_sound_b)
            return false;
        if (stuck && !decode_element(stuck))
            return false;
        if (stuck && has_no_keys(kind, &stops, written(a) + written(b) - begin))
            return true;
    }
}

/* The first 8 bytes, which steps of pairs and of keys look back at. */
static bool begin_steps(snappy_stream *stream)
{
    while (is_live(stream) && written(stream) < SHORTEST_PAIR_OFFSET) {
        if (!decode_element(stream))
            return false;
    }
    return true;
}

static bool run_pairs(snappy_stream *stream)
{
    return begin_steps(stream) && run_one(stream, STEP_PAIR_NEAR) &&
           (written(stream) < FAR || run_one(stream, STEP_PAIR_FAR));
}

static bool run_keys(snappy_stream *stream)
{
    return begin_steps(stream) && run_one(stream, STEP_KEY);
}

/* ---- Pages ---- */

static bool run_alone(snappy_stream *stream, flare_snappy_mode mode)
{
    if (mode == FLARE_SNAPPY_NUMBERS)
        return run_pairs(stream);
    if (mode == FLARE_SNAPPY_KEYS && !run_keys(stream))
        return false;
    return run_one(stream, STEP_TOKEN);
}

flare_codec_result SNAPPY_VARIANT(flare_snappy)(const flare_snappy_page *page,
                                                flare_snappy_mode mode)
{
    snappy_stream stream;
    const flare_codec_result result = snappy_open(&stream, page);
    if (result != FLARE_CODEC_OK)
        return result;
    return run_alone(&stream, mode) ? snappy_finish(&stream) : FLARE_CODEC_CORRUPT;
}

/* Far steps need both pages to be far: the one behind catches up alone. */
static bool run_two_pairs(snappy_stream *a, snappy_stream *b)
{
    if (!begin_steps(a) || !begin_steps(b) || !run_two(a, b, STEP_PAIR_NEAR) ||
        !run_one(a, STEP_PAIR_NEAR) || !run_one(b, STEP_PAIR_NEAR))
        return false;
    return written(a) < FAR || written(b) < FAR || run_two(a, b, STEP_PAIR_FAR);
}

static bool run_two_keys(snappy_stream *a, snappy_stream *b)
{
    return begin_steps(a) && begin_steps(b) && run_two(a, b, STEP_KEY) && run_keys(a) &&
           run_keys(b);
}

/* What is done side by side; the longer page's rest is not. */
static bool run_together(snappy_stream *a, snappy_stream *b, flare_snappy_mode mode)
{
    if (mode == FLARE_SNAPPY_NUMBERS)
        return run_two_pairs(a, b);
    if (mode == FLARE_SNAPPY_KEYS && !run_two_keys(a, b))
        return false;
    return run_two(a, b, STEP_TOKEN);
}

flare_codec_result SNAPPY_VARIANT(flare_snappy_pair)(const flare_snappy_page pages[2],
                                                     flare_snappy_mode mode)
{
    const flare_snappy_mode mode_of_rest =
        mode == FLARE_SNAPPY_KEYS ? FLARE_SNAPPY_TEXT : mode; /* keys are done or given up */
    snappy_stream a;
    snappy_stream b;
    if (snappy_open(&a, &pages[0]) != FLARE_CODEC_OK ||
        snappy_open(&b, &pages[1]) != FLARE_CODEC_OK)
        return FLARE_CODEC_CORRUPT;
    if (!run_together(&a, &b, mode) || !run_alone(&a, mode_of_rest) ||
        !run_alone(&b, mode_of_rest) || snappy_finish(&a) != FLARE_CODEC_OK)
        return FLARE_CODEC_CORRUPT;
    return snappy_finish(&b);
}
