/*
 * Bit unpacking with AVX-512 VBMI, 64 bytes of values at a time: vpermb brings the bytes of a few
 * values into each 64-bit lane, vpmultishiftqb picks for every byte of the result the 8 bits it
 * consists of, a mask cuts what follows. Method: Wojciech Mula's notes on vpmultishiftqb and base64
 * (0x80.pl).
 */
#include "kernels.h"

#include <immintrin.h>

#define VBMI __attribute__((target("avx512f,avx512bw,avx512vl,avx512vbmi")))

/*
 * Controls for values of value_size bytes: lane q holds values q * n .. q * n + n - 1 with n = 8 /
 * value_size. Its 8 source bytes begin at the byte of the first one's lowest bit; byte k of value v
 * is made of the 8 bits from first + v * bit_width + 8 * k on. (Bits are taken modulo 64; what
 * wraps is beyond the value and masked.)
 */
typedef struct {
    uint8_t bytes[64];
    uint8_t bits[64];
} controls;

static controls u8_of_width[9];
static controls u16_of_width[17];
static controls u32_of_width[29];

static void set_controls(controls *to, uint32_t bit_width, uint32_t value_size)
{
    const uint32_t values = 8 / value_size;
    for (uint32_t lane = 0; lane < 8; lane++) {
        const uint32_t first = lane * values * bit_width;
        for (uint32_t i = 0; i < 8; i++) {
            const uint32_t value = i / value_size;
            const uint32_t byte = i % value_size;
            to->bytes[8 * lane + i] = (uint8_t)((first / 8 + i) & 63);
            to->bits[8 * lane + i] = (uint8_t)((first % 8 + value * bit_width + 8 * byte) & 63);
        }
    }
}

void flare_unpack_vbmi_init(void)
{
    for (uint32_t bit_width = 1; bit_width <= 28; bit_width++) {
        if (bit_width <= 8)
            set_controls(&u8_of_width[bit_width], bit_width, 1);
        if (bit_width <= 16)
            set_controls(&u16_of_width[bit_width], bit_width, 2);
        set_controls(&u32_of_width[bit_width], bit_width, 4);
    }
}

/* `vectors` times 64 bytes of values; mask has the value's bits set in each of them. */
FLARE_INLINE VBMI void unpack_vectors(const uint8_t *source, uint32_t source_step,
                                      const controls *control, __m512i mask, uint8_t *target,
                                      size_t vectors)
{
    const __m512i bytes = _mm512_loadu_si512(control->bytes);
    const __m512i bits = _mm512_loadu_si512(control->bits);
    for (size_t i = 0; i < vectors; i++) {
        const __m512i lanes = _mm512_permutexvar_epi8(bytes, _mm512_loadu_si512(source));
        const __m512i values = _mm512_multishift_epi64_epi8(bits, lanes);
        _mm512_storeu_si512(target, _mm512_and_si512(values, mask));
        source += source_step;
        target += 64;
    }
}

VBMI void flare_unpack_u8_vbmi(const uint8_t *source, uint32_t bit_width, uint8_t *target,
                               size_t steps)
{
    const __m512i mask = _mm512_set1_epi8((char)((1u << bit_width) - 1));
    unpack_vectors(source, 8 * bit_width, &u8_of_width[bit_width], mask, target, steps);
}

/* Four values of 15 bits from bit 4 on still end in 64 bits; four of 16 begin at bit 0. */
VBMI void flare_unpack_u16_vbmi(const uint8_t *source, uint32_t bit_width, uint16_t *target,
                                size_t steps)
{
    const __m512i mask = _mm512_set1_epi16((short)((1u << bit_width) - 1));
    unpack_vectors(source, 4 * bit_width, &u16_of_width[bit_width], mask, (uint8_t *)target,
                   2 * steps);
}

/* Two values of 28 bits from any bit of a byte on end in 64 bits; wider ones need not. */
VBMI void flare_unpack_u32_vbmi(const uint8_t *source, uint32_t bit_width, uint32_t *target,
                                size_t steps)
{
    if (bit_width > 28) {
        flare_unpack_u32_avx2(source, bit_width, target, steps);
        return;
    }
    const __m512i mask = _mm512_set1_epi32((int)((1u << bit_width) - 1));
    unpack_vectors(source, 2 * bit_width, &u32_of_width[bit_width], mask, (uint8_t *)target,
                   4 * steps);
}
