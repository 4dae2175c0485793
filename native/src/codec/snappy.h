/*
 * Snappy's raw format, as the decoders in this folder see it. Internal.
 *
 *   page:     size of the plain bytes (LEB128), then elements until the source ends
 *   element:  a tag byte, whose two low bits say which kind, and its bytes
 *
 *     kind 0  literal   length - 1 in the tag's upper six bits, or there 60..63 and length - 1 in
 *                       the next 1..4 bytes; then the literal's bytes
 *     kind 1  copy      length - 4 in bits 2..4, offset in bits 5..7 (high) and the next byte
 *     kind 2  copy      length - 1 in the upper six bits, offset in the next 2 bytes
 *     kind 3  copy      length - 1 in the upper six bits, offset in the next 4 bytes
 *
 * A copy may overlap its own output (offset below length): then it repeats the last `offset` bytes.
 * Format: https://github.com/google/snappy/blob/main/format_description.txt
 */
#ifndef FLARE_CODEC_SNAPPY_H
#define FLARE_CODEC_SNAPPY_H

#include "kernels.h"

/*
 * The fast loops run while an element begins at least these many bytes before the end of its source
 * and of its target:
 *
 *   source   an element takes at most 1 + 60 bytes (longer literals check for themselves), and a
 *            step loads 1 + 64
 *   target   an element, or a literal of up to 4 bytes and a copy of 64, is written by whole
 *            vectors: below 96 bytes
 *
 * so neither can read or write outside, and what is left is done byte by byte.
 */
enum { SNAPPY_SOURCE_MARGIN = 80, SNAPPY_TARGET_MARGIN = 136 };

/* A page being decoded. */
typedef struct snappy_stream {
    const uint8_t *source; /* next tag */
    const uint8_t *source_end;
    const uint8_t *source_fast_end; /* source_end less the margin; source if the page is small */
    uint8_t *target;                /* next byte to write */
    uint8_t *target_start;
    uint8_t *target_end;
    uint8_t *target_fast_end; /* target_end less the margin */
} snappy_stream;

/*
 * One entry a tag, filled before main.
 *
 *   snappy_elements   bits 0..7    length, 0 for a literal above 60
 *                     bits 8..10   offset's high bits, in their place
 *                     bits 11..13  number of bytes after the tag that hold an offset
 *   snappy_pairs      at [(literal length - 1) * 256 + copy's tag]; 0 for unfit pairs
 *                     byte 0       offset's bits after the tag: 8 or 16
 *                     byte 1       length of literal and copy, at most 8
 *                     bytes 2, 3   offset's high bits, in their place
 *   snappy_tokens     0 for unfit elements
 *                     byte 0       offset's bits after the tag
 *                     byte 1       bytes the element takes
 *                     byte 2       length, at most 16
 *                     byte 3       offset's high bits
 *   snappy_repeats    0 for what is no copy from 8 back, whatever follows
 *                     byte 0       length
 *                     byte 1       bytes the element takes
 *                     bytes 2, 3   which bits after the tag are the offset
 *   snappy_patterns   [offset][i] = i % offset: spreads the first `offset` bytes of a vector; rows
 *                     0 and 16 leave it as it is
 */
extern uint16_t snappy_elements[256];
extern uint32_t snappy_pairs[4 * 256];
extern uint32_t snappy_tokens[256];
extern uint32_t snappy_repeats[256];
extern uint8_t snappy_patterns[17][16];

void flare_snappy_init(void);

/* Reads the size in front of the page, which must be the promised one. */
flare_codec_result snappy_open(snappy_stream *stream, const flare_snappy_page *page);

/* Decodes what is left, byte by byte, and demands that source and target end together. */
flare_codec_result snappy_finish(snappy_stream *stream);

#endif
