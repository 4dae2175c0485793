/* What the engine asks of windows. Internal to the library. */
#ifndef FLARE_CUT_H
#define FLARE_CUT_H

#include "flare/window.h"

/* The first row from `at` on with which a partition begins, or the number of rows. */
int64_t flare_partition_cut(const flare_sorter *sorter, int32_t partition_keys, int64_t at);

/* The partition that begins with row `first`; its row pointers lie in the worker's block arena. */
flare_status flare_partition_take(flare_worker *worker, const flare_sorter *sorter,
                                  int32_t partition_keys, int64_t first,
                                  flare_partition *partition);

#endif
