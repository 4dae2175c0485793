/*
 * Runs the AVX-512 VBMI kernels on a CPU that has AVX-512 but not VBMI, by replacing their three
 * VBMI instructions, so that they are tested on more machines than those they are made for.
 */
#ifndef FLARE_TEST_VBMI_EMULATION_H
#define FLARE_TEST_VBMI_EMULATION_H

#include <immintrin.h>
#include <stdbool.h>
#include <stdint.h>
#include <string.h>

#define EMULATED static __attribute__((unused, target("avx512f")))

EMULATED __m512i emulated_permute(__m512i indexes, __m512i bytes)
{
    uint8_t index[64];
    uint8_t from[64];
    uint8_t to[64];
    memcpy(index, &indexes, 64);
    memcpy(from, &bytes, 64);
    for (int i = 0; i < 64; i++)
        to[i] = from[index[i] & 63];
    __m512i result;
    memcpy(&result, to, 64);
    return result;
}

EMULATED __m512i emulated_permute_2(__m512i low, __m512i indexes, __m512i high)
{
    uint8_t index[64];
    uint8_t from[128];
    uint8_t to[64];
    memcpy(index, &indexes, 64);
    memcpy(from, &low, 64);
    memcpy(from + 64, &high, 64);
    for (int i = 0; i < 64; i++)
        to[i] = from[index[i] & 127];
    __m512i result;
    memcpy(&result, to, 64);
    return result;
}

EMULATED __m512i emulated_multishift(__m512i shifts, __m512i lanes)
{
    uint8_t shift[64];
    uint64_t lane[8];
    uint8_t to[64];
    memcpy(shift, &shifts, 64);
    memcpy(lane, &lanes, 64);
    for (int i = 0; i < 64; i++) {
        const int by = shift[i] & 63;
        const uint64_t word = lane[i / 8];
        to[i] = (uint8_t)(word >> by | word << ((64 - by) & 63));
    }
    __m512i result;
    memcpy(&result, to, 64);
    return result;
}

#undef _mm512_permutexvar_epi8
#undef _mm512_permutex2var_epi8
#undef _mm512_multishift_epi64_epi8
#define _mm512_permutexvar_epi8      emulated_permute
#define _mm512_permutex2var_epi8     emulated_permute_2
#define _mm512_multishift_epi64_epi8 emulated_multishift
#define flare_unpack_vbmi_init       emulated_unpack_init
#define flare_unpack_u8_vbmi         emulated_unpack_u8
#define flare_unpack_u16_vbmi        emulated_unpack_u16
#define flare_unpack_u32_vbmi        emulated_unpack_u32
#define flare_lookup_u8_vbmi         emulated_lookup_u8
#include "codec/lookup_avx512.c"
#undef VBMI
#include "codec/unpack_avx512.c"

static bool use_emulated_vbmi(void)
{
    if (flare_codec_use(FLARE_CODEC_AVX2) != FLARE_CODEC_AVX2 ||
        !__builtin_cpu_supports("avx512bw") || !__builtin_cpu_supports("avx512vl"))
        return false;
    emulated_unpack_init();
    flare_codec_active.unpack_u8 = emulated_unpack_u8;
    flare_codec_active.unpack_u16 = emulated_unpack_u16;
    flare_codec_active.unpack_u32 = emulated_unpack_u32;
    flare_codec_active.lookup_u8 = emulated_lookup_u8;
    return true;
}

#endif
