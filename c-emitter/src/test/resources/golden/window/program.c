/*
 * select o_custkey, rank() over w as place, lag(o_totalprice) over w as before, sum(o_totalprice) over w as
 *     total,
 *     sum(o_totalprice) over (w rows 2 preceding) as recent, max(o_totalprice) over (w rows 2 preceding) as
 *     dearest,
 *     last_value(o_clerk) ignore nulls over (w rows 2 preceding) as clerk
 * from orders
 * window w as (partition by o_custkey order by o_orderdate)
 *
 *   #1 Project o_custkey, place, before, total, recent, dearest, clerk
 *   #2   Window by o_custkey order o_orderdate: place = rank(), before = lag(o_totalprice, 1), total =
 *           sum(o_totalprice) range between unbounded preceding and current row, recent = sum(o_totalprice) rows
 *           between 2 preceding and current row, dearest = max(o_totalprice) rows between 2 preceding and
 *           current row, clerk = last_value(o_clerk) ignore nulls rows between 2 preceding and current row
 *   #3     Scan orders (o_custkey, o_orderdate, o_totalprice, o_clerk), 1500000 rows
 */
#include "flare/program.h"
#include "flare/window.h"

/* What the query's constants are this time. */
struct parameters {
    int64_t before_rows;                        /* #2 1 */
    int64_t rows_preceding;                     /* #2 2 */
};

/* What #2 keeps of the rows in a frame. */
struct frame {
    flare_int128 total;                         /* #2 sum(o_totalprice) */
    int64_t o_totalprice_count;                 /* #2 count(o_totalprice) */
};

/* What #2 keeps of the rows in a frame. */
struct frame_2 {
    flare_int128 recent;                        /* #2 sum(o_totalprice) */
    int64_t o_totalprice_count;                 /* #2 count(o_totalprice) */
};

/* What #2 keeps of the rows in a frame. */
struct frame_3 {
    int64_t o_totalprice_count;                 /* #2 count(o_totalprice) */
    int64_t dearest;                            /* #2 max(o_totalprice) */
};

/* One row of #2. */
struct windowed {
    int64_t o_custkey;
    int32_t o_orderdate;
    int64_t o_totalprice;
    flare_string o_clerk;
    uint8_t o_totalprice_valid;
    uint8_t o_clerk_valid;
    int64_t place;                              /* #2 */
    int64_t before;                             /* #2 */
    uint8_t before_valid;                       /* #2 */
    flare_int128 total;                         /* #2 */
    uint8_t total_valid;                        /* #2 */
    flare_int128 recent;                        /* #2 */
    uint8_t recent_valid;                       /* #2 */
    int64_t dearest;                            /* #2 */
    uint8_t dearest_valid;                      /* #2 */
    flare_string clerk;                         /* #2 */
    uint8_t clerk_valid;                        /* #2 */
};

/* One worker's own part of pipeline 1. */
struct local_1 {
    struct windowed sorted[FLARE_BLOCK];        /* #2 */
};

/* One worker's own part of pipeline 2. */
struct local_2 {
    int64_t o_custkey[FLARE_BLOCK];
    int64_t place[FLARE_BLOCK];
    int64_t before[FLARE_BLOCK];
    uint8_t before_valid[FLARE_BLOCK];
    flare_int128 total[FLARE_BLOCK];
    uint8_t total_valid[FLARE_BLOCK];
    flare_int128 recent[FLARE_BLOCK];
    uint8_t recent_valid[FLARE_BLOCK];
    int64_t dearest[FLARE_BLOCK];
    uint8_t dearest_valid[FLARE_BLOCK];
    flare_string clerk[FLARE_BLOCK];
    uint8_t clerk_valid[FLARE_BLOCK];
};

/* The query's own state, shared by its workers. */
struct query {
    flare_sorter *sorter;                       /* #2 */
};

static const flare_column orders_columns[] = {
    { .name = "o_custkey", .type = FLARE_INT64 },                   /* BIGINT */
    { .name = "o_orderdate", .type = FLARE_INT32 },                 /* DATE */
    { .name = "o_totalprice", .type = FLARE_INT64, .nullable = true }, /* DECIMAL(15, 2) */
    { .name = "o_clerk", .type = FLARE_STRING, .nullable = true },  /* VARCHAR */
};

static const flare_scan orders_scan = {
    .columns = orders_columns,
    .column_count = 4,
};

static const flare_sort_key sort_2_keys[] = {
    { .type = FLARE_INT64, .offset = FLARE_OFFSET(struct windowed, o_custkey), .valid_offset = -1 },
    { .type = FLARE_INT32, .offset = FLARE_OFFSET(struct windowed, o_orderdate),
            .valid_offset = -1 },
};
static const uint32_t sort_2_strings[] = {
    FLARE_OFFSET(struct windowed, o_clerk),
};
static const flare_sort sort_2 = {
    .row_size = sizeof(struct windowed),
    .keys = sort_2_keys,
    .key_count = 2,
    .strings = sort_2_strings,
    .string_count = 1,
};

/* Opens the query. */
static flare_status open(flare_worker *worker, const void *parameter_block, void *state)
{
    (void)parameter_block;
    struct query *const query = state;

    FLARE_TRY(flare_sorter_create(worker, &sort_2, -1, &query->sorter));
    return flare_worker_status(worker);
}

/* Pipeline 1: orders -> partitions. */
static flare_status pipeline_1(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    (void)parameter_block;
    struct query *const query = state;
    struct local_1 *const local = own;

    flare_block block;
    while (flare_next_block(worker, &block)) {
        const int64_t *const o_custkey = block.columns[0].values;   /* BIGINT */
        const int32_t *const o_orderdate = block.columns[1].values; /* DATE */
        const int64_t *const o_totalprice = block.columns[2].values; /* DECIMAL(15, 2) */
        const uint8_t *const o_totalprice_valid = block.columns[2].valid;
        const flare_string *const o_clerk = block.columns[3].values; /* VARCHAR */
        const uint8_t *const o_clerk_valid = block.columns[3].valid;

        for (int32_t row = 0; row < block.rows; row++) {
            struct windowed *const into_sort = &local->sorted[row];
            into_sort->o_custkey = o_custkey[row];
            into_sort->o_orderdate = o_orderdate[row];
            into_sort->o_totalprice = o_totalprice_valid[row] ? o_totalprice[row] : 0;
            into_sort->o_totalprice_valid = o_totalprice_valid[row];
            into_sort->o_clerk = o_clerk_valid[row] ? o_clerk[row] : flare_string_empty();
            into_sort->o_clerk_valid = o_clerk_valid[row];
        }
        FLARE_TRY(flare_sorter_append(worker, query->sorter, local->sorted, block.rows)); /* #2 */
    }
    return flare_worker_status(worker);
}

static const flare_built built_1[] = {
    { .kind = FLARE_BUILT_SORTER, .offset = FLARE_OFFSET(struct query, sorter) }, /* #2 */
};

/* #2 place = rank(), before = lag(o_totalprice, 1). */
static flare_status window_2_place(flare_worker *worker, const struct parameters *parameters,
        const flare_partition *partition)
{
    flare_peers peers = { 0 };
    for (int64_t at = 0; at < partition->rows; at++) {
        if (at % FLARE_BLOCK == 0)
            FLARE_TRY(flare_partition_poll(worker));
        struct windowed *const row = partition->row[at];
        if (at == peers.end)
            flare_next_peers(partition, &peers);
        row->place = peers.first + 1;
        const struct windowed *const before =
                flare_row_near(partition, at, -parameters->before_rows); /* #2 */
        row->before = before != 0 ? before->o_totalprice : 0;
        row->before_valid = before != 0 && before->o_totalprice_valid != 0;
    }
    return flare_worker_status(worker);
}

/* Takes a row into a frame of #2. */
static void add_frame(struct frame *frame, const struct windowed *row)
{
    if (row->o_totalprice_valid != 0) {
        flare_accumulate_int64(&frame->total, row->o_totalprice);   /* #2 */
        frame->o_totalprice_count++;                                /* #2 */
    }
}

/* Tells a row what its frame gives. */
static void give_frame(const struct frame *frame, struct windowed *row)
{
    row->total = frame->o_totalprice_count > 0 ? frame->total : flare_int128_of(0);
    row->total_valid = frame->o_totalprice_count > 0;
}

/* #2 total = sum(o_totalprice) range between unbounded preceding and current row. */
static flare_status window_2_total(flare_worker *worker, const flare_partition *partition)
{
    flare_peers peers = { 0 };
    struct frame running = { 0 };
    int64_t end = 0;
    for (int64_t at = 0; at < partition->rows; at++) {
        if (at % FLARE_BLOCK == 0)
            FLARE_TRY(flare_partition_poll(worker));
        struct windowed *const row = partition->row[at];
        if (at == peers.end)
            flare_next_peers(partition, &peers);
        const int64_t to = peers.end;
        for (; end < to; end++)
            add_frame(&running, partition->row[end]);
        give_frame(&running, row);
    }
    return flare_worker_status(worker);
}

/* Takes a row into a frame of #2. */
static void add_frame_2(struct frame_2 *frame, const struct windowed *row)
{
    if (row->o_totalprice_valid != 0) {
        flare_accumulate_int64(&frame->recent, row->o_totalprice);  /* #2 */
        frame->o_totalprice_count++;                                /* #2 */
    }
}

/* Takes a row out of a frame of #2. */
static void remove_frame_2(struct frame_2 *frame, const struct windowed *row)
{
    if (row->o_totalprice_valid != 0) {
        flare_deduct_int128(&frame->recent, flare_int128_of(row->o_totalprice)); /* #2 */
        frame->o_totalprice_count--;                                /* #2 */
    }
}

/* Tells a row what its frame gives. */
static void give_frame_2(const struct frame_2 *frame, struct windowed *row)
{
    row->recent = frame->o_totalprice_count > 0 ? frame->recent : flare_int128_of(0);
    row->recent_valid = frame->o_totalprice_count > 0;
}

/* Takes a row into a frame of #2. */
static void add_frame_3(void *into_frame, const void *from_row)
{
    struct frame_3 *const frame = into_frame;
    const struct windowed *const row = from_row;

    if (row->o_totalprice_valid != 0) {
        if (frame->o_totalprice_count == 0 || row->o_totalprice > frame->dearest)
            frame->dearest = row->o_totalprice;                     /* #2 */
        frame->o_totalprice_count++;                                /* #2 */
    }
}

/* Adds one group to another of the same kind. */
static void merge_frame_3(void *into_row, const void *from_row)
{
    struct frame_3 *const into = into_row;
    const struct frame_3 *const from = from_row;

    if (from->o_totalprice_count > 0 &&
            (into->o_totalprice_count == 0 || from->dearest > into->dearest))
        into->dearest = from->dearest;
    into->o_totalprice_count += from->o_totalprice_count;
}

/* Tells a row what its frame gives. */
static void give_frame_3(const struct frame_3 *frame, struct windowed *row)
{
    row->dearest = frame->o_totalprice_count > 0 ? frame->dearest : 0;
    row->dearest_valid = frame->o_totalprice_count > 0;
}

/*
 * #2 recent = sum(o_totalprice) rows between 2 preceding and current row, dearest = max(o_totalprice) rows
 *     between 2 preceding and current row, clerk = last_value(o_clerk) ignore nulls rows between 2 preceding and
 *     current row.
 */
static flare_status window_2_recent(flare_worker *worker, const struct parameters *parameters,
        const flare_partition *partition)
{
    flare_valid_rows o_clerk_rows;
    FLARE_TRY(flare_valid_find(worker, partition, FLARE_OFFSET(struct windowed, o_clerk_valid),
            &o_clerk_rows));
    struct frame_2 sliding = { 0 };
    int64_t begin = 0;
    int64_t end = 0;
    flare_tree tree;
    FLARE_TRY(flare_tree_build(worker, partition, sizeof(struct frame_3), add_frame_3,
            merge_frame_3, &tree));
    for (int64_t at = 0; at < partition->rows; at++) {
        if (at % FLARE_BLOCK == 0)
            FLARE_TRY(flare_partition_poll(worker));
        struct windowed *const row = partition->row[at];
        const int64_t from = flare_rows_before(at, parameters->rows_preceding);
        const int64_t to = at + 1;
        const struct windowed *const last_row = flare_valid_last(&o_clerk_rows, from, to); /* #2 */
        row->clerk = last_row != 0 ? last_row->o_clerk : flare_string_empty();
        row->clerk_valid = last_row != 0 && last_row->o_clerk_valid != 0;
        for (; begin < from && begin < end; begin++)
            remove_frame_2(&sliding, partition->row[begin]);
        if (begin < from)
            begin = end = from;
        for (; end < to; end++)
            add_frame_2(&sliding, partition->row[end]);
        give_frame_2(&sliding, row);
        struct frame_3 collected = { 0 };
        flare_tree_collect(&tree, from, to, &collected);
        give_frame_3(&collected, row);
    }
    return flare_worker_status(worker);
}

/* Pipeline 2: windows -> project -> result. */
static flare_status pipeline_2(flare_worker *worker, const void *parameter_block, void *state,
        void *own)
{
    const struct parameters *const parameters = parameter_block;
    (void)state;
    struct local_2 *const local = own;

    flare_partition partition;
    while (flare_next_partition(worker, &partition)) {
        FLARE_TRY(window_2_place(worker, parameters, &partition));  /* #2 */
        FLARE_TRY(window_2_total(worker, &partition));              /* #2 */
        FLARE_TRY(window_2_recent(worker, parameters, &partition)); /* #2 */
    }

    flare_row_block block;
    while (flare_next_rows(worker, &block)) {
        for (int32_t row = 0; row < block.rows; row++) {
            const struct windowed *const windowed = block.row[row]; /* #2 */
            local->o_custkey[row] = windowed->o_custkey;
            local->place[row] = windowed->place;
            local->before[row] = windowed->before;
            local->before_valid[row] = windowed->before_valid != 0;
            local->total[row] = windowed->total;
            local->total_valid[row] = windowed->total_valid != 0;
            local->recent[row] = windowed->recent;
            local->recent_valid[row] = windowed->recent_valid != 0;
            local->dearest[row] = windowed->dearest;
            local->dearest_valid[row] = windowed->dearest_valid != 0;
            local->clerk[row] = windowed->clerk;
            local->clerk_valid[row] = windowed->clerk_valid != 0;
        }
        flare_output_column(worker, 0, local->o_custkey, 0, block.rows);
        flare_output_column(worker, 1, local->place, 0, block.rows);
        flare_output_column(worker, 2, local->before, local->before_valid, block.rows);
        flare_output_column(worker, 3, local->total, local->total_valid, block.rows);
        flare_output_column(worker, 4, local->recent, local->recent_valid, block.rows);
        flare_output_column(worker, 5, local->dearest, local->dearest_valid, block.rows);
        flare_output_column(worker, 6, local->clerk, local->clerk_valid, block.rows);
        flare_output_rows(worker, block.rows);
    }
    return flare_worker_status(worker);
}

static const flare_pipeline pipelines[] = {
    { /* orders -> partitions */
        .name = "1",
        .source = FLARE_SOURCE_SCAN,
        .scan = &orders_scan,
        .local_size = sizeof(struct local_1),
        .morsel = pipeline_1,
        .built = built_1,
        .built_count = 1,
    },
    { /* windows -> project -> result */
        .name = "2",
        .source = FLARE_SOURCE_WINDOWS,
        .source_offset = FLARE_OFFSET(struct query, sorter),
        .partition_keys = 1,
        .local_size = sizeof(struct local_2),
        .morsel = pipeline_2,
    },
};

static const flare_result_column columns[] = {
    { .name = "o_custkey", .type = FLARE_INT64 },                   /* BIGINT */
    { .name = "place", .type = FLARE_INT64 },                       /* BIGINT */
    { .name = "before", .type = FLARE_INT64, .nullable = true, .decimal = true }, /* DECIMAL(15, 2) */
    { .name = "total", .type = FLARE_INT128, .nullable = true },    /* DECIMAL(38, 2) */
    { .name = "recent", .type = FLARE_INT128, .nullable = true },   /* DECIMAL(38, 2) */
    { .name = "dearest", .type = FLARE_INT64, .nullable = true, .decimal = true }, /* DECIMAL(15, 2) */
    { .name = "clerk", .type = FLARE_STRING, .nullable = true },    /* VARCHAR */
};

/* The contents page. */
const flare_program flare_query = {
    .abi = FLARE_ABI,
    .query_size = sizeof(struct query),
    .parameters_size = sizeof(struct parameters),
    .open = open,
    .pipelines = pipelines,
    .pipeline_count = 2,
    .columns = columns,
    .column_count = 7,
    .model_count = 0,
};
