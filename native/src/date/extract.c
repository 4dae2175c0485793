#include "date/calendar.h"

int32_t flare_year_of_date(int32_t date)
{
    return (int32_t)flare_civil_of(date).year;
}

static int64_t day_of_year(int64_t days, int64_t year)
{
    return days - flare_days_of((flare_civil){ year, 1, 1 }) + 1;
}

/* ISO 8601: a week belongs to the year that its Thursday lies in. */
static int64_t week_of(int64_t days)
{
    const int64_t thursday = days - flare_iso_day_of_week(days) + 4;
    return (day_of_year(thursday, flare_civil_of(thursday).year) - 1) / 7 + 1;
}

static int64_t extract_day(flare_date_field field, int64_t days)
{
    const flare_civil civil = flare_civil_of(days);
    switch (field) {
    case FLARE_YEAR:
        return civil.year;
    case FLARE_QUARTER:
        return (civil.month + 2) / 3;
    case FLARE_MONTH:
        return civil.month;
    case FLARE_WEEK:
        return week_of(days);
    case FLARE_DAY:
        return civil.day;
    case FLARE_DAY_OF_WEEK:
        return flare_iso_day_of_week(days) % 7;
    case FLARE_ISO_DAY_OF_WEEK:
        return flare_iso_day_of_week(days);
    case FLARE_DAY_OF_YEAR:
        return day_of_year(days, civil.year);
    default:
        return 0;
    }
}

int64_t flare_extract_date(flare_date_field field, int32_t date)
{
    return extract_day(field, date);
}

int64_t flare_extract_time(flare_date_field field, int64_t time)
{
    switch (field) {
    case FLARE_HOUR:
        return time / flare_hour;
    case FLARE_MINUTE:
        return time / flare_minute % 60;
    case FLARE_SECOND:
        return time / flare_second % 60;
    case FLARE_MILLISECOND:
        return time % flare_minute / 1000;
    case FLARE_MICROSECOND:
        return time % flare_minute;
    default:
        return 0;
    }
}

int64_t flare_extract_timestamp(flare_date_field field, int64_t timestamp)
{
    if (field >= FLARE_HOUR)
        return flare_extract_time(field, flare_floor_modulo(timestamp, flare_day));
    return extract_day(field, flare_floor_divide(timestamp, flare_day));
}

int32_t flare_date_of_timestamp(int64_t timestamp)
{
    return (int32_t)flare_floor_divide(timestamp, flare_day);
}

int64_t flare_time_of_timestamp(int64_t timestamp)
{
    return flare_floor_modulo(timestamp, flare_day);
}
