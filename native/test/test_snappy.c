/*
 * The snappy decoder against a plain one, on pages made element by element (so that all kinds of
 * elements come, also those that no compressor writes), then broken in all ways; against libsnappy
 * where it is installed; and at the edges of readable memory.
 */
#include "codec_guard.h"

#include <dlfcn.h>

enum { MAX_PLAIN = 1 << 18, MAX_SOURCE = 1 << 19, ROUNDS = 1500 };

static const flare_snappy_mode modes[] = { FLARE_SNAPPY_NUMBERS, FLARE_SNAPPY_KEYS,
                                           FLARE_SNAPPY_TEXT };
enum { MODES = 3 };

/* ---- The plain decoder ---- */

static bool plain_decode(const uint8_t *source, size_t source_size, uint8_t *target,
                         size_t target_size)
{
    size_t in = 0;
    size_t out = 0;
    uint64_t promised = 0;
    for (uint32_t shift = 0;; shift += 7) {
        if (in == source_size || shift > 28)
            return false;
        promised |= (uint64_t)(source[in] & 127) << shift;
        if (source[in++] < 128)
            break;
    }
    if (promised != target_size)
        return false;
    while (in < source_size) {
        const uint32_t tag = source[in++];
        const uint32_t kind = tag & 3;
        size_t length = kind == 1 ? 4 + ((tag >> 2) & 7) : (tag >> 2) + 1;
        size_t extra = kind == 3 ? 4 : kind;
        if (kind == 0 && length > 60)
            extra = length - 60;
        if (source_size - in < extra)
            return false;
        size_t number = 0;
        for (size_t i = 0; i < extra; i++)
            number |= (size_t)source[in + i] << (8 * i);
        in += extra;
        if (kind == 0) {
            if (extra > 0)
                length = number + 1;
            if (source_size - in < length || target_size - out < length)
                return false;
            memcpy(target + out, source + in, length);
            in += length;
            out += length;
            continue;
        }
        const size_t offset = kind == 1 ? number | (tag >> 5) << 8 : number;
        if (offset == 0 || offset > out || target_size - out < length)
            return false;
        for (size_t i = 0; i < length; i++, out++)
            target[out] = target[out - offset];
    }
    return out == target_size;
}

/* ---- Pages of random elements ---- */

typedef struct {
    uint8_t source[MAX_SOURCE];
    size_t source_size;
    uint8_t plain[MAX_PLAIN];
    size_t plain_size;
} page;

static void put_size(page *to, size_t plain_size)
{
    to->plain_size = plain_size;
    to->source_size = 0;
    for (size_t left = plain_size; left > 0 || to->source_size == 0; left >>= 7)
        to->source[to->source_size++] = (uint8_t)((left & 127) | (left > 127 ? 128 : 0));
}

static void put_literal(page *to, uint64_t *seed, size_t length)
{
    uint32_t bytes = 0;
    if (length > 60 || random_below(seed, 200) == 0) {
        do {
            bytes++;
        } while (bytes < 4 && (length - 1) >> (8 * bytes) != 0);
    }
    const uint32_t code = bytes ? 59 + bytes : (uint32_t)length - 1;
    to->source[to->source_size++] = (uint8_t)(code << 2);
    for (uint32_t i = 0; i < bytes; i++)
        to->source[to->source_size++] = (uint8_t)((length - 1) >> (8 * i));
    for (size_t i = 0; i < length; i++)
        to->source[to->source_size++] = (uint8_t)random_u64(seed);
}

static void put_copy(page *to, uint32_t kind, size_t offset, size_t length)
{
    uint32_t tag = (uint32_t)(length - 1) << 2 | kind;
    if (kind == 1)
        tag = (uint32_t)(offset >> 8) << 5 | (uint32_t)(length - 4) << 2 | 1;
    to->source[to->source_size++] = (uint8_t)tag;
    const uint32_t bytes = kind == 3 ? 4 : kind;
    for (uint32_t i = 0; i < bytes; i++)
        to->source[to->source_size++] = (uint8_t)(offset >> (8 * i));
}

/*
 * One element, at most `room` long; what it looks like depends on the kind of data that is
 * imitated.
 */
static size_t put_element(page *to, uint64_t *seed, uint32_t flavour, size_t written, size_t room)
{
    enum { NUMBERS, KEYS, TEXT, ANYTHING };
    static const uint32_t longest[] = { 4, 1, 16, 300 };
    const bool is_literal = written == 0 || random_below(seed, 2) == 0;
    size_t length = 1 + random_below(seed, longest[flavour]);
    if (is_literal) {
        if (flavour == ANYTHING && random_below(seed, 40) == 0)
            length = 1 + random_below(seed, 70000);
        length = length < room ? length : room;
        put_literal(to, seed, length);
        return length;
    }
    uint32_t kind = random_below(seed, 60) == 0 ? 3 : 1 + random_below(seed, 2);
    size_t offset = 1 + random_below(seed, (uint32_t)(written < 70000 ? written : 70000));
    length = 1 + random_below(seed, flavour == ANYTHING ? 64 : flavour == TEXT ? 16 : 8);
    if (flavour == KEYS) {
        /* 1 + 7 bytes a key; around the limits of what the key decoder takes for one. */
        offset = 8 + 8 * (random_below(seed, 3) == 0 ? random_below(seed, 5) : 0);
        length = random_below(seed, 2) == 0 ? 7 : 5 + random_below(seed, 6);
        length = random_below(seed, 9) == 0 ? 1 + random_below(seed, 64) : length;
    } else if (random_below(seed, 4) == 0) {
        offset = 1 + random_below(seed, 20);
    }
    offset = offset < written ? offset : written;
    length = length < room ? length : room;
    if (kind == 1 && (offset > 2047 || length < 4 || length > 11))
        kind = 2;
    if (kind == 2 && offset > 65535)
        kind = 3;
    put_copy(to, kind, offset, length);
    return length;
}

static void make_page(page *to, uint64_t *seed)
{
    const uint32_t flavour = random_below(seed, 4);
    const uint32_t sizes[] = { 3, 300, 5000, MAX_PLAIN };
    put_size(to, random_below(seed, sizes[random_below(seed, 4)]));
    for (size_t written = 0; written < to->plain_size;) {
        const uint32_t now = random_below(seed, 50) == 0 ? 3 : flavour;
        written += put_element(to, seed, now, written, to->plain_size - written);
        CHECK(to->source_size < MAX_SOURCE - 300);
    }
    CHECK(plain_decode(to->source, to->source_size, to->plain, to->plain_size));
}

/* ---- Checks ---- */

static guarded source_room[2];
static guarded target_room[2];
typedef uint8_t *placing(guarded buffer, size_t size);

/*
 * Decodes a page whose buffers touch unreadable memory; the verdict and the bytes must be the plain
 * decoder's.
 */
static void check_one(const uint8_t *source, size_t source_size, size_t target_size,
                      const uint8_t *expected, bool is_sound, placing *place)
{
    uint8_t *const from = place(source_room[0], source_size);
    uint8_t *const to = place(target_room[0], target_size);
    if (source_size > 0)
        memmove(from, source, source_size);
    for (uint32_t mode = 0; mode < MODES; mode++) {
        if (target_size > 0)
            memset(to, 0xee, target_size);
        const flare_codec_result result =
            flare_snappy_decode(from, source_size, to, target_size, modes[mode]);
        CHECK(result == (is_sound ? FLARE_CODEC_OK : FLARE_CODEC_CORRUPT));
        if (is_sound && target_size > 0)
            CHECK(memcmp(to, expected, target_size) == 0);
    }
}

static void check_pair(const page *a, const page *b, const uint8_t *source_b, size_t source_size_b,
                       bool is_sound, placing *place)
{
    flare_snappy_page pages[2] = {
        { place(source_room[0], a->source_size), a->source_size,
          place(target_room[0], a->plain_size), a->plain_size },
        { place(source_room[1], source_size_b), source_size_b, place(target_room[1], b->plain_size),
          b->plain_size },
    };
    memcpy((uint8_t *)(uintptr_t)pages[0].source, a->source, a->source_size);
    if (source_size_b > 0)
        memcpy((uint8_t *)(uintptr_t)pages[1].source, source_b, source_size_b);
    for (uint32_t mode = 0; mode < MODES; mode++) {
        const flare_codec_result result = flare_snappy_decode_pair(pages, modes[mode]);
        CHECK(result == (is_sound ? FLARE_CODEC_OK : FLARE_CODEC_CORRUPT));
        if (is_sound) {
            CHECK(memcmp(pages[0].target, a->plain, a->plain_size) == 0);
            CHECK(memcmp(pages[1].target, b->plain, b->plain_size) == 0);
        }
        const flare_snappy_page swapped[2] = { pages[1], pages[0] };
        CHECK(flare_snappy_decode_pair(swapped, modes[mode]) == result);
    }
}

/*
 * Flips bytes, cuts the page or adds to it, and returns its new size; there is room for 300 bytes
 * more.
 */
static size_t damage(uint8_t *bytes, size_t size, uint64_t *seed)
{
    if (random_below(seed, 3) == 0) {
        const uint32_t more = 1 + random_below(seed, 300);
        for (uint32_t i = 0; i < more; i++)
            bytes[size + i] = (uint8_t)random_u64(seed);
        return size + more;
    }
    const uint32_t flips = random_below(seed, 4);
    for (uint32_t i = 0; i < flips; i++)
        bytes[random_below(seed, (uint32_t)size)] ^= (uint8_t)(1 + random_below(seed, 255));
    return flips > 0 && random_below(seed, 2) ? size : random_below(seed, (uint32_t)size + 1);
}

static void check_random_pages(uint64_t seed)
{
    static page pages[2];
    static uint8_t broken[MAX_SOURCE];
    static uint8_t plain[MAX_PLAIN];
    make_page(&pages[0], &seed);
    for (int round = 1; round < ROUNDS; round++) {
        page *const a = &pages[round & 1];
        const page *const b = &pages[(round & 1) ^ 1];
        make_page(a, &seed);
        placing *const place = round % 3 == 0 ? at_start : at_end;
        check_one(a->source, a->source_size, a->plain_size, a->plain, true, place);
        check_pair(a, b, b->source, b->source_size, true, place);

        memcpy(broken, a->source, a->source_size);
        const size_t size = damage(broken, a->source_size, &seed);
        const bool is_sound = plain_decode(broken, size, plain, a->plain_size);
        check_one(broken, size, a->plain_size, plain, is_sound, place);
        if (!is_sound)
            check_pair(b, a, broken, size, false, place);
    }
}

/* Pages that are wrong in one known way. */
static void check_known_faults(void)
{
    static const struct {
        const char *why;
        uint8_t bytes[12];
        size_t size;
        size_t promised;
        bool is_sound;
    } cases[] = {
        { "nothing at all", { 0 }, 0, 0, false },
        { "an empty page", { 0 }, 1, 0, true },
        { "a size in too many bytes", { 0x80, 0x80, 0x80, 0x80, 0x80, 0 }, 6, 0, false },
        { "empty, but something follows", { 0, 0, 'a' }, 3, 0, false },
        { "one byte", { 1, 0, 'a' }, 3, 1, true },
        { "another size than promised", { 1, 0, 'a' }, 3, 2, false },
        { "fewer bytes than promised", { 2, 0, 'a' }, 3, 2, false },
        { "a size without end", { 0x80, 0x80, 0x80, 0x80, 0x80, 0x80, 1 }, 7, 0, false },
        { "a copy before anything", { 4, 0x01, 1 }, 3, 4, false },
        { "offset 0", { 5, 0, 'a', 0x01, 0 }, 5, 5, false },
        { "offset 1", { 5, 0, 'a', 0x01, 1 }, 5, 5, true },
        { "offset before the page", { 5, 0, 'a', 0x01, 2 }, 5, 5, false },
        { "a copy beyond the end", { 4, 0, 'a', 0x01, 1 }, 5, 4, false },
        { "a literal beyond the source", { 4, 3 << 2, 'a' }, 3, 4, false },
        { "a literal beyond the end", { 1, 1 << 2, 'a', 'b' }, 4, 1, false },
        { "a literal's length cut", { 4, 61 << 2, 3 }, 3, 4, false },
        { "a literal of 2^32 bytes", { 4, 63 << 2, 255, 255, 255, 255, 'a' }, 7, 4, false },
        { "a literal's length in 4 bytes", { 1, 63 << 2, 0, 0, 0, 0, 'a' }, 7, 1, true },
        { "an offset cut", { 5, 0, 'a', 0x0e, 1 }, 5, 5, false },
        { "an offset in 4 bytes", { 5, 0, 'a', 0x0f, 1, 0, 0, 0 }, 8, 5, true },
        { "an offset of 2^32 - 1", { 5, 0, 'a', 0x0f, 255, 255, 255, 255 }, 8, 5, false },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint8_t plain[16] = { 0 };
        if (plain_decode(cases[i].bytes, cases[i].size, plain, cases[i].promised) !=
            cases[i].is_sound) {
            fprintf(stderr, "%s: the test itself is wrong\n", cases[i].why);
            abort();
        }
        check_one(cases[i].bytes, cases[i].size, cases[i].promised, plain, cases[i].is_sound,
                  at_end);
        check_one(cases[i].bytes, cases[i].size, cases[i].promised, plain, cases[i].is_sound,
                  at_start);
    }
}

/* A copy of offset 0 deep inside a page of tokens is found, although its step does not stop. */
static void check_late_zero_offset(void)
{
    static page one;
    put_size(&one, 4096);
    put_literal(&one, &(uint64_t){ 7 }, 16);
    for (int i = 1; i < 256; i++)
        put_copy(&one, 2, i == 100 ? 0 : 16, 16);
    check_one(one.source, one.source_size, one.plain_size, one.plain, false, at_end);
}

/*
 * A pair whose copy begins before the page is found as long as a 2-byte offset can reach that far.
 */
static void check_far_offset(void)
{
    enum { LITERALS = 1000, LITERAL = 60 };
    static page one;
    put_size(&one, LITERALS * LITERAL + 800);
    for (int i = 0; i < LITERALS; i++)
        put_literal(&one, &(uint64_t){ 9 }, LITERAL);
    for (int i = 0; i < 100; i++) {
        put_literal(&one, &(uint64_t){ 9 }, 4);
        put_copy(&one, 2, i == 50 ? LITERALS * LITERAL + 4000 : 8, 4);
    }
    check_one(one.source, one.source_size, one.plain_size, one.plain, false, at_start);
    check_one(one.source, one.source_size, one.plain_size, one.plain, false, at_end);
}

/*
 * Near the end of the target, but with much source left: copies that are written by whole vectors
 * stay inside.
 */
static void check_late_copies(void)
{
    static page one;
    for (size_t before_end = 17; before_end < 160; before_end++) {
        put_size(&one, 1000);
        put_literal(&one, &(uint64_t){ 9 }, 1000 - before_end);
        const size_t length = before_end < 64 ? before_end : 64;
        put_copy(&one, 2, 8, length < 40 ? 17 : length - 20);
        size_t left = before_end - (length < 40 ? 17 : length - 20);
        for (; left > 0; left--)
            put_copy(&one, 3, 8, 1);
        CHECK(plain_decode(one.source, one.source_size, one.plain, one.plain_size));
        check_one(one.source, one.source_size, one.plain_size, one.plain, true, at_end);
        check_pair(&one, &one, one.source, one.source_size, true, at_end);
    }
}

static void check_choice(void)
{
    enum { INT32 = 1, INT64 = 2, DOUBLE = 5, BYTE_ARRAY = 6, PLAIN = 0, RLE_DICTIONARY = 8 };
    CHECK(flare_snappy_choose(INT64, PLAIN, 45, 100) == FLARE_SNAPPY_KEYS);
    CHECK(flare_snappy_choose(DOUBLE, PLAIN, 10, 100) == FLARE_SNAPPY_KEYS);
    CHECK(flare_snappy_choose(INT64, PLAIN, 46, 100) == FLARE_SNAPPY_NUMBERS);
    CHECK(flare_snappy_choose(INT32, PLAIN, 10, 100) == FLARE_SNAPPY_TEXT);
    CHECK(flare_snappy_choose(INT64, RLE_DICTIONARY, 10, 100) == FLARE_SNAPPY_TEXT);
    CHECK(flare_snappy_choose(BYTE_ARRAY, RLE_DICTIONARY, 10, 100) == FLARE_SNAPPY_TEXT);
    CHECK(flare_snappy_choose(BYTE_ARRAY, PLAIN, 90, 100) == FLARE_SNAPPY_TEXT);
}

/* ---- libsnappy ---- */

typedef int (*snappy_function)(const char *source, size_t source_size, char *target,
                               size_t *target_size);

static snappy_function find(void *library, const char *name)
{
    void *const symbol = dlsym(library, name);
    snappy_function function;
    memcpy(&function, &symbol, sizeof function);
    return function;
}

/*
 * Plain values as files have them: random prices, sorted keys with repeats, small integers, words.
 */
static void fill_values(uint8_t *plain, size_t size, int kind, uint64_t *seed)
{
    uint64_t key = random_below(seed, 1000);
    for (size_t i = 0; i + 8 <= size; i += 8) {
        uint64_t value = 90000 + random_below(seed, 10000000);
        if (kind == 1)
            value = key += random_below(seed, 4) == 0;
        else if (kind == 2)
            value = random_below(seed, 50) | (uint64_t)random_below(seed, 50) << 32;
        else if (kind == 3)
            memcpy(
                &value,
                &"packages the furiously ironic carefully final deposits "[random_below(seed, 46)],
                8);
        memcpy(plain + i, &value, 8);
    }
}

static void check_against_library(uint64_t seed)
{
    void *const library = dlopen("libsnappy.so.1", RTLD_NOW);
    if (!library) {
        printf("SKIPPED: comparison with libsnappy.so.1, which is not installed\n");
        return;
    }
    const snappy_function compress = find(library, "snappy_compress");
    const snappy_function uncompress = find(library, "snappy_uncompress");
    static page pages[2];
    static uint8_t broken[MAX_SOURCE];
    static uint8_t plain[MAX_PLAIN];
    for (int round = 0; round < ROUNDS / 4; round++) {
        for (int i = 0; i < 2; i++) {
            page *const made = &pages[i];
            made->plain_size = random_below(&seed, round % 2 ? MAX_PLAIN : 2000);
            made->source_size = MAX_SOURCE;
            fill_values(made->plain, made->plain_size, round % 4, &seed);
            CHECK(compress((const char *)made->plain, made->plain_size, (char *)made->source,
                           &made->source_size) == 0);
        }
        const page *const a = &pages[0];
        check_one(a->source, a->source_size, a->plain_size, a->plain, true, at_end);
        check_pair(a, &pages[1], pages[1].source, pages[1].source_size, true, at_end);

        memcpy(broken, a->source, a->source_size);
        const size_t size = damage(broken, a->source_size, &seed);
        size_t plain_size = a->plain_size;
        const bool is_sound = plain_decode(broken, size, plain, a->plain_size);
        const bool is_sound_there =
            uncompress((const char *)broken, size, (char *)plain, &plain_size) == 0 &&
            plain_size == a->plain_size;
        CHECK(is_sound == is_sound_there);
        check_one(broken, size, a->plain_size, plain, is_sound, at_end);
    }
    dlclose(library);
}

int main(void)
{
    for (int i = 0; i < 2; i++) {
        source_room[i] = guard_open(MAX_SOURCE);
        target_room[i] = guard_open(MAX_PLAIN);
    }
    for (flare_codec_level level = FLARE_CODEC_V2; level <= FLARE_CODEC_AVX2; level++) {
        if (!use_level(level))
            continue;
        check_known_faults();
        check_late_zero_offset();
        check_far_offset();
        check_late_copies();
        check_choice();
        check_random_pages(42);
        check_against_library(43);
    }
    for (int i = 0; i < 2; i++) {
        guard_close(source_room[i]);
        guard_close(target_room[i]);
    }
    return 0;
}
