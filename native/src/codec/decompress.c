/*
 * Decompression by Parquet's codec number. Snappy is our own; the others are the system's shared
 * libraries, opened when a page first needs them, so that a machine without one of them reads all
 * other files.
 */
#include "kernels.h"

#include <brotli/decode.h>
#include <dlfcn.h>
#include <lz4.h>
#include <pthread.h>
#include <zlib.h>
#include <zstd.h>

/* One shared library: opened once, by whichever thread comes first, and never closed. */
typedef struct {
    const char *name;
    pthread_once_t once;
    void *handle;
} library;

static library zstd_library = { "libzstd.so.1", PTHREAD_ONCE_INIT, NULL };
static library zlib_library = { "libz.so.1", PTHREAD_ONCE_INIT, NULL };
static library lz4_library = { "liblz4.so.1", PTHREAD_ONCE_INIT, NULL };
static library brotli_library = { "libbrotlidec.so.1", PTHREAD_ONCE_INIT, NULL };

/* The functions used of each, with the types of the headers that this was compiled with. */
static struct {
    __typeof__(&ZSTD_createDCtx) create;
    __typeof__(&ZSTD_freeDCtx) free;
    __typeof__(&ZSTD_decompressDCtx) decompress;
} zstd;

static struct {
    __typeof__(&inflateInit2_) init;
    __typeof__(&inflate) inflate;
    __typeof__(&inflateReset) reset;
    __typeof__(&inflateEnd) end;
} zlib;

static struct {
    __typeof__(&LZ4_decompress_safe) decompress;
} lz4;

static struct {
    __typeof__(&BrotliDecoderDecompress) decompress;
} brotli;

/* Opens the library; null if it, or one of the `count` functions, is missing. */
static void open_library(library *lib, const char *const *names, void *const *functions,
                         size_t count)
{
    void *const handle = dlopen(lib->name, RTLD_NOW | RTLD_LOCAL);
    if (!handle)
        return;
    for (size_t i = 0; i < count; i++) {
        void *const function = dlsym(handle, names[i]);
        if (!function)
            return;
        memcpy(functions[i], &function, sizeof function);
    }
    lib->handle = handle;
}

/* A thread keeps its zstd context, some 100 KB, until it ends. */
static pthread_key_t zstd_context;

static void free_zstd_context(void *context)
{
    zstd.free(context);
}

static void open_zstd(void)
{
    static const char *const names[] = { "ZSTD_createDCtx", "ZSTD_freeDCtx",
                                         "ZSTD_decompressDCtx" };
    void *const functions[] = { &zstd.create, &zstd.free, &zstd.decompress };
    if (pthread_key_create(&zstd_context, free_zstd_context) == 0)
        open_library(&zstd_library, names, functions, 3);
}

static void open_zlib(void)
{
    static const char *const names[] = { "inflateInit2_", "inflate", "inflateReset", "inflateEnd" };
    void *const functions[] = { &zlib.init, &zlib.inflate, &zlib.reset, &zlib.end };
    open_library(&zlib_library, names, functions, 4);
}

static void open_lz4(void)
{
    static const char *const names[] = { "LZ4_decompress_safe" };
    void *const functions[] = { &lz4.decompress };
    open_library(&lz4_library, names, functions, 1);
}

static void open_brotli(void)
{
    static const char *const names[] = { "BrotliDecoderDecompress" };
    void *const functions[] = { &brotli.decompress };
    open_library(&brotli_library, names, functions, 1);
}

static bool is_open(library *lib, void (*open)(void))
{
    pthread_once(&lib->once, open);
    return lib->handle != NULL;
}

static flare_codec_result ok_if(bool is_sound)
{
    return is_sound ? FLARE_CODEC_OK : FLARE_CODEC_CORRUPT;
}

static flare_codec_result decompress_zstd(const flare_snappy_page *page)
{
    if (!is_open(&zstd_library, open_zstd))
        return FLARE_CODEC_MISSING;
    ZSTD_DCtx *context = pthread_getspecific(zstd_context);
    if (!context) {
        context = zstd.create();
        if (!context || pthread_setspecific(zstd_context, context) != 0) {
            zstd.free(context);
            return FLARE_CODEC_NO_MEMORY;
        }
    }
    /* An error is a number near SIZE_MAX. */
    return ok_if(zstd.decompress(context, page->target, page->target_size, page->source,
                                 page->source_size) == page->target_size);
}

/* Inflates all members of a gzip (or zlib) stream, one after the other. */
static bool inflate_members(z_stream *stream)
{
    for (;;) {
        if (zlib.inflate(stream, Z_FINISH) != Z_STREAM_END)
            return false;
        if (stream->avail_in == 0)
            return true;
        if (zlib.reset(stream) != Z_OK)
            return false;
    }
}

static flare_codec_result decompress_gzip(const flare_snappy_page *page)
{
    enum { WINDOW_BITS = 15, DETECT_GZIP_OR_ZLIB = 32 };
    if (!is_open(&zlib_library, open_zlib))
        return FLARE_CODEC_MISSING;
    if (page->source_size > UINT32_MAX || page->target_size > UINT32_MAX)
        return FLARE_CODEC_CORRUPT; /* a page header's sizes are 32-bit */
    z_stream stream = {
        .next_in = (Bytef *)(uintptr_t)page->source,
        .avail_in = (uInt)page->source_size,
        .next_out = page->target,
        .avail_out = (uInt)page->target_size,
    };
    const int opened =
        zlib.init(&stream, WINDOW_BITS + DETECT_GZIP_OR_ZLIB, ZLIB_VERSION, (int)sizeof stream);
    if (opened != Z_OK)
        return opened == Z_MEM_ERROR ? FLARE_CODEC_NO_MEMORY : FLARE_CODEC_MISSING;
    const bool is_whole = inflate_members(&stream) && stream.avail_out == 0;
    zlib.end(&stream);
    return ok_if(is_whole);
}

static bool decode_lz4_block(const uint8_t *source, size_t source_size, uint8_t *target,
                             size_t target_size)
{
    if (source_size > INT32_MAX || target_size > INT32_MAX)
        return false;
    const int written =
        lz4.decompress((const char *)source, (char *)target, (int)source_size, (int)target_size);
    return written >= 0 && (size_t)written == target_size;
}

static flare_codec_result decompress_lz4_raw(const flare_snappy_page *page)
{
    if (!is_open(&lz4_library, open_lz4))
        return FLARE_CODEC_MISSING;
    return ok_if(
        decode_lz4_block(page->source, page->source_size, page->target, page->target_size));
}

static uint32_t load_big_endian(const uint8_t *at)
{
    return __builtin_bswap32(load_u32(at));
}

/* Hadoop's framing: blocks of plain size, compressed size (both 32 bits, big-endian), LZ4 block. */
static bool decode_hadoop_lz4(const flare_snappy_page *page)
{
    enum { FRAME = 8 };
    const uint8_t *source = page->source;
    uint8_t *target = page->target;
    size_t source_left = page->source_size;
    size_t target_left = page->target_size;
    while (source_left >= FRAME) {
        const size_t plain = load_big_endian(source);
        const size_t compressed = load_big_endian(source + 4);
        source += FRAME;
        source_left -= FRAME;
        if (plain > target_left || compressed > source_left ||
            !decode_lz4_block(source, compressed, target, plain))
            return false;
        source += compressed;
        source_left -= compressed;
        target += plain;
        target_left -= plain;
    }
    return source_left == 0 && target_left == 0;
}

/*
 * The codec called LZ4 in files: Hadoop's framing by its definition, a bare block by some writers'
 * mistake.
 */
static flare_codec_result decompress_lz4(const flare_snappy_page *page)
{
    if (!is_open(&lz4_library, open_lz4))
        return FLARE_CODEC_MISSING;
    return decode_hadoop_lz4(page) ? FLARE_CODEC_OK : decompress_lz4_raw(page);
}

static flare_codec_result decompress_brotli(const flare_snappy_page *page)
{
    if (!is_open(&brotli_library, open_brotli))
        return FLARE_CODEC_MISSING;
    size_t written = page->target_size;
    const BrotliDecoderResult result =
        brotli.decompress(page->source_size, page->source, &written, page->target);
    return ok_if(result == BROTLI_DECODER_RESULT_SUCCESS && written == page->target_size);
}

static flare_codec_result copy_plain(const flare_snappy_page *page)
{
    if (page->source_size != page->target_size)
        return FLARE_CODEC_CORRUPT;
    if (page->target_size > 0)
        memcpy(page->target, page->source, page->target_size);
    return FLARE_CODEC_OK;
}

flare_codec_result flare_decompress(int32_t codec, const uint8_t *source, size_t source_size,
                                    uint8_t *target, size_t target_size, flare_snappy_mode mode)
{
    const flare_snappy_page page = { source, source_size, target, target_size };
    switch (codec) {
    case FLARE_UNCOMPRESSED:
        return copy_plain(&page);
    case FLARE_SNAPPY:
        return flare_codec_active.snappy(&page, mode);
    case FLARE_GZIP:
        return decompress_gzip(&page);
    case FLARE_BROTLI:
        return decompress_brotli(&page);
    case FLARE_LZ4:
        return decompress_lz4(&page);
    case FLARE_ZSTD:
        return decompress_zstd(&page);
    case FLARE_LZ4_RAW:
        return decompress_lz4_raw(&page);
    default:
        return FLARE_CODEC_UNSUPPORTED;
    }
}

static const char *explain_missing(int32_t codec)
{
    switch (codec) {
    case FLARE_GZIP:
        return "gzip pages need the library libz.so.1: install the Debian package zlib1g";
    case FLARE_BROTLI:
        return "brotli pages need the library libbrotlidec.so.1: install the Debian package "
               "libbrotli1";
    case FLARE_LZ4:
    case FLARE_LZ4_RAW:
        return "lz4 pages need the library liblz4.so.1: install the Debian package liblz4-1";
    case FLARE_ZSTD:
        return "zstd pages need the library libzstd.so.1: install the Debian package libzstd1";
    default:
        return "the library of this compression is not installed";
    }
}

const char *flare_codec_explain(flare_codec_result result, int32_t codec)
{
    switch (result) {
    case FLARE_CODEC_OK:
        return "no error";
    case FLARE_CODEC_CORRUPT:
        return "the compressed or encoded bytes are damaged: write the file again";
    case FLARE_CODEC_UNSUPPORTED:
        return codec == FLARE_LZO
                   ? "LZO compression is not supported: write the file with snappy or zstd"
                   : "this compression is not supported: write the file with snappy or zstd";
    case FLARE_CODEC_MISSING:
        return explain_missing(codec);
    case FLARE_CODEC_NO_MEMORY:
        return "out of memory for the decompressor's state";
    }
    return "unknown result";
}
