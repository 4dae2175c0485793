/*
 * The order of rows. Internal to sort/.
 *
 * Each row has a prefix: 64 bits of its first key, such that an unsigned comparison of prefixes never contradicts the order. Where prefixes
 * are equal the next part of the key or the next key gives another one, and at last the keys themselves are compared.
 */
#ifndef FLARE_COMPARE_H
#define FLARE_COMPARE_H

#include "flare/program.h"

/* A row and its prefix. */
typedef struct {
    uint64_t prefix;
    uint8_t *row;
} flare_sort_entry;

/*
 * A part of a row's prefix: the order is that of part 0, then of what tells rows of equal ones apart. 0 where there are no keys.
 */
uint64_t flare_sort_prefix(const flare_sort *sort, uint32_t part, const uint8_t *row);

/* What tells entries apart whose prefixes are equal up to a part. */
typedef enum {
    FLARE_NEXT_PART,    /* the next part of the first key */
    FLARE_NEXT_KEY,     /* the next key: the first one's values are equal */
    FLARE_NEXT_COMPARED /* flare_sort_compare */
} flare_sort_next;
flare_sort_next flare_sort_next_of(const flare_sort *sort, uint32_t part,
                                   const flare_sort_entry *entries, int64_t count);

/* Negative, zero, positive, by all keys. */
int32_t flare_sort_compare(const flare_sort *sort, const uint8_t *a, const uint8_t *b);

/* The same by one key: its value in row a, and in row b a value of the same type at `other`; direction and nulls are the key's. */
int32_t flare_sort_compare_key(const flare_sort_key *key, const flare_sort_key *other,
                               const uint8_t *a, const uint8_t *b);

#endif
