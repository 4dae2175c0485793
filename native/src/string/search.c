#include "string/search.h"

#include "flare/strings.h"

int64_t flare_search_portable(const uint8_t *text, uint64_t length, const uint8_t *needle,
                              uint64_t needle_length)
{
    const uint64_t places = length - needle_length + 1;
    if (places >= 16)
        return flare_search_16(text, places, needle, needle_length);
    return flare_search_few(text, places, needle, needle_length);
}

static int64_t (*search)(const uint8_t *text, uint64_t length, const uint8_t *needle,
                         uint64_t needle_length) = flare_search_portable;

/* Once, when the library is loaded. */
__attribute__((constructor)) static void pick_search(void)
{
    __builtin_cpu_init();
    if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("bmi") &&
        __builtin_cpu_supports("bmi2") && __builtin_cpu_supports("fma"))
        search = flare_search_avx2;
}

int64_t flare_find_bytes(const uint8_t *text, uint64_t length, const uint8_t *needle,
                         uint64_t needle_length)
{
    if (needle_length > length)
        return -1;
    if (needle_length == 0)
        return 0;
    if (needle_length == 1) {
        const uint8_t *const found = memchr(text, needle[0], length);
        return found == NULL ? -1 : found - text;
    }
    return search(text, length, needle, needle_length);
}
