/*
 * Decoding of Parquet's bytes: decompression, run-length and bit-packed codes, and the kernels that
 * filter by codes and fetch dictionary entries. It knows nothing of files, page headers, memory or
 * queries: the caller hands over buffers.
 *
 * Bounds. Every function reads only its source bytes and writes only its target bytes, exactly: a
 * source may end at the end of a mapped file. Where a function needs more room than its result, its
 * comment says so.
 *
 * Trust. Sources come from files and may hold anything; what a source claims about sizes, offsets,
 * counts and codes is checked, and contradictions are FLARE_CODEC_CORRUPT. After an error the
 * target's content is unspecified.
 *
 * Threads. All functions may run in any number of threads at once, on targets of their own.
 *
 * Variants. Kernels exist for x86-64-v2 and, picked by cpuid when the library is loaded, for AVX2
 * with BMI2 and for AVX-512 VBMI; all give the same bytes and the same verdicts.
 */
#ifndef FLARE_CODEC_H
#define FLARE_CODEC_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#ifdef __cplusplus
extern "C" {
#endif

typedef enum flare_codec_result {
    FLARE_CODEC_OK = 0,
    FLARE_CODEC_CORRUPT,     /* the source contradicts its format or its promised size */
    FLARE_CODEC_UNSUPPORTED, /* a compression that is not read, such as LZO */
    FLARE_CODEC_MISSING,     /* the shared library of the compression is not installed */
    FLARE_CODEC_NO_MEMORY,   /* the compression's library found no memory for its state */
} flare_codec_result;

/* ---- Decompression ---- */

/* CompressionCodec of parquet.thrift. */
typedef enum flare_compression {
    FLARE_UNCOMPRESSED = 0,
    FLARE_SNAPPY = 1,
    FLARE_GZIP = 2,
    FLARE_LZO = 3, /* unsupported */
    FLARE_BROTLI = 4,
    FLARE_LZ4 = 5, /* deprecated: Hadoop's framing, or a bare block as old writers left it */
    FLARE_ZSTD = 6,
    FLARE_LZ4_RAW = 7,
} flare_compression;

/* How a snappy page is best read. Any mode decodes any page; a wrong one is only slower. */
typedef enum flare_snappy_mode {
    FLARE_SNAPPY_NUMBERS, /* literals of 1..4 and copies up to 8 bytes in turn: 8-byte numbers */
    FLARE_SNAPPY_KEYS, /* runs of period 8: sorted 8-byte values; without runs, TEXT takes over */
    FLARE_SNAPPY_TEXT, /* literals and copies up to 16 bytes: strings, codes, other numbers */
} flare_snappy_mode;

typedef struct flare_snappy_page {
    const uint8_t *source;
    size_t source_size;
    uint8_t *target;
    size_t target_size; /* what the page header promises, and the source must repeat */
} flare_snappy_page;

/*
 * Decompresses `source` of compression `codec` (a flare_compression, as the file states it) into
 * exactly `target_size` bytes. `mode` matters to snappy only. The libraries of gzip, brotli, lz4
 * and zstd are opened when first needed.
 */
flare_codec_result flare_decompress(int32_t codec, const uint8_t *source, size_t source_size,
                                    uint8_t *target, size_t target_size, flare_snappy_mode mode);

/*
 * A sentence for the user about a result other than OK: what was found and what to do. It names no
 * file. Static.
 */
const char *flare_codec_explain(flare_codec_result result, int32_t codec);

flare_codec_result flare_snappy_decode(const uint8_t *source, size_t source_size, uint8_t *target,
                                       size_t target_size, flare_snappy_mode mode);

/*
 * Decodes two pages in one loop, about 1.4 times as fast as one after the other, since each page
 * alone waits for its own chain of tags. Best for two pages of similar size (two row groups' chunks
 * of one column, or two columns). Targets must not overlap. CORRUPT if either page is; decode them
 * singly to learn which.
 */
flare_codec_result flare_snappy_decode_pair(const flare_snappy_page pages[2],
                                            flare_snappy_mode mode);

/*
 * The mode for a page, from Parquet's physical type and encoding numbers and the sizes in its
 * header. For a dictionary page pass encoding PLAIN (0): its values are plain whatever old writers
 * call them.
 */
flare_snappy_mode flare_snappy_choose(int32_t physical_type, int32_t encoding, size_t source_size,
                                      size_t target_size);

/* ---- Bit-packed codes ---- */

/*
 * Unpack the first `count` values of `bit_width` bits each, least significant bit first, without
 * gaps. bit_width is 0 to the target's own width. `source_size` is what may be read: the values'
 * own bytes at least; more lets the fast kernels run to the end.
 */
void flare_unpack_u8(const uint8_t *source, size_t source_size, uint32_t bit_width, uint8_t *target,
                     size_t count);
void flare_unpack_u16(const uint8_t *source, size_t source_size, uint32_t bit_width,
                      uint16_t *target, size_t count);
void flare_unpack_u32(const uint8_t *source, size_t source_size, uint32_t bit_width,
                      uint32_t *target, size_t count);

/* ---- Runs: Parquet's RLE / bit-packing hybrid ---- */

/*
 * Reads a stream of runs: dictionary codes, definition levels, booleans. Calls may ask for any
 * number of values; runs may lie across calls.
 *
 *   stream:  run, run, ...
 *   run:     header (LEB128), then what its lowest bit says
 *              0: one value in ceil(bit_width / 8) bytes, repeated header / 2 times
 *              1: header / 2 groups of 8 values, each group bit_width bytes
 *
 * The last bit-packed run may promise more values than its bytes hold (writers pad, and cut, the
 * last group); asking for a value that is not in the stream is CORRUPT. A width of 0 is an endless
 * run of zeros without any stream. Fields are private; the struct may be copied to remember a
 * position.
 */
typedef struct flare_rle {
    const uint8_t *cursor; /* next unread byte; in a packed run, the group of its next value */
    const uint8_t *end;
    uint64_t left;  /* values left of the current run */
    uint32_t value; /* of a repeated run */
    uint8_t bit_width;
    uint8_t packed;       /* 1 in a packed run, 0 in a repeated one */
    uint8_t group_offset; /* of a packed run: values of cursor's group delivered, 0..7 */
} flare_rle;

/* Starts at a stream of runs. CORRUPT if bit_width (a byte of the file) is above 32. */
flare_codec_result flare_rle_open(flare_rle *rle, const uint8_t *source, size_t source_size,
                                  uint32_t bit_width);

/* Starts at bit-packed values without any header, such as PLAIN booleans (bit_width 1). */
flare_codec_result flare_rle_open_packed(flare_rle *rle, const uint8_t *source, size_t source_size,
                                         uint32_t bit_width);

/* The next `count` values. The target's type must hold bit_width bits. */
flare_codec_result flare_rle_next_u8(flare_rle *rle, uint8_t *target, size_t count);
flare_codec_result flare_rle_next_u16(flare_rle *rle, uint16_t *target, size_t count);
flare_codec_result flare_rle_next_u32(flare_rle *rle, uint32_t *target, size_t count);

/* Passes over the next `count` values without unpacking them. */
flare_codec_result flare_rle_skip(flare_rle *rle, size_t count);

/*
 * How many of the next `count` values are known to be one repeated value: `*repeats` (0 if the
 * stream is packed here) and that `*value`. Consumes nothing; follow it by flare_rle_skip.
 */
flare_codec_result flare_rle_repeat(flare_rle *rle, size_t count, uint32_t *value, size_t *repeats);

/*
 * The next `count` definition levels of a flat nullable column (bit_width 1) as one byte a row, 1
 * where there is a value, and `*nulls`, the number of rows without one. Where a repeated run covers
 * the whole count, this is a memset.
 */
flare_codec_result flare_rle_validity(flare_rle *rle, uint8_t *valid, size_t count, size_t *nulls);

/*
 * Dictionaries, values and targets of the functions below need no alignment, codes and selections
 * that of their type.
 */

/* ---- Codes ---- */

/* A run of dictionary codes in the narrowest type that holds their bit width. */
typedef enum flare_code_type {
    FLARE_CODE_U8 = 1,
    FLARE_CODE_U16 = 2,
    FLARE_CODE_U32 = 4, /* the enum's number is the size in bytes */
} flare_code_type;

typedef struct flare_codes {
    const void *values;
    flare_code_type type;
} flare_codes;

flare_code_type flare_code_type_of(uint32_t bit_width);

/* flare_rle_next_u8, _u16 or _u32 by `type`; target has room for count values of it. */
flare_codec_result flare_rle_next_codes(flare_rle *rle, flare_code_type type, void *target,
                                        size_t count);

/*
 * The largest of `count` codes, 0 if there is none: one comparison of it with the dictionary's size
 * checks them all.
 */
uint32_t flare_codes_max(flare_codes codes, size_t count);

/*
 * Filter by dictionary: keep[i] &= table[codes[i]]. The table has one byte of 0 or 1 an entry, and
 * `entries` of them. CORRUPT, and keep untouched, if a code is not below entries.
 */
flare_codec_result flare_codes_lookup(flare_codes codes, size_t count, const uint8_t *table,
                                      uint32_t entries, uint8_t *keep);

/* The same without the check, for codes that were checked before. */
void flare_lookup_u8(const uint8_t *codes, size_t count, const uint8_t *table, uint32_t entries,
                     uint8_t *keep);
void flare_lookup_u16(const uint16_t *codes, size_t count, const uint8_t *table, uint8_t *keep);
void flare_lookup_u32(const uint32_t *codes, size_t count, const uint8_t *table, uint8_t *keep);

/*
 * Fetches dictionary entries: target[i] = dictionary[codes[i]], or dictionary[codes[selection[i]]]
 * if selection is not null, for i below count. entry_size is 1, 2, 4, 8 or 16 bytes. CORRUPT, and
 * target unspecified, if a fetched code is not below `entries`. A selection ascends. target may not
 * overlap the codes.
 */
flare_codec_result flare_gather(flare_codes codes, const uint16_t *selection, size_t count,
                                const void *dictionary, uint32_t entries, uint32_t entry_size,
                                void *target);

/* ---- Rows ---- */

/*
 * Selection vector of a block: the indexes i < count (at most 65536) with keep[i] != 0, in order.
 * Returns their number; target has room for `count` indexes, all of which may be overwritten.
 */
size_t flare_select(const uint8_t *keep, size_t count, uint16_t *target);

/*
 * Narrows a selection: keeps selection[i] where keep[i] != 0, in place. Returns how many are left.
 */
size_t flare_select_again(const uint8_t *keep, size_t count, uint16_t *selection);

/*
 * target[i] = source[selection[i]] for values of value_size 1, 2, 4, 8 or 16 bytes; target may not
 * overlap source.
 */
void flare_pick(const void *source, uint32_t value_size, const uint16_t *selection, size_t count,
                void *target);

/*
 * Spreads the values of a nullable column over its rows, in place: `values` holds one value of
 * value_size 1, 2, 4, 8 or 16 bytes for each of the `rows` whose valid byte is 1, close together at
 * its front; afterwards values[i] is row i's value, zero where valid[i] is 0. It has room for
 * `rows` values.
 */
void flare_spread(void *values, uint32_t value_size, const uint8_t *valid, size_t rows);

/* ---- Variants ---- */

typedef enum flare_codec_level {
    FLARE_CODEC_V2,   /* x86-64-v2: SSE4.2 */
    FLARE_CODEC_AVX2, /* x86-64-v3: AVX2 and BMI2 */
    FLARE_CODEC_VBMI, /* x86-64-v4 with VBMI and VBMI2 */
} flare_codec_level;

/*
 * Uses the best variants that both the CPU has and `limit` allows, and returns their level. Loading
 * the library calls it with the highest. For tests and benchmarks, while no other thread decodes.
 */
flare_codec_level flare_codec_use(flare_codec_level limit);

#ifdef __cplusplus
}
#endif

#endif
