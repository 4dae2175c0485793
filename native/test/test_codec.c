/*
 * Decompression by codec number: what the system's own compressors wrote comes back, whatever is
 * damaged is CORRUPT or comes back by luck, and a missing library is a sentence with a package's
 * name.
 */
#include "codec_guard.h"

/* A second copy of the code under test, on a machine without any libraries. */
#include <dlfcn.h>
static void *open_nothing(const char *name, int flags)
{
    (void)name;
    (void)flags;
    return NULL;
}
#define dlopen              open_nothing
#define flare_decompress    decompress_without_libraries
#define flare_codec_explain explain_again
#include "codec/decompress.c"
#undef dlopen
#undef flare_decompress
#undef flare_codec_explain

#include <brotli/encode.h>

enum { MAX_PLAIN = 300000, MAX_SOURCE = 2 * MAX_PLAIN, THREADS = 4 };

static guarded source_room;
static guarded target_room;

/* Compressors, from the same libraries. */
static __typeof__(&ZSTD_compress) zstd_compress;
static __typeof__(&LZ4_compress_default) lz4_compress;
static __typeof__(&BrotliEncoderCompress) brotli_compress;
static __typeof__(&deflateInit2_) deflate_init;
static __typeof__(&deflate) deflate_all;
static __typeof__(&deflateEnd) deflate_end;

static bool find(const char *file, const char *name, void *function)
{
    void *const handle = dlopen(file, RTLD_NOW);
    void *const symbol = handle ? dlsym(handle, name) : NULL;
    memcpy(function, &symbol, sizeof symbol);
    return symbol != NULL;
}

static size_t compress_gzip(const uint8_t *plain, size_t plain_size, uint8_t *target,
                            size_t capacity, int window_bits)
{
    z_stream stream = {
        .next_in = (Bytef *)(uintptr_t)plain,
        .avail_in = (uInt)plain_size,
        .next_out = target,
        .avail_out = (uInt)capacity,
    };
    CHECK(deflate_init(&stream, 6, Z_DEFLATED, window_bits, 8, Z_DEFAULT_STRATEGY, ZLIB_VERSION,
                       (int)sizeof stream) == Z_OK);
    CHECK(deflate_all(&stream, Z_FINISH) == Z_STREAM_END);
    CHECK(deflate_end(&stream) == Z_OK);
    return stream.total_out;
}

static size_t compress_lz4(const uint8_t *plain, size_t plain_size, uint8_t *target,
                           size_t capacity)
{
    return (size_t)lz4_compress((const char *)plain, (char *)target, (int)plain_size,
                                (int)capacity);
}

static void put_big_endian(uint8_t *to, size_t number)
{
    for (int i = 0; i < 4; i++)
        to[i] = (uint8_t)(number >> (24 - 8 * i));
}

/* Hadoop's framing, in blocks of 64 KB. */
static size_t compress_hadoop_lz4(const uint8_t *plain, size_t plain_size, uint8_t *target)
{
    size_t size = 0;
    for (size_t at = 0; at < plain_size; at += 65536) {
        const size_t part = plain_size - at < 65536 ? plain_size - at : 65536;
        const size_t compressed = compress_lz4(plain + at, part, target + size + 8, MAX_SOURCE);
        put_big_endian(target + size, part);
        put_big_endian(target + size + 4, compressed);
        size += 8 + compressed;
    }
    return size;
}

typedef enum {
    GZIP,
    ZLIB,
    TWO_MEMBERS,
    BROTLI,
    LZ4_HADOOP,
    LZ4_BARE,
    ZSTD,
    LZ4_BLOCK,
    PLAIN,
    WAYS
} way;

static const int32_t codec_of[WAYS] = { FLARE_GZIP,   FLARE_GZIP,    FLARE_GZIP,
                                        FLARE_BROTLI, FLARE_LZ4,     FLARE_LZ4,
                                        FLARE_ZSTD,   FLARE_LZ4_RAW, FLARE_UNCOMPRESSED };

static bool has_compressor[WAYS];

static void find_compressors(void)
{
    const bool has_zlib = find("libz.so.1", "deflateInit2_", &deflate_init) &&
                          find("libz.so.1", "deflate", &deflate_all) &&
                          find("libz.so.1", "deflateEnd", &deflate_end);
    const bool has_lz4 = find("liblz4.so.1", "LZ4_compress_default", &lz4_compress);
    has_compressor[GZIP] = has_compressor[ZLIB] = has_compressor[TWO_MEMBERS] = has_zlib;
    has_compressor[LZ4_HADOOP] = has_compressor[LZ4_BARE] = has_compressor[LZ4_BLOCK] = has_lz4;
    has_compressor[BROTLI] = find("libbrotlienc.so.1", "BrotliEncoderCompress", &brotli_compress);
    has_compressor[ZSTD] = find("libzstd.so.1", "ZSTD_compress", &zstd_compress);
    has_compressor[PLAIN] = true;
}

static size_t compress_by(way by, const uint8_t *plain, size_t size, uint8_t *target)
{
    enum { GZIP_WINDOW = 15 + 16, ZLIB_WINDOW = 15 };
    switch (by) {
    case GZIP:
        return compress_gzip(plain, size, target, MAX_SOURCE, GZIP_WINDOW);
    case ZLIB:
        return compress_gzip(plain, size, target, MAX_SOURCE, ZLIB_WINDOW);
    case TWO_MEMBERS: {
        const size_t first = compress_gzip(plain, size / 2, target, MAX_SOURCE / 2, GZIP_WINDOW);
        return first + compress_gzip(plain + size / 2, size - size / 2, target + first,
                                     MAX_SOURCE / 2, GZIP_WINDOW);
    }
    case BROTLI: {
        size_t compressed = MAX_SOURCE;
        CHECK(brotli_compress(3, 18, BROTLI_MODE_GENERIC, size, plain, &compressed, target));
        return compressed;
    }
    case LZ4_HADOOP:
        return compress_hadoop_lz4(plain, size, target);
    case LZ4_BARE:
    case LZ4_BLOCK:
        return compress_lz4(plain, size, target, MAX_SOURCE);
    case ZSTD:
        return zstd_compress(target, MAX_SOURCE, plain, size, 1);
    default:
        memcpy(target, plain, size);
        return size;
    }
}

static void fill(uint8_t *plain, size_t size, uint64_t *seed)
{
    for (size_t i = 0; i < size; i++)
        plain[i] = random_below(seed, 3) ? (uint8_t)(i % 7) : (uint8_t)random_below(seed, 20);
}

/* Damaged bytes may come back as something; they must not be read or written outside, nor crash. */
static void check_damage(way by, const uint8_t *source, size_t source_size, size_t plain_size,
                         uint64_t *seed)
{
    const size_t cut = random_below(seed, (uint32_t)source_size);
    uint8_t *const from = at_end(source_room, cut);
    uint8_t *const to = at_end(target_room, plain_size);
    memmove(from, source, cut);
    CHECK(flare_decompress(codec_of[by], from, cut, to, plain_size, FLARE_SNAPPY_NUMBERS) ==
          FLARE_CODEC_CORRUPT);

    uint8_t *const flipped = at_end(source_room, source_size);
    memmove(flipped, source, source_size);
    for (int i = 0; i < 3; i++)
        flipped[random_below(seed, (uint32_t)source_size)] ^= (uint8_t)(1 << random_below(seed, 8));
    const flare_codec_result result =
        flare_decompress(codec_of[by], flipped, source_size, to, plain_size, FLARE_SNAPPY_NUMBERS);
    CHECK(result == FLARE_CODEC_OK || result == FLARE_CODEC_CORRUPT);
}

static void check_way(way by, size_t plain_size, uint64_t *seed)
{
    static uint8_t plain[MAX_PLAIN];
    static uint8_t compressed[MAX_SOURCE + 64];
    fill(plain, plain_size, seed);
    const size_t size = compress_by(by, plain, plain_size, compressed);
    uint8_t *const from = at_end(source_room, size);
    uint8_t *const to = at_end(target_room, plain_size);
    memcpy(from, compressed, size);
    memset(to, 0xee, plain_size);
    CHECK(flare_decompress(codec_of[by], from, size, to, plain_size, FLARE_SNAPPY_NUMBERS) ==
          FLARE_CODEC_OK);
    CHECK(memcmp(to, plain, plain_size) == 0);

    /* Another size than the page's is a contradiction, in both directions. */
    CHECK(flare_decompress(codec_of[by], from, size, to, plain_size - 1, FLARE_SNAPPY_NUMBERS) ==
          FLARE_CODEC_CORRUPT);
    uint8_t *const longer = at_end(target_room, plain_size + 1);
    CHECK(flare_decompress(codec_of[by], from, size, longer, plain_size + 1,
                           FLARE_SNAPPY_NUMBERS) == FLARE_CODEC_CORRUPT);
    for (int i = 0; i < 20; i++)
        check_damage(by, compressed, size, plain_size, seed);
}

static void check_ways(void)
{
    uint64_t seed = 31;
    for (way by = 0; by < WAYS; by++) {
        if (!has_compressor[by]) {
            printf("SKIPPED: codec %d, whose library is not installed\n", (int)codec_of[by]);
            continue;
        }
        for (int round = 0; round < 10; round++)
            check_way(by, 1 + random_below(&seed, round % 2 ? 100 : MAX_PLAIN - 1), &seed);
    }
}

/* Two frames of 2^32 - 1 bytes and the like: sizes in Hadoop's frames are claims. */
static void check_hadoop_claims(void)
{
    if (!has_compressor[LZ4_BLOCK])
        return;
    uint8_t target[16];
    const uint8_t huge[] = { 255, 255, 255, 255, 255, 255, 255, 255, 1 };
    CHECK(flare_decompress(FLARE_LZ4, huge, sizeof huge, target, sizeof target,
                           FLARE_SNAPPY_NUMBERS) == FLARE_CODEC_CORRUPT);
    CHECK(flare_decompress(FLARE_LZ4, huge, 0, target, sizeof target, FLARE_SNAPPY_NUMBERS) ==
          FLARE_CODEC_CORRUPT);
}

static void check_snappy_by_number(void)
{
    const uint8_t page[] = { 3, 2 << 2, 'a', 'b', 'c' };
    uint8_t target[3];
    CHECK(flare_decompress(FLARE_SNAPPY, page, sizeof page, target, 3, FLARE_SNAPPY_TEXT) ==
          FLARE_CODEC_OK);
    CHECK(memcmp(target, "abc", 3) == 0);
}

static void check_sentences(void)
{
    static const struct {
        int32_t codec;
        const char *package;
    } cases[] = { { FLARE_GZIP, " zlib1g" },
                  { FLARE_BROTLI, " libbrotli1" },
                  { FLARE_LZ4, " liblz4-1" },
                  { FLARE_LZ4_RAW, " liblz4-1" },
                  { FLARE_ZSTD, " libzstd1" } };
    uint8_t byte = 0;
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const flare_codec_result result =
            decompress_without_libraries(cases[i].codec, &byte, 1, &byte, 1, FLARE_SNAPPY_NUMBERS);
        CHECK(result == FLARE_CODEC_MISSING);
        CHECK(strstr(flare_codec_explain(result, cases[i].codec), cases[i].package) != NULL);
    }
    CHECK(flare_decompress(FLARE_LZO, &byte, 1, &byte, 1, FLARE_SNAPPY_NUMBERS) ==
          FLARE_CODEC_UNSUPPORTED);
    CHECK(strstr(flare_codec_explain(FLARE_CODEC_UNSUPPORTED, FLARE_LZO), "LZO") != NULL);
    CHECK(flare_decompress(-1, &byte, 1, &byte, 1, FLARE_SNAPPY_NUMBERS) ==
          FLARE_CODEC_UNSUPPORTED);
    CHECK(flare_decompress(8, &byte, 1, &byte, 1, FLARE_SNAPPY_NUMBERS) == FLARE_CODEC_UNSUPPORTED);
}

/* Threads that all come first: each decompresses with every library. */
static void *decompress_everything(void *pages)
{
    const flare_snappy_page *const page_of = pages;
    uint8_t *const target = malloc(MAX_PLAIN);
    CHECK(target != NULL);
    for (int round = 0; round < 5; round++) {
        for (way by = 0; by < WAYS; by++) {
            const flare_snappy_page page = page_of[by];
            if (!has_compressor[by])
                continue;
            CHECK(flare_decompress(codec_of[by], page.source, page.source_size, target,
                                   page.target_size, FLARE_SNAPPY_NUMBERS) == FLARE_CODEC_OK);
            CHECK(memcmp(target, page.target, page.target_size) == 0);
        }
    }
    free(target);
    return NULL;
}

static void check_threads(void)
{
    enum { SIZE = 50000 };
    static uint8_t plain[SIZE];
    static uint8_t compressed[WAYS][2 * SIZE];
    flare_snappy_page pages[WAYS] = { 0 };
    uint64_t seed = 37;
    fill(plain, SIZE, &seed);
    for (way by = 0; by < WAYS; by++) {
        static uint8_t room[MAX_SOURCE];
        if (!has_compressor[by])
            continue;
        const size_t size = compress_by(by, plain, SIZE, room);
        CHECK(size <= sizeof compressed[by]);
        memcpy(compressed[by], room, size);
        pages[by] = (flare_snappy_page){ compressed[by], size, plain, SIZE };
    }
    pthread_t threads[THREADS];
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_create(&threads[i], NULL, decompress_everything, pages) == 0);
    for (int i = 0; i < THREADS; i++)
        CHECK(pthread_join(threads[i], NULL) == 0);
}

int main(void)
{
    source_room = guard_open(MAX_SOURCE + 64);
    target_room = guard_open(MAX_PLAIN + 64);
    find_compressors();
    check_threads();
    check_ways();
    check_hadoop_claims();
    check_snappy_by_number();
    check_sentences();
    guard_close(source_room);
    guard_close(target_room);
    return 0;
}
