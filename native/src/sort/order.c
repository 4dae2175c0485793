/*
 * Radix sort by the prefixes, a byte at a time from the least one, leaving out bytes that are the same everywhere; then each run of equal
 * prefixes is merge-sorted by comparing rows. Few entries go to the merge sort at once.
 */
#include "order.h"

#include <string.h>

#include "compare.h"

enum { BYTES = 8, BUCKETS = 256, RADIX_FROM = 1024, INSERTION_UP_TO = 16 };

static bool in_order(const flare_sort *sort, const flare_sort_entry *a, const flare_sort_entry *b)
{
    if (a->prefix != b->prefix)
        return a->prefix < b->prefix;
    return flare_sort_compare(sort, a->row, b->row) <= 0;
}

static void insertion_sort(const flare_sort *sort, flare_sort_entry *entries, int64_t count)
{
    for (int64_t i = 1; i < count; i++) {
        const flare_sort_entry entry = entries[i];
        int64_t at = i;
        for (; at > 0 && !in_order(sort, &entries[at - 1], &entry); at--)
            entries[at] = entries[at - 1];
        entries[at] = entry;
    }
}

bool flare_sort_before(const flare_sort *sort, const flare_sort_entry *a, const flare_sort_entry *b)
{
    return !in_order(sort, b, a);
}

void flare_sort_merge(const flare_sort *sort, const flare_sort_entry *from, int64_t middle,
                      int64_t end, flare_sort_entry *to)
{
    int64_t left = 0;
    int64_t right = middle;
    for (int64_t at = 0; at < end; at++) {
        if (left < middle && (right == end || in_order(sort, &from[left], &from[right])))
            to[at] = from[left++];
        else
            to[at] = from[right++];
    }
}

/* Bottom up, so depth is no matter. */
static void merge_sort(const flare_sort *sort, flare_sort_entry *entries, flare_sort_entry *spare,
                       int64_t count, bool (*stopped)(void *context), void *context)
{
    for (int64_t first = 0; first < count; first += INSERTION_UP_TO)
        insertion_sort(sort, entries + first,
                       count - first < INSERTION_UP_TO ? count - first : INSERTION_UP_TO);
    flare_sort_entry *from = entries;
    flare_sort_entry *to = spare;
    for (int64_t width = INSERTION_UP_TO; width < count && !stopped(context); width *= 2) {
        for (int64_t first = 0; first < count; first += 2 * width) {
            const int64_t left = count - first;
            const int64_t end = left < 2 * width ? left : 2 * width;
            flare_sort_merge(sort, from + first, left < width ? left : width, end, to + first);
        }
        flare_sort_entry *const swap = from;
        from = to;
        to = swap;
    }
    if (from != entries)
        memcpy(entries, from, (uint64_t)count * sizeof(*entries));
}

/* Where each bucket begins; false if all entries fall into one. */
static bool bucket_starts(const int64_t *counts, int64_t total, int64_t *starts)
{
    int64_t start = 0;
    for (int32_t bucket = 0; bucket < BUCKETS; bucket++) {
        if (counts[bucket] == total)
            return false;
        starts[bucket] = start;
        start += counts[bucket];
    }
    return true;
}

static flare_sort_entry *radix_sort(flare_sort_entry *entries, flare_sort_entry *spare,
                                    int64_t count, bool (*stopped)(void *context), void *context)
{
    int64_t counts[BYTES][BUCKETS] = { 0 };
    for (int64_t i = 0; i < count; i++)
        for (int32_t byte = 0; byte < BYTES; byte++)
            counts[byte][entries[i].prefix >> (8 * byte) & 255]++;
    flare_sort_entry *from = entries;
    flare_sort_entry *to = spare;
    for (int32_t byte = 0; byte < BYTES && !stopped(context); byte++) {
        int64_t next[BUCKETS];
        if (!bucket_starts(counts[byte], count, next))
            continue;
        for (int64_t i = 0; i < count; i++)
            to[next[from[i].prefix >> (8 * byte) & 255]++] = from[i];
        flare_sort_entry *const swap = from;
        from = to;
        to = swap;
    }
    return from;
}

void flare_sort_entries(const flare_sort *sort, flare_sort_entry *entries, flare_sort_entry *spare,
                        int64_t count, bool (*stopped)(void *context), void *context)
{
    if (count < RADIX_FROM) {
        merge_sort(sort, entries, spare, count, stopped, context);
        return;
    }
    const flare_sort_entry *const sorted = radix_sort(entries, spare, count, stopped, context);
    if (sorted != entries)
        memcpy(entries, sorted, (uint64_t)count * sizeof(*entries));
    if (flare_sort_prefix_is_exact(sort))
        return;
    for (int64_t first = 0; first < count && !stopped(context);) {
        int64_t end = first + 1;
        while (end < count && entries[end].prefix == entries[first].prefix)
            end++;
        if (end - first > 1)
            merge_sort(sort, entries + first, spare, end - first, stopped, context);
        first = end;
    }
}
