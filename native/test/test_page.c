/* Page headers: what writers write, cut at every byte, and hostile ones. */
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include "parquet/page.h"
#include "parquet/thrift.h"

#define CHECK(condition)                                                    \
    do {                                                                    \
        if (!(condition)) {                                                 \
            fprintf(stderr, "%s:%d: %s\n", __FILE__, __LINE__, #condition); \
            abort();                                                        \
        }                                                                   \
    } while (0)

/*
 * A data page of 300 values: type, sizes 70 and 60, a CRC, | 300 values, RLE_DICTIONARY, levels RLE, statistics with a
 * string and a boolean that nobody asks for |, an unknown field with a list of structs and a map.
 */
static const uint8_t data_page[] = {
    0x15, 0x00,                        /* 1: type = DATA_PAGE */
    0x15, 0x8c, 0x01,                  /* 2: uncompressed size = 70 */
    0x15, 0x78,                        /* 3: compressed size = 60 */
    0x15, 0x02,                        /* 4: crc */
    0x1c,                              /* 5: data page header */
    0x15, 0xd8, 0x04,                  /*    1: 300 values */
    0x15, 0x10,                        /*    2: RLE_DICTIONARY */
    0x15, 0x06,                        /*    3: RLE */
    0x15, 0x06,                        /*    4: RLE */
    0x1c,                              /*    5: statistics */
    0x18, 0x03, 'm',  'a',  'x',       /*       1: "max" */
    0x61,                              /*       7: true */
    0x00,                              /*    */
    0x00,                              /* */
    0x19, 0x2c,                        /* 6: list of two structs */
    0x11, 0x00, 0x00,                  /*    { true }, {} */
    0x1b, 0x01, 0x58, 0x02, 0x01, 'x', /* 7: map { 1: "x" } */
    0x00,
};

static void check_data_page(void)
{
    flare_page_header header;
    CHECK(flare_page_header_read(&header, data_page, sizeof data_page) == sizeof data_page);
    CHECK(header.kind == FLARE_PAGE_DATA && header.plain_size == 70 && header.stored_size == 60);
    CHECK(header.value_count == 300 && header.encoding == FLARE_ENCODING_RLE_DICTIONARY);
    CHECK(header.definition_encoding == FLARE_ENCODING_RLE && header.compressed);
    for (size_t size = 0; size < sizeof data_page; size++) {
        /* Exactly as many bytes as may be read, so that a sanitizer sees one too many. */
        uint8_t *const cut = malloc(size + 1);
        CHECK(cut != NULL);
        memcpy(cut, data_page, size);
        CHECK(flare_page_header_read(&header, cut, size) == 0);
        free(cut);
    }
}

static void check_v2(void)
{
    static const uint8_t page[] = {
        0x15, 0x06, 0x15, 0x64, 0x15, 0x64, /* DATA_PAGE_V2, 50, 50 */
        0x5c,                               /* 8 */
        0x15, 0x14,                         /* 1: 10 values */
        0x15, 0x04,                         /* 2: 2 nulls */
        0x15, 0x14,                         /* 3: 10 rows */
        0x15, 0x00,                         /* 4: PLAIN */
        0x15, 0x06,                         /* 5: 3 bytes of definition levels */
        0x15, 0x00,                         /* 6: none of repetition levels */
        0x12,                               /* 7: not compressed */
        0x00, 0x00,
    };
    flare_page_header header;
    CHECK(flare_page_header_read(&header, page, sizeof page) == sizeof page);
    CHECK(header.kind == FLARE_PAGE_DATA_V2 && header.value_count == 10 && header.null_count == 2);
    CHECK(header.definition_size == 3 && header.repetition_size == 0 && !header.compressed);
    CHECK(header.encoding == FLARE_ENCODING_PLAIN && header.plain_size == 50);
}

static size_t read_bytes(const uint8_t *bytes, size_t size)
{
    flare_page_header header;
    return flare_page_header_read(&header, bytes, size);
}

static void check_hostile(void)
{
    /* A struct in a struct in a struct ... must not end the stack. */
    static uint8_t nested[1 << 20];
    memset(nested, 0x1c, sizeof nested);
    CHECK(read_bytes(nested, sizeof nested) == 0);
    /* A list of 2^60 elements of a type without bytes must not take years. */
    static const uint8_t endless[] = { 0x19, 0xf0, 0xff, 0xff, 0xff, 0xff,
                                       0xff, 0xff, 0xff, 0xff, 0x0f, 0x00 };
    CHECK(read_bytes(endless, sizeof endless) == 0);
    static const uint8_t negative_size[] = { 0x15, 0x00, 0x15, 0x01, 0x15, 0x02, 0x2c,
                                             0x15, 0x02, 0x15, 0x00, 0x00, 0x00 };
    CHECK(read_bytes(negative_size, sizeof negative_size) == 0);
    static const uint8_t long_varint[] = { 0x15, 0xff, 0xff, 0xff, 0xff, 0xff, 0xff,
                                           0xff, 0xff, 0xff, 0xff, 0xff, 0x01, 0x00 };
    CHECK(read_bytes(long_varint, sizeof long_varint) == 0);
    static const uint8_t too_large[] = {
        0x15, 0x00, 0x15, 0x80, 0x80, 0x80, 0x80, 0x80, 0x01, 0x00
    };
    CHECK(read_bytes(too_large, sizeof too_large) == 0);
    /* A data page without its own header, and a binary longer than everything. */
    static const uint8_t bare[] = { 0x15, 0x00, 0x15, 0x02, 0x15, 0x02, 0x00 };
    CHECK(read_bytes(bare, sizeof bare) == 0);
    static const uint8_t long_binary[] = { 0x18, 0xff, 0xff, 0xff, 0xff, 0x0f, 'x', 0x00 };
    CHECK(read_bytes(long_binary, sizeof long_binary) == 0);
    /* An index page has no header that is looked at. */
    static const uint8_t index_page[] = { 0x15, 0x02, 0x15, 0x02, 0x15, 0x02, 0x00 };
    CHECK(read_bytes(index_page, sizeof index_page) == sizeof index_page);
}

int main(void)
{
    check_data_page();
    check_v2();
    check_hostile();
    CHECK(strcmp(flare_encoding_name(7), "DELTA_BYTE_ARRAY") == 0);
    CHECK(strcmp(flare_encoding_name(-1), "unknown") == 0);
    CHECK(strcmp(flare_encoding_name(10), "unknown") == 0);
    return 0;
}
