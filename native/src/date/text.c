/*
 * Dates and times as text: 1992-02-29, 23:59:59.5, 1992-02-29 23:59:59.5. Years have four digits or more; before the year 0001
 * they count on with a minus sign, and 0000 is 1 BC.
 */
#include "string/text.h"
#include "date/calendar.h"
#include "number/scan.h"

enum { DATE_TEXT = 24, TIME_TEXT = 24 };

/* ---- To text ------------------------------------------------------------------------------------------------------------ */

static uint32_t put(char *text, int64_t number, int32_t digits)
{
    for (int32_t i = digits - 1; i >= 0; i--, number /= 10)
        text[i] = (char)('0' + number % 10);
    return (uint32_t)digits;
}

static uint32_t put_date(char *text, int64_t days)
{
    const flare_civil civil = flare_civil_of(days);
    uint32_t at = 0;
    if (civil.year < 0)
        text[at++] = '-';
    const int64_t year = civil.year < 0 ? -civil.year : civil.year;
    int32_t digits = 4;
    for (int64_t rest = year / 10000; rest > 0; rest /= 10)
        digits++;
    at += put(text + at, year, digits);
    text[at++] = '-';
    at += put(text + at, civil.month, 2);
    text[at++] = '-';
    return at + put(text + at, civil.day, 2);
}

/* A time of day; the fraction without trailing zeroes. */
static uint32_t put_time(char *text, int64_t time)
{
    uint32_t at = put(text, time / flare_hour, 2);
    text[at++] = ':';
    at += put(text + at, time / flare_minute % 60, 2);
    text[at++] = ':';
    at += put(text + at, time / flare_second % 60, 2);
    if (time % flare_second == 0)
        return at;
    text[at++] = '.';
    at += put(text + at, time % flare_second, 6);
    while (text[at - 1] == '0')
        at--;
    return at;
}

flare_string flare_cast_date_to_string(flare_worker *worker, int32_t value)
{
    char text[DATE_TEXT];
    return flare_text_copy(worker, text, put_date(text, value));
}

flare_string flare_cast_time_to_string(flare_worker *worker, int64_t value)
{
    char text[TIME_TEXT];
    return flare_text_copy(worker, text, put_time(text, flare_floor_modulo(value, flare_day)));
}

flare_string flare_cast_timestamp_to_string(flare_worker *worker, int64_t value)
{
    char text[DATE_TEXT + TIME_TEXT];
    uint32_t at = put_date(text, flare_floor_divide(value, flare_day));
    text[at++] = ' ';
    at += put_time(text + at, flare_floor_modulo(value, flare_day));
    return flare_text_copy(worker, text, at);
}

/* ---- From text ---------------------------------------------------------------------------------------------------------- */

typedef struct {
    const uint8_t *at;
    const uint8_t *end;
} reader;

static reader read_all(const flare_string *value)
{
    const uint8_t *bytes = flare_text_bytes(value);
    uint32_t length = value->length;
    flare_number_strip(&bytes, &length);
    return (reader){ bytes, bytes + length };
}

static bool at_end(const reader *text)
{
    return text->at == text->end;
}

static bool take(reader *text, char byte)
{
    if (at_end(text) || *text->at != (uint8_t)byte)
        return false;
    text->at++;
    return true;
}

/* From least_digits to most_digits digits, as many as there are. */
static bool take_number(reader *text, int32_t least_digits, int32_t most_digits, int64_t *number)
{
    int32_t digits = 0;
    *number = 0;
    for (; !at_end(text) && digits < most_digits && flare_is_digit(*text->at); digits++)
        *number = *number * 10 + (*text->at++ - '0');
    return digits >= least_digits;
}

/* [-]year-month-day, the latter two with one digit or two. */
static bool take_date(reader *text, int64_t *days)
{
    const bool negative = take(text, '-');
    int64_t year;
    int64_t month;
    int64_t day;
    if (!take_number(text, 1, 7, &year) || !take(text, '-') || !take_number(text, 1, 2, &month) ||
        !take(text, '-') || !take_number(text, 1, 2, &day))
        return false;
    if (negative)
        year = -year;
    if (month < 1 || month > 12 || day < 1 || day > flare_days_of_month(year, (int32_t)month))
        return false;
    *days = flare_days_of((flare_civil){ year, (int32_t)month, (int32_t)day });
    return true;
}

/* Behind the point: microseconds; digits beyond the sixth are dropped. */
static bool take_fraction(reader *text, int64_t *microseconds)
{
    const uint8_t *const start = text->at;
    if (!take_number(text, 1, 6, microseconds))
        return false;
    for (int64_t digits = text->at - start; digits < 6; digits++)
        *microseconds *= 10;
    while (!at_end(text) && flare_is_digit(*text->at))
        text->at++;
    return true;
}

/* hour:minute[:second[.fraction]], below 24 hours. */
static bool take_time(reader *text, int64_t *time)
{
    int64_t hour;
    int64_t minute;
    int64_t second = 0;
    int64_t fraction = 0;
    if (!take_number(text, 1, 2, &hour) || !take(text, ':') || !take_number(text, 1, 2, &minute))
        return false;
    if (take(text, ':')) {
        if (!take_number(text, 1, 2, &second))
            return false;
        if (take(text, '.') && !take_fraction(text, &fraction))
            return false;
    }
    if (hour > 23 || minute > 59 || second > 59)
        return false;
    *time = hour * flare_hour + minute * flare_minute + second * flare_second + fraction;
    return true;
}

/* Z, or the distance from UTC: +hour[:minute]. */
static bool take_zone(reader *text, int64_t *distance)
{
    *distance = 0;
    if (at_end(text) || take(text, 'Z') || take(text, 'z'))
        return true;
    const bool west = !at_end(text) && *text->at == '-';
    int64_t hour;
    int64_t minute = 0;
    if ((!take(text, '+') && !take(text, '-')) || !take_number(text, 2, 2, &hour))
        return false;
    take(text, ':');
    if (!at_end(text) && !take_number(text, 2, 2, &minute))
        return false;
    if (hour > 23 || minute > 59)
        return false;
    *distance = (hour * flare_hour + minute * flare_minute) * (west ? -1 : 1);
    return true;
}

/* date [T time [zone]], to the end; in UTC. */
static bool read_timestamp(const flare_string *value, int64_t *days, int64_t *time)
{
    reader text = read_all(value);
    *time = 0;
    if (!take_date(&text, days))
        return false;
    if (at_end(&text))
        return true;
    if (!take(&text, ' ') && !take(&text, 'T') && !take(&text, 't'))
        return false;
    int64_t distance;
    if (!take_time(&text, time))
        return false;
    while (take(&text, ' ')) {}
    if (!take_zone(&text, &distance) || !at_end(&text))
        return false;
    *time -= distance;
    return true;
}

int32_t flare_cast_string_to_date(flare_worker *worker, flare_string value, int32_t position)
{
    int64_t days;
    int64_t time;
    if (read_timestamp(&value, &days, &time) && days == (int32_t)days)
        return (int32_t)days; /* of the date as written; a time is dropped */
    flare_text_refuse(worker, position, value, "DATE");
    return 0;
}

int64_t flare_cast_string_to_time(flare_worker *worker, flare_string value, int32_t position)
{
    reader text = read_all(&value);
    int64_t time;
    if (take_time(&text, &time) && at_end(&text))
        return time;
    flare_text_refuse(worker, position, value, "TIME");
    return 0;
}

int64_t flare_cast_string_to_timestamp(flare_worker *worker, flare_string value, int32_t position)
{
    int64_t days;
    int64_t time;
    int64_t start;
    int64_t timestamp;
    /* By the day's end, so that the first day of all, which is not whole, can be written. */
    if (read_timestamp(&value, &days, &time)) {
        const int64_t base = days < 0 ? days + 1 : days;
        const int64_t rest = days < 0 ? time - flare_day : time;
        if (!__builtin_mul_overflow(base, flare_day, &start) &&
            !__builtin_add_overflow(start, rest, &timestamp))
            return timestamp;
    }
    flare_text_refuse(worker, position, value, "TIMESTAMP");
    return 0;
}
