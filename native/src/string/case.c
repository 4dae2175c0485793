/* UPPER and LOWER: character by character, as DuckDB has it: a sharp s stays one character. */
#include "string/case.h"

#include "string/case_table.h"
#include "string/text.h"
#include "string/utf8.h"

static uint32_t move(const case_run *runs, uint32_t run_count, uint32_t code)
{
    uint32_t low = 0;
    uint32_t high = run_count; /* the first run that ends at or behind the code */
    while (low < high) {
        const uint32_t middle = (low + high) / 2;
        if (runs[middle].last < code)
            low = middle + 1;
        else
            high = middle;
    }
    if (low == run_count || code < runs[low].first ||
        (code - runs[low].first) % (uint32_t)runs[low].step != 0)
        return code;
    return code + (uint32_t)runs[low].delta;
}

uint32_t flare_upper_code(uint32_t code)
{
    if (code < 0x80)
        return code - 'a' < 26 ? code - 32 : code;
    return move(upper_runs, sizeof upper_runs / sizeof *upper_runs, code);
}

uint32_t flare_lower_code(uint32_t code)
{
    if (code < 0x80)
        return code - 'A' < 26 ? code + 32 : code;
    return move(lower_runs, sizeof lower_runs / sizeof *lower_runs, code);
}

/* Writes the mapped character, or tells its size only where there is no target. */
static uint32_t map_character(const uint8_t *bytes, uint32_t size, uint32_t (*map)(uint32_t code),
                              uint8_t *target)
{
    uint8_t mapped[FLARE_UTF8_MOST];
    const uint32_t code = flare_utf8_code(bytes, size);
    const uint32_t other = map(code);
    if (other != code)
        size = flare_utf8_write(mapped, other);
    else
        memcpy(mapped, bytes, size);
    if (target != NULL)
        memcpy(target, mapped, size);
    return size;
}

static uint64_t map_all(const uint8_t *bytes, uint64_t length, uint32_t (*map)(uint32_t code),
                        uint8_t *target)
{
    uint64_t out = 0;
    for (uint64_t at = 0; at < length;) {
        const uint32_t size = flare_utf8_size(bytes + at, length - at);
        out += map_character(bytes + at, size, map, target == NULL ? NULL : target + out);
        at += size;
    }
    return out;
}

/* The bytes from `first` to `first` + 25 flip their case bit. */
static flare_string map_ascii(flare_worker *worker, const uint8_t *bytes, uint64_t length,
                              uint8_t first)
{
    flare_text text;
    if (!flare_text_open(worker, &text, length, -1))
        return flare_string_empty();
    for (uint64_t i = 0; i < length; i++)
        text.bytes[i] = bytes[i] ^ (uint8_t)(((uint8_t)(bytes[i] - first) < 26) << 5);
    return flare_text_close(&text);
}

static flare_string map_string(flare_worker *worker, flare_string value, uint8_t first,
                               uint32_t (*map)(uint32_t code))
{
    const uint8_t *const bytes = flare_text_bytes(&value);
    if (flare_utf8_is_ascii(bytes, value.length))
        return map_ascii(worker, bytes, value.length, first);
    flare_text text;
    if (!flare_text_open(worker, &text, map_all(bytes, value.length, map, NULL), -1))
        return flare_string_empty();
    map_all(bytes, value.length, map, text.bytes);
    return flare_text_close(&text);
}

flare_string flare_upper(flare_worker *worker, flare_string value)
{
    return map_string(worker, value, 'a', flare_upper_code);
}

flare_string flare_lower(flare_worker *worker, flare_string value)
{
    return map_string(worker, value, 'A', flare_lower_code);
}
