#include "string/search.h"

FLARE_SEARCH(search_32, 32, __m256i, _mm256_loadu_si256, _mm256_set1_epi8, _mm256_cmpeq_epi8,
             _mm256_and_si256, _mm256_movemask_epi8)

int64_t flare_search_avx2(const uint8_t *text, uint64_t length, const uint8_t *needle,
                          uint64_t needle_length)
{
    const uint64_t places = length - needle_length + 1;
    if (places >= 32)
        return search_32(text, places, needle, needle_length);
    if (places >= 16)
        return flare_search_16(text, places, needle, needle_length);
    return flare_search_few(text, places, needle, needle_length);
}
