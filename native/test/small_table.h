/* The table `small` of make_data.py, whose values are functions of the row's number. */
#ifndef FLARE_TEST_SMALL_TABLE_H
#define FLARE_TEST_SMALL_TABLE_H

#include "scan_support.h"

/* The table `small`: id, number (null where id % 7 == 3), text (likewise), digit. */
enum { ID, NUMBER, TEXT, DIGIT, COLUMNS };
static const int32_t leaves[COLUMNS] = { ID, NUMBER, TEXT, DIGIT };

static inline bool is_null(int64_t i)
{
    return i % 7 == 3;
}

static inline int64_t number_of(int64_t i)
{
    return i * 31 % 1000;
}

static inline int32_t digit_of(int64_t i)
{
    return (int32_t)(i % 11);
}

static inline bool is_text_of(flare_string value, int64_t i)
{
    bool same = value.length == i % 20;
    for (uint32_t b = 0; same && b < value.length; b++)
        same = bytes_of(&value)[b] == 'a' + i % 26;
    return same;
}

static inline void small_columns(flare_column *columns, flare_type text)
{
    columns[ID] = (flare_column){ .name = "id", .type = FLARE_INT32 };
    columns[NUMBER] = (flare_column){ .name = "number", .type = FLARE_INT64, .nullable = true };
    columns[TEXT] = (flare_column){ .name = "text", .type = text, .nullable = true };
    columns[DIGIT] = (flare_column){ .name = "digit", .type = FLARE_INT32 };
}

#endif
