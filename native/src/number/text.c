/* Numbers to text. */
#include "string/text.h"
#include "number/shortest.h"

enum { INT64_TEXT = 20 };

flare_string flare_cast_int64_to_string(flare_worker *worker, int64_t value)
{
    char text[INT64_TEXT];
    uint32_t at = INT64_TEXT;
    uint64_t rest = value < 0 ? -(uint64_t)value : (uint64_t)value;
    do {
        text[--at] = (char)('0' + rest % 10);
        rest /= 10;
    } while (rest > 0);
    if (value < 0)
        text[--at] = '-';
    return flare_text_copy(worker, text + at, INT64_TEXT - at);
}

flare_string flare_cast_double_to_string(flare_worker *worker, double value)
{
    char text[FLARE_NUMBER_TEXT];
    return flare_text_copy(worker, text, flare_format_double(value, text));
}

flare_string flare_cast_float_to_string(flare_worker *worker, float value)
{
    char text[FLARE_NUMBER_TEXT];
    return flare_text_copy(worker, text, flare_format_float(value, text));
}

flare_string flare_cast_bool_to_string(bool value)
{
    return value ? flare_text_view((const uint8_t *)"true", 4)
                 : flare_text_view((const uint8_t *)"false", 5);
}
