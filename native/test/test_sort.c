/*
 * Sorters against qsort with a comparison written anew: all types, directions, places of nulls; ties broken by the row's number, so that the
 * whole order is known; top-k; several workers; budgets.
 */
#include "worker_stub.h"

#include <math.h>
#include <pthread.h>

enum { WORKERS = 3, MOST_ROWS = 60000 };

static flare_query query;

typedef struct {
    flare_string string;
    flare_int128 wide;
    int64_t long_;
    double double_;
    float float_;
    int32_t int_;
    uint8_t bool_;
    uint8_t valid[6]; /* of the columns above, in order */
    int32_t number;   /* distinct */
} row;

static const struct {
    flare_type type;
    uint32_t offset;
} columns[] = {
    { FLARE_STRING, offsetof(row, string) }, { FLARE_INT128, offsetof(row, wide) },
    { FLARE_INT64, offsetof(row, long_) },   { FLARE_DOUBLE, offsetof(row, double_) },
    { FLARE_FLOAT, offsetof(row, float_) },  { FLARE_INT32, offsetof(row, int_) },
    { FLARE_BOOL, offsetof(row, bool_) },
};
enum { COLUMNS = sizeof columns / sizeof *columns, NULLABLE = 6 };

/* ---- The order, by its definition ---- */

static const flare_sort *reference;

static int compare_reals(double a, double b)
{
    if (isnan(a) || isnan(b))
        return (isnan(a) != 0) - (isnan(b) != 0);
    return (a > b) - (a < b);
}

static int compare_column(const flare_sort_key *key, const row *a, const row *b)
{
    switch (key->type) {
    case FLARE_STRING: {
        const uint32_t common =
            a->string.length < b->string.length ? a->string.length : b->string.length;
        const int order = memcmp(bytes_of(&a->string), bytes_of(&b->string), common);
        return order
                   ? order
                   : (a->string.length > b->string.length) - (a->string.length < b->string.length);
    }
    case FLARE_INT128: {
        const __int128 x = (__int128)a->wide.high << 64 | a->wide.low;
        const __int128 y = (__int128)b->wide.high << 64 | b->wide.low;
        return (x > y) - (x < y);
    }
    case FLARE_INT64:
        return (a->long_ > b->long_) - (a->long_ < b->long_);
    case FLARE_DOUBLE:
        return compare_reals(a->double_, b->double_);
    case FLARE_FLOAT:
        return compare_reals((double)a->float_, (double)b->float_);
    case FLARE_INT32:
        return key->offset == offsetof(row, number)
                   ? (a->number > b->number) - (a->number < b->number)
                   : (a->int_ > b->int_) - (a->int_ < b->int_);
    default:
        return a->bool_ - b->bool_;
    }
}

static int compare_rows(const void *left, const void *right)
{
    const row *const a = left;
    const row *const b = right;
    for (int32_t i = 0; i < reference->key_count; i++) {
        const flare_sort_key *const key = &reference->keys[i];
        const bool a_null = key->valid_offset >= 0 && !((const uint8_t *)a)[key->valid_offset];
        const bool b_null = key->valid_offset >= 0 && !((const uint8_t *)b)[key->valid_offset];
        int order = 0;
        if (a_null || b_null)
            order = (a_null - b_null) * (key->nulls_first ? -1 : 1);
        else
            order = compare_column(key, a, b) * (key->descending ? -1 : 1);
        if (order != 0)
            return order;
    }
    return 0;
}

/* ---- Rows ---- */

static char long_texts[64][40];

static row random_row(int32_t number, uint32_t variety)
{
    static const double reals[] = { 0.0, -0.0, 1.5, -1.5, 1e300, -1e300, 5e-324, 0.1, 0.2 };
    row made;
    memset(&made, 0, sizeof made);
    const uint32_t pick = random_below(variety);
    made.string = pick % 3 == 0 ? string_of(long_texts[pick % 64], 12 + pick % 7 * 4)
                                : string_of(&"aaaabbbbcccc"[pick % 5], pick % 8);
    made.wide.high = (int64_t)random_below(5) - 2;
    made.wide.low = random_below(3) ? random_below(variety) : random_word();
    made.long_ = random_below(9) == 0 ? (int64_t)random_word()
                                      : (int64_t)random_below(variety) - variety / 2;
    made.double_ = pick % 11 == 0   ? (double)NAN
                   : pick % 13 == 0 ? -(double)INFINITY
                   : pick % 2       ? reals[pick % 9]
                                    : (double)made.long_ / 8;
    made.float_ = (float)made.double_;
    made.int_ = (int32_t)random_below(variety) - (int32_t)(variety / 2);
    made.bool_ = random_word() & 1;
    for (int i = 0; i < NULLABLE; i++)
        made.valid[i] = random_below(10) != 0;
    made.number = number;
    return made;
}

static row rows[MOST_ROWS];
static row expected[MOST_ROWS];

/* Appends all rows, by all workers, in blocks of odd sizes. */
static void append_all(flare_sorter *sorter, int32_t count)
{
    for (int32_t first = 0, turn = 0; first < count; turn++) {
        const int32_t left = count - first;
        const int32_t block = left < 777 ? left : 777;
        assert(flare_sorter_append(&query.workers[turn % WORKERS], sorter, rows + first, block) ==
               FLARE_OK);
        first += block;
    }
}

static bool same_row(const row *a, const row *b)
{
    return a->number == b->number && flare_equal_string(a->string, b->string) &&
           a->long_ == b->long_;
}

typedef struct {
    flare_sorter *sorter;
    flare_worker *worker;
    int32_t *next_part;
} sorting;

static void *sort_parts(void *argument)
{
    const sorting *const s = argument;
    for (int32_t part;
         (part = __atomic_fetch_add(s->next_part, 1, __ATOMIC_RELAXED)) < FLARE_PARTS;)
        assert(flare_sorter_sort_part(s->worker, s->sorter, part) == FLARE_OK);
    return NULL;
}

/* Every second time all workers together, as a pipeline's parts, else finish alone. */
static void finish(flare_sorter *sorter)
{
    static int32_t turn;
    int32_t next_part = 0;
    sorting shares[WORKERS];
    pthread_t threads[WORKERS];
    const int32_t count = turn++ % 2 == 0 ? WORKERS : 0;
    for (int32_t i = 0; i < count; i++) {
        shares[i] = (sorting){ sorter, &query.workers[i], &next_part };
        assert(pthread_create(&threads[i], NULL, sort_parts, &shares[i]) == 0);
    }
    for (int32_t i = 0; i < count; i++)
        assert(pthread_join(threads[i], NULL) == 0);
    assert(flare_sorter_finish(&query.workers[0], sorter) == FLARE_OK);
}

static void check_sort(const flare_sort *sort, int32_t count, int64_t limit)
{
    reference = sort;
    memcpy(expected, rows, (size_t)count * sizeof *rows);
    qsort(expected, (size_t)count, sizeof *expected, compare_rows);
    flare_sorter *sorter;
    assert(flare_sorter_create(&query.workers[0], sort, limit, &sorter) == FLARE_OK);
    append_all(sorter, count);
    finish(sorter);
    const int64_t kept = limit >= 0 && limit < count ? limit : count;
    assert(flare_sorter_count(sorter) == kept);
    for (int64_t first = 0; first < kept; first += FLARE_BLOCK) {
        void *found[FLARE_BLOCK];
        const int32_t block = kept - first < FLARE_BLOCK ? (int32_t)(kept - first) : FLARE_BLOCK;
        flare_sorter_rows(sorter, first, block, found);
        for (int32_t i = 0; i < block; i++)
            assert(same_row(found[i], &expected[first + i]));
    }
    query.deferred_count--; /* closed here: there are many */
    query.deferred[query.deferred_count].close(query.deferred[query.deferred_count].object);
}

static const uint32_t string_offsets[] = { offsetof(row, string) };

static flare_sort sort_by(const flare_sort_key *keys, int32_t count)
{
    const flare_sort sort = { sizeof(row), keys, count, string_offsets, 1 };
    return sort;
}

static flare_sort_key key_of(int column, bool nullable, bool descending, bool nulls_first)
{
    const flare_sort_key key = { columns[column].type, columns[column].offset,
                                 nullable ? (int32_t)(offsetof(row, valid) + (size_t)column) : -1,
                                 descending, nulls_first };
    return key;
}

static const flare_sort_key by_number = { FLARE_INT32, offsetof(row, number), -1, false, false };

static void make_rows(int32_t count, uint32_t variety)
{
    for (int32_t i = 0; i < count; i++)
        rows[i] = random_row(i, variety);
    for (int32_t i = count - 1; i > 0; i--) { /* so that numbers come in no order */
        const int32_t other = (int32_t)random_below((uint32_t)i + 1);
        const int32_t number = rows[i].number;
        rows[i].number = rows[other].number;
        rows[other].number = number;
    }
}

static void test_one_key(void)
{
    for (int column = 0; column < COLUMNS; column++)
        for (int way = 0; way < 8; way++)
            for (int32_t count = 1; count <= 4000;
                 count = count * 3 + 2) { /* merge sort, then radix sort */
                make_rows(count, way % 3 ? 50 : 100000);
                const flare_sort_key keys[] = {
                    key_of(column, (way & 4) && column < NULLABLE, way & 1, way & 2), by_number
                };
                const flare_sort sort = sort_by(keys, 2);
                check_sort(&sort, count, -1);
            }
}

static void test_many_keys(void)
{
    for (int round = 0; round < 60; round++) {
        flare_sort_key keys[5];
        const int32_t key_count = 1 + (int32_t)random_below(4);
        for (int32_t i = 0; i < key_count; i++) {
            const int column = (int)random_below(COLUMNS);
            const uint32_t bits = random_below(8);
            keys[i] = key_of(column, (bits & 1) && column < NULLABLE, bits & 2, bits & 4);
        }
        keys[key_count] = by_number;
        const flare_sort sort = sort_by(keys, key_count + 1);
        const int32_t count = (int32_t)random_below(6000);
        make_rows(count, 1 + random_below(40));
        check_sort(&sort, count, round % 2 ? -1 : (int64_t)random_below(7000));
    }
}

/* Strings that are told apart late, by zero bytes or by their lengths alone; some go on for longer than prefixes are taken. */
static void test_alike_strings(void)
{
    static char texts[4096][320];
    for (int round = 0; round < 12; round++) {
        const uint32_t shared = round % 4 == 3 ? 300 : random_below(30);
        make_rows(4096, 100);
        for (int32_t i = 0; i < 4096; i++) {
            memset(texts[i], 'x', shared);
            for (uint32_t at = shared; at < 320; at++)
                texts[i][at] = (char)(random_below(3) ? 0 : random_below(2) ? 'a' : -1);
            rows[i].string = string_of(texts[i], shared + random_below(round % 2 ? 4 : 20));
        }
        const flare_sort_key keys[] = { key_of(0, round % 3 == 0, round & 1, round & 2),
                                        key_of(round % COLUMNS, false, false, false), by_number };
        const flare_sort sort = sort_by(keys, 3);
        check_sort(&sort, 4096, round % 5 ? -1 : 50);
    }
}

/* Limits small and great, over enough rows that parts are trimmed again and again. */
static void test_top(void)
{
    make_rows(MOST_ROWS, 1000);
    static const int64_t limits[] = { 0,         1,        10, 4095, 4096, 5000, MOST_ROWS - 1,
                                      MOST_ROWS, INT64_MAX };
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        const flare_sort_key keys[] = { key_of(0, true, i % 2, i % 3 == 0),
                                        key_of(3, false, true, false), by_number };
        const flare_sort sort = sort_by(keys, 3);
        check_sort(&sort, MOST_ROWS, limits[i]);
    }
    const flare_sort_key exact[] = { key_of(2, false, true, false), by_number };
    const flare_sort sort = sort_by(exact, 2);
    check_sort(&sort, MOST_ROWS, 7);
    check_sort(&sort, 0, 7);
    check_sort(&sort, 0, -1);
}

/* Keys whose prefix is the whole key take the short cut: equal ones keep the order of one worker. */
static void test_exact_prefix(void)
{
    make_rows(20000, 100);
    static const int exact_columns[] = { 2, 3, 5 };
    for (int i = 0; i < 3; i++) {
        const flare_sort_key key = key_of(exact_columns[i], false, i == 1, false);
        const flare_sort sort = sort_by(&key, 1);
        for (int32_t k = 0; k < 20000; k++)
            rows[k].number = k;
        flare_sorter *sorter;
        assert(flare_sorter_create(&query.workers[0], &sort, -1, &sorter) == FLARE_OK);
        for (int32_t first = 0; first < 20000; first += 2000)
            assert(flare_sorter_append(&query.workers[1], sorter, rows + first, 2000) == FLARE_OK);
        assert(flare_sorter_finish(&query.workers[0], sorter) == FLARE_OK);
        void *previous;
        flare_sorter_rows(sorter, 0, 1, &previous);
        for (int64_t k = 1; k < 20000; k++) {
            void *next;
            flare_sorter_rows(sorter, k, 1, &next);
            const int order = compare_column(&key, previous, next) * (key.descending ? -1 : 1);
            assert(order < 0 || (order == 0 && ((row *)previous)->number < ((row *)next)->number));
            previous = next;
        }
    }
}

static void test_no_keys(void)
{
    make_rows(3000, 100);
    const flare_sort sort = sort_by(NULL, 0);
    flare_sorter *sorter;
    assert(flare_sorter_create(&query.workers[0], &sort, 2000, &sorter) == FLARE_OK);
    append_all(sorter, 3000);
    assert(flare_sorter_finish(&query.workers[0], sorter) == FLARE_OK &&
           flare_sorter_count(sorter) == 2000);
    static uint8_t seen[3000];
    for (int64_t i = 0; i < 2000; i++) {
        void *found;
        flare_sorter_rows(sorter, i, 1, &found);
        assert(!seen[((row *)found)->number]++);
    }
}

/* What one worker cannot do fails all, with its reason. */
static void test_failing_part(void)
{
    flare_query small;
    stub_open(&small, 2, 8 << 20);
    const flare_sort_key key = key_of(2, false, false, false);
    const flare_sort sort = sort_by(&key, 1);
    make_rows(20000, 100);
    flare_sorter *sorter;
    assert(flare_sorter_create(&small.workers[0], &sort, -1, &sorter) == FLARE_OK);
    for (int32_t i = 0; i < 2; i++)
        assert(flare_sorter_append(&small.workers[i], sorter, rows, 20000) == FLARE_OK);
    uint64_t taken = 0;
    while (flare_budget_take(small.budget, 64 << 10))
        taken += 64 << 10;
    for (int32_t i = 0; i < 2; i++)
        assert(flare_sorter_sort_part(&small.workers[i], sorter, i) == FLARE_FAILED &&
               stub_error(&small.workers[i]) == FLARE_ERROR_MEMORY);
    assert(flare_sorter_sort_part(&small.workers[0], sorter, FLARE_PARTS) == FLARE_FAILED &&
           stub_error(&small.workers[0]) == FLARE_ERROR_INTERNAL);
    flare_budget_release(small.budget, taken);
    stub_close(&small);
}

/* Rows and the bytes of their strings are copies. */
static void test_copies(void)
{
    char bytes[] = "a string that is changed afterwards";
    row one = random_row(1, 10);
    one.string = text(bytes);
    const flare_sort_key key = key_of(0, false, false, false);
    const flare_sort sort = sort_by(&key, 1);
    flare_sorter *sorter;
    assert(flare_sorter_create(&query.workers[0], &sort, -1, &sorter) == FLARE_OK);
    assert(flare_sorter_append(&query.workers[0], sorter, &one, 1) == FLARE_OK);
    memset(bytes, 'x', sizeof bytes - 1);
    one.number = 2;
    assert(flare_sorter_finish(&query.workers[0], sorter) == FLARE_OK);
    void *found;
    flare_sorter_rows(sorter, 0, 1, &found);
    assert(((row *)found)->number == 1 &&
           is_text(((row *)found)->string, "a string that is changed afterwards"));
}

static void test_budget(void)
{
    make_rows(MOST_ROWS, 100);
    const flare_sort_key key = key_of(2, false, false, false);
    const flare_sort sort = sort_by(&key, 1);
    for (int64_t budget = 1 << 20; budget <= 64 << 20; budget *= 2) {
        flare_query small;
        stub_open(&small, 1, budget);
        flare_worker *const worker = &small.workers[0];
        flare_sorter *sorter;
        flare_status status = flare_sorter_create(worker, &sort, -1, &sorter);
        for (int32_t first = 0; first < MOST_ROWS && status == FLARE_OK; first += 1000)
            status = flare_sorter_append(worker, sorter, rows + first, 1000);
        if (status == FLARE_OK)
            status = flare_sorter_finish(worker, sorter);
        assert((status == FLARE_OK) == (stub_error(worker) == FLARE_ERROR_NONE));
        assert((budget <= 4 << 20 && status == FLARE_FAILED) ||
               (budget >= 8 << 20 && budget <= 16 << 20) || status == FLARE_OK);
        stub_close(&small);
    }
    /* The best ten of many fit where all do not. */
    flare_query small;
    stub_open(&small, 1, 4 << 20);
    flare_sorter *sorter;
    assert(flare_sorter_create(&small.workers[0], &sort, 10, &sorter) == FLARE_OK);
    for (int round = 0; round < 5; round++)
        for (int32_t first = 0; first < MOST_ROWS; first += 1000)
            assert(flare_sorter_append(&small.workers[0], sorter, rows + first, 1000) == FLARE_OK);
    assert(flare_sorter_finish(&small.workers[0], sorter) == FLARE_OK);
    small.stopped = true;
    stub_close(&small);
}

int main(void)
{
    for (uint32_t i = 0; i < 64; i++) {
        memset(long_texts[i], 'a' + (int)(i % 3), 40);
        long_texts[i][i % 40] = 'z';
    }
    stub_open(&query, WORKERS, 1 << 30);
    test_one_key();
    test_many_keys();
    test_alike_strings();
    test_top();
    test_exact_prefix();
    test_no_keys();
    test_copies();
    test_failing_part();
    test_budget();
    stub_close(&query);
    return 0;
}
