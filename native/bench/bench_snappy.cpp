// How fast does a snappy page of each kind of column decode, beside libsnappy? One page, two pages
// in one loop, and the portable variant. Pages imitate TPC-H's lineitem as DuckDB writes it: about
// 123 000 rows, 1 MB of plain numbers.
#include "flare/codec.h"

#include <benchmark/benchmark.h>

#include <cstdlib>
#include <cstring>
#include <random>
#include <string>
#include <vector>

#ifdef HAVE_SNAPPY
#include <snappy-c.h>

namespace
{

constexpr size_t kRows = 122880;
constexpr int32_t kPlain = 0, kInt32 = 1, kInt64 = 2, kByteArray = 6;

struct Column {
    const char *name;
    int32_t physical_type;
    std::vector<uint8_t> plain;
    std::vector<uint8_t> compressed;
    flare_snappy_mode mode;
};

template <typename T> void put(std::vector<uint8_t> &to, T value)
{
    const auto *bytes = reinterpret_cast<const uint8_t *>(&value);
    to.insert(to.end(), bytes, bytes + sizeof value);
}

std::string comment(std::mt19937 &random)
{
    static const char *const words[] = { "packages", "furiously", "ironic",      "carefully",
                                         "final",    "deposits",  "sleep",       "quickly",
                                         "the",      "accounts",  "express",     "requests",
                                         "haggle",   "slyly",     "regular",     "blithely",
                                         "among",    "pending",   "theodolites", "above" };
    std::string text;
    const size_t length = 10 + random() % 34;
    while (text.size() < length)
        text += std::string(words[random() % 20]) + " ";
    return text.substr(0, length);
}

std::vector<uint8_t> values_of(const std::string &name, uint32_t seed)
{
    std::mt19937 random(seed);
    std::vector<uint8_t> plain;
    int64_t order = 1 + static_cast<int64_t>(seed) * 1000000;
    for (size_t row = 0; row < kRows;) {
        const size_t lines = 1 + random() % 7;
        for (size_t line = 0; line < lines && row < kRows; line++, row++) {
            const int64_t part = 1 + random() % 200000;
            if (name == "orderkey")
                put<int64_t>(plain, order);
            else if (name == "partkey")
                put<int64_t>(plain, part);
            else if (name == "extendedprice")
                put<int64_t>(plain, (1 + random() % 50) *
                                        (90000 + part / 10 % 20001 + 100 * (part % 1000)));
            else if (name == "shipdate")
                put<int32_t>(plain, static_cast<int32_t>(8036 + random() % 2526));
            else {
                const std::string text = comment(random);
                put<uint32_t>(plain, static_cast<uint32_t>(text.size()));
                plain.insert(plain.end(), text.begin(), text.end());
            }
        }
        order += order % 8 == 7 ? 25 : 1;
    }
    return plain;
}

Column make_column(const char *name, int32_t physical_type, uint32_t seed)
{
    Column column{ name, physical_type, values_of(name, seed), {}, FLARE_SNAPPY_NUMBERS };
    size_t size = snappy_max_compressed_length(column.plain.size());
    column.compressed.resize(size);
    snappy_compress(reinterpret_cast<const char *>(column.plain.data()), column.plain.size(),
                    reinterpret_cast<char *>(column.compressed.data()), &size);
    column.compressed.resize(size);
    column.mode = flare_snappy_choose(physical_type, kPlain, size, column.plain.size());
    return column;
}

void demand(bool condition)
{
    if (!condition)
        abort();
}

void report(benchmark::State &state, size_t bytes)
{
    state.SetBytesProcessed(static_cast<int64_t>(state.iterations()) * static_cast<int64_t>(bytes));
}

void libsnappy(benchmark::State &state, const Column &column)
{
    std::vector<uint8_t> target(column.plain.size());
    size_t size = target.size();
    for (auto _ : state)
        demand(snappy_uncompress(reinterpret_cast<const char *>(column.compressed.data()),
                                 column.compressed.size(), reinterpret_cast<char *>(target.data()),
                                 &size) == SNAPPY_OK);
    demand(target == column.plain);
    report(state, target.size());
}

void one_page(benchmark::State &state, const Column &column, flare_codec_level level,
              flare_snappy_mode mode)
{
    if (flare_codec_use(level) != level) {
        state.SkipWithError("this CPU lacks the level");
        return;
    }
    std::vector<uint8_t> target(column.plain.size());
    const auto decode = [&] {
        return flare_snappy_decode(column.compressed.data(), column.compressed.size(),
                                   target.data(), target.size(), mode);
    };
    demand(decode() == FLARE_CODEC_OK && target == column.plain);
    for (auto _ : state)
        demand(decode() == FLARE_CODEC_OK);
    report(state, target.size());
    flare_codec_use(FLARE_CODEC_VBMI);
}

void two_pages(benchmark::State &state, const Column &a, const Column &b)
{
    std::vector<uint8_t> target_a(a.plain.size());
    std::vector<uint8_t> target_b(b.plain.size());
    const flare_snappy_page pages[2] = {
        { a.compressed.data(), a.compressed.size(), target_a.data(), target_a.size() },
        { b.compressed.data(), b.compressed.size(), target_b.data(), target_b.size() },
    };
    demand(flare_snappy_decode_pair(pages, a.mode) == FLARE_CODEC_OK);
    demand(target_a == a.plain && target_b == b.plain);
    for (auto _ : state)
        demand(flare_snappy_decode_pair(pages, a.mode) == FLARE_CODEC_OK);
    report(state, target_a.size() + target_b.size());
}

void add(const char *name, int32_t physical_type)
{
    static const char *const modes[] = { "numbers", "keys", "text" };
    // Never freed: the benchmarks run after main has registered them.
    const auto *a = new Column(make_column(name, physical_type, 1));
    const auto *b = new Column(make_column(name, physical_type, 2));
    const std::string prefix = std::string(name) + "/";
    benchmark::RegisterBenchmark((prefix + "libsnappy").c_str(), libsnappy, *a);
    benchmark::RegisterBenchmark((prefix + "portable").c_str(), one_page, *a, FLARE_CODEC_V2,
                                 a->mode);
    for (int mode = FLARE_SNAPPY_NUMBERS; mode <= FLARE_SNAPPY_TEXT; mode++) {
        const std::string chosen = mode == a->mode ? "(chosen)" : "";
        benchmark::RegisterBenchmark((prefix + "one_page/" + modes[mode] + chosen).c_str(),
                                     one_page, *a, FLARE_CODEC_AVX2,
                                     static_cast<flare_snappy_mode>(mode));
    }
    benchmark::RegisterBenchmark((prefix + "two_pages").c_str(), two_pages, *a, *b);
}

} // namespace

int main(int count, char **arguments)
{
    add("extendedprice", kInt64);
    add("partkey", kInt64);
    add("orderkey", kInt64);
    add("shipdate", kInt32);
    add("comment", kByteArray);
    benchmark::Initialize(&count, arguments);
    benchmark::RunSpecifiedBenchmarks();
    return 0;
}

#else

int main()
{
    puts("SKIPPED: libsnappy-dev is not installed, so there is nobody to compare with");
    return 77;
}

#endif
