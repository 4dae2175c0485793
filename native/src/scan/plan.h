/* The inside of a bound scan. */
#ifndef FLARE_SCAN_PLAN_H
#define FLARE_SCAN_PLAN_H

#include "flare/scan.h"

/* Rows first_row .. end_row - 1 of a row group: all of it, or, of a large one, a range that begins where a page does. */
typedef struct flare_scan_group {
    flare_file *file;
    const int32_t *leaves; /* by column of the scan */
    int32_t row_group;
    int64_t first_row; /* below end_row */
    int64_t end_row;
    const uint32_t *
        *ids; /* by column: ids of its dictionary's entries; null: no column was preloaded */
} flare_scan_group;

struct flare_scan_plan {
    flare_budget *budget;
    const flare_scan *scan;
    const void *parameters;
    const void *query;
    flare_ids **ids; /* by column; null unless FLARE_IDS */
    int32_t filter_count;
    flare_file **files; /* retained */
    int32_t file_count;
    int32_t *leaves; /* of all files, one after the other */
    flare_scan_group *groups;
    int32_t group_count;
    int32_t group_capacity;
    bool has_ranges; /* a row group was cut */
    int32_t groups_per_morsel;
    flare_arena arena; /* preloaded ids */
};

#endif
