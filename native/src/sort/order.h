/* Sorting of entries. Internal to sort/. */
#ifndef FLARE_ORDER_H
#define FLARE_ORDER_H

#include "flare/program.h"

/* A row and its prefix (compare.h). */
typedef struct {
    uint64_t prefix;
    uint8_t *row;
} flare_sort_entry;

/*
 * Sorts `count` entries; `spare` has room for as many and is overwritten. Stable. `stopped` is asked now and then: true gives up, and the
 * order is then unspecified.
 */
void flare_sort_entries(const flare_sort *sort, flare_sort_entry *entries, flare_sort_entry *spare,
                        int64_t count, bool (*stopped)(void *context), void *context);

#endif
