/*
 * libFuzzer target of the snappy decoder: every mode and level, one page and two, must agree with
 * the careful decoder on verdict and bytes, and with libsnappy where it is installed. Buffers are
 * exactly as large as the pages, so that AddressSanitizer sees a byte too many.
 *
 * Input: a byte of choices, 4 bytes of a number, then either a page as it is, or seeds from which a
 * page of elements is made, long enough for the fast loops, and damaged.
 */
#include "codec/snappy.h"

#include <dlfcn.h>
#include <stdlib.h>

enum { MAX_PLAIN = 1 << 18 };

typedef int (*snappy_function)(const char *source, size_t source_size, char *target,
                               size_t *target_size);
static snappy_function library_uncompress;

int LLVMFuzzerInitialize(int *count, char ***arguments);
int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerInitialize(int *count, char ***arguments)
{
    (void)count;
    (void)arguments;
    void *const library = dlopen("libsnappy.so.1", RTLD_NOW);
    if (library) {
        void *const symbol = dlsym(library, "snappy_uncompress");
        memcpy(&library_uncompress, &symbol, sizeof symbol);
    }
    return 0;
}

static void *allocate(size_t size)
{
    void *const memory = malloc(size ? size : 1);
    if (!memory)
        abort();
    return memory;
}

static void demand(bool condition)
{
    if (!condition)
        abort();
}

/* A page with what must come out of it. */
typedef struct {
    uint8_t *source; /* exactly source_size bytes, on the heap */
    size_t source_size;
    uint8_t *plain;
    size_t plain_size;
    flare_codec_result verdict;
} sample;

static size_t promised_size(const uint8_t *source, size_t size)
{
    uint64_t promised = 0;
    for (size_t i = 0; i < size && i < 5; i++) {
        promised |= (uint64_t)(source[i] & 127) << (7 * i);
        if (source[i] < 128)
            break;
    }
    return promised <= MAX_PLAIN ? (size_t)promised : 0;
}

static sample make_sample(const uint8_t *source, size_t size)
{
    sample made = { allocate(size), size, NULL, promised_size(source, size), FLARE_CODEC_OK };
    if (size > 0)
        memcpy(made.source, source, size);
    made.plain = allocate(made.plain_size);
    const flare_snappy_page page = { made.source, size, made.plain, made.plain_size };
    snappy_stream stream;
    made.verdict = snappy_open(&stream, &page);
    if (made.verdict == FLARE_CODEC_OK)
        made.verdict = snappy_finish(&stream);
    if (library_uncompress) {
        char *const theirs = allocate(made.plain_size);
        size_t their_size = made.plain_size;
        const bool is_sound =
            library_uncompress((const char *)made.source, size, theirs, &their_size) == 0 &&
            their_size == made.plain_size;
        demand(is_sound == (made.verdict == FLARE_CODEC_OK));
        demand(!is_sound || memcmp(theirs, made.plain, made.plain_size) == 0);
        free(theirs);
    }
    return made;
}

static void check(const sample *a, const sample *b)
{
    uint8_t *const to_a = allocate(a->plain_size);
    uint8_t *const to_b = allocate(b->plain_size);
    const bool is_sound = a->verdict == FLARE_CODEC_OK;
    const bool are_sound = is_sound && b->verdict == FLARE_CODEC_OK;
    const flare_snappy_page pages[2] = { { a->source, a->source_size, to_a, a->plain_size },
                                         { b->source, b->source_size, to_b, b->plain_size } };
    for (flare_codec_level level = FLARE_CODEC_V2; level <= FLARE_CODEC_AVX2; level++) {
        flare_codec_use(level);
        for (flare_snappy_mode mode = FLARE_SNAPPY_NUMBERS; mode <= FLARE_SNAPPY_TEXT; mode++) {
            const flare_codec_result one =
                flare_snappy_decode(a->source, a->source_size, to_a, a->plain_size, mode);
            demand(one == a->verdict);
            demand(!is_sound || memcmp(to_a, a->plain, a->plain_size) == 0);
            memset(to_a, 0, a->plain_size);
            const flare_codec_result two = flare_snappy_decode_pair(pages, mode);
            demand((two == FLARE_CODEC_OK) == are_sound);
            demand(!are_sound || memcmp(to_a, a->plain, a->plain_size) == 0);
            demand(!are_sound || memcmp(to_b, b->plain, b->plain_size) == 0);
        }
    }
    free(to_a);
    free(to_b);
}

/*
 * Elements whose tags, lengths and offsets are the input's bytes, repeated until the page is long.
 */
static size_t make_elements(uint8_t *page, size_t plain_size, const uint8_t *seeds, size_t count)
{
    size_t size = 0;
    for (size_t left = plain_size; size == 0 || left > 0; left >>= 7)
        page[size++] = (uint8_t)((left & 127) | (left > 127 ? 128 : 0));
    size_t written = 0;
    for (size_t i = 0; written < plain_size; i++) {
        const uint32_t seed = seeds[i % count];
        const uint32_t next = seeds[(i + 1) % count];
        const size_t room = plain_size - written;
        const bool is_literal = written < 8 || (seed & 3) == 0;
        size_t length = 1 + (seed >> 2) % (is_literal ? 60 : 64);
        length = length < room ? length : room;
        if (is_literal) {
            page[size++] = (uint8_t)((length - 1) << 2);
            for (size_t k = 0; k < length; k++)
                page[size++] = seeds[(i + k) % count];
        } else {
            const size_t offset = 1 + (next * 257 + (seed & 1) * i) % written % 65535;
            page[size++] = (uint8_t)((length - 1) << 2 | 2);
            page[size++] = (uint8_t)offset;
            page[size++] = (uint8_t)(offset >> 8);
        }
        written += length;
    }
    return size;
}

static size_t damage(uint8_t *page, size_t size, uint32_t choices, uint32_t number)
{
    if (choices & 2)
        page[number % size] ^= (uint8_t)(number >> 24 | 1);
    if (choices & 4)
        page[(number * 2654435761u) % size] ^= (uint8_t)(number >> 16 | 1);
    return choices & 8 ? number % size : size;
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    if (size < 6)
        return 0;
    const uint32_t choices = data[0];
    const uint32_t number = load_u32(data + 1);
    data += 5;
    size -= 5;
    if (choices & 1) {
        const size_t half = choices & 2 ? number % (size + 1) : size / 2;
        sample a = make_sample(data, half);
        sample b = make_sample(data + half, size - half);
        check(&a, &b);
        free(a.source), free(a.plain), free(b.source), free(b.plain);
        return 0;
    }
    const size_t plain_size = number % (choices & 16 ? MAX_PLAIN / 2 : 3000);
    uint8_t *const page = allocate(4 * plain_size + 64);
    const size_t page_size = make_elements(page, plain_size, data, size);
    sample sound = make_sample(page, page_size);
    demand(sound.verdict == FLARE_CODEC_OK);
    const size_t damaged_size = damage(page, page_size, choices, number);
    sample damaged = make_sample(page, damaged_size);
    check(&sound, &damaged);
    check(&damaged, &sound);
    free(page);
    free(sound.source), free(sound.plain), free(damaged.source), free(damaged.plain);
    return 0;
}
