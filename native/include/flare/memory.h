/*
 * Memory on one budget. Nothing here calls for memory per row: arenas hand out bytes of pages, buffers are kept and
 * reused, and pages go back to a pool.
 *
 *   flare_budget   the engine's limit, and the pool of idle pages; shared by all threads
 *   flare_arena    many allocations with one end; one thread at a time
 *   flare_buffer   one growing block for decoding; one thread at a time
 */
#ifndef FLARE_MEMORY_H
#define FLARE_MEMORY_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

#include "flare/error.h"

/* ---- Budget ------------------------------------------------------------------------------------------------------- */

typedef struct flare_budget flare_budget;

/* limit: bytes, above 0. Null when the process has no memory at all. */
flare_budget *flare_budget_open(int64_t limit);
void flare_budget_close(
    flare_budget *budget); /* everything must have been given back; accepts null */

/* Reserves bytes for memory that the caller gets elsewhere. False, and nothing taken, if they are above the limit. */
bool flare_budget_take(flare_budget *budget, uint64_t byte_size);
void flare_budget_release(flare_budget *budget, uint64_t byte_size);

int64_t flare_budget_limit(const flare_budget *budget);
int64_t flare_budget_used(const flare_budget *budget); /* idle pages of the pool included */
int64_t flare_budget_peak(const flare_budget *budget);

/* ---- Pages -------------------------------------------------------------------------------------------------------- */

enum { FLARE_PAGE = 256 << 10 };
enum { FLARE_ALIGNMENT = 64 };

/*
 * A block of at least *byte_size bytes, which becomes the real size (the next of about four sizes per power of two),
 * aligned to FLARE_ALIGNMENT; content is undefined. From the pool where it can be. Null when the budget is spent.
 */
void *flare_pages_take(flare_budget *budget, uint64_t *byte_size);

/* Gives a block back with its real size. Accepts null. */
void flare_pages_give(flare_budget *budget, void *pages, uint64_t byte_size);

/* ---- Arenas ------------------------------------------------------------------------------------------------------- */

/* Fields are private. */
typedef struct flare_arena {
    flare_budget *budget;
    struct flare_arena_page *pages; /* the one that is being filled first */
    uint8_t *next;                  /* free bytes of that page */
    uint8_t *end;
    uint64_t byte_size; /* of all pages */
} flare_arena;

void flare_arena_open(flare_arena *arena, flare_budget *budget); /* takes nothing yet */
void flare_arena_close(flare_arena *arena);                      /* twice does no harm */

/* Forgets every allocation and keeps one page. */
void flare_arena_reset(flare_arena *arena);

/*
 * byte_size bytes aligned to 16, content undefined; big ones (above a quarter of a page) get a block of their own,
 * aligned to 64. Null and FLARE_ERROR_MEMORY when the budget is spent.
 */
void *flare_arena_allocate(flare_arena *arena, uint64_t byte_size, flare_error *error);

/* The same with zeroes and alignment to 64. */
void *flare_arena_allocate_zeroed(flare_arena *arena, uint64_t byte_size, flare_error *error);

/* ---- Buffers ------------------------------------------------------------------------------------------------------ */

enum {
    FLARE_SLACK = 256
}; /* bytes behind a buffer's size that may be read and written: decoders overshoot */

/* data is aligned to 64 and null before the first reserve. */
typedef struct flare_buffer {
    flare_budget *budget;
    uint8_t *data;
    uint64_t capacity; /* bytes, without the slack */
    uint64_t taken;    /* private: the block's real size */
} flare_buffer;

void flare_buffer_open(flare_buffer *buffer, flare_budget *budget); /* takes nothing yet */
void flare_buffer_close(flare_buffer *buffer);                      /* twice does no harm */

/* Makes room for byte_size bytes and the slack; the content is lost when it grows. */
flare_status flare_buffer_reserve(flare_buffer *buffer, uint64_t byte_size, flare_error *error);

/* Makes room for byte_size bytes, at least doubling when it grows, and keeps the first `kept` bytes. */
flare_status flare_buffer_grow(flare_buffer *buffer, uint64_t byte_size, uint64_t kept,
                               flare_error *error);

#endif
