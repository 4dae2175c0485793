/*
 * The inside of a join's build side.
 *
 *   lists   worker x (FLARE_PARTS + 1): rows in chunks, cut into parts by the key as they are appended; the last list holds the rows apart
 *   parts   one index each, over the rows of all workers' lists of that part; made in parallel, none reads what another writes
 *
 * A part is given by the key's hash, or, where the key has a range, by where the key lies in it:
 *
 *   hash    part = 6 highest bits; its own table of slots, linear probing at half load
 *           | tag: 16 bits of the hash | pointer to the chain's first row: 48 bits |     0: free
 *   dense   part = (key - from) >> part_shift, at least 64 keys wide, so that no two parts share a word of the bitmap
 *           bits  | 1 0 0 1 .. | 0 1 .. |    which keys are there
 *           ranks | 0          | 2      |    keys before each word: a key's rank is its place among the heads, one for each key that is there,
 *                                            so memory beyond 1.5 bits a value goes with the rows, and neighbours in the range lie together
 *   none    key_size 0: all rows are of part 0, in one chain
 *
 * The filter of a hash join is a bitmap over the values that the key's first word has, where these lie close enough together; else the bloom
 * filters of its parts, if that word is all of the key.
 */
#ifndef FLARE_JOIN_JOIN_H
#define FLARE_JOIN_JOIN_H

#include <pthread.h>

#include "flare/worker.h"
#include "hash/hash.h"

typedef struct flare_join_chunk {
    struct flare_join_chunk *next;
    int64_t first; /* number of its first row, after finish */
    uint32_t count;
    uint32_t capacity;
    uint8_t rows[];
} flare_join_chunk;

typedef struct {
    flare_join_chunk *first;
    flare_join_chunk *last; /* the one that is being filled */
    int64_t count;          /* rows of all chunks */
} flare_join_list;

enum { FLARE_JOIN_APART = FLARE_PARTS, FLARE_JOIN_LISTS };

/* What one worker appends to. */
typedef struct {
    flare_arena arena; /* of chunks and strings */
    int64_t least,
        most; /* first words of the keys of a hash join with a filter; least > most: none */
    flare_join_list lists[FLARE_JOIN_LISTS];
} flare_join_share;

typedef struct {
    uint64_t *slots; /* null: no row */
    uint64_t mask;
    uint64_t *bloom; /* null: no filter */
    uint64_t bloom_mask;
    uint64_t first_rank; /* dense */
} flare_join_part;

typedef enum { FLARE_JOIN_HASH, FLARE_JOIN_DENSE, FLARE_JOIN_NONE } flare_join_kind;

/* What the filter of a hash join says of a key. */
typedef enum {
    FLARE_JOIN_FILTER_NONE, /* no: there are no rows */
    FLARE_JOIN_FILTER_BITS,
    FLARE_JOIN_FILTER_BLOOM,
    FLARE_JOIN_FILTER_ALL /* perhaps, always */
} flare_join_filter;

struct flare_join {
    const flare_join_layout *layout;
    flare_budget *budget;
    flare_join_kind kind;
    flare_join_share *shares; /* by worker */
    int32_t worker_count;

    flare_join_part parts[FLARE_PARTS];
    pthread_mutex_t lock; /* of what follows, which the first one to index a part makes */
    bool places_made;     /* or failed to be */
    uint64_t
        *places; /* slots and bloom filters of all parts, in one block: it can lie on huge pages */
    uint64_t places_size; /* bytes taken */

    flare_join_filter filter; /* hash */

    int64_t from;        /* dense, and of the filter's bitmap */
    uint64_t size;       /* keys from .. from + size - 1 */
    uint32_t part_shift; /* dense: at least 6 */
    uint64_t *bits;
    uint32_t *ranks;
    uint8_t **heads;                            /* first rows of chains */
    uint64_t bits_size, ranks_size, heads_size; /* bytes taken */

    uint8_t *chain; /* none */

    flare_join_chunk **chunks; /* after finish: all, by the numbers of their rows */
    int64_t chunk_count;
    int64_t count;
    int64_t apart_count;
};

/* For rows by number: as flare_groups_rows. */
void flare_join_rows(const flare_join *join, int64_t first, int32_t count, void **rows);

/* ---- places, the same for building and finding ------------------------------------------------------------------------- */

static inline uint32_t flare_join_part_of_hash(uint64_t hash)
{
    return (uint32_t)(hash >> 58);
}

static inline uint64_t flare_join_tag(uint64_t hash)
{
    return hash << 6 >>
           48 << 48; /* bits 42 to 57: neither the part's, nor those of a slot's place */
}

static inline uint8_t *flare_join_pointer(uint64_t slot)
{
    return (uint8_t *)(uintptr_t)(slot << 16 >> 16);
}

/* Four bits of one word: 16 bits a key keep false positives near 1 in 100. */
static inline uint64_t flare_join_bloom_bits(uint64_t hash)
{
    return 1ull << (hash & 63) | 1ull << (hash >> 6 & 63) | 1ull << (hash >> 12 & 63) |
           1ull << (hash >> 18 & 63);
}

static inline uint64_t flare_join_bloom_place(uint64_t hash)
{
    return hash >> 24;
}

/* Of a key that is there, by its distance from the range's start. */
static inline uint8_t **flare_join_head(const flare_join *join, uint64_t at)
{
    const uint64_t before = join->bits[at >> 6] & ((1ull << (at & 63)) - 1);
    return &join->heads[join->ranks[at >> 6] + (uint32_t)__builtin_popcountll(before)];
}

static inline uint8_t *flare_join_next(const uint8_t *row)
{
    uint8_t *next;
    memcpy(&next, row, sizeof next);
    return next;
}

static inline void flare_join_link(uint8_t *row, const uint8_t *next)
{
    memcpy(row, &next, sizeof next);
}

static inline bool flare_join_equal(const uint8_t *a, const uint8_t *b, uint32_t byte_size)
{
    uint64_t differences = 0;
    for (uint32_t at = 0; at < byte_size; at += 8)
        differences |= flare_hash_load(a + at) ^ flare_hash_load(b + at);
    return differences == 0;
}

#endif
