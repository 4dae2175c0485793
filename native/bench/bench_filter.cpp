// What does it cost to filter rows by their dictionary codes, to select the rows left, and to fetch
// their entries? For each size of dictionary and share of rows that are left; the peers are the
// plain loops.
#include "flare/codec.h"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <vector>

namespace
{

constexpr size_t kRows = 2048; // a block

void demand(bool condition)
{
    if (!condition)
        abort();
}

void report(benchmark::State &state)
{
    state.counters["per_row"] =
        benchmark::Counter(static_cast<double>(state.iterations()) * kRows,
                           benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
    flare_codec_use(FLARE_CODEC_VBMI);
}

template <typename Code> struct Block {
    std::vector<Code> codes;
    std::vector<uint8_t> table;
    std::vector<uint8_t> keep;
    flare_codes run() const
    {
        return { codes.data(), static_cast<flare_code_type>(sizeof(Code)) };
    }
};

template <typename Code> Block<Code> make_block(uint32_t entries, int percent_before)
{
    std::mt19937 random(3);
    Block<Code> block;
    for (uint32_t i = 0; i < entries; i++)
        block.table.push_back(random() % 7 == 0);
    for (size_t i = 0; i < kRows; i++) {
        block.codes.push_back(static_cast<Code>(random() % entries));
        block.keep.push_back(static_cast<int>(random() % 100) < percent_before);
    }
    return block;
}

template <typename Code>
__attribute__((noinline)) void plain_lookup(const Block<Code> &block, uint8_t *keep)
{
    for (size_t i = 0; i < kRows; i++)
        keep[i] &= block.table[block.codes[i]];
}

template <typename Code>
void lookup_peer(benchmark::State &state, uint32_t entries, int percent_before)
{
    const auto block = make_block<Code>(entries, percent_before);
    std::vector<uint8_t> keep(kRows);
    for (auto _ : state) {
        keep = block.keep;
        plain_lookup(block, keep.data());
        benchmark::ClobberMemory();
    }
    report(state);
}

template <typename Code>
void lookup(benchmark::State &state, uint32_t entries, int percent_before, flare_codec_level level)
{
    if (flare_codec_use(level) != level) {
        state.SkipWithError("this CPU lacks the level");
        return;
    }
    const auto block = make_block<Code>(entries, percent_before);
    std::vector<uint8_t> keep = block.keep;
    std::vector<uint8_t> expected = block.keep;
    const auto filter = [&] {
        return flare_codes_lookup(block.run(), kRows, block.table.data(), entries, keep.data());
    };
    plain_lookup(block, expected.data());
    demand(filter() == FLARE_CODEC_OK && keep == expected);
    for (auto _ : state) {
        keep = block.keep;
        demand(filter() == FLARE_CODEC_OK);
    }
    report(state);
}

void select_peer(benchmark::State &state, int percent)
{
    const auto block = make_block<uint8_t>(2, percent);
    std::vector<uint16_t> selection(kRows + 1);
    for (auto _ : state) {
        size_t left = 0;
        for (size_t i = 0; i < kRows; i++) {
            selection[left] = static_cast<uint16_t>(i);
            left += block.keep[i];
        }
        benchmark::DoNotOptimize(left);
        benchmark::ClobberMemory();
    }
    report(state);
}

void select_rows(benchmark::State &state, int percent)
{
    const auto block = make_block<uint8_t>(2, percent);
    std::vector<uint16_t> selection(kRows);
    for (auto _ : state) {
        benchmark::DoNotOptimize(flare_select(block.keep.data(), kRows, selection.data()));
        benchmark::ClobberMemory();
    }
    report(state);
}

template <typename Code> void gather(benchmark::State &state, uint32_t entries, bool selected)
{
    const auto block = make_block<Code>(entries, 15);
    std::vector<uint64_t> dictionary(entries, 42);
    std::vector<uint64_t> target(kRows);
    std::vector<uint16_t> selection(kRows);
    const size_t count =
        selected ? flare_select(block.keep.data(), kRows, selection.data()) : kRows;
    for (auto _ : state) {
        demand(flare_gather(block.run(), selected ? selection.data() : nullptr, count,
                            dictionary.data(), entries, 8, target.data()) == FLARE_CODEC_OK);
        benchmark::ClobberMemory();
    }
    report(state);
}

template <typename Code> void add_lookup(uint32_t entries, int percent_before)
{
    const std::string prefix = "lookup/entries_" + std::to_string(entries) + "/rows_left_" +
                               std::to_string(percent_before) + "/";
    benchmark::RegisterBenchmark((prefix + "plain_loop").c_str(), lookup_peer<Code>, entries,
                                 percent_before);
    benchmark::RegisterBenchmark((prefix + "portable").c_str(), lookup<Code>, entries,
                                 percent_before, FLARE_CODEC_V2);
    if (sizeof(Code) == 1) {
        benchmark::RegisterBenchmark((prefix + "avx2").c_str(), lookup<Code>, entries,
                                     percent_before, FLARE_CODEC_AVX2);
        benchmark::RegisterBenchmark((prefix + "vbmi").c_str(), lookup<Code>, entries,
                                     percent_before, FLARE_CODEC_VBMI);
    }
}

} // namespace

int main(int count, char **arguments)
{
    for (int percent_before : { 100, 2 }) {
        add_lookup<uint8_t>(11, percent_before);
        add_lookup<uint8_t>(50, percent_before);
        add_lookup<uint8_t>(250, percent_before);
        add_lookup<uint16_t>(2526, percent_before);
    }
    for (int percent : { 2, 15, 50, 100 }) {
        const std::string prefix = "select/" + std::to_string(percent) + "/";
        benchmark::RegisterBenchmark((prefix + "plain_loop").c_str(), select_peer, percent);
        benchmark::RegisterBenchmark((prefix + "flare").c_str(), select_rows, percent);
    }
    benchmark::RegisterBenchmark("gather/entries_50/all", gather<uint8_t>, 50, false);
    benchmark::RegisterBenchmark("gather/entries_2526/all", gather<uint16_t>, 2526, false);
    benchmark::RegisterBenchmark("gather/entries_2526/selected_15", gather<uint16_t>, 2526, true);
    benchmark::Initialize(&count, arguments);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
