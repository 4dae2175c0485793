/*
 * Filters on codes with AVX-512 VBMI: tables of up to 256 flags live in one, two or four registers.
 */
#include "kernels.h"

#include <immintrin.h>

#define VBMI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi")))

enum { REGISTER = 64, TABLE = 256 };

/* The flags of 64 codes; `registers` is 1, 2 or 4. */
FLARE_INLINE VBMI __m512i flags_of(__m512i codes, const __m512i *table, uint32_t registers)
{
    if (registers == 1)
        return _mm512_permutexvar_epi8(codes, table[0]);
    const __m512i low = _mm512_permutex2var_epi8(table[0], codes, table[1]);
    if (registers == 2)
        return low;
    const __m512i high = _mm512_permutex2var_epi8(table[2], codes, table[3]);
    return _mm512_mask_blend_epi8(_mm512_movepi8_mask(codes), low, high);
}

FLARE_INLINE VBMI void lookup_registers(const uint8_t *codes, size_t count, const uint8_t *flags,
                                        uint8_t *keep, uint32_t registers)
{
    __m512i table[TABLE / REGISTER];
    for (uint32_t i = 0; i < registers; i++)
        table[i] = _mm512_loadu_si512(flags + i * REGISTER);
    for (size_t i = 0; i < count; i += REGISTER) {
        const size_t left = count - i;
        const __mmask64 rows = left < REGISTER ? (1ULL << left) - 1 : ~0ULL;
        const __m512i code = _mm512_maskz_loadu_epi8(rows, codes + i);
        const __m512i kept = _mm512_maskz_loadu_epi8(rows, keep + i);
        _mm512_mask_storeu_epi8(keep + i, rows,
                                _mm512_and_si512(kept, flags_of(code, table, registers)));
    }
}

VBMI void flare_lookup_u8_vbmi(const uint8_t *codes, size_t count, const uint8_t *table,
                               uint32_t entries, uint8_t *keep)
{
    uint8_t flags[TABLE] = { 0 };
    memcpy(flags, table, entries < TABLE ? entries : TABLE);
    if (entries <= REGISTER)
        lookup_registers(codes, count, flags, keep, 1);
    else if (entries <= 2 * REGISTER)
        lookup_registers(codes, count, flags, keep, 2);
    else
        lookup_registers(codes, count, flags, keep, 4);
}
