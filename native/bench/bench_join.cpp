// What does a key cost to find, to add, to group? Sets, maps and hash tables of several sizes, with random keys of which all or a tenth
// are there; the peer of each is the plain loop over the best array for the job. Times are per key.
extern "C" {
#include "../test/worker_stub.h"
}

#include <benchmark/benchmark.h>

#include <memory>
#include <unordered_map>
#include <vector>

namespace
{

constexpr int32_t kBlock = FLARE_BLOCK;
constexpr int64_t kProbes = 1 << 20;
constexpr int64_t kSpread =
    4; // keys are multiples of it: three of four values of the range are free

struct Row {
    const void *next;
    int64_t key;
    int64_t value;
};

struct Group {
    int64_t key;
    int64_t sum;
};

void demand(bool condition)
{
    if (!condition)
        abort();
}

// A query with one worker, for as long as one benchmark runs.
struct Query {
    std::unique_ptr<flare_query> query{ new flare_query };
    Query()
    {
        stub_open(query.get(), 1, int64_t{ 8 } << 30);
    }
    ~Query()
    {
        stub_close(query.get());
    }
    flare_worker *worker() const
    {
        return &query->workers[0];
    }
};

void report(benchmark::State &state, int64_t keys)
{
    state.counters["per_key"] =
        benchmark::Counter(static_cast<double>(state.iterations() * keys),
                           benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
}

std::vector<int64_t> shuffled(int64_t count)
{
    std::vector<int64_t> keys;
    for (int64_t i = 0; i < count; i++)
        keys.push_back(i * kSpread);
    for (int64_t i = count - 1; i > 0; i--)
        std::swap(keys[static_cast<size_t>(i)], keys[random_below(static_cast<uint32_t>(i + 1))]);
    return keys;
}

std::vector<int64_t> probes(int64_t count, int64_t percent)
{
    std::vector<int64_t> keys;
    for (int64_t i = 0; i < kProbes; i++) {
        const int64_t key = random_below(static_cast<uint32_t>(count)) * kSpread;
        keys.push_back(static_cast<int64_t>(random_below(100)) < percent ? key : key + 1);
    }
    return keys;
}

flare_join *build(const Query &query, const flare_join_layout &layout, const int64_t *range,
                  const std::vector<int64_t> &keys)
{
    flare_worker *const worker = query.worker();
    flare_join *join;
    demand(flare_join_create(worker, &layout, range, &join) == FLARE_OK);
    Row rows[kBlock];
    for (size_t first = 0; first < keys.size(); first += kBlock) {
        const auto count = static_cast<int32_t>(std::min<size_t>(kBlock, keys.size() - first));
        for (int32_t i = 0; i < count; i++)
            rows[i] = { nullptr, keys[first + static_cast<size_t>(i)], 1 };
        demand(flare_join_append(worker, join, rows, count) == FLARE_OK);
    }
    for (int32_t part = 0; part < FLARE_PARTS; part++)
        demand(flare_join_index(worker, join, part) == FLARE_OK);
    demand(flare_join_finish(worker, join) == FLARE_OK);
    return join;
}

const flare_join_layout kLayout = { sizeof(Row), offsetof(Row, key), 8, nullptr, 0, false, true };

// ---- Joins ----------------------------------------------------------------------------------------------------------------------

// Arguments: keys, and whether they have a range.
void BM_build(benchmark::State &state)
{
    const auto keys = shuffled(state.range(0));
    const int64_t range[2] = { 0, state.range(0) * kSpread };
    for (auto _ : state) {
        const Query query;
        benchmark::DoNotOptimize(build(query, kLayout, state.range(1) ? range : nullptr, keys));
    }
    report(state, state.range(0));
}

// Arguments: keys, percent that are found, and whether they have a range.
void BM_find(benchmark::State &state)
{
    const Query query;
    const int64_t range[2] = { 0, state.range(0) * kSpread };
    const flare_join *const join =
        build(query, kLayout, state.range(2) ? range : nullptr, shuffled(state.range(0)));
    const auto wanted = probes(state.range(0), state.range(1));
    const void *found[kBlock];
    for (auto _ : state) {
        int64_t sum = 0;
        for (int64_t first = 0; first < kProbes; first += kBlock) {
            flare_join_find(query.worker(), join, &wanted[static_cast<size_t>(first)], kBlock,
                            found);
            for (const void *row : found)
                sum += row ? static_cast<const Row *>(row)->value : 0;
        }
        benchmark::DoNotOptimize(sum);
    }
    report(state, kProbes);
}

// Arguments as of BM_find; a scan's filter.
void BM_keep_join(benchmark::State &state)
{
    const Query query;
    const int64_t range[2] = { 0, state.range(0) * kSpread };
    const flare_join *const join =
        build(query, kLayout, state.range(2) ? range : nullptr, shuffled(state.range(0)));
    const auto wanted = probes(state.range(0), state.range(1));
    uint8_t keep[kBlock];
    for (auto _ : state) {
        for (int64_t first = 0; first < kProbes; first += kBlock) {
            const flare_vector column = { &wanted[static_cast<size_t>(first)], nullptr, nullptr };
            memset(keep, 1, sizeof keep);
            flare_keep_join_int64(query.worker(), join, &column, kBlock, keep);
            benchmark::DoNotOptimize(keep);
        }
    }
    report(state, kProbes);
}

void BM_peer_unordered_map(benchmark::State &state)
{
    std::unordered_map<int64_t, int64_t> map;
    for (const int64_t key : shuffled(state.range(0)))
        map[key] = 1;
    const auto wanted = probes(state.range(0), state.range(1));
    for (auto _ : state) {
        int64_t sum = 0;
        for (const int64_t key : wanted) {
            const auto found = map.find(key);
            sum += found == map.end() ? 0 : found->second;
        }
        benchmark::DoNotOptimize(sum);
    }
    report(state, kProbes);
}

// ---- Dense maps -------------------------------------------------------------------------------------------------------------------

flare_dense *dense_of(const Query &query, const std::vector<int64_t> &keys)
{
    flare_dense *dense;
    demand(flare_dense_create(query.worker(), 0, static_cast<int64_t>(keys.size()) * kSpread, 8,
                              &dense) == FLARE_OK);
    for (size_t first = 0; first < keys.size(); first += kBlock) {
        const auto count = static_cast<int32_t>(std::min<size_t>(kBlock, keys.size() - first));
        demand(flare_dense_add(query.worker(), dense, &keys[first], &keys[first], count) ==
               FLARE_OK);
    }
    return dense;
}

void BM_dense_add(benchmark::State &state)
{
    const auto keys = shuffled(state.range(0));
    for (auto _ : state) {
        const Query query;
        benchmark::DoNotOptimize(dense_of(query, keys));
    }
    report(state, state.range(0));
}

// As generated code asks: key by key.
void BM_dense_find(benchmark::State &state)
{
    const Query query;
    const flare_dense *const dense = dense_of(query, shuffled(state.range(0)));
    const auto wanted = probes(state.range(0), state.range(1));
    for (auto _ : state) {
        int64_t sum = 0;
        for (const int64_t key : wanted) {
            const void *const row = flare_dense_find(dense, key);
            sum += row ? *static_cast<const int64_t *>(row) : 0;
        }
        benchmark::DoNotOptimize(sum);
    }
    report(state, kProbes);
}

void BM_keep_dense(benchmark::State &state)
{
    const Query query;
    const flare_dense *const dense = dense_of(query, shuffled(state.range(0)));
    const auto wanted = probes(state.range(0), state.range(1));
    uint8_t keep[kBlock];
    for (auto _ : state) {
        for (int64_t first = 0; first < kProbes; first += kBlock) {
            const flare_vector column = { &wanted[static_cast<size_t>(first)], nullptr, nullptr };
            memset(keep, 1, sizeof keep);
            flare_keep_dense_int64(query.worker(), dense, &column, kBlock, keep);
            benchmark::DoNotOptimize(keep);
        }
    }
    report(state, kProbes);
}

// ---- Groups -----------------------------------------------------------------------------------------------------------------------

// Arguments: distinct keys, and how often each follows itself.
void BM_group(benchmark::State &state)
{
    std::vector<int64_t> keys;
    while (static_cast<int64_t>(keys.size()) < kProbes) {
        const int64_t key = random_below(static_cast<uint32_t>(state.range(0))) * kSpread;
        for (int64_t i = 0; i < state.range(1); i++)
            keys.push_back(key);
    }
    void *found[kBlock];
    for (auto _ : state) {
        const Query query;
        flare_groups *groups;
        demand(flare_groups_create(query.worker(), 8, sizeof(Group), &groups) == FLARE_OK);
        for (int64_t first = 0; first < kProbes; first += kBlock) {
            demand(flare_groups_find(query.worker(), groups, &keys[static_cast<size_t>(first)],
                                     kBlock, found) == FLARE_OK);
            for (void *row : found)
                static_cast<Group *>(row)->sum++;
        }
    }
    report(state, kProbes);
}

void BM_top_k(benchmark::State &state)
{
    static const flare_sort_key key = { FLARE_INT64, offsetof(Group, sum), -1, true, false };
    static const flare_sort sort = { sizeof(Group), &key, 1, nullptr, 0 };
    std::vector<Group> rows;
    for (int64_t i = 0; i < kProbes; i++)
        rows.push_back({ i, static_cast<int64_t>(random_word() >> 20) });
    for (auto _ : state) {
        const Query query;
        flare_sorter *sorter;
        demand(flare_sorter_create(query.worker(), &sort, state.range(0), &sorter) == FLARE_OK);
        for (int64_t first = 0; first < kProbes; first += kBlock)
            demand(flare_sorter_append(query.worker(), sorter, &rows[static_cast<size_t>(first)],
                                       kBlock) == FLARE_OK);
        demand(flare_sorter_finish(query.worker(), sorter) == FLARE_OK);
    }
    report(state, kProbes);
}

BENCHMARK(BM_build)->ArgsProduct({ { 10000, 1000000 }, { 0, 1 } });
BENCHMARK(BM_find)->ArgsProduct({ { 10000, 1000000 }, { 100, 10 }, { 0, 1 } });
BENCHMARK(BM_keep_join)->ArgsProduct({ { 10000, 1000000 }, { 100, 10 }, { 0, 1 } });
BENCHMARK(BM_peer_unordered_map)->ArgsProduct({ { 10000, 1000000 }, { 100, 10 } });
BENCHMARK(BM_dense_add)->Arg(10000)->Arg(1000000);
BENCHMARK(BM_dense_find)->ArgsProduct({ { 10000, 1000000 }, { 100, 10 } });
BENCHMARK(BM_keep_dense)->ArgsProduct({ { 10000, 1000000 }, { 100, 10 } });
BENCHMARK(BM_group)->ArgsProduct({ { 100, 10000, 300000 }, { 1, 4 } });
BENCHMARK(BM_top_k)->Arg(10)->Arg(1000)->Arg(-1);

} // namespace

BENCHMARK_MAIN();
