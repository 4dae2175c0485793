/* Picks the kernels for the CPU, once, when the library is loaded. */
#include "kernels.h"
#include "snappy.h"

flare_codec_kernels flare_codec_active;

/*
 * The sources of a level are compiled for the whole of it, so all that belongs to the level is
 * asked for.
 */
static bool has_avx2(void)
{
    return __builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
           __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma") &&
           __builtin_cpu_supports("popcnt");
}

static bool has_vbmi(void)
{
    return has_avx2() && __builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512bw") &&
           __builtin_cpu_supports("avx512dq") && __builtin_cpu_supports("avx512cd") &&
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi") &&
           __builtin_cpu_supports("avx512vbmi2");
}

static flare_codec_level level_of_cpu(void)
{
    __builtin_cpu_init();
    return has_vbmi() ? FLARE_CODEC_VBMI : has_avx2() ? FLARE_CODEC_AVX2 : FLARE_CODEC_V2;
}

static flare_codec_kernels kernels_of_v2(void)
{
    return (flare_codec_kernels){
        .snappy = flare_snappy_portable,
        .snappy_pair = flare_snappy_pair_portable,
        .unpack_u8 = flare_unpack_u8_portable,
        .unpack_u16 = flare_unpack_u16_portable,
        .unpack_u32 = flare_unpack_u32_portable,
        .lookup_u8 = flare_lookup_u8_portable,
    };
}

/* Each level replaces what it does better than the one below. */
static void add_avx2(flare_codec_kernels *kernels)
{
    flare_unpack_avx2_init();
    kernels->snappy = flare_snappy_avx2;
    kernels->snappy_pair = flare_snappy_pair_avx2;
    kernels->unpack_u8 = flare_unpack_u8_avx2;
    kernels->unpack_u16 = flare_unpack_u16_avx2;
    kernels->unpack_u32 = flare_unpack_u32_avx2;
    kernels->lookup_u8 = flare_lookup_u8_avx2;
}

static void add_vbmi(flare_codec_kernels *kernels)
{
    flare_unpack_vbmi_init();
    kernels->unpack_u8 = flare_unpack_u8_vbmi;
    kernels->unpack_u16 = flare_unpack_u16_vbmi;
    kernels->unpack_u32 = flare_unpack_u32_vbmi;
    kernels->lookup_u8 = flare_lookup_u8_vbmi;
}

flare_codec_level flare_codec_use(flare_codec_level limit)
{
    const flare_codec_level cpu = level_of_cpu();
    const flare_codec_level level = cpu < limit ? cpu : limit;
    flare_codec_kernels kernels = kernels_of_v2();
    if (level >= FLARE_CODEC_AVX2)
        add_avx2(&kernels);
    if (level >= FLARE_CODEC_VBMI)
        add_vbmi(&kernels);
    flare_codec_active = kernels;
    return level;
}

__attribute__((constructor)) static void flare_codec_init(void)
{
    flare_snappy_init();
    flare_codec_use(FLARE_CODEC_VBMI);
}
