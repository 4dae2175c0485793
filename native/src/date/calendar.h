/*
 * The proleptic Gregorian calendar by Howard Hinnant's algorithms (chrono-Compatible Low-Level Date Algorithms): years begin in March
 * so that the leap day comes last, and 400 years are an era of 146097 days. In 64 bits, so that every int32 of days fits. Internal to date/.
 */
#ifndef FLARE_DATE_CALENDAR_H
#define FLARE_DATE_CALENDAR_H

#include "flare/worker.h"

static const int64_t flare_second = 1000000; /* microseconds */
static const int64_t flare_minute = 60 * 1000000ll;
static const int64_t flare_hour = 3600 * 1000000ll;
static const int64_t flare_day = 86400 * 1000000ll;

typedef struct {
    int64_t year;  /* astronomical: 0 is 1 BC */
    int32_t month; /* 1 .. 12 */
    int32_t day;   /* 1 .. 31 */
} flare_civil;

/* Rounding toward minus infinity; divisor above 0. */
static inline int64_t flare_floor_divide(int64_t value, int64_t divisor)
{
    return value / divisor - (value % divisor < 0);
}

static inline int64_t flare_floor_modulo(int64_t value, int64_t divisor)
{
    const int64_t rest = value % divisor;
    return rest < 0 ? rest + divisor : rest;
}

static inline flare_civil flare_civil_of(int64_t days)
{
    const int64_t shifted = days + 719468; /* since 0000-03-01 */
    const int64_t era = flare_floor_divide(shifted, 146097);
    const uint32_t day_of_era = (uint32_t)(shifted - era * 146097);
    const uint32_t year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / 146096) / 365;
    const uint32_t day_of_year =
        day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    const uint32_t month = (5 * day_of_year + 2) / 153; /* 0 is March */
    flare_civil civil;
    civil.day = (int32_t)(day_of_year - (153 * month + 2) / 5 + 1);
    civil.month = (int32_t)(month < 10 ? month + 3 : month - 9);
    civil.year = (int64_t)year_of_era + era * 400 + (civil.month <= 2);
    return civil;
}

/* Days since 1970-01-01; the year within some 10^15. */
static inline int64_t flare_days_of(flare_civil civil)
{
    const int64_t year = civil.year - (civil.month <= 2);
    const int64_t era = flare_floor_divide(year, 400);
    const int64_t year_of_era = year - era * 400;
    const int32_t month = civil.month > 2 ? civil.month - 3 : civil.month + 9;
    const int64_t day_of_year = (153 * month + 2) / 5 + civil.day - 1;
    const int64_t day_of_era =
        year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    return era * 146097 + day_of_era - 719468;
}

static inline bool flare_is_leap(int64_t year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

static inline int32_t flare_days_of_month(int64_t year, int32_t month)
{
    static const int8_t days[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return month == 2 && flare_is_leap(year) ? 29 : days[month - 1];
}

/* 1 is Monday, 7 is Sunday; 1970-01-01 was a Thursday. */
static inline int32_t flare_iso_day_of_week(int64_t days)
{
    return (int32_t)flare_floor_modulo(days + 3, 7) + 1;
}

#endif
