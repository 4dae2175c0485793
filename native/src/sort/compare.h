/*
 * The order of rows. Internal to sort/.
 *
 * Each row has a prefix: 64 bits of its first key, such that an unsigned comparison of prefixes never contradicts the order. Equal prefixes
 * are settled by comparing the keys themselves, unless the prefix is exact.
 */
#ifndef FLARE_COMPARE_H
#define FLARE_COMPARE_H

#include "flare/program.h"

/* The prefix of a row; 0 where there are no keys. */
uint64_t flare_sort_prefix(const flare_sort *sort, const uint8_t *row);

/* True where equal prefixes mean equal rows in the order. */
bool flare_sort_prefix_is_exact(const flare_sort *sort);

/* Negative, zero, positive, by all keys. */
int32_t flare_sort_compare(const flare_sort *sort, const uint8_t *a, const uint8_t *b);

/* The same by one key: its value in row a, and in row b a value of the same type at `other`; direction and nulls are the key's. */
int32_t flare_sort_compare_key(const flare_sort_key *key, const flare_sort_key *other,
                               const uint8_t *a, const uint8_t *b);

#endif
