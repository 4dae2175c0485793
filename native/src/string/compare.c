#include "string/text.h"

bool flare_equal_string_long(flare_string a, flare_string b)
{
    return memcmp(a.tail.bytes + 4, b.tail.bytes + 4, a.length - 4) == 0;
}

static uint32_t leading(flare_string string)
{
    uint32_t word;
    memcpy(&word, string.prefix, sizeof word);
    return __builtin_bswap32(word);
}

int32_t flare_compare_string(flare_string a, flare_string b)
{
    const uint32_t a_leading = leading(a);
    const uint32_t b_leading = leading(b);
    if (a_leading != b_leading)
        return a_leading < b_leading ? -1 : 1; /* unused bytes are zero, and a prefix comes first */
    const uint32_t common = a.length < b.length ? a.length : b.length;
    const int order = memcmp(flare_text_bytes(&a), flare_text_bytes(&b), common);
    if (order != 0)
        return order < 0 ? -1 : 1;
    return a.length == b.length ? 0 : a.length < b.length ? -1 : 1;
}
