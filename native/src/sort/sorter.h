/* The inside of a sorter: a list of entries for each worker, and what finishing makes of them. */
#ifndef FLARE_SORT_SORTER_H
#define FLARE_SORT_SORTER_H

#include <pthread.h>

#include "flare/worker.h"
#include "sort/compare.h"
#include "sort/order.h"

typedef struct {
    flare_arena arena; /* rows and the bytes of their strings */
    flare_sort_entry *entries;
    uint64_t entries_size; /* bytes taken */
    int64_t count;
    bool trimmed; /* entries[limit - 1] is the last one that counts */
} flare_sort_list;

struct flare_sorter {
    const flare_sort *sort;
    flare_budget *budget;
    int64_t limit; /* < 0: none */
    int32_t list_count;
    flare_sort_list *lists; /* by worker */

    flare_sort_entry
        *sorted; /* all in order, once every part is merged; rows lie in the lists' arenas */
    uint64_t sorted_size; /* bytes taken */
    int64_t sorted_count; /* after finish */

    pthread_mutex_t lock; /* of what follows */
    pthread_cond_t changed;
    int32_t claimed; /* lists that a worker sorts or has sorted */
    int32_t done;    /* lists that are sorted, or failed to be */
    bool cut;        /* `cuts` and `sorted` are there */
    bool failed;
    flare_error error; /* of the worker that failed, if it has one */
    int64_t *
        cuts; /* [FLARE_PARTS + 1][list_count]: where a part begins in each list; null: nothing to merge */
};

/* Sorts the entries of a list. */
flare_status flare_sort_list_sort(flare_worker *worker, flare_sorter *sorter,
                                  flare_sort_list *list);

#endif
