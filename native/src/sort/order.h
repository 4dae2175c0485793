/* Sorting of entries. Internal to sort/. */
#ifndef FLARE_ORDER_H
#define FLARE_ORDER_H

#include "sort/compare.h"

/*
 * Sorts `count` entries, whose prefixes are part 0; `spare` has room for as many and is overwritten. Stable. `stopped` is asked now and then: true gives up, and the
 * order is then unspecified.
 */
void flare_sort_entries(const flare_sort *sort, flare_sort_entry *entries, flare_sort_entry *spare,
                        int64_t count, bool (*stopped)(void *context), void *context);

/* Whether a must come before b. */
bool flare_sort_before(const flare_sort *sort, const flare_sort_entry *a,
                       const flare_sort_entry *b);

/* Merges entries 0 .. middle - 1 and middle .. end - 1, each in order; of equal ones the former come first. */
void flare_sort_merge(const flare_sort *sort, const flare_sort_entry *from, int64_t middle,
                      int64_t end, flare_sort_entry *to);

#endif
