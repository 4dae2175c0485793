/*
 * Reads one column chunk in windows of rows.
 *
 * A window is the values of up to FLARE_BLOCK rows as cheaply as they can be had: dictionary codes where the rows lie
 * in pages of codes, a pointer into the page where plain values need no work, else an array of decoded values.
 *
 * Rows are asked for in ascending order; rows in between are passed over, and pages of which no row is asked for are
 * not decompressed.
 */
#ifndef FLARE_PARQUET_COLUMN_H
#define FLARE_PARQUET_COLUMN_H

#include "flare/codec.h"
#include "flare/ids.h"
#include "flare/memory.h"
#include "flare/worker.h"
#include "parquet/file.h"
#include "parquet/page.h"
#include "parquet/values.h"

typedef struct flare_window {
    int32_t rows;
    int32_t null_count;
    bool coded;         /* codes of the dictionary; else values */
    flare_codes codes;  /* one a row; 0 where null */
    const void *values; /* one a row, aligned, any where null; strings for a column of FLARE_IDS */
    const uint8_t *valid; /* one byte a row; null: no nulls */
} flare_window;

typedef struct flare_dictionary {
    const void *entries; /* in the window's type; null: the chunk has no dictionary */
    uint32_t entry_count;
    const uint32_t *ids; /* of the entries; null: not asked for yet */
    bool range_checked;  /* in_range is known */
    bool in_range;       /* all entries lie in the range that statistics claim */
    flare_buffer page;
    flare_buffer converted;
    flare_buffer id_buffer;
} flare_dictionary;

/* The data page that holds the next row. */
typedef struct flare_page {
    flare_page_header header;
    int64_t offset;      /* of its body in the file */
    int32_t rows_left;   /* not yet delivered or passed over */
    bool loaded;         /* what follows is there */
    bool coded;          /* known before it is loaded */
    bool no_nulls;       /* known to have none; else levels tell */
    flare_rle levels;    /* of the rows left */
    flare_rle packed;    /* codes or booleans */
    const uint8_t *next; /* plain or decoded values */
    const uint8_t *end;
} flare_page;

/*
 * The first page of the same column in the next row group, decompressed together with this one's: two snappy pages in
 * one loop take 0.7 of the time that they take one by one.
 */
typedef struct flare_page_ahead {
    const flare_file *file;
    const flare_chunk *chunk; /* null: no next row group */
    bool ready;               /* the buffer holds the page that the rest describes */
    const flare_file *buffer_file;
    int64_t offset; /* of its body in the file */
    int32_t plain_size;
    uint32_t shift; /* where it begins in the buffer */
    flare_buffer buffer;
} flare_page_ahead;

typedef struct flare_column_reader {
    /* Of the scan. */
    flare_budget *budget;
    const char *name;
    flare_type type;
    bool nullable;

    /* Of the chunk. */
    const flare_file *file;
    const flare_chunk *chunk; /* null: not in the file, all null */
    flare_values values;
    int64_t row;         /* rows delivered or passed over */
    int64_t rows_unseen; /* rows of pages after the current one */
    int64_t offset;      /* of the next page's header in the file */
    int64_t end;
    flare_dictionary dictionary;
    flare_page page;
    flare_page_ahead ahead;
    flare_window window;
    int64_t window_row; /* first row of the window; -1: none */

    /* How often a chunk's pages were needed at all: whether to decompress ahead. */
    int64_t chunks_opened;
    int64_t chunks_loaded;
    bool chunk_loaded; /* the current one is counted */

    /* Buffers. Pages that strings of the window point into stay until the next window. */
    flare_buffer input;
    flare_buffer level_bytes;
    flare_buffer *pages; /* the current page's last */
    int32_t page_count;
    int32_t page_capacity;
    bool keep_page;        /* the next page needs a buffer of its own */
    flare_buffer scratch;  /* the window's arrays, see column.c */
    flare_buffer unpacked; /* for encodings that are undone for a whole page */
    flare_buffer lengths;
} flare_column_reader;

/* Prepares a reader for a column of the scan. It takes nothing yet. */
void flare_column_prepare(flare_column_reader *column, flare_budget *budget,
                          const flare_column *spec);
void flare_column_close(flare_column_reader *column); /* a zeroed reader does no harm */

/* Whether a chunk can be read as this column; says why not. Errors: FORMAT. */
flare_status flare_column_check(const flare_column *spec, const flare_file *file, int32_t row_group,
                                int32_t leaf, flare_error *error);

/* Goes to the start of a chunk that was checked; leaf -1: all null. Reads nothing yet. */
void flare_column_open(flare_column_reader *column, const flare_file *file, int32_t row_group,
                       int32_t leaf);

/* Tells which chunk will be opened after the current one; leaf -1: none. */
void flare_column_expect(flare_column_reader *column, const flare_file *file, int32_t row_group,
                         int32_t leaf);

/*
 * Whether `row` lies in a page of codes, and how many rows from it on do. Afterwards the dictionary, if the chunk has
 * one, is loaded; the page itself is not. For the first row of the current window it tells of the window.
 */
flare_status flare_column_peek(flare_column_reader *column, int64_t row, bool *coded, int64_t *rows,
                               flare_error *error);

/*
 * Makes column->window the rows `row` .. `row + rows - 1`, with rows in 1 .. FLARE_BLOCK; does nothing if it is that
 * already. The window lives until the next one. Errors: FILE, FORMAT, MEMORY, CLAIM, DATA.
 */
flare_status flare_column_window(flare_column_reader *column, int64_t row, int32_t rows,
                                 flare_error *error);

/* Gives every entry of the dictionary its id, unless that is done. */
flare_status flare_column_intern(flare_column_reader *column, flare_worker *worker, flare_ids *ids);

/* Notes an error with file, column and page. Always FLARE_FAILED. */
flare_status flare_column_fail(const flare_column_reader *column, flare_error *error,
                               flare_error_code code, const char *sentence);

/* ---- Between the sources of the column reader ------------------------------------------------------------------------- */

/* Steps to the next data page that is not empty, loading a dictionary on the way. */
flare_status flare_column_next_page(flare_column_reader *column, flare_error *error);

/* Decompresses the current page and prepares its levels and values. */
flare_status flare_column_load_page(flare_column_reader *column, flare_error *error);

/*
 * How far a page is shifted in its buffer so that its values are aligned, and can be handed on in place, if none is
 * null.
 */
uint32_t flare_page_shift(const flare_page_header *header, bool has_levels);

/* The current page from the buffer ahead, if it is there: it moves to `target`. */
bool flare_ahead_take(flare_column_reader *column, flare_buffer *target, const uint8_t **bytes);

/* Decompresses the current page to `target` and the expected one ahead, if both are fit for it and it should pay. */
bool flare_ahead_pair(flare_column_reader *column, flare_buffer *target, const uint8_t **bytes);

/* Decompressed bytes of a body in the file: in the mapping if they are stored plainly, else in `target`. */
flare_status flare_column_decompress(flare_column_reader *column, int64_t offset,
                                     int64_t stored_size, int64_t plain_size, bool compressed,
                                     int32_t encoding, uint32_t shift, flare_buffer *target,
                                     flare_error *error, const uint8_t **bytes);

#endif
