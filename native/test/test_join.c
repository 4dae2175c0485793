/* Joins against a plain search: duplicates, skew, ranges and their edges, rows apart, uniqueness, strings, pairs, budgets. */
#include "worker_stub.h"

#include "join/join.h"

enum { WORKERS = 4 };

static flare_query query;

typedef struct row {
    const struct row *next;
    int64_t key[3]; /* as many words as the test uses */
    int64_t number;
} row;

static flare_join_layout layout_of(uint32_t words)
{
    return (flare_join_layout){ .row_size = sizeof(row),
                                .key_offset = offsetof(row, key),
                                .key_size = words * 8 };
}

static void index_all(flare_worker *worker, flare_join *join)
{
    for (int32_t part = 0; part < FLARE_PARTS; part++)
        assert(flare_join_index(&worker[part % 3], join, part) == FLARE_OK);
    assert(flare_join_finish(worker, join) == FLARE_OK);
}

/* The chain of a key is as long as expected, of rows with that key, none twice. */
static int64_t check_chain(const row *chain, const int64_t *key, uint32_t words)
{
    int64_t length = 0;
    for (; chain; chain = chain->next, length++)
        assert(memcmp(chain->key, key, words * 8) == 0);
    return length;
}

/* ---- many keys ------------------------------------------------------------------------------------------------------------ */

static void make_key(uint32_t number, uint32_t words, int64_t *key)
{
    for (uint32_t w = 0; w < words; w++)
        key[w] = w + 1 == words ? (int64_t)(number / 3) - 5 : number % 3; /* 0 is a key */
    if (words == 1)
        key[0] = (int64_t)number - 5;
}

static void append_random(flare_join *join, const flare_join_layout *layout, uint32_t words,
                          uint32_t keys, int32_t blocks, int64_t *expected)
{
    int64_t number = 0;
    for (int32_t block = 0; block < blocks; block++) {
        static row rows[FLARE_BLOCK];
        const int32_t count = 1 + (int32_t)random_below(FLARE_BLOCK);
        memset(rows, 0, sizeof rows);
        for (int32_t i = 0; i < count; i++) {
            const uint32_t key = random_below(keys);
            make_key(key, words, rows[i].key);
            rows[i].next = &rows[i]; /* is ignored */
            rows[i].number = number++;
            expected[key]++;
        }
        assert(layout->row_size == sizeof(row));
        assert(flare_join_append(&query.workers[random_below(WORKERS)], join, rows, count) ==
               FLARE_OK);
    }
}

static void check_rows_once(const flare_join *join, int64_t total)
{
    uint8_t *const seen = calloc((size_t)total + 1, 1);
    assert(flare_join_count(join) == total);
    for (int64_t first = 0; first < total; first += 777) {
        void *rows[777];
        const int32_t count = total - first < 777 ? (int32_t)(total - first) : 777;
        flare_join_rows(join, first, count, rows);
        for (int32_t i = 0; i < count; i++) {
            const row *const r = rows[i];
            assert(r->number >= 0 && r->number < total && !seen[r->number]);
            seen[r->number] = 1;
        }
    }
    free(seen);
}

static void test_many(uint32_t words, uint32_t keys, int32_t blocks, const int64_t *range)
{
    flare_worker *const worker = &query.workers[0];
    flare_join_layout layout = layout_of(words);
    layout.filter = words == 1;
    flare_join *join;
    assert(flare_join_create(worker, &layout, range, &join) == FLARE_OK);
    int64_t *const expected = calloc(keys, sizeof *expected);
    append_random(join, &layout, words, keys, blocks, expected);
    index_all(worker, join);
    int64_t total = 0;
    int64_t absent = 0, kept_absent = 0;
    for (uint32_t first = 0; first < 2 * keys; first += 500) {
        int64_t probes[500 * 3];
        const void *found[500];
        uint8_t valid[500], keep[500];
        for (uint32_t i = 0; i < 500; i++) {
            make_key(first + i, words, probes + i * words);
            valid[i] = i % 5 != 0;
            keep[i] = i % 7 != 0;
        }
        assert(flare_join_find(worker, join, probes, 500, found) == FLARE_OK);
        for (uint32_t i = 0; i < 500; i++) {
            const int64_t length = check_chain(found[i], probes + i * words, words);
            assert(length == (first + i < keys ? expected[first + i] : 0));
            total += length;
        }
        assert(flare_join_find_valid(worker, join, probes, valid, 500, found) == FLARE_OK);
        for (uint32_t i = 0; i < 500; i++)
            assert((found[i] != NULL) == (valid[i] && first + i < keys && expected[first + i]));
        if (words > 1)
            continue;
        const flare_vector column = { .values = probes };
        assert(flare_keep_join_int64(worker, join, &column, 500, keep) == FLARE_OK);
        for (uint32_t i = 0; i < 500; i++) {
            const bool there = first + i < keys && expected[first + i];
            assert(i % 7 != 0 || !keep[i]);
            assert(i % 7 == 0 || !there || keep[i]);
            absent += !there;
            kept_absent += keep[i] && !there;
        }
    }
    assert(kept_absent <= (range ? 0 : absent / 20 + 2));
    check_rows_once(join, total);
    free(expected);
}

/* ---- filters -------------------------------------------------------------------------------------------------------------- */

/* Joins of hashed keys whose first words are `keys`; then a filter of the kind that is due keeps all of them and drops most others. */
static void test_filter(const int64_t *keys, int32_t count, uint32_t words, flare_join_filter kind)
{
    flare_worker *const worker = &query.workers[0];
    flare_join_layout layout = layout_of(words);
    layout.filter = true;
    flare_join *join;
    assert(flare_join_create(worker, &layout, NULL, &join) == FLARE_OK);
    for (int32_t i = 0; i < 2 * count; i++) { /* twice, by two workers; other words are i */
        const row one = { .key = { keys[i % count], i, i }, .number = i };
        assert(flare_join_append(&query.workers[i % 2], join, &one, 1) == FLARE_OK);
    }
    index_all(worker, join);
    assert(join->filter == kind);

    static uint8_t keep[FLARE_BLOCK];
    static int64_t probes[FLARE_BLOCK];
    static int32_t narrow[FLARE_BLOCK];
    static bool there[FLARE_BLOCK], there_narrow[FLARE_BLOCK];
    for (int32_t i = 0; i < FLARE_BLOCK; i++) {
        const int64_t near = count > 0 ? keys[i % count] : 0;
        const int64_t edges[4] = { INT64_MIN, INT64_MAX, INT64_MIN + 63, INT64_MAX - 64 };
        probes[i] = i < count ? keys[i] : i % 9 == 0 ? edges[i % 4] : near + 1 + i % 130;
        narrow[i] = (int32_t)probes[i];
        there[i] = there_narrow[i] = false;
        for (int32_t k = 0; k < count; k++) {
            there[i] |= keys[k] == probes[i];
            there_narrow[i] |= keys[k] == narrow[i];
        }
    }
    const flare_vector column = { .values = probes };
    const flare_vector narrow_column = { .values = narrow };
    int32_t wrong = 0;
    memset(keep, 1, sizeof keep);
    keep[0] = 0; /* stays so */
    assert(flare_keep_join_int64(worker, join, &column, FLARE_BLOCK, keep) == FLARE_OK);
    for (int32_t i = 1; i < FLARE_BLOCK; i++) {
        assert(!there[i] || keep[i]);
        wrong += keep[i] && !there[i];
    }
    assert(!keep[0]);
    memset(keep, 1, sizeof keep);
    assert(flare_keep_join_int32(worker, join, &narrow_column, FLARE_BLOCK, keep) == FLARE_OK);
    for (int32_t i = 0; i < FLARE_BLOCK; i++)
        assert(!there_narrow[i] || keep[i]);
    if (kind == FLARE_JOIN_FILTER_BITS || kind == FLARE_JOIN_FILTER_NONE)
        assert(wrong == 0);
    if (kind == FLARE_JOIN_FILTER_BLOOM)
        assert(wrong < FLARE_BLOCK / 20);
}

static void test_filters(void)
{
    static const int64_t one[1] = { -7 };
    static const int64_t least[2] = { INT64_MIN, INT64_MIN + 63 };
    static const int64_t most[2] = { INT64_MAX, INT64_MAX - 64 };
    static const int64_t both[2] = { INT64_MIN, INT64_MAX };
    static const int64_t far[2] = { 0, 1 << 23 };
    static const int64_t near[3] = { 0, 64, (1 << 23) - 1 };
    static int64_t many[1 << 11];
    for (int32_t i = 0; i < 1 << 11; i++)
        many[i] = (int64_t)i * i * 2 - 1000;
    for (uint32_t words = 1; words <= 3; words++) {
        const flare_join_filter wide = words == 1 ? FLARE_JOIN_FILTER_BLOOM : FLARE_JOIN_FILTER_ALL;
        test_filter(NULL, 0, words, FLARE_JOIN_FILTER_NONE);
        test_filter(one, 1, words, FLARE_JOIN_FILTER_BITS);
        test_filter(least, 2, words, FLARE_JOIN_FILTER_BITS);
        test_filter(most, 2, words, FLARE_JOIN_FILTER_BITS);
        test_filter(both, 2, words, wide);
        test_filter(far, 2, words, wide);
        test_filter(near, 3, words, FLARE_JOIN_FILTER_BITS);
        test_filter(many, 1 << 11, words, FLARE_JOIN_FILTER_BITS);
    }
}

/* ---- edges ------------------------------------------------------------------------------------------------------------------ */

static void append_one(flare_worker *worker, flare_join *join, int64_t key, int64_t number)
{
    const row one = { .key = { key }, .number = number };
    assert(flare_join_append(worker, join, &one, 1) == FLARE_OK);
}

static void test_empty(const int64_t *range, uint32_t words)
{
    flare_worker *const worker = &query.workers[0];
    const flare_join_layout layout = layout_of(words);
    flare_join *join;
    assert(flare_join_create(worker, &layout, range, &join) == FLARE_OK);
    index_all(worker, join);
    const int64_t keys[6] = { 0, INT64_MIN, INT64_MAX, 0, 1, 2 };
    const void *found[2];
    assert(flare_join_find(worker, join, keys, 2, found) == FLARE_OK && !found[0] && !found[1]);
    assert(flare_join_count(join) == 0 && flare_join_apart_count(join) == 0);
}

/* One row; a key many times; rows apart, which no key finds. */
static void test_few(const int64_t *range)
{
    flare_worker *const worker = &query.workers[0];
    const flare_join_layout layout = layout_of(1);
    flare_join *join;
    assert(flare_join_create(worker, &layout, range, &join) == FLARE_OK);
    append_one(worker, join, 0, 0);
    const row apart[2] = { { .number = 1 }, { .number = 2 } };
    assert(flare_join_append_apart(&query.workers[2], join, apart, 2) == FLARE_OK);
    index_all(worker, join);
    const int64_t keys[] = { 0, 1, -1, INT64_MIN, INT64_MAX };
    const void *found[5];
    assert(flare_join_find(worker, join, keys, 5, found) == FLARE_OK);
    assert(check_chain(found[0], keys, 1) == 1);
    for (int i = 1; i < 5; i++)
        assert(!found[i]);
    assert(flare_join_apart_count(join) == 2);
    check_rows_once(join, 3);
}

static void test_skew(const int64_t *range)
{
    enum { TIMES = 1000000 };
    flare_worker *const worker = &query.workers[0];
    const flare_join_layout layout = layout_of(1);
    flare_join *join;
    assert(flare_join_create(worker, &layout, range, &join) == FLARE_OK);
    static row rows[1000];
    for (int64_t done = 0; done < TIMES; done += 1000) {
        for (int64_t i = 0; i < 1000; i++)
            rows[i] = (row){ .key = { 17 }, .number = done + i };
        assert(flare_join_append(&query.workers[done / 1000 % WORKERS], join, rows, 1000) ==
               FLARE_OK);
    }
    append_one(worker, join, 18, TIMES);
    index_all(worker, join);
    const int64_t keys[] = { 17, 18, 19 };
    const void *found[3];
    assert(flare_join_find(worker, join, keys, 3, found) == FLARE_OK);
    assert(check_chain(found[0], keys, 1) == TIMES && check_chain(found[1], keys + 1, 1) == 1);
    assert(!found[2]);
    check_rows_once(join, TIMES + 1);
}

static void test_range_edges(int64_t from, int64_t to)
{
    flare_worker *const worker = &query.workers[0];
    const flare_join_layout layout = layout_of(1);
    const int64_t range[2] = { from, to };
    flare_join *join;
    assert(flare_join_create(worker, &layout, range, &join) == FLARE_OK);
    append_one(worker, join, from, 0);
    append_one(worker, join, to, 1);
    const int64_t outside[2] = { from == INT64_MIN ? to + 1 : from - 1,
                                 to == INT64_MAX ? from - 1 : to + 1 };
    for (int i = 0; i < 2; i++) {
        const row wrong = { .key = { outside[i] } };
        assert(flare_join_append(worker, join, &wrong, 1) == FLARE_FAILED &&
               stub_error(worker) == FLARE_ERROR_CLAIM);
    }
    index_all(worker, join);
    const int64_t keys[] = { from, to, outside[0], outside[1] };
    const void *found[4];
    assert(flare_join_find(worker, join, keys, 4, found) == FLARE_OK);
    assert(((const row *)found[0])->key[0] == from && ((const row *)found[1])->key[0] == to);
    assert(!found[2] && !found[3]);
}

static void test_refusals(void)
{
    flare_worker *const worker = &query.workers[0];
    flare_join *join;
    flare_join_layout layout = layout_of(2);
    const int64_t range[2] = { 0, 10 };
    const int64_t endless[2] = { INT64_MIN, INT64_MAX };
    assert(flare_join_create(worker, &layout, range, &join) == FLARE_FAILED &&
           stub_error(worker) == FLARE_ERROR_INTERNAL);
    layout.key_size = 12;
    assert(flare_join_create(worker, &layout, NULL, &join) == FLARE_FAILED &&
           stub_error(worker) == FLARE_ERROR_INTERNAL);
    layout.key_size = 48;
    assert(flare_join_create(worker, &layout, NULL, &join) == FLARE_FAILED &&
           stub_error(worker) == FLARE_ERROR_INTERNAL);
    layout = layout_of(1);
    assert(flare_join_create(worker, &layout, endless, &join) == FLARE_FAILED &&
           stub_error(worker) == FLARE_ERROR_MEMORY);
    assert(flare_join_create(worker, &layout, NULL, &join) == FLARE_OK);
    assert(flare_join_index(worker, join, FLARE_PARTS) == FLARE_FAILED &&
           stub_error(worker) == FLARE_ERROR_INTERNAL);
    const int64_t key = 1;
    const flare_vector column = { .values = &key };
    uint8_t keep = 1;
    assert(flare_keep_join_int64(worker, join, &column, 1, &keep) == FLARE_FAILED &&
           stub_error(worker) == FLARE_ERROR_INTERNAL);
}

static void test_unique(const int64_t *range, uint32_t words)
{
    flare_worker *const worker = &query.workers[0];
    flare_join_layout layout = layout_of(words);
    layout.unique = true;
    for (int twice = 0; twice < 2; twice++) {
        flare_join *join;
        assert(flare_join_create(worker, &layout, range, &join) == FLARE_OK);
        for (int64_t key = 0; words > 0 && key < 1000; key++)
            append_one(&query.workers[key % WORKERS], join, key, key);
        append_one(&query.workers[1], join, twice ? 500 : 1000, 1000);
        if (words == 0 && twice)
            append_one(&query.workers[2], join, 0, 0);
        flare_status status = FLARE_OK;
        for (int32_t part = 0; status == FLARE_OK && part < FLARE_PARTS; part++)
            status = flare_join_index(worker, join, part);
        assert(status == (twice ? FLARE_FAILED : FLARE_OK));
        assert(stub_error(worker) == (twice ? FLARE_ERROR_ASSUMPTION : FLARE_ERROR_NONE));
    }
}

static void test_strings(void)
{
    typedef struct {
        void *next;
        int64_t key;
        flare_string name;
        flare_string city;
    } named;
    static const uint32_t offsets[] = { offsetof(named, name), offsetof(named, city) };
    const flare_join_layout layout = { .row_size = sizeof(named),
                                       .key_offset = offsetof(named, key),
                                       .key_size = 8,
                                       .strings = offsets,
                                       .string_count = 2 };
    flare_worker *const worker = &query.workers[0];
    flare_join *join;
    assert(flare_join_create(worker, &layout, NULL, &join) == FLARE_OK);
    char long_name[] = "a name of more than twelve bytes";
    const named one = { NULL, 3, text(long_name), text("here") };
    assert(flare_join_append(worker, join, &one, 1) == FLARE_OK);
    memset(long_name, '?', sizeof long_name - 1);
    index_all(worker, join);
    const int64_t key = 3;
    const void *found;
    assert(flare_join_find(worker, join, &key, 1, &found) == FLARE_OK);
    const named *const kept = found;
    assert(is_text(kept->name, "a name of more than twelve bytes") && is_text(kept->city, "here"));
}

/* ---- pairs ------------------------------------------------------------------------------------------------------------------- */

/* Chains of 0, 1, 2047, 2048, 2049 and 5000 rows, among others; every pair once, and rows without one once, at the end. */
static void test_pairs(bool outer, bool residual)
{
    enum { ROWS = 12 };
    static const int32_t lengths[ROWS] = { 0, 1, 2047, 2048, 0, 2049, 5000, 0, 3, 1, 0, 0 };
    const void *found[ROWS];
    row *chains[ROWS];
    for (int32_t i = 0; i < ROWS; i++) {
        chains[i] = calloc((size_t)lengths[i] + 1, sizeof(row));
        for (int32_t k = 0; k < lengths[i]; k++)
            chains[i][k] =
                (row){ .next = k + 1 < lengths[i] ? &chains[i][k + 1] : NULL, .number = k };
        found[i] = lengths[i] ? chains[i] : NULL;
    }
    uint8_t matched[ROWS];
    memset(matched, 7, sizeof matched);
    int32_t pair_row[FLARE_BLOCK];
    const void *match[FLARE_BLOCK];
    int32_t seen[ROWS] = { 0 };
    int32_t alone[ROWS] = { 0 };
    bool in_alone = false;
    flare_pairs pairs = { 0 };
    while (flare_next_pairs(&query.workers[0], &pairs, found, ROWS, outer ? matched : NULL,
                            pair_row, match)) {
        assert(pairs.count > 0 && pairs.count <= FLARE_BLOCK);
        for (int32_t pair = 0; pair < pairs.count; pair++) {
            const int32_t probe = pair_row[pair];
            assert(probe >= 0 && probe < ROWS);
            if (!match[pair]) {
                in_alone = true;
                alone[probe]++;
                continue;
            }
            assert(!in_alone && match[pair] == &chains[probe][seen[probe]]);
            seen[probe]++;
            if (outer && (!residual || ((const row *)match[pair])->number == 2048))
                matched[probe] = 1;
        }
    }
    assert(!flare_next_pairs(&query.workers[0], &pairs, found, ROWS, outer ? matched : NULL,
                             pair_row, match));
    for (int32_t i = 0; i < ROWS; i++) {
        assert(seen[i] == lengths[i]);
        assert(alone[i] == (outer && (residual ? lengths[i] <= 2048 : lengths[i] == 0)));
        free(chains[i]);
    }
}

/* More rows without partner than a block takes is impossible, but a full block of them is not. */
static void test_pairs_all_alone(void)
{
    static const void *found[FLARE_BLOCK];
    static uint8_t matched[FLARE_BLOCK];
    static int32_t pair_row[FLARE_BLOCK];
    static const void *match[FLARE_BLOCK];
    flare_pairs pairs = { 0 };
    assert(
        flare_next_pairs(&query.workers[0], &pairs, found, FLARE_BLOCK, matched, pair_row, match));
    assert(pairs.count == FLARE_BLOCK && pair_row[FLARE_BLOCK - 1] == FLARE_BLOCK - 1);
    assert(
        !flare_next_pairs(&query.workers[0], &pairs, found, FLARE_BLOCK, matched, pair_row, match));
}

/* Without a key every row is the partner of every probe. */
static void test_loop(void)
{
    flare_worker *const worker = &query.workers[0];
    const flare_join_layout layout = layout_of(0);
    flare_join *join;
    assert(flare_join_create(worker, &layout, NULL, &join) == FLARE_OK);
    for (int64_t i = 0; i < 3000; i++)
        append_one(&query.workers[i % WORKERS], join, i, i);
    index_all(worker, join);
    const void *found[2];
    assert(flare_join_find(worker, join, NULL, 2, found) == FLARE_OK);
    assert(found[0] && found[0] == found[1]);
    int64_t length = 0;
    for (const row *r = found[0]; r; r = r->next)
        length++;
    assert(length == 3000);
    check_rows_once(join, 3000);
}

/* ---- budget ---------------------------------------------------------------------------------------------------------------- */

static void test_budget(bool in_index)
{
    flare_query small;
    stub_open(&small, 1, 8 << 20);
    flare_worker *const worker = &small.workers[0];
    const flare_join_layout layout = layout_of(1);
    flare_join *join;
    assert(flare_join_create(worker, &layout, NULL, &join) == FLARE_OK);
    flare_status status = FLARE_OK;
    for (int64_t key = 0; status == FLARE_OK && !(in_index && key == 150000); key++) {
        const row one = { .key = { key } };
        status = flare_join_append(worker, join, &one, 1);
    }
    assert(status == (in_index ? FLARE_OK : FLARE_FAILED));
    for (int32_t part = 0; status == FLARE_OK && part < FLARE_PARTS; part++)
        status = flare_join_index(worker, join, part);
    assert(status == FLARE_FAILED && stub_error(worker) == FLARE_ERROR_MEMORY);
    stub_close(&small);
}

int main(void)
{
    static const int64_t range[2] = { -5, 400000 };
    static const int64_t empty_range[2] = { 1, 0 };
    stub_open(&query, WORKERS, 1 << 30);
    test_empty(NULL, 1);
    test_empty(NULL, 0);
    test_empty(NULL, 3);
    test_empty(range, 1);
    test_empty(empty_range, 1);
    test_few(NULL);
    test_few(range);
    for (uint32_t words = 1; words <= 3; words++) {
        test_many(words, 100, 3, NULL);
        test_many(words, 50000, 60, NULL);
    }
    test_many(1, 100, 3, range);
    test_many(1, 50000, 60, range);
    test_many(1, 400000, 60, range);
    test_filters();
    test_skew(NULL);
    test_skew(range);
    test_range_edges(INT64_MIN, INT64_MIN + 1000);
    test_range_edges(INT64_MAX - 1000, INT64_MAX);
    test_range_edges(-1, 64);
    test_range_edges(0, 63);
    test_refusals();
    test_unique(NULL, 1);
    test_unique(NULL, 2);
    test_unique(NULL, 0);
    test_unique(range, 1);
    test_strings();
    test_pairs(false, false);
    test_pairs(true, false);
    test_pairs(true, true);
    test_pairs_all_alone();
    test_loop();
    test_budget(false);
    test_budget(true);
    stub_close(&query);
    return 0;
}
