/*
 * The inside of groups: a table for each worker, and what merging makes of them.
 *
 *   slots   | tag u32 | row number + 1 u32 |   0: free; linear probing at half load
 *   pages   up to 32 KB of rows each, a power of two of them, at least one; rows never move
 *
 * The tag is the upper half of the key's hash. Its upper bits give the place, so slots lie in the order of their tags but for collisions:
 * growing reads and writes both tables from front to back without looking at a row, and the rows of a part (the 6 highest bits of the tag)
 * lie together.
 *
 * Keys that are only to be there (flare_groups_add) need not be found in a table that is merged with others anyway: where most of them are new,
 * their rows stay loose, noted by part, until the merge.
 *
 * Merging: as long as one worker alone has rows, its table is the result. Else each part gets a table of its own, of pointers to rows where
 * they lie: the first row with a key stays, others are merged into it.
 */
#ifndef FLARE_GROUPS_TABLE_H
#define FLARE_GROUPS_TABLE_H

#include "flare/worker.h"
#include "hash/hash.h"

typedef struct {
    uint32_t tag;
    uint32_t number;
} flare_group_slot;

typedef struct flare_group_chunk {
    struct flare_group_chunk *next;
    uint32_t count;
    flare_group_slot slots[254];
} flare_group_chunk;

typedef struct {
    flare_group_slot *slots; /* null: no row since the last merge */
    uint64_t slots_size;     /* bytes taken */
    uint32_t slot_bits;      /* there are 2^slot_bits */
    flare_arena arena;       /* of pages */
    uint8_t **pages;
    uint64_t directory_size; /* bytes taken for `pages` */
    uint32_t page_count;
    uint32_t merged; /* rows before this one have been merged; none of them is in slots */
    uint32_t count;  /* rows */

    bool stays_loose;     /* keys that are added are not looked for */
    uint64_t added;       /* keys that flare_groups_add was given while it looked for them */
    uint32_t loose_count; /* rows that are in no slot, since the last merge */
    uint32_t loose_counts[FLARE_PARTS];
    flare_group_chunk *loose[FLARE_PARTS]; /* where they are, in the arena; the last chunk first */
} flare_group_table;

typedef struct {
    flare_group_slot *slots; /* numbers are places in rows, + 1 */
    uint64_t slots_size;     /* bytes taken */
    uint32_t slot_bits;
    uint8_t **rows;
    uint64_t rows_size; /* bytes taken */
    uint32_t count;
    int64_t first; /* number of its first row among all parts' */
} flare_group_part;

struct flare_groups {
    flare_budget *budget;
    uint32_t key_size;
    uint32_t row_size;
    uint32_t page_bits; /* a page holds 2^page_bits rows */
    int32_t worker_count;
    flare_group_table *workers;

    /* The merged rows. */
    const flare_group_table *sole; /* the one table that has rows; null: none, or in_parts */
    bool in_parts;
    int64_t count;
    flare_group_part parts[FLARE_PARTS];
    int32_t parts_done; /* of the merge that is going on; atomic */
};

/* Room for `rows` more rows, so that a block's inserts cannot fail. */
flare_status flare_group_reserve(flare_groups *groups, flare_group_table *table, uint32_t rows,
                                 flare_error *error);

/* The same for rows that need no slot. */
flare_status flare_group_reserve_rows(flare_groups *groups, flare_group_table *table,
                                      uint64_t count, flare_error *error);

/* Slots for `rows` rows: keeps what is there. */
flare_status flare_group_grow(flare_budget *budget, flare_group_slot **slots, uint64_t *slots_size,
                              uint32_t *slot_bits, uint32_t part_bits, uint64_t rows,
                              flare_error *error);

/*
 * The home of a tag among 2^slot_bits slots, leaving out the part_bits upper bits that all of them share. Monotonous: larger tags have the
 * same home or a later one.
 */
static inline uint64_t flare_group_home(uint32_t tag, uint32_t part_bits, uint32_t slot_bits)
{
    return ((uint64_t)(uint32_t)(tag << part_bits) << slot_bits) >> 32;
}

static inline uint32_t flare_group_tag(uint64_t hash)
{
    return (uint32_t)(hash >> 32);
}

static inline uint8_t *flare_group_row(const flare_groups *groups, const flare_group_table *table,
                                       uint32_t number)
{
    const uint32_t place = number & ((1u << groups->page_bits) - 1);
    return table->pages[number >> groups->page_bits] + (uint64_t)place * groups->row_size;
}

static inline bool flare_group_equal(const uint8_t *a, const uint8_t *b, uint32_t byte_size)
{
    uint64_t differences = 0;
    for (uint32_t at = 0; at < byte_size; at += 8)
        differences |= flare_hash_load(a + at) ^ flare_hash_load(b + at);
    return differences == 0;
}

#endif
