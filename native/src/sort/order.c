/*
 * Sorts by the prefixes alone: radix sort, a byte at a time from the least one, leaving out bytes that are the same everywhere; merge sort
 * where there are few entries. Then each run of equal prefixes gets other prefixes, of the rest of the key or the next one, and is sorted by those.
 * The least runs are sorted by comparing rows.
 */
#include "order.h"

#include <string.h>

enum { BYTES = 8, BUCKETS = 256, RADIX_FROM = 1024, INSERTION_UP_TO = 16 };
enum { DEEPEST = 32 }; /* so many prefixes of a row are tried */

/* sort: null where prefixes alone count. */
static bool in_order(const flare_sort *sort, const flare_sort_entry *a, const flare_sort_entry *b)
{
    if (a->prefix != b->prefix)
        return a->prefix < b->prefix;
    return sort == NULL || flare_sort_compare(sort, a->row, b->row) <= 0;
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

/* How entries are sorted, and who may stop it. */
typedef struct {
    flare_sort_entry *spare;
    bool (*stopped)(void *context);
    void *context;
} sorting;

static void sort_by_prefix(const sorting *s, flare_sort_entry *entries, int64_t count)
{
    if (count < RADIX_FROM) {
        merge_sort(NULL, entries, s->spare, count, s->stopped, s->context);
        return;
    }
    const flare_sort_entry *const sorted =
        radix_sort(entries, s->spare, count, s->stopped, s->context);
    if (sorted != entries)
        memcpy(entries, sorted, (uint64_t)count * sizeof(*entries));
}

static void sort_part(const sorting *s, flare_sort sort, uint32_t part, int32_t depth,
                      flare_sort_entry *entries, int64_t count);

/* Entries whose prefixes are equal: they have the same again when they are in order. */
static void sort_run(const sorting *s, flare_sort sort, uint32_t part, int32_t depth,
                     flare_sort_entry *entries, int64_t count)
{
    const uint64_t prefix = entries[0].prefix;
    const flare_sort_next next = flare_sort_next_of(&sort, part, entries, count);
    if (next == FLARE_NEXT_COMPARED || depth == DEEPEST || count <= INSERTION_UP_TO) {
        merge_sort(&sort, entries, s->spare, count, s->stopped, s->context);
        return;
    }
    part++;
    if (next == FLARE_NEXT_KEY) {
        sort.keys++;
        sort.key_count--;
        part = 0;
    }
    if (sort.key_count == 0)
        return;
    for (int64_t i = 0; i < count; i++)
        entries[i].prefix = flare_sort_prefix(&sort, part, entries[i].row);
    sort_part(s, sort, part, depth + 1, entries, count);
    for (int64_t i = 0; i < count; i++)
        entries[i].prefix = prefix;
}

/* sort: the keys that are not known to be equal, of the first one `part` is the entries' prefix. */
static void sort_part(const sorting *s, flare_sort sort, uint32_t part, int32_t depth,
                      flare_sort_entry *entries, int64_t count)
{
    sort_by_prefix(s, entries, count);
    for (int64_t first = 0; first < count && !s->stopped(s->context);) {
        int64_t end = first + 1;
        while (end < count && entries[end].prefix == entries[first].prefix)
            end++;
        if (end - first > 1)
            sort_run(s, sort, part, depth, entries + first, end - first);
        first = end;
    }
}

void flare_sort_entries(const flare_sort *sort, flare_sort_entry *entries, flare_sort_entry *spare,
                        int64_t count, bool (*stopped)(void *context), void *context)
{
    const sorting s = { spare, stopped, context };
    if (sort->key_count > 0)
        sort_part(&s, *sort, 0, 0, entries, count);
}
