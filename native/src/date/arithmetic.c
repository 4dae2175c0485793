/* Truncation, months, days. */
#include "date/calendar.h"

static int64_t clamp_date(int64_t days)
{
    return days < INT32_MIN ? INT32_MIN : days > INT32_MAX ? INT32_MAX : days;
}

static int64_t trunc_days(flare_date_field unit, int64_t days)
{
    flare_civil civil = flare_civil_of(days);
    switch (unit) {
    case FLARE_YEAR:
        civil.month = 1;
        break;
    case FLARE_QUARTER:
        civil.month -= (civil.month - 1) % 3;
        break;
    case FLARE_MONTH:
        break;
    case FLARE_WEEK:
        return days - flare_iso_day_of_week(days) + 1;
    default:
        return days;
    }
    civil.day = 1;
    return flare_days_of(civil);
}

int32_t flare_trunc_date(flare_date_field unit, int32_t date)
{
    return (int32_t)clamp_date(trunc_days(unit, date));
}

/* The latest multiple of the unit. */
static int64_t trunc_to(int64_t timestamp, int64_t unit)
{
    const int64_t rest = flare_floor_modulo(timestamp, unit);
    return timestamp < INT64_MIN + rest ? INT64_MIN : timestamp - rest;
}

int64_t flare_trunc_timestamp(flare_date_field unit, int64_t timestamp)
{
    switch (unit) {
    case FLARE_HOUR:
        return trunc_to(timestamp, flare_hour);
    case FLARE_MINUTE:
        return trunc_to(timestamp, flare_minute);
    case FLARE_SECOND:
        return trunc_to(timestamp, flare_second);
    case FLARE_MILLISECOND:
        return trunc_to(timestamp, 1000);
    case FLARE_MICROSECOND:
        return timestamp;
    default:
        break;
    }
    const int64_t days = trunc_days(unit, flare_floor_divide(timestamp, flare_day));
    int64_t start;
    return __builtin_mul_overflow(days, flare_day, &start) ? INT64_MIN : start;
}

/* The same day some months on, or that month's last; false if it is out of all reach. */
static bool add_months(int64_t days, int64_t months, int64_t *result)
{
    const int64_t reach = 12 * 20000000ll; /* months that no date can bridge */
    if (months < -reach || months > reach)
        return false;
    const flare_civil civil = flare_civil_of(days);
    const int64_t month = civil.year * 12 + civil.month - 1 + months;
    flare_civil moved = { flare_floor_divide(month, 12), (int32_t)flare_floor_modulo(month, 12) + 1,
                          civil.day };
    const int32_t last = flare_days_of_month(moved.year, moved.month);
    if (moved.day > last)
        moved.day = last;
    *result = flare_days_of(moved);
    return true;
}

static void refuse(flare_worker *worker, int32_t position, const char *type)
{
    flare_fail(&worker->error, FLARE_ERROR_OVERFLOW, position,
               "the result lies beyond the range of %s", type);
}

int32_t flare_add_months_date(flare_worker *worker, int32_t date, int64_t months, int32_t position)
{
    int64_t days;
    if (add_months(date, months, &days) && days == (int32_t)days)
        return (int32_t)days;
    refuse(worker, position, "DATE");
    return 0;
}

int64_t flare_add_months_timestamp(flare_worker *worker, int64_t timestamp, int64_t months,
                                   int32_t position)
{
    int64_t days;
    int64_t start;
    int64_t result;
    if (add_months(flare_floor_divide(timestamp, flare_day), months, &days)) {
        /* The day may begin before the first timestamp, and its time of day still lie behind it. */
        const int64_t time = flare_floor_modulo(timestamp, flare_day);
        if (!__builtin_mul_overflow(days + 1, flare_day, &start) &&
            !__builtin_add_overflow(start, time - flare_day, &result))
            return result;
        if (!__builtin_mul_overflow(days, flare_day, &start) &&
            !__builtin_add_overflow(start, time, &result))
            return result;
    }
    refuse(worker, position, "TIMESTAMP");
    return 0;
}

int32_t flare_add_days(flare_worker *worker, int32_t date, int64_t days, int32_t position)
{
    int64_t sum;
    if (!__builtin_add_overflow(days, (int64_t)date, &sum) && sum == (int32_t)sum)
        return (int32_t)sum;
    refuse(worker, position, "DATE");
    return 0;
}

int32_t flare_last_day(int32_t date)
{
    flare_civil civil = flare_civil_of(date);
    civil.day = flare_days_of_month(civil.year, civil.month);
    return (int32_t)clamp_date(flare_days_of(civil));
}

int64_t flare_timestamp_of_date(flare_worker *worker, int32_t date, int32_t position)
{
    int64_t timestamp;
    if (!__builtin_mul_overflow((int64_t)date, flare_day, &timestamp))
        return timestamp;
    refuse(worker, position, "TIMESTAMP");
    return 0;
}

int64_t flare_add_microseconds_time(int64_t time, int64_t microseconds)
{
    return flare_floor_modulo(time + microseconds % flare_day, flare_day);
}
