/* The calendar day by day against a plain count, against gmtime, and at the ends of the ranges; text both ways. */
#include "worker_stub.h"

#include <time.h>

static flare_query query;
static flare_worker *const worker = &query.workers[0];

static const int64_t day = 86400000000;

static bool leap(int64_t year)
{
    return year % 400 == 0 || (year % 4 == 0 && year % 100 != 0);
}

static int32_t month_length(int64_t year, int32_t month)
{
    static const int32_t lengths[] = { 31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31 };
    return lengths[month - 1] + (month == 2 && leap(year));
}

/* Counts on from -10000-01-01: 30 eras before 2000-01-01, which is 30 years and 7 leap days after 1970. */
static void test_days(void)
{
    int32_t date = 30 * 365 + 7 - 30 * 146097;
    int32_t month_start = date;
    int32_t quarter_start = date;
    for (int64_t year = -10000; year <= 10000; year++) {
        const int32_t year_start = date;
        for (int32_t month = 1; month <= 12; month++) {
            month_start = date;
            if (month % 3 == 1)
                quarter_start = date;
            const int32_t length = month_length(year, month);
            for (int32_t d = 1; d <= length; d++, date++) {
                assert(flare_extract_date(FLARE_YEAR, date) == year &&
                       flare_extract_date(FLARE_MONTH, date) == month);
                assert(flare_extract_date(FLARE_DAY, date) == d &&
                       flare_year_of_date(date) == year);
                if (d != 1 && d != length && date % 13 != 0)
                    continue;
                assert(flare_extract_date(FLARE_DAY_OF_YEAR, date) == date - year_start + 1);
                assert(flare_extract_date(FLARE_QUARTER, date) == (month + 2) / 3);
                assert(flare_trunc_date(FLARE_YEAR, date) == year_start &&
                       flare_trunc_date(FLARE_MONTH, date) == month_start);
                assert(flare_trunc_date(FLARE_QUARTER, date) == quarter_start &&
                       flare_trunc_date(FLARE_DAY, date) == date);
                assert(flare_last_day(date) == month_start + length - 1);
            }
        }
    }
}

static void test_against_gmtime(void)
{
    for (int i = 0; i < 100000; i++) {
        const int64_t seconds = (int64_t)(random_word() >> 27) - (1ll << 36);
        const int64_t fraction = random_below(1000000);
        const int64_t timestamp = seconds * 1000000 + fraction;
        const time_t clock = seconds;
        struct tm tm;
        assert(gmtime_r(&clock, &tm) != NULL);
        assert(flare_extract_timestamp(FLARE_YEAR, timestamp) == tm.tm_year + 1900);
        assert(flare_extract_timestamp(FLARE_MONTH, timestamp) == tm.tm_mon + 1);
        assert(flare_extract_timestamp(FLARE_DAY, timestamp) == tm.tm_mday);
        assert(flare_extract_timestamp(FLARE_DAY_OF_WEEK, timestamp) == tm.tm_wday);
        assert(flare_extract_timestamp(FLARE_ISO_DAY_OF_WEEK, timestamp) ==
               (tm.tm_wday + 6) % 7 + 1);
        assert(flare_extract_timestamp(FLARE_DAY_OF_YEAR, timestamp) == tm.tm_yday + 1);
        assert(flare_extract_timestamp(FLARE_HOUR, timestamp) == tm.tm_hour);
        assert(flare_extract_timestamp(FLARE_MINUTE, timestamp) == tm.tm_min);
        assert(flare_extract_timestamp(FLARE_SECOND, timestamp) == tm.tm_sec);
        assert(flare_extract_timestamp(FLARE_MILLISECOND, timestamp) ==
               tm.tm_sec * 1000 + fraction / 1000);
        assert(flare_extract_timestamp(FLARE_MICROSECOND, timestamp) ==
               tm.tm_sec * 1000000 + fraction);
        char week[8];
        strftime(week, sizeof week, "%V", &tm);
        assert(flare_extract_timestamp(FLARE_WEEK, timestamp) == atoi(week));
        char expected[64];
        snprintf(expected, sizeof expected, "%s%04d-%02d-%02d %02d:%02d:%02d.%06d",
                 tm.tm_year < -1900 ? "-" : "", abs(tm.tm_year + 1900), tm.tm_mon + 1, tm.tm_mday,
                 tm.tm_hour, tm.tm_min, tm.tm_sec, (int)fraction);
        assert(flare_cast_string_to_timestamp(worker, text(expected), 0) == timestamp);
        const flare_string written = flare_cast_timestamp_to_string(worker, timestamp);
        assert(memcmp(bytes_of(&written), expected, written.length) == 0);
        assert(flare_cast_string_to_timestamp(worker, written, 0) == timestamp);
        assert(flare_date_of_timestamp(timestamp) * day + flare_time_of_timestamp(timestamp) ==
               timestamp);
        assert(flare_trunc_timestamp(FLARE_HOUR, timestamp) ==
               timestamp - fraction - (tm.tm_min * 60 + tm.tm_sec) * 1000000ll);
        assert(flare_trunc_timestamp(FLARE_SECOND, timestamp) == timestamp - fraction);
        assert(flare_trunc_timestamp(FLARE_WEEK, timestamp) ==
               (flare_date_of_timestamp(timestamp) - (tm.tm_wday + 6) % 7) * day);
        flare_arena_reset(&worker->block_arena);
    }
    assert(stub_error(worker) == FLARE_ERROR_NONE);
}

static int32_t date_of(const char *written)
{
    const int32_t date = flare_cast_string_to_date(worker, text(written), 0);
    assert(stub_error(worker) == FLARE_ERROR_NONE);
    return date;
}

static void test_weeks(void)
{
    static const struct {
        const char *date;
        int64_t week;
    } cases[] = { { "1992-01-01", 1 },  { "1993-01-01", 53 }, { "1993-01-04", 1 },
                  { "2005-01-02", 53 }, { "2008-12-29", 1 },  { "2009-12-31", 53 },
                  { "2010-01-03", 53 }, { "2012-12-30", 52 } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert(flare_extract_date(FLARE_WEEK, date_of(cases[i].date)) == cases[i].week);
    assert(flare_trunc_date(FLARE_WEEK, date_of("1992-01-01")) == date_of("1991-12-30"));
    assert(flare_extract_date(FLARE_HOUR, 5) == 0);
}

static void test_months(void)
{
    static const struct {
        const char *date;
        int64_t months;
        const char *expected;
    } cases[] = { { "1992-01-31", 1, "1992-02-29" },      { "1993-01-31", 1, "1993-02-28" },
                  { "1992-02-29", 12, "1993-02-28" },     { "1992-02-29", -12, "1991-02-28" },
                  { "1992-03-31", -1, "1992-02-29" },     { "1992-12-15", 1, "1993-01-15" },
                  { "1992-01-15", -1, "1991-12-15" },     { "1992-01-15", 0, "1992-01-15" },
                  { "1970-01-01", -23640, "0000-01-01" }, { "2000-02-29", -24000, "0000-02-29" },
                  { "0000-01-31", -11, "-0001-02-28" } };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        const int32_t date = date_of(cases[i].date);
        assert(is_text(flare_cast_date_to_string(
                           worker, flare_add_months_date(worker, date, cases[i].months, 0)),
                       cases[i].expected));
        const int64_t time = 12345678901;
        assert(flare_add_months_timestamp(worker, date * day + time, cases[i].months, 0) ==
               date_of(cases[i].expected) * day + time);
    }
    assert(stub_error(worker) == FLARE_ERROR_NONE);
}

static void test_ends(void)
{
    const int64_t far[] = { INT64_MAX, INT64_MIN, 1000000000, -1000000000, 240000001 };
    for (size_t i = 0; i < sizeof far / sizeof *far; i++) {
        flare_add_months_date(worker, 0, far[i], 4);
        assert(worker->error.position == 4 && stub_error(worker) == FLARE_ERROR_OVERFLOW);
        flare_add_months_timestamp(worker, 0, far[i], 0);
        assert(stub_error(worker) == FLARE_ERROR_OVERFLOW);
    }
    flare_add_months_date(worker, INT32_MAX, 1, 0);
    assert(stub_error(worker) == FLARE_ERROR_OVERFLOW);
    flare_add_days(worker, INT32_MAX, 1, 0);
    assert(stub_error(worker) == FLARE_ERROR_OVERFLOW);
    flare_add_days(worker, -1, INT64_MIN, 0);
    assert(stub_error(worker) == FLARE_ERROR_OVERFLOW);
    flare_timestamp_of_date(worker, INT32_MIN, 0);
    assert(stub_error(worker) == FLARE_ERROR_OVERFLOW);
    assert(flare_add_days(worker, INT32_MIN, UINT32_MAX, 0) == INT32_MAX);
    assert(flare_timestamp_of_date(worker, -1, 0) == -day);
    assert(flare_add_months_timestamp(worker, INT64_MIN, 0, 0) == INT64_MIN);
    assert(flare_add_months_timestamp(worker, INT64_MAX, 0, 0) == INT64_MAX);
    const int32_t dates[] = { INT32_MIN, INT32_MIN + 1, INT32_MAX - 1, INT32_MAX };
    const int64_t timestamps[] = { INT64_MIN, INT64_MIN + 1, -1, 0, INT64_MAX };
    for (flare_date_field field = FLARE_YEAR; field <= FLARE_MICROSECOND; field++) {
        for (int i = 0; i < 4; i++) {
            flare_extract_date(field, dates[i]);
            assert(flare_trunc_date(field, dates[i]) <= dates[i]);
        }
        for (int i = 0; i < 5; i++) {
            flare_extract_timestamp(field, timestamps[i]);
            flare_extract_time(field, timestamps[i]);
            assert(flare_trunc_timestamp(field, timestamps[i]) <= timestamps[i]);
        }
    }
    for (int i = 0; i < 4; i++) {
        assert(flare_last_day(dates[i]) >= dates[i]);
        assert(flare_cast_string_to_date(worker, flare_cast_date_to_string(worker, dates[i]), 0) ==
               dates[i]);
    }
    for (int i = 0; i < 5; i++) {
        const flare_string written = flare_cast_timestamp_to_string(worker, timestamps[i]);
        assert(flare_cast_string_to_timestamp(worker, written, 0) == timestamps[i]);
        flare_cast_time_to_string(worker, timestamps[i]);
    }
    assert(stub_error(worker) == FLARE_ERROR_NONE);
    assert(flare_add_microseconds_time(day - 1, 1) == 0 &&
           flare_add_microseconds_time(0, -1) == day - 1);
    assert(flare_add_microseconds_time(5, INT64_MIN) >= 0 &&
           flare_add_microseconds_time(day - 1, INT64_MAX) < day);
}

static void test_text(void)
{
    assert(is_text(flare_cast_date_to_string(worker, 0), "1970-01-01"));
    assert(is_text(flare_cast_date_to_string(worker, date_of("12345-6-7")), "12345-06-07"));
    assert(is_text(flare_cast_date_to_string(worker, date_of("-44-03-15")), "-0044-03-15"));
    assert(is_text(flare_cast_time_to_string(worker, 3723120000), "01:02:03.12"));
    assert(is_text(flare_cast_time_to_string(worker, day - 1), "23:59:59.999999"));
    assert(is_text(flare_cast_time_to_string(worker, 0), "00:00:00"));
    assert(is_text(flare_cast_timestamp_to_string(worker, -500000), "1969-12-31 23:59:59.5"));
    assert(date_of(" 1992-2-29 ") == date_of("1992-02-29") &&
           date_of("1992-02-29 12:30") == date_of("1992-02-29T23:59:59Z"));
    static const char *const no_dates[] = {
        "",           "1992",       "1992-13-01",     "1992-00-01",    "1993-02-29",
        "1992-01-32", "1992-01-00", "1992/01/01",     "1992-01-01x",   "1992-01-01 25:00",
        "1992--1-01", "92-123-1",   "99999999-01-01", "9999999-01-01", "1992-01-01 ab"
    };
    for (size_t i = 0; i < sizeof no_dates / sizeof *no_dates; i++) {
        flare_cast_string_to_date(worker, text(no_dates[i]), 0);
        assert(stub_error(worker) == FLARE_ERROR_CAST);
    }
    assert(flare_cast_string_to_time(worker, text("1:2"), 0) == 3720000000);
    assert(flare_cast_string_to_time(worker, text("23:59:59.1234567"), 0) == 86399123456);
    assert(flare_cast_string_to_time(worker, text("00:00:00.05"), 0) == 50000);
    assert(stub_error(worker) == FLARE_ERROR_NONE);
    static const char *const no_times[] = { "",          "12",     "24:00:00",  "12:60", "12:00:60",
                                            "12:00:00.", "12:00:", "12:00:00x", "-1:00", "123:00" };
    for (size_t i = 0; i < sizeof no_times / sizeof *no_times; i++) {
        flare_cast_string_to_time(worker, text(no_times[i]), 0);
        assert(stub_error(worker) == FLARE_ERROR_CAST);
    }
    assert(flare_cast_string_to_timestamp(worker, text("1970-01-01 01:00:00+01"), 0) == 0);
    assert(flare_cast_string_to_timestamp(worker, text("1969-12-31T19:30:00.5 -04:30"), 0) ==
           500000);
    assert(flare_cast_string_to_timestamp(worker, text("1970-01-02"), 0) == day);
    assert(stub_error(worker) == FLARE_ERROR_NONE);
    static const char *const no_timestamps[] = { "1970-01-01 x",
                                                 "1970-01-01 1:00+1",
                                                 "1970-01-01 1:00+24",
                                                 "294247-01-10 04:00:54.775808",
                                                 "-290308-12-21 19:59:05.224191",
                                                 "5000000-01-01" };
    for (size_t i = 0; i < sizeof no_timestamps / sizeof *no_timestamps; i++) {
        flare_cast_string_to_timestamp(worker, text(no_timestamps[i]), 0);
        assert(stub_error(worker) == FLARE_ERROR_CAST);
    }
    flare_cast_string_to_timestamp(worker, text("12:00:00"), 2);
    assert(strcmp(worker->error.message, "cannot cast '12:00:00' to TIMESTAMP") == 0 &&
           stub_error(worker) == FLARE_ERROR_CAST);
}

int main(void)
{
    stub_open(&query, 1, 64 << 20);
    test_days();
    test_against_gmtime();
    test_weeks();
    test_months();
    test_ends();
    test_text();
    stub_close(&query);
    return 0;
}
