/*
 * Finishing a sorter with many hands. Who comes first sorts a list; who finds none left waits until all are sorted. Then samples of the lists
 * give the bounds of parts, of about equal size, and each part is merged from its slice of every list into its place.
 */
#include <string.h>

#include "sort/sorter.h"

enum { SAMPLES = 16 * FLARE_PARTS, SMALL = 4096 };

/* ---- cutting ---------------------------------------------------------------------------------------------------------- */

static int64_t count_all(const flare_sorter *sorter)
{
    int64_t total = 0;
    for (int32_t i = 0; i < sorter->list_count; i++)
        total += sorter->lists[i].count;
    return total;
}

/* The one list that has entries: it is what is wanted. */
static flare_sort_list *only_list(const flare_sorter *sorter, int64_t total)
{
    for (int32_t i = 0; i < sorter->list_count; i++)
        if (sorter->lists[i].count == total)
            return &sorter->lists[i];
    return NULL;
}

/* How many entries of a list come before an entry. */
static int64_t rank(const flare_sort *sort, const flare_sort_list *list,
                    const flare_sort_entry *entry)
{
    int64_t low = 0;
    int64_t high = list->count;
    while (low < high) {
        const int64_t middle = low + (high - low) / 2;
        if (flare_sort_before(sort, &list->entries[middle], entry))
            low = middle + 1;
        else
            high = middle;
    }
    return low;
}

static int64_t take_samples(const flare_sorter *sorter, int64_t total, flare_sort_entry *samples)
{
    int64_t count = 0;
    int64_t skip = 0; /* entries until the next sample, across lists */
    const int64_t stride = total / SAMPLES + 1;
    for (int32_t i = 0; i < sorter->list_count; i++) {
        const flare_sort_list *const list = &sorter->lists[i];
        for (; skip < list->count; skip += stride)
            samples[count++] = list->entries[skip];
        skip -= list->count;
    }
    return count;
}

static bool never(void *context)
{
    (void)context;
    return false;
}

static flare_status cut(flare_worker *worker, flare_sorter *sorter, int64_t total)
{
    const uint64_t lists = (uint64_t)sorter->list_count;
    const uint64_t row = lists * sizeof(int64_t);
    flare_sort_entry *const samples = flare_allocate(worker, 2 * (SAMPLES + 1) * sizeof(*samples));
    int64_t *const cuts = flare_allocate(worker, (FLARE_PARTS + 1) * row);
    sorter->sorted_size = (uint64_t)total * sizeof(*sorter->sorted);
    if (!samples || !cuts)
        return FLARE_FAILED;
    sorter->sorted = flare_pages_take(sorter->budget, &sorter->sorted_size);
    if (!sorter->sorted)
        return flare_fail_memory(&worker->error, sorter->sorted_size);

    const int64_t count = total < SMALL ? 0 : take_samples(sorter, total, samples);
    flare_sort_entries(sorter->sort, samples, samples + SAMPLES + 1, count, never, NULL);
    for (int32_t part = 1; part <= FLARE_PARTS; part++) {
        for (int32_t i = 0; i < sorter->list_count; i++) {
            const flare_sort_list *const list = &sorter->lists[i];
            const bool last = count == 0 || part == FLARE_PARTS;
            cuts[(uint64_t)part * lists + (uint64_t)i] =
                last ? list->count : rank(sorter->sort, list, &samples[count * part / FLARE_PARTS]);
        }
    }
    sorter->cuts = cuts;
    return FLARE_OK;
}

static flare_status prepare_output(flare_worker *worker, flare_sorter *sorter)
{
    const int64_t total = count_all(sorter);
    flare_sort_list *const only = only_list(sorter, total);
    if (!only)
        return cut(worker, sorter, total);
    sorter->sorted = only->entries;
    sorter->sorted_size = only->entries_size;
    only->entries = NULL;
    only->entries_size = 0;
    return FLARE_OK;
}

/* ---- together --------------------------------------------------------------------------------------------------------- */

/* Under the lock. */
static void note_failure(flare_sorter *sorter, const flare_worker *worker)
{
    if (!sorter->failed)
        sorter->error = worker->error;
    sorter->failed = true;
}

/* Sorts the lists that nobody else does. Enters and leaves with the lock. */
static void sort_lists(flare_worker *worker, flare_sorter *sorter)
{
    while (sorter->claimed < sorter->list_count) {
        flare_sort_list *const list = &sorter->lists[sorter->claimed++];
        pthread_mutex_unlock(&sorter->lock);
        const flare_status status = flare_sort_list_sort(worker, sorter, list);
        pthread_mutex_lock(&sorter->lock);
        sorter->done++;
        if (status != FLARE_OK)
            note_failure(sorter, worker);
        pthread_cond_broadcast(&sorter->changed);
    }
    while (sorter->done < sorter->list_count)
        pthread_cond_wait(&sorter->changed, &sorter->lock);
}

/* What one worker could not do fails all of them. */
static flare_status prepare(flare_worker *worker, flare_sorter *sorter)
{
    pthread_mutex_lock(&sorter->lock);
    sort_lists(worker, sorter);
    if (!sorter->cut && !sorter->failed) {
        if (prepare_output(worker, sorter) != FLARE_OK)
            note_failure(sorter, worker);
        sorter->cut = true;
    }
    const bool failed = sorter->failed;
    if (failed && worker->error.code == FLARE_ERROR_NONE)
        worker->error = sorter->error;
    pthread_mutex_unlock(&sorter->lock);
    return failed ? FLARE_FAILED : FLARE_OK;
}

/* ---- merging ---------------------------------------------------------------------------------------------------------- */

/* Merges neighbouring runs, two into one, until one is left. `ends`: of the runs in `from`. Returns where the result is. */
static flare_sort_entry *merge_all(flare_worker *worker, const flare_sort *sort,
                                   flare_sort_entry *from, flare_sort_entry *to, int64_t *ends,
                                   int32_t run_count)
{
    while (run_count > 1 && !flare_worker_stopped(worker)) {
        int32_t merged = 0;
        int64_t start = 0;
        for (int32_t run = 0; run < run_count; run += 2) {
            const int64_t middle = ends[run];
            const int64_t end = run + 1 < run_count ? ends[run + 1] : middle;
            flare_sort_merge(sort, from + start, middle - start, end - start, to + start);
            ends[merged++] = end;
            start = end;
        }
        run_count = merged;
        flare_sort_entry *const swap = from;
        from = to;
        to = swap;
    }
    return from;
}

/* Copies the slices of a part one after the other; says how many there are and where each ends. */
static int32_t gather(const flare_sorter *sorter, int32_t part, flare_sort_entry *to, int64_t *ends)
{
    const int64_t *const from = sorter->cuts + (int64_t)part * sorter->list_count;
    const int64_t *const until = from + sorter->list_count;
    int64_t count = 0;
    int32_t run_count = 0;
    for (int32_t i = 0; i < sorter->list_count; i++) {
        const int64_t rows = until[i] - from[i];
        if (rows == 0)
            continue;
        memcpy(to + count, sorter->lists[i].entries + from[i], (uint64_t)rows * sizeof(*to));
        count += rows;
        ends[run_count++] = count;
    }
    return run_count;
}

static flare_status merge_part(flare_worker *worker, flare_sorter *sorter, int32_t part)
{
    const int64_t *const from = sorter->cuts + (int64_t)part * sorter->list_count;
    int64_t before = 0;
    int64_t count = 0;
    for (int32_t i = 0; i < sorter->list_count; i++) {
        before += from[i];
        count += from[sorter->list_count + i] - from[i];
    }
    if (count == 0 || (sorter->limit >= 0 && before >= sorter->limit))
        return FLARE_OK;
    int64_t *const ends =
        flare_worker_scratch(worker, (uint64_t)sorter->list_count * sizeof(*ends));
    uint64_t spare_size = (uint64_t)count * sizeof(flare_sort_entry);
    flare_sort_entry *const spare = flare_pages_take(sorter->budget, &spare_size);
    if (!ends || !spare) {
        flare_pages_give(sorter->budget, spare, spare_size);
        return flare_fail_memory(&worker->error, spare_size);
    }
    flare_sort_entry *const target = sorter->sorted + before;
    const int32_t run_count = gather(sorter, part, spare, ends);
    const flare_sort_entry *const merged =
        merge_all(worker, sorter->sort, spare, target, ends, run_count);
    if (merged != target)
        memcpy(target, merged, (uint64_t)count * sizeof(*target));
    flare_pages_give(sorter->budget, spare, spare_size);
    return flare_worker_stopped(worker) ? FLARE_FAILED : FLARE_OK;
}

flare_status flare_sorter_sort_part(flare_worker *worker, flare_sorter *sorter, int32_t part)
{
    if (part < 0 || part >= FLARE_PARTS)
        return flare_fail(&worker->error, FLARE_ERROR_INTERNAL, -1, "a sorter has no part %d",
                          part);
    FLARE_TRY(prepare(worker, sorter));
    return sorter->cuts ? merge_part(worker, sorter, part) : FLARE_OK;
}

flare_status flare_sorter_finish(flare_worker *worker, flare_sorter *sorter)
{
    const int64_t total = count_all(sorter);
    const bool sorted = sorter->cut;
    for (int32_t part = 0; !sorted && part < FLARE_PARTS; part++)
        FLARE_TRY(flare_sorter_sort_part(worker, sorter, part));
    for (int32_t i = 0; i < sorter->list_count; i++) {
        flare_sort_list *const list = &sorter->lists[i];
        flare_pages_give(sorter->budget, list->entries, list->entries_size);
        list->entries = NULL;
        list->entries_size = 0;
    }
    sorter->sorted_count = sorter->limit >= 0 && total > sorter->limit ? sorter->limit : total;
    return FLARE_OK;
}
