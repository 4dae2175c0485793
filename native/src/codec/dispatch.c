/* Picks the kernels for the CPU, once, when the library is loaded. */
#include "kernels.h"
#include "snappy.h"

static const flare_codec_kernels portable_kernels = {
    .snappy = flare_snappy_portable,
    .snappy_pair = flare_snappy_pair_portable,
    .unpack_u8 = flare_unpack_u8_portable,
    .unpack_u16 = flare_unpack_u16_portable,
    .unpack_u32 = flare_unpack_u32_portable,
    .lookup_u8 = flare_lookup_u8_portable,
};

static const flare_codec_kernels avx2_kernels = {
    .snappy = flare_snappy_avx2,
    .snappy_pair = flare_snappy_pair_avx2,
    .unpack_u8 = flare_unpack_u8_avx2,
    .unpack_u16 = flare_unpack_u16_avx2,
    .unpack_u32 = flare_unpack_u32_avx2,
    .lookup_u8 = flare_lookup_u8_avx2,
};

static const flare_codec_kernels vbmi_kernels = {
    .snappy = flare_snappy_avx2,
    .snappy_pair = flare_snappy_pair_avx2,
    .unpack_u8 = flare_unpack_u8_vbmi,
    .unpack_u16 = flare_unpack_u16_vbmi,
    .unpack_u32 = flare_unpack_u32_vbmi,
    .lookup_u8 = flare_lookup_u8_vbmi,
};

flare_codec_kernels flare_codec_active;

/* The sources of a level are compiled for the whole of it, so all that belongs to the level is asked for. */
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
           __builtin_cpu_supports("avx512vl") && __builtin_cpu_supports("avx512vbmi");
}

flare_codec_level flare_codec_use(flare_codec_level limit)
{
    __builtin_cpu_init();
    if (limit >= FLARE_CODEC_VBMI && has_vbmi()) {
        flare_unpack_avx2_init(); /* serves the widest codes of vbmi too */
        flare_unpack_vbmi_init();
        flare_codec_active = vbmi_kernels;
        return FLARE_CODEC_VBMI;
    }
    if (limit >= FLARE_CODEC_AVX2 && has_avx2()) {
        flare_unpack_avx2_init();
        flare_codec_active = avx2_kernels;
        return FLARE_CODEC_AVX2;
    }
    flare_codec_active = portable_kernels;
    return FLARE_CODEC_V2;
}

__attribute__((constructor)) static void flare_codec_init(void)
{
    flare_snappy_init();
    flare_codec_use(FLARE_CODEC_VBMI);
}
