/*
 * select   l_returnflag, l_linestatus, sum(l_quantity) as sum_qty, sum(l_extendedprice) as sum_base_price,
 *          sum(l_extendedprice * (1 - l_discount)) as sum_disc_price,
 *          sum(l_extendedprice * (1 - l_discount) * (1 + l_tax)) as sum_charge,
 *          avg(l_quantity) as avg_qty, avg(l_extendedprice) as avg_price, avg(l_discount) as avg_disc, count(*)
 *     as count_order
 * from     lineitem
 * where    l_shipdate <= date '1998-12-01' - interval '90' day
 * group by l_returnflag, l_linestatus
 * order by l_returnflag, l_linestatus
 *
 *   #1 Sort l_returnflag, l_linestatus
 *   #2   Aggregate by l_returnflag, l_linestatus: sum_qty = sum(l_quantity), sum_base_price =
 *           sum(l_extendedprice), sum_disc_price = sum($f4), sum_charge = sum($f5), avg_qty = avg(l_quantity),
 *           avg_price = avg(l_extendedprice), avg_disc = avg(l_discount), count_order = count(*) [direct array
 *           of 2 dimensions]
 *   #3     Project l_returnflag, l_linestatus, l_quantity, l_extendedprice, $f4 = l_extendedprice * (1 -
 *           l_discount), $f5 = (l_extendedprice * (1 - l_discount)) * (1 + l_tax), l_discount
 *   #4       Scan lineitem (l_returnflag, l_linestatus, l_quantity, l_extendedprice, l_discount, l_tax,
 *           l_shipdate) where l_shipdate <= 1998-09-02, 6001215 rows
 */
#include "flare/program.h"

/* What the query's constants are this time. */
struct parameters {
    int32_t l_shipdate[2];                      /* #4 l_shipdate <= 1998-09-02 */
    int64_t l_discount_minuend;                 /* #3 1 */
    int64_t l_tax_addend;                       /* #3 1 */
    int64_t l_quantity_claim[2];                /* #4 claimed 100 .. 5000 */
    int64_t l_extendedprice_claim[2];           /* #4 claimed 90100 .. 10494950 */
    int64_t l_discount_claim[2];                /* #4 claimed 0 .. 10 */
    int64_t l_tax_claim[2];                     /* #4 claimed 0 .. 8 */
};

/* One group of #2. */
struct group {
    int64_t sum_qty;                            /* #2 sum(l_quantity) */
    int64_t sum_base_price;                     /* #2 sum(l_extendedprice) */
    int64_t sum_disc_price;                     /* #2 sum($f4) */
    int64_t sum_charge;                         /* #2 sum($f5) */
    int64_t row_count;                          /* #2 count(*) */
    int64_t avg_disc;                           /* #2 sum(l_discount) */
};

/* One row of #1. */
struct sorted {
    flare_string l_returnflag;
    flare_string l_linestatus;
    int64_t sum_qty;
    int64_t sum_base_price;
    int64_t sum_disc_price;
    int64_t sum_charge;
    flare_int128 avg_qty;
    flare_int128 avg_price;
    flare_int128 avg_disc;
    int64_t count_order;
};

/* One worker's own part of pipeline 2. */
struct local_2 {
    struct sorted sorted[FLARE_BLOCK];          /* #1 */
};

/* The query's own state, shared by its workers. */
struct query {
    flare_ids *l_returnflag;                    /* #2 ids of l_returnflag */
    flare_ids *l_linestatus;                    /* #2 ids of l_linestatus */
    flare_array *groups;                        /* #2 */
    flare_sorter *sorter;                       /* #1 */
};

/* Adds one group to another of the same kind. */
static void merge_group(void *into_row, const void *from_row)
{
    struct group *const into = into_row;
    const struct group *const from = from_row;

    into->sum_qty += from->sum_qty;
    into->sum_base_price += from->sum_base_price;
    into->sum_disc_price += from->sum_disc_price;
    into->sum_charge += from->sum_charge;
    into->avg_disc += from->avg_disc;
    into->row_count += from->row_count;
}

static const flare_column lineitem_columns[] = {
    { .name = "l_returnflag", .type = FLARE_IDS, .preload_ids = true,
            .ids = FLARE_OFFSET(struct query, l_returnflag) },      /* VARCHAR */
    { .name = "l_linestatus", .type = FLARE_IDS, .preload_ids = true,
            .ids = FLARE_OFFSET(struct query, l_linestatus) },      /* VARCHAR */
    { .name = "l_quantity", .type = FLARE_INT64, .has_range = true,
            .range = FLARE_OFFSET(struct parameters, l_quantity_claim) }, /* DECIMAL(15, 2) */
    { .name = "l_extendedprice", .type = FLARE_INT64, .has_range = true,
            .range = FLARE_OFFSET(struct parameters, l_extendedprice_claim) }, /* DECIMAL(15, 2) */
    { .name = "l_discount", .type = FLARE_INT64, .has_range = true,
            .range = FLARE_OFFSET(struct parameters, l_discount_claim) }, /* DECIMAL(15, 2) */
    { .name = "l_tax", .type = FLARE_INT64, .has_range = true,
            .range = FLARE_OFFSET(struct parameters, l_tax_claim) }, /* DECIMAL(15, 2) */
    { .name = "l_shipdate", .type = FLARE_INT32, .filter_only = true }, /* DATE */
};

static const flare_filter lineitem_filters[] = {
    { .keep = flare_keep_range_int32, .argument = FLARE_OFFSET(struct parameters, l_shipdate),
            .column_count = 1, .columns = { 6 } },                  /* #4 l_shipdate <= 1998-09-02 */
    { .keep = 0 },
};

static const flare_scan lineitem_scan = {
    .columns = lineitem_columns,
    .column_count = 7,
    .filters = lineitem_filters,
};

static const flare_sort_key sort_1_keys[] = {
    { .type = FLARE_STRING, .offset = FLARE_OFFSET(struct sorted, l_returnflag),
            .valid_offset = -1 },
    { .type = FLARE_STRING, .offset = FLARE_OFFSET(struct sorted, l_linestatus),
            .valid_offset = -1 },
};
static const uint32_t sort_1_strings[] = {
    FLARE_OFFSET(struct sorted, l_returnflag),
    FLARE_OFFSET(struct sorted, l_linestatus),
};
static const flare_sort sort_1 = {
    .row_size = sizeof(struct sorted),
    .keys = sort_1_keys,
    .key_count = 2,
    .strings = sort_1_strings,
    .string_count = 2,
};

/* Opens the query. */
static flare_status open(flare_worker *worker, const void *parameter_block, void *state)
{
    (void)parameter_block;
    struct query *const query = state;

    FLARE_TRY(flare_ids_create(worker, &query->l_returnflag));
    FLARE_TRY(flare_ids_create(worker, &query->l_linestatus));
    FLARE_TRY(flare_array_create(worker, sizeof(struct group),
            FLARE_OFFSET(struct group, row_count), &query->groups));
    FLARE_TRY(flare_sorter_create(worker, &sort_1, -1, &query->sorter));
    return flare_worker_status(worker);
}

/* Pipeline 1: lineitem -> filter -> project -> groups. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    const struct parameters *const parameters = parameter_block;
    struct query *const query = state;
    (void)own;

    const int64_t l_returnflag_slots = (int64_t)flare_ids_count(query->l_returnflag);
    const int64_t l_linestatus_slots = (int64_t)flare_ids_count(query->l_linestatus);
    struct group *const groups = flare_array_rows(worker, query->groups, l_returnflag_slots
            * l_linestatus_slots);                                  /* #2 */
    if (!groups)
        return FLARE_FAILED;

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const uint32_t *const l_returnflag = block.columns[0].values; /* VARCHAR */
        const uint32_t *const l_linestatus = block.columns[1].values; /* VARCHAR */
        const int64_t *const l_quantity = block.columns[2].values;  /* DECIMAL(15, 2) */
        const int64_t *const l_extendedprice = block.columns[3].values; /* DECIMAL(15, 2) */
        const int64_t *const l_discount = block.columns[4].values;  /* DECIMAL(15, 2) */
        const int64_t *const l_tax = block.columns[5].values;       /* DECIMAL(15, 2) */

        for (int32_t row = 0; row < block.rows; row++) {
            const int64_t disc_price = l_extendedprice[row]
                    * (parameters->l_discount_minuend - l_discount[row]); /* #3 */
            struct group *const group = &groups[l_returnflag[row] * l_linestatus_slots
                    + l_linestatus[row]];                           /* #2 */
            group->sum_qty += l_quantity[row];                      /* #2 */
            group->sum_base_price += l_extendedprice[row];          /* #2 */
            group->sum_disc_price += disc_price;                    /* #2 */
            group->sum_charge += disc_price * (parameters->l_tax_addend + l_tax[row]); /* #2 */
            group->avg_disc += l_discount[row];                     /* #2 */
            group->row_count++;                                     /* #2 */
        }
    }
    return flare_worker_status(worker);
}

static const flare_built built_1[] = {
    { .kind = FLARE_BUILT_ARRAY, .offset = FLARE_OFFSET(struct query, groups),
            .merge = merge_group },                                 /* #2 */
};

/* Pipeline 2: groups -> sort. */
static flare_status pipeline_2(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_2 *const local = own;

    const int64_t l_returnflag_slots = (int64_t)flare_ids_count(query->l_returnflag);
    const int64_t l_linestatus_slots = (int64_t)flare_ids_count(query->l_linestatus);
    const struct group *const merged =
            flare_array_rows(worker, query->groups, l_returnflag_slots * l_linestatus_slots); /* #2 */
    if (!merged)
        return FLARE_FAILED;

    flare_row_block block;
    while (flare_next_rows(worker, &block)) {
        for (int32_t row = 0; row < block.rows; row++) {
            const struct group *const source = block.row[row];      /* #2 */
            const int64_t slot = source - merged;
            const int64_t l_returnflag_slot = slot / l_linestatus_slots;
            const int64_t l_linestatus_slot = slot % l_linestatus_slots;
            struct sorted *const into_sort = &local->sorted[row];
            into_sort->l_returnflag = flare_ids_string(query->l_returnflag,
                    (uint32_t)l_returnflag_slot);
            into_sort->l_linestatus = flare_ids_string(query->l_linestatus,
                    (uint32_t)l_linestatus_slot);
            into_sort->sum_qty = source->sum_qty;
            into_sort->sum_base_price = source->sum_base_price;
            into_sort->sum_disc_price = source->sum_disc_price;
            into_sort->sum_charge = source->sum_charge;
            into_sort->avg_qty = flare_average_int128(worker, flare_int128_of(source->sum_qty),
                    source->row_count, 0);
            into_sort->avg_price = flare_average_int128(worker,
                    flare_int128_of(source->sum_base_price), source->row_count, 0);
            into_sort->avg_disc = flare_average_int128(worker, flare_int128_of(source->avg_disc),
                    source->row_count, 0);
            into_sort->count_order = source->row_count;
        }
        FLARE_TRY(flare_sorter_append(worker, query->sorter, local->sorted, block.rows)); /* #1 */
    }
    return flare_worker_status(worker);
}

static const flare_built built_2[] = {
    { .kind = FLARE_BUILT_SORTER, .offset = FLARE_OFFSET(struct query, sorter) }, /* #1 */
};

static const flare_field result_3[] = {
    { .type = FLARE_STRING, .offset = FLARE_OFFSET(struct sorted, l_returnflag) },
    { .type = FLARE_STRING, .offset = FLARE_OFFSET(struct sorted, l_linestatus) },
    { .type = FLARE_INT64, .offset = FLARE_OFFSET(struct sorted, sum_qty) },
    { .type = FLARE_INT64, .offset = FLARE_OFFSET(struct sorted, sum_base_price) },
    { .type = FLARE_INT64, .offset = FLARE_OFFSET(struct sorted, sum_disc_price) },
    { .type = FLARE_INT64, .offset = FLARE_OFFSET(struct sorted, sum_charge) },
    { .type = FLARE_INT128, .offset = FLARE_OFFSET(struct sorted, avg_qty) },
    { .type = FLARE_INT128, .offset = FLARE_OFFSET(struct sorted, avg_price) },
    { .type = FLARE_INT128, .offset = FLARE_OFFSET(struct sorted, avg_disc) },
    { .type = FLARE_INT64, .offset = FLARE_OFFSET(struct sorted, count_order) },
};

static const flare_pipeline pipelines[] = {
    { /* lineitem -> filter -> project -> groups */
        .name = "1",
        .source = FLARE_SOURCE_SCAN,
        .scan = &lineitem_scan,
        .morsel = pipeline_1,
        .built = built_1,
        .built_count = 1,
    },
    { /* groups -> sort */
        .name = "2",
        .source = FLARE_SOURCE_ARRAY,
        .source_offset = FLARE_OFFSET(struct query, groups),
        .local_size = sizeof(struct local_2),
        .morsel = pipeline_2,
        .built = built_2,
        .built_count = 1,
    },
    { /* sorted rows -> result */
        .name = "3",
        .source = FLARE_SOURCE_SORTED,
        .source_offset = FLARE_OFFSET(struct query, sorter),
        .result = result_3,
    },
};

static const flare_result_column columns[] = {
    { .name = "l_returnflag", .type = FLARE_STRING },               /* VARCHAR */
    { .name = "l_linestatus", .type = FLARE_STRING },               /* VARCHAR */
    { .name = "sum_qty", .type = FLARE_INT128, .nullable = true },  /* DECIMAL(38, 2) */
    { .name = "sum_base_price", .type = FLARE_INT128, .nullable = true }, /* DECIMAL(38, 2) */
    { .name = "sum_disc_price", .type = FLARE_INT128, .nullable = true }, /* DECIMAL(38, 4) */
    { .name = "sum_charge", .type = FLARE_INT128, .nullable = true }, /* DECIMAL(38, 6) */
    { .name = "avg_qty", .type = FLARE_INT128, .nullable = true },  /* DECIMAL(38, 8) */
    { .name = "avg_price", .type = FLARE_INT128, .nullable = true }, /* DECIMAL(38, 8) */
    { .name = "avg_disc", .type = FLARE_INT128, .nullable = true }, /* DECIMAL(38, 8) */
    { .name = "count_order", .type = FLARE_INT64 },                 /* BIGINT */
};

/* The contents page. */
const flare_program flare_query = {
    .abi = FLARE_ABI,
    .query_size = sizeof(struct query),
    .parameters_size = sizeof(struct parameters),
    .open = open,
    .pipelines = pipelines,
    .pipeline_count = 3,
    .columns = columns,
    .column_count = 10,
    .model_count = 0,
};
