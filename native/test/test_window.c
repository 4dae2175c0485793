/*
 * Partitions, peers, frames, rows without nulls and trees against their definitions, row by row: many small partitions, one large one, nulls,
 * every direction.
 */
#include "worker_stub.h"

#include "flare/window.h"
#include "window/cut.h"

enum { MOST_ROWS = 20000 };

static flare_query query;

typedef struct {
    int64_t partition;
    int64_t key;
    int64_t limit;
    int64_t value;
    uint8_t partition_valid, key_valid, limit_valid, value_valid;
} row;

static const flare_sort_key limit_key = { .type = FLARE_INT64,
                                          .offset = offsetof(row, limit),
                                          .valid_offset = offsetof(row, limit_valid) };

typedef struct {
    int64_t sum, least, count;
} frame;

static void add(void *into, const void *from)
{
    frame *const f = into;
    const row *const r = from;
    f->least = f->count == 0 || r->value < f->least ? r->value : f->least;
    f->sum += r->value;
    f->count++;
}

static void merge(void *into, const void *from)
{
    frame *const f = into;
    const frame *const g = from;
    if (g->count > 0 && (f->count == 0 || g->least < f->least))
        f->least = g->least;
    f->sum += g->sum;
    f->count += g->count;
}

static row random_row(uint32_t partitions, uint32_t keys)
{
    row r = { .partition = (int64_t)random_below(partitions),
              .key = (int64_t)random_below(keys) - keys / 2,
              .value = (int64_t)random_below(1000) - 500,
              .partition_valid = random_below(10) != 0,
              .key_valid = random_below(10) != 0,
              .value_valid = random_below(4) != 0 };
    if (!r.partition_valid)
        r.partition = 0;
    if (!r.key_valid)
        r.key = 0;
    r.limit = r.key + 2;
    r.limit_valid = r.key_valid;
    return r;
}

/* ---- by definition ---- */

static bool same_partition(const row *a, const row *b)
{
    return a->partition_valid == b->partition_valid && a->partition == b->partition;
}

static bool are_peers(const row *a, const row *b)
{
    return a->key_valid == b->key_valid && a->key == b->key;
}

static bool comes_before(const flare_sort_key *key, bool a_valid, int64_t a, bool b_valid,
                         int64_t b)
{
    if (a_valid && b_valid)
        return key->descending ? a > b : a < b;
    return a_valid != b_valid && a_valid != key->nulls_first;
}

static void check_peers(const flare_partition *p)
{
    flare_peers peers = { 0 };
    int64_t number = 0;
    for (int64_t at = 0; at < p->rows; at++) {
        if (at == 0 || !are_peers(p->row[at], p->row[at - 1])) {
            assert(peers.end == at);
            flare_next_peers(p, &peers);
            number++;
        }
        assert(at >= peers.first && at < peers.end && peers.number == number);
    }
    assert(peers.end == p->rows);
}

static void check_limits(const flare_partition *p)
{
    const flare_sort_key *const key = &p->sort->keys[1];
    int64_t first = 0;
    int64_t end = 0;
    for (int64_t at = 0; at < p->rows; at++) {
        const row *const r = p->row[at];
        first = flare_limit_first(p, &limit_key, at, first);
        end = flare_limit_end(p, &limit_key, at, end);
        for (int64_t i = at < 40 ? 0 : at - 40; i < p->rows && i < at + 40; i++) {
            const row *const other = p->row[i];
            const bool before =
                comes_before(key, other->key_valid, other->key, r->limit_valid, r->limit);
            const bool after =
                comes_before(key, r->limit_valid, r->limit, other->key_valid, other->key);
            assert((i < first) == before);
            assert((i >= end) == after);
        }
    }
}

static void check_valid(flare_worker *worker, const flare_partition *p)
{
    flare_valid_rows valid;
    assert(flare_valid_find(worker, p, offsetof(row, value_valid), &valid) == FLARE_OK);
    for (int32_t i = 0; i < 50; i++) {
        const int64_t from = random_below((uint32_t)p->rows + 1);
        const int64_t most = from + random_below(8);
        const int64_t to = most < p->rows ? most : p->rows;
        const void *nth[3] = { NULL, NULL, NULL };
        const void *last = NULL;
        int32_t seen = 0;
        for (int64_t k = from; k < to; k++) {
            if (!((const row *)p->row[k])->value_valid)
                continue;
            last = p->row[k];
            if (seen < 3)
                nth[seen] = last;
            seen++;
        }
        for (int32_t n = 0; n < 3; n++)
            assert(flare_valid_nth(&valid, from, to, n + 1) == nth[n]);
        assert(flare_valid_nth(&valid, from, to, 0) == NULL);
        assert(flare_valid_last(&valid, from, to) == last);

        const int64_t at = random_below((uint32_t)p->rows);
        const int64_t distance = (int64_t)random_below(7) - 3;
        int64_t k = at;
        for (int64_t left = distance; left != 0 && k >= 0 && k < p->rows;) {
            k += left < 0 ? -1 : 1;
            if (k >= 0 && k < p->rows && ((const row *)p->row[k])->value_valid)
                left += left < 0 ? 1 : -1;
        }
        assert(flare_valid_near(&valid, at, distance) == flare_row_near(p, k, 0));
    }
    assert(flare_valid_near(&valid, 0, INT64_MAX) == NULL);
    assert(flare_valid_near(&valid, 0, INT64_MIN) == NULL);
}

static void check_tree(flare_worker *worker, const flare_partition *p)
{
    flare_tree tree;
    assert(flare_tree_build(worker, p, sizeof(frame), add, merge, &tree) == FLARE_OK);
    for (int32_t i = 0; i < 60; i++) {
        const int64_t a = random_below((uint32_t)p->rows + 1);
        const int64_t b = random_below((uint32_t)p->rows + 1);
        const int64_t from = a < b ? a : b;
        const int64_t to = a < b ? b : a;
        frame expected = { 0 };
        for (int64_t k = from; k < to; k++)
            add(&expected, p->row[k]);
        frame got = { 0 };
        flare_tree_collect(&tree, from, to, &got);
        assert(memcmp(&expected, &got, sizeof got) == 0);
        frame none = { 0 };
        flare_tree_collect(&tree, to, from, &none); /* the wrong way round is empty */
        assert(from == to || none.count == 0);
    }
}

static void check_near(const flare_partition *p)
{
    assert(flare_row_near(p, 0, -1) == NULL);
    assert(flare_row_near(p, 0, 0) == p->row[0]);
    assert(flare_row_near(p, p->rows - 1, 1) == NULL);
    assert(flare_row_near(p, 0, p->rows - 1) == p->row[p->rows - 1]);
    assert(flare_row_near(p, 0, INT64_MAX) == NULL);
    assert(flare_row_near(p, p->rows - 1, INT64_MIN) == NULL);
    assert(flare_first_row(p, 1, 1) == NULL && flare_last_row(p, 0, 0) == NULL);
    assert(flare_first_row(p, 0, 1) == p->row[0] && flare_last_row(p, 0, 1) == p->row[0]);
    assert(flare_nth_row(p, 0, p->rows, p->rows) == p->row[p->rows - 1]);
    assert(flare_nth_row(p, 0, p->rows, p->rows + 1) == NULL && flare_nth_row(p, 0, 1, 0) == NULL);
    assert(flare_rows_before(3, INT64_MAX) == 0 && flare_rows_before(3, 1) == 2);
    assert(flare_rows_after(3, INT64_MAX, 9) == 9 && flare_rows_after(3, 1, 9) == 4);
}

static void check(int32_t row_count, uint32_t partitions, uint32_t keys, bool descending,
                  bool nulls_first)
{
    stub_open(&query, 1, 1 << 28);
    flare_worker *const worker = &query.workers[0];
    const flare_sort_key sort_keys[] = {
        { .type = FLARE_INT64,
          .offset = offsetof(row, partition),
          .valid_offset = offsetof(row, partition_valid) },
        { .type = FLARE_INT64,
          .offset = offsetof(row, key),
          .valid_offset = offsetof(row, key_valid),
          .descending = descending,
          .nulls_first = nulls_first },
    };
    const flare_sort sort = { .row_size = sizeof(row), .keys = sort_keys, .key_count = 2 };
    flare_sorter *sorter;
    assert(flare_sorter_create(worker, &sort, -1, &sorter) == FLARE_OK);
    for (int32_t i = 0; i < row_count; i++) {
        row r = random_row(partitions, keys);
        if (descending)
            r.limit = r.key - 2;
        assert(flare_sorter_append(worker, sorter, &r, 1) == FLARE_OK);
    }
    assert(flare_sorter_finish(worker, sorter) == FLARE_OK);
    int64_t first = 0;
    while (first < row_count) {
        flare_arena_reset(&worker->block_arena);
        flare_partition p;
        assert(flare_partition_take(worker, sorter, 1, first, &p) == FLARE_OK);
        assert(p.rows >= 1 && first + p.rows <= row_count);
        for (int64_t i = 1; i < p.rows; i++)
            assert(same_partition(p.row[0], p.row[i]));
        if (first + p.rows < row_count) {
            void *next;
            flare_sorter_rows(sorter, first + p.rows, 1, &next);
            assert(!same_partition(p.row[0], next));
        }
        assert(flare_partition_cut(sorter, 1, first) == first);
        assert(flare_partition_cut(sorter, 1, first + 1) == first + p.rows);
        check_peers(&p);
        check_limits(&p);
        check_valid(worker, &p);
        check_tree(worker, &p);
        check_near(&p);
        first += p.rows;
    }
    assert(flare_partition_cut(sorter, 1, row_count + 5) == row_count);
    assert(flare_partition_cut(sorter, 0, 1) == row_count);
    stub_close(&query);
}

static void check_ntile(void)
{
    stub_open(&query, 1, 1 << 20);
    flare_worker *const worker = &query.workers[0];
    for (int64_t rows = 1; rows < 20; rows++)
        for (int64_t parts = 1; parts < 25; parts++) {
            int64_t sizes[25] = { 0 };
            for (int64_t at = 0; at < rows; at++) {
                const int64_t part = flare_ntile(worker, at, rows, parts, -1);
                assert(part >= 1 && part <= parts);
                assert(at == 0 || part >= flare_ntile(worker, at - 1, rows, parts, -1));
                sizes[part]++;
            }
            for (int64_t part = 1; part <= parts; part++)
                assert(sizes[part] == rows / parts + (part <= rows % parts));
        }
    assert(flare_ntile(worker, 0, 5, 0, 3) == 0 && stub_error(worker) == FLARE_ERROR_DATA);
    assert(flare_percent_rank(0, 1) == 0.0 && flare_percent_rank(3, 4) == 1.0);
    stub_close(&query);
}

int main(void)
{
    check_ntile();
    for (int32_t variant = 0; variant < 4; variant++) {
        const bool descending = variant & 1;
        const bool nulls_first = variant & 2;
        check(1, 1, 1, descending, nulls_first);
        check(300, 100, 5, descending, nulls_first);
        check(5000, 30, 20, descending, nulls_first);
        check(MOST_ROWS, 2, 300, descending, nulls_first);
        check(MOST_ROWS, 1, 1000000, descending, nulls_first);
    }
    return 0;
}
