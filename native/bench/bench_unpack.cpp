// What does a bit-packed code cost, for each width and level? Plain unpacking, and through the
// decoder of runs as DuckDB writes them (runs of 256 values). The peer is one unaligned load, shift
// and mask a value.
#include "flare/codec.h"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <vector>

namespace
{

constexpr size_t kValues = 2048; // a block
constexpr size_t kRun = 256;
const char *const kLevels[] = { "portable", "avx2", "vbmi" };

void demand(bool condition)
{
    if (!condition)
        abort();
}

std::vector<uint8_t> random_bytes(size_t size)
{
    std::mt19937 random(7);
    std::vector<uint8_t> bytes(size);
    for (auto &byte : bytes)
        byte = static_cast<uint8_t>(random());
    return bytes;
}

template <typename T>
__attribute__((noinline)) void one_by_one(const uint8_t *source, uint32_t width, T *target,
                                          size_t count)
{
    for (size_t i = 0; i < count; i++) {
        uint64_t word;
        memcpy(&word, source + i * width / 8, sizeof word);
        target[i] = static_cast<T>(word >> (i * width % 8) & ((1ULL << width) - 1));
    }
}

void unpack(const std::vector<uint8_t> &source, uint32_t width, uint8_t *target, size_t count)
{
    flare_unpack_u8(source.data(), source.size(), width, target, count);
}

void unpack(const std::vector<uint8_t> &source, uint32_t width, uint16_t *target, size_t count)
{
    flare_unpack_u16(source.data(), source.size(), width, target, count);
}

void unpack(const std::vector<uint8_t> &source, uint32_t width, uint32_t *target, size_t count)
{
    flare_unpack_u32(source.data(), source.size(), width, target, count);
}

flare_codec_result next(flare_rle *rle, uint8_t *target)
{
    return flare_rle_next_u8(rle, target, kValues);
}

flare_codec_result next(flare_rle *rle, uint16_t *target)
{
    return flare_rle_next_u16(rle, target, kValues);
}

flare_codec_result next(flare_rle *rle, uint32_t *target)
{
    return flare_rle_next_u32(rle, target, kValues);
}

bool use(benchmark::State &state, flare_codec_level level)
{
    if (flare_codec_use(level) == level)
        return true;
    state.SkipWithError("this CPU lacks the level");
    return false;
}

void report(benchmark::State &state)
{
    state.counters["per_value"] =
        benchmark::Counter(static_cast<double>(state.iterations()) * kValues,
                           benchmark::Counter::kIsRate | benchmark::Counter::kInvert);
    flare_codec_use(FLARE_CODEC_VBMI);
}

template <typename T> void peer(benchmark::State &state, uint32_t width)
{
    const auto source = random_bytes(kValues * width / 8 + 64);
    std::vector<T> target(kValues);
    for (auto _ : state) {
        one_by_one(source.data(), width, target.data(), kValues);
        benchmark::ClobberMemory();
    }
    report(state);
}

template <typename T> void plain(benchmark::State &state, uint32_t width, flare_codec_level level)
{
    if (!use(state, level))
        return;
    const auto source = random_bytes(kValues * width / 8 + 64);
    std::vector<T> target(kValues);
    std::vector<T> expected(kValues);
    one_by_one(source.data(), width, expected.data(), kValues);
    unpack(source, width, target.data(), kValues);
    demand(target == expected);
    for (auto _ : state) {
        unpack(source, width, target.data(), kValues);
        benchmark::ClobberMemory();
    }
    report(state);
}

template <typename T> void runs(benchmark::State &state, uint32_t width, flare_codec_level level)
{
    if (!use(state, level))
        return;
    std::vector<uint8_t> stream;
    const auto values = random_bytes(kRun * width / 8);
    for (size_t i = 0; i < kValues; i += kRun) {
        stream.push_back(static_cast<uint8_t>(kRun / 8 << 1 | 1));
        stream.insert(stream.end(), values.begin(), values.end());
    }
    stream.resize(stream.size() + 64);
    std::vector<T> target(kValues);
    flare_rle start;
    demand(flare_rle_open(&start, stream.data(), stream.size(), width) == FLARE_CODEC_OK);
    for (auto _ : state) {
        flare_rle rle = start;
        demand(next(&rle, target.data()) == FLARE_CODEC_OK);
        benchmark::ClobberMemory();
    }
    report(state);
}

template <typename T> void add(uint32_t width)
{
    const std::string prefix = "bits_" + std::to_string(width) + "/";
    benchmark::RegisterBenchmark((prefix + "one_by_one").c_str(), peer<T>, width);
    for (int level = FLARE_CODEC_V2; level <= FLARE_CODEC_VBMI; level++) {
        const auto with = static_cast<flare_codec_level>(level);
        benchmark::RegisterBenchmark((prefix + "unpack/" + kLevels[level]).c_str(), plain<T>, width,
                                     with);
        benchmark::RegisterBenchmark((prefix + "runs/" + kLevels[level]).c_str(), runs<T>, width,
                                     with);
    }
}

} // namespace

int main(int count, char **arguments)
{
    for (uint32_t width : { 1, 4, 6, 8 })
        add<uint8_t>(width);
    for (uint32_t width : { 12, 16 })
        add<uint16_t>(width);
    for (uint32_t width : { 17, 24, 31 })
        add<uint32_t>(width);
    benchmark::Initialize(&count, arguments);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}
