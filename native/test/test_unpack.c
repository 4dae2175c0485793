/*
 * Unpacking of every width to every type, streams of runs, filters, fetches and selections: each
 * against a plain computation, for every level this CPU has, on buffers that touch unreadable
 * memory.
 */
#include "codec_guard.h"
#include "vbmi_emulation.h"

enum { MAX_VALUES = 5000, MAX_BYTES = 1 << 16 };

static guarded source_room;
static guarded target_room;
static guarded other_room;

/* ---- Bit packing, the other way round ---- */

typedef struct {
    uint8_t bytes[MAX_BYTES];
    size_t size;
    uint32_t bits_free; /* in the last byte */
} bit_writer;

static void put_bits(bit_writer *to, uint32_t value, uint32_t bit_width)
{
    for (uint32_t i = 0; i < bit_width; i++) {
        if (to->bits_free == 0) {
            CHECK(to->size < MAX_BYTES);
            to->bytes[to->size++] = 0;
            to->bits_free = 8;
        }
        to->bytes[to->size - 1] |= (uint8_t)((value >> i & 1) << (8 - to->bits_free));
        to->bits_free--;
    }
}

static uint32_t random_code(uint64_t *seed, uint32_t bit_width)
{
    return bit_width == 0 ? 0 : (uint32_t)(random_u64(seed) >> (64 - bit_width));
}

static uint32_t value_of(const void *values, uint32_t size, size_t i)
{
    const uint8_t *const at = (const uint8_t *)values + i * size;
    uint32_t value = 0;
    memcpy(&value, at, size);
    return value;
}

static void unpack_to(const uint8_t *source, size_t size, uint32_t bit_width, uint32_t value_size,
                      void *target, size_t count)
{
    if (value_size == 1)
        flare_unpack_u8(source, size, bit_width, target, count);
    else if (value_size == 2)
        flare_unpack_u16(source, size, bit_width, target, count);
    else
        flare_unpack_u32(source, size, bit_width, target, count);
}

/* `spare` readable bytes follow the values: from none to more than any kernel reads. */
static void check_unpack(uint32_t bit_width, uint32_t value_size, size_t count, size_t spare,
                         uint64_t *seed)
{
    static bit_writer packed;
    static uint32_t expected[MAX_VALUES];
    packed.size = 0;
    packed.bits_free = 0;
    for (size_t i = 0; i < count; i++) {
        expected[i] = random_code(seed, bit_width);
        put_bits(&packed, expected[i], bit_width);
    }
    for (size_t i = 0; i < spare; i++)
        packed.bytes[packed.size++] = (uint8_t)random_u64(seed);

    uint8_t *const source = at_end(source_room, packed.size);
    uint8_t *const target = at_end(target_room, count * value_size);
    if (packed.size > 0)
        memcpy(source, packed.bytes, packed.size);
    unpack_to(source, packed.size, bit_width, value_size, target, count);
    for (size_t i = 0; i < count; i++)
        CHECK(value_of(target, value_size, i) == expected[i]);
}

static void check_unpacking(void)
{
    static const size_t counts[] = { 0, 1, 7, 8, 63, 64, 65, 128, 200, 256, 1000, 2048, 4999 };
    static const size_t spares[] = { 0, 1, 31, 64, 65, 400 };
    uint64_t seed = 3;
    for (uint32_t value_size = 1; value_size <= 4; value_size *= 2) {
        for (uint32_t bit_width = 0; bit_width <= 8 * value_size; bit_width++) {
            for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
                for (size_t s = 0; s < sizeof spares / sizeof *spares; s++)
                    check_unpack(bit_width, value_size, counts[c], spares[s], &seed);
            }
        }
    }
}

/* ---- Streams of runs ---- */

typedef struct {
    bit_writer stream;
    uint32_t values[MAX_VALUES];
    size_t count; /* values in the stream */
    uint32_t bit_width;
} run_stream;

static void put_header(bit_writer *to, uint32_t header)
{
    to->bits_free = 0;
    do {
        put_bits(to, (header & 127) | (header > 127 ? 128 : 0), 8);
        header >>= 7;
    } while (header > 0);
}

static void put_repeated(run_stream *to, uint32_t value, uint32_t count)
{
    put_header(&to->stream, count << 1);
    put_bits(&to->stream, value, (to->bit_width + 7) / 8 * 8);
    for (uint32_t i = 0; i < count; i++)
        to->values[to->count++] = value;
}

static void put_packed(run_stream *to, uint32_t groups, uint64_t *seed)
{
    put_header(&to->stream, groups << 1 | 1);
    for (uint32_t i = 0; i < 8 * groups; i++) {
        const uint32_t value = random_code(seed, to->bit_width);
        to->values[to->count++] = value;
        put_bits(&to->stream, value, to->bit_width);
    }
}

static void make_runs(run_stream *to, uint32_t bit_width, uint64_t *seed)
{
    memset(to, 0, sizeof *to);
    to->bit_width = bit_width;
    const uint32_t longest = 1 + random_below(seed, 60);
    while (to->count + 8 * longest + 8 < MAX_VALUES && random_below(seed, 100) > 0) {
        if (random_below(seed, 2))
            put_repeated(to, random_code(seed, bit_width), random_below(seed, 8 * longest));
        else
            put_packed(to, random_below(seed, longest), seed);
    }
}

/* Reads the stream in parts of random sizes, skipping some; sizes like 2048 are those of blocks. */
static void check_parts(const run_stream *runs, const uint8_t *source, uint32_t value_size,
                        uint64_t *seed)
{
    flare_rle rle;
    CHECK(flare_rle_open(&rle, source, runs->stream.size, runs->bit_width) == FLARE_CODEC_OK);
    size_t at = 0;
    while (at < runs->count) {
        size_t part = random_below(seed, 3) ? 1 + random_below(seed, 100) : 2048;
        part = part < runs->count - at ? part : runs->count - at;
        uint32_t value;
        size_t repeats;
        CHECK(flare_rle_repeat(&rle, part, &value, &repeats) == FLARE_CODEC_OK);
        CHECK(repeats <= part);
        for (size_t i = 0; i < repeats; i++)
            CHECK(runs->values[at + i] == value);
        if (random_below(seed, 4) == 0) {
            CHECK(flare_rle_skip(&rle, part) == FLARE_CODEC_OK);
        } else {
            uint8_t *const target = at_end(target_room, part * value_size);
            CHECK(flare_rle_next_codes(&rle, (flare_code_type)value_size, target, part) ==
                  FLARE_CODEC_OK);
            for (size_t i = 0; i < part; i++)
                CHECK(value_of(target, value_size, i) == runs->values[at + i]);
        }
        at += part;
    }
    if (runs->bit_width > 0) {
        uint32_t value;
        size_t repeats;
        CHECK(flare_rle_skip(&rle, 1) == FLARE_CODEC_CORRUPT);
        CHECK(flare_rle_repeat(&rle, 1, &value, &repeats) == FLARE_CODEC_CORRUPT);
    }
}

/* A cut stream gives a prefix of the values, then CORRUPT, and is never read beyond its end. */
static void check_cut(const run_stream *runs, uint64_t *seed)
{
    const size_t size = random_below(seed, (uint32_t)runs->stream.size + 1);
    uint8_t *const source = at_end(source_room, size);
    if (size > 0)
        memcpy(source, runs->stream.bytes, size);
    flare_rle rle;
    CHECK(flare_rle_open(&rle, source, size, runs->bit_width) == FLARE_CODEC_OK);
    for (size_t at = 0; at < runs->count; at++) {
        uint32_t value;
        if (flare_rle_next_u32(&rle, &value, 1) != FLARE_CODEC_OK)
            return;
        CHECK(value == runs->values[at]);
    }
    /* Only runs without values can have been lost. */
    CHECK(runs->count == 0 || size > 0);
}

/* Any bytes are a stream that ends in values or CORRUPT; both ways of reading agree on which. */
static void check_noise(uint64_t *seed)
{
    const size_t size = random_below(seed, 64);
    const uint32_t bit_width = 1 + random_below(seed, 32);
    uint8_t *const source = at_end(source_room, size);
    for (size_t i = 0; i < size; i++)
        source[i] = (uint8_t)(random_u64(seed) & (random_below(seed, 2) ? 255 : 7));
    flare_rle one;
    flare_rle all;
    CHECK(flare_rle_open(&one, source, size, bit_width) == FLARE_CODEC_OK);
    CHECK(flare_rle_open(&all, source, size, bit_width) == FLARE_CODEC_OK);
    uint32_t *const target = (uint32_t *)(void *)at_end(target_room, 500 * sizeof(uint32_t));
    const flare_codec_result result = flare_rle_next_u32(&all, target, 500);
    for (size_t i = 0; i < 500; i++) {
        uint32_t value;
        if (flare_rle_next_u32(&one, &value, 1) != FLARE_CODEC_OK) {
            CHECK(result == FLARE_CODEC_CORRUPT);
            return;
        }
        CHECK(bit_width == 32 || value >> bit_width == 0);
        CHECK(result != FLARE_CODEC_OK || value == target[i]);
    }
    CHECK(result == FLARE_CODEC_OK);
}

static void check_runs(void)
{
    static run_stream runs;
    uint64_t seed = 5;
    for (uint32_t bit_width = 0; bit_width <= 32; bit_width++) {
        for (int round = 0; round < 30; round++) {
            make_runs(&runs, bit_width, &seed);
            uint8_t *const source = at_end(source_room, runs.stream.size);
            if (runs.stream.size > 0)
                memcpy(source, runs.stream.bytes, runs.stream.size);
            for (uint32_t value_size = 4; 8 * value_size >= bit_width && value_size > 0;
                 value_size /= 2)
                check_parts(&runs, source, value_size, &seed);
            if (bit_width > 0)
                check_cut(&runs, &seed);
        }
    }
    for (int round = 0; round < 20000; round++)
        check_noise(&seed);
}

static void check_run_faults(void)
{
    flare_rle rle;
    uint32_t value;
    CHECK(flare_rle_open(&rle, NULL, 0, 33) == FLARE_CODEC_CORRUPT);
    /* A width of 0 has no stream. */
    CHECK(flare_rle_open(&rle, NULL, 0, 0) == FLARE_CODEC_OK);
    CHECK(flare_rle_next_u32(&rle, &value, 1) == FLARE_CODEC_OK && value == 0);
    /* A repeated value wider than the width. */
    const uint8_t wide[] = { 2 << 1, 8 };
    CHECK(flare_rle_open(&rle, wide, sizeof wide, 3) == FLARE_CODEC_OK);
    CHECK(flare_rle_next_u32(&rle, &value, 1) == FLARE_CODEC_CORRUPT);
    CHECK(flare_rle_open(&rle, wide, sizeof wide, 4) == FLARE_CODEC_OK);
    CHECK(flare_rle_next_u32(&rle, &value, 1) == FLARE_CODEC_OK && value == 8);
    /* A header of more than 32 bits. */
    const uint8_t endless[] = { 0xff, 0xff, 0xff, 0xff, 0x1f, 0, 0 };
    CHECK(flare_rle_open(&rle, endless, sizeof endless, 1) == FLARE_CODEC_OK);
    CHECK(flare_rle_next_u32(&rle, &value, 1) == FLARE_CODEC_CORRUPT);
    /* 2^31 - 1 groups are promised, 16 values are there. */
    const uint8_t promises[] = { 0xff, 0xff, 0xff, 0xff, 0x0f, 0x55, 0xaa };
    uint8_t bits[16];
    CHECK(flare_rle_open(&rle, promises, sizeof promises, 1) == FLARE_CODEC_OK);
    CHECK(flare_rle_next_u8(&rle, bits, 16) == FLARE_CODEC_OK && bits[0] == 1 && bits[15] == 1);
    CHECK(flare_rle_next_u8(&rle, bits, 1) == FLARE_CODEC_CORRUPT);
}

static void check_plain_booleans(void)
{
    const uint8_t bytes[] = { 0xb4, 0x01 };
    const uint8_t expected[] = { 0, 0, 1, 0, 1, 1, 0, 1, 1, 0 };
    for (size_t from = 0; from < 10; from++) {
        flare_rle rle;
        uint8_t bits[10];
        CHECK(flare_rle_open_packed(&rle, bytes, sizeof bytes, 1) == FLARE_CODEC_OK);
        CHECK(flare_rle_skip(&rle, from) == FLARE_CODEC_OK);
        CHECK(flare_rle_next_u8(&rle, bits, 10 - from) == FLARE_CODEC_OK);
        CHECK(memcmp(bits, expected + from, 10 - from) == 0);
        CHECK(flare_rle_skip(&rle, 7) == FLARE_CODEC_CORRUPT);
    }
}

static void check_validity(void)
{
    static run_stream runs;
    uint64_t seed = 11;
    for (int round = 0; round < 300; round++) {
        make_runs(&runs, 1, &seed);
        flare_rle rle;
        CHECK(flare_rle_open(&rle, runs.stream.bytes, runs.stream.size, 1) == FLARE_CODEC_OK);
        for (size_t at = 0; at < runs.count;) {
            size_t part = 1 + random_below(&seed, 300);
            part = part < runs.count - at ? part : runs.count - at;
            uint8_t *const valid = at_end(target_room, part);
            size_t nulls = SIZE_MAX;
            CHECK(flare_rle_validity(&rle, valid, part, &nulls) == FLARE_CODEC_OK);
            for (size_t i = 0; i < part; i++) {
                CHECK(valid[i] == runs.values[at + i]);
                nulls -= valid[i] == 0;
            }
            CHECK(nulls == 0);
            at += part;
        }
    }
}

/* ---- Codes ---- */

static void check_lookup(uint32_t entries, flare_code_type type, size_t count, uint64_t *seed)
{
    uint8_t *const table = at_end(other_room, entries);
    uint8_t *const codes = at_end(source_room, count * type);
    uint8_t *const keep = at_end(target_room, count);
    static uint8_t expected[MAX_VALUES];
    const uint32_t survivors = 1 + random_below(seed, 10);
    for (uint32_t i = 0; i < entries; i++)
        table[i] = (uint8_t)random_below(seed, 2);
    for (size_t i = 0; i < count; i++) {
        const uint32_t code = random_below(seed, entries);
        memcpy(codes + i * type, &code, type);
        keep[i] = random_below(seed, survivors) == 0;
        expected[i] = keep[i] & table[code];
    }
    const flare_codes run = { codes, type };
    CHECK(flare_codes_lookup(run, count, table, entries, keep) == FLARE_CODEC_OK);
    CHECK(memcmp(keep, expected, count) == 0);
    if (count == 0)
        return;
    const uint32_t max = flare_codes_max(run, count);
    CHECK(flare_codes_lookup(run, count, table, max, keep) == FLARE_CODEC_CORRUPT);
    CHECK(memcmp(keep, expected, count) == 0);
}

static void check_lookups(void)
{
    static const uint32_t entries[] = { 1, 2, 15, 16, 17, 50, 63, 64, 65, 128, 129, 200, 256 };
    static const size_t counts[] = { 0, 1, 31, 32, 33, 63, 64, 65, 2048, 2047 };
    uint64_t seed = 17;
    for (size_t e = 0; e < sizeof entries / sizeof *entries; e++) {
        for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
            check_lookup(entries[e], FLARE_CODE_U8, counts[c], &seed);
            check_lookup(entries[e] * 200, FLARE_CODE_U16, counts[c], &seed);
            check_lookup(entries[e] * 200, FLARE_CODE_U32, counts[c], &seed);
        }
    }
}

static void check_gather(uint32_t entries, flare_code_type type, uint32_t entry_size, size_t count,
                         uint64_t *seed)
{
    uint8_t *const dictionary = at_end(other_room, entries * entry_size);
    uint8_t *const codes = at_end(source_room, count * type);
    uint8_t *const target = at_end(target_room, count * entry_size);
    static uint16_t selection[MAX_VALUES];
    size_t selected = 0;
    for (size_t i = 0; i < entries * entry_size; i++)
        dictionary[i] = (uint8_t)random_u64(seed);
    for (size_t i = 0; i < count; i++) {
        const uint32_t code = random_below(seed, entries);
        memcpy(codes + i * type, &code, type);
        if (random_below(seed, 3) == 0)
            selection[selected++] = (uint16_t)i;
    }
    const flare_codes run = { codes, type };
    CHECK(flare_gather(run, NULL, count, dictionary, entries, entry_size, target) ==
          FLARE_CODEC_OK);
    for (size_t i = 0; i < count; i++)
        CHECK(memcmp(target + i * entry_size, dictionary + value_of(codes, type, i) * entry_size,
                     entry_size) == 0);
    CHECK(flare_gather(run, selection, selected, dictionary, entries, entry_size, target) ==
          FLARE_CODEC_OK);
    for (size_t i = 0; i < selected; i++)
        CHECK(memcmp(target + i * entry_size,
                     dictionary + value_of(codes, type, selection[i]) * entry_size,
                     entry_size) == 0);
    /* A code that is not in the dictionary matters only where it is fetched. */
    const uint32_t wrong = entries;
    memcpy(codes + (count - 1) * type, &wrong, type);
    CHECK(flare_gather(run, NULL, count, dictionary, entries, entry_size, target) ==
          FLARE_CODEC_CORRUPT);
    const bool is_fetched = selected > 0 && selection[selected - 1] == count - 1;
    CHECK(flare_gather(run, selection, selected, dictionary, entries, entry_size, target) ==
          (is_fetched ? FLARE_CODEC_CORRUPT : FLARE_CODEC_OK));
}

static void check_gathers(void)
{
    uint64_t seed = 19;
    for (uint32_t entry_size = 1; entry_size <= 16; entry_size *= 2) {
        for (int round = 0; round < 20; round++) {
            const size_t count = 1 + random_below(&seed, 2048);
            check_gather(1 + random_below(&seed, 255), FLARE_CODE_U8, entry_size, count, &seed);
            check_gather(1 + random_below(&seed, 3000), FLARE_CODE_U16, entry_size, count, &seed);
            check_gather(1 + random_below(&seed, 3000), FLARE_CODE_U32, entry_size, count, &seed);
        }
    }
    uint8_t nothing;
    CHECK(flare_gather((flare_codes){ &nothing, FLARE_CODE_U8 }, NULL, 0, NULL, 0, 8, &nothing) ==
          FLARE_CODEC_OK);
}

/* ---- Rows ---- */

static void check_selection(size_t count, uint32_t one_in, uint64_t *seed)
{
    uint8_t *const keep = at_end(source_room, count);
    uint16_t *const selection = (uint16_t *)(void *)at_end(target_room, count * sizeof(uint16_t));
    static uint16_t before[65536];
    for (size_t i = 0; i < count; i++)
        keep[i] = random_below(seed, one_in) == 0 ? (uint8_t)(1 + random_below(seed, 255)) : 0;
    const size_t selected = flare_select(keep, count, selection);
    size_t expected = 0;
    for (size_t i = 0; i < count; i++) {
        if (keep[i])
            CHECK(expected < selected && selection[expected++] == i);
    }
    CHECK(expected == selected);

    for (size_t i = 0; i < selected; i++) {
        before[i] = selection[i];
        keep[i] = (uint8_t)random_below(seed, 2);
    }
    const size_t left = flare_select_again(keep, selected, selection);
    expected = 0;
    for (size_t i = 0; i < selected; i++) {
        if (keep[i])
            CHECK(expected < left && selection[expected++] == before[i]);
    }
    CHECK(expected == left);
}

static void check_selections(void)
{
    static const size_t counts[] = { 0, 1, 7, 8, 9, 100, 2047, 2048, 65536 };
    uint64_t seed = 23;
    for (size_t c = 0; c < sizeof counts / sizeof *counts; c++) {
        for (uint32_t one_in = 1; one_in < 12; one_in += 5)
            check_selection(counts[c], one_in, &seed);
    }
}

static void check_pick_and_spread(uint32_t value_size, size_t rows, uint32_t null_in,
                                  uint64_t *seed)
{
    uint8_t *const valid = at_end(source_room, rows);
    uint8_t *const values = at_end(target_room, rows * value_size);
    static uint8_t original[MAX_BYTES];
    static uint16_t selection[MAX_VALUES];
    size_t present = 0;
    for (size_t i = 0; i < rows; i++) {
        valid[i] = null_in == 0 || random_below(seed, null_in) > 0;
        if (valid[i])
            selection[present++] = (uint16_t)i;
    }
    for (size_t i = 0; i < rows * value_size; i++)
        values[i] = (uint8_t)random_u64(seed);
    memcpy(original, values, rows * value_size);

    uint8_t *const picked = at_end(other_room, present * value_size);
    flare_pick(values, value_size, selection, present, picked);
    for (size_t i = 0; i < present; i++)
        CHECK(memcmp(picked + i * value_size, original + selection[i] * value_size, value_size) ==
              0);

    flare_spread(values, value_size, valid, rows);
    static const uint8_t zero[16];
    size_t next = 0;
    for (size_t i = 0; i < rows; i++) {
        const uint8_t *const expected = valid[i] ? original + next++ * value_size : zero;
        CHECK(memcmp(values + i * value_size, expected, value_size) == 0);
    }
}

static void check_rows(void)
{
    uint64_t seed = 29;
    for (uint32_t value_size = 1; value_size <= 16; value_size *= 2) {
        for (uint32_t null_in = 0; null_in < 40; null_in += 1 + null_in) {
            check_pick_and_spread(value_size, random_below(&seed, 3000), null_in, &seed);
            check_pick_and_spread(value_size, random_below(&seed, 20), null_in, &seed);
        }
    }
}

static void check_all(void)
{
    check_unpacking();
    check_runs();
    check_run_faults();
    check_plain_booleans();
    check_validity();
    check_lookups();
    check_gathers();
    check_selections();
    check_rows();
}

int main(void)
{
    source_room = guard_open(MAX_BYTES);
    target_room = guard_open(2 * 65536);
    other_room = guard_open(200 * 256 * 16);
    for (flare_codec_level level = FLARE_CODEC_V2; level <= FLARE_CODEC_VBMI; level++) {
        const bool has_level =
            use_level(level) || (level == FLARE_CODEC_VBMI && use_emulated_vbmi());
        if (has_level)
            check_all();
        else
            printf("SKIPPED: level %d, which this CPU does not have\n", (int)level);
    }
    guard_close(source_room);
    guard_close(target_room);
    guard_close(other_room);
    return 0;
}
