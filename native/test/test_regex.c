/* Regular expressions: examples of DuckDB's documentation, corner cases of replacement, wrong patterns, hostile bytes. */
#include "worker_stub.h"

static flare_query query;
static flare_worker *const worker = &query.workers[0];

static bool found(const char *value, const char *pattern, const char *options)
{
    return flare_regexp_matches(worker, text(value), text(pattern), text(options), -1);
}

static bool full(const char *value, const char *pattern, const char *options)
{
    return flare_regexp_full_match(worker, text(value), text(pattern), text(options), -1);
}

static void assert_replaces(const char *expected, const char *value, const char *pattern,
                            const char *replacement, const char *options)
{
    const flare_string made = flare_regexp_replace(worker, text(value), text(pattern),
                                                   text(replacement), text(options), -1);
    assert(flare_equal_string(made, text(expected)));
}

static void assert_extracts(const char *expected, const char *value, const char *pattern,
                            int64_t group)
{
    const flare_string part =
        flare_regexp_extract(worker, text(value), text(pattern), group, text(""), -1);
    assert(flare_equal_string(part, text(expected)));
}

static void test_matches(void)
{
    assert(found("anabanana", "(an)*", "") && found("anabanana", "ban", ""));
    assert(!found("anabanana", "BAN", "") && found("anabanana", "BAN", "i"));
    assert(full("anabanana", "(an)*abanana", "") && !full("anabanana", "an", ""));
    assert(full("", "", "") && found("", "^$", "") && !full("a", "", ""));
    assert(full("\xC3\xA4", ".", "") && full("\xC3\x84", "\xC3\xA4", "i"));
    assert(!found("a\nb", "a.b", "") && found("a\nb", "a.b", "s"));
    assert(!found("a\nb", "^b", "") && found("a\nb", "^b", "m"));
    assert(!found("a\n", "a$", ""));
    assert(full("a", "a|ab", "") && full("ab", "a|ab", ""));
}

static void test_extracts(void)
{
    assert_extracts("2023", "2023-04-15", "(\\d+)-(\\d+)", 1);
    assert_extracts("04", "2023-04-15", "(\\d+)-(\\d+)", 2);
    assert_extracts("2023-04", "2023-04-15", "(\\d+)-(\\d+)", 0);
    assert_extracts("", "2023-04-15", "(\\d+)-(\\d+)", 3);
    assert_extracts("", "2023-04-15", "x", 0);
    assert_extracts("", "b", "(a)?b", 1);
    assert_extracts("more than twelve bytes", "and more than twelve bytes", "more.*", 0);
}

static void test_replaces(void)
{
    assert_replaces("hexxo", "hello", "l", "x", "g");
    assert_replaces("hexlo", "hello", "l", "x", "");
    assert_replaces("olleh", "hello", "(h)(e)(l)(l)(o)", "\\5\\4\\3\\2\\1", "");
    assert_replaces("-a-b-", "ab", "", "-", "g");
    assert_replaces("-b-", "aab", "a*", "-", "g");
    assert_replaces("<ab><c>", "abc", "ab|c", "<\\0>", "g");
    assert_replaces("\\", "a", "a", "\\\\", "");
    assert_replaces("-\xC3\xA4-", "\xC3\xA4", "x*", "-", "g");
    assert_replaces("", "", "a", "b", "g");
    assert_replaces("abc", "abc", "(x)?y", "\\1", "g");
}

static void test_more_patterns_than_are_kept(void)
{
    for (int round = 0; round < 3; round++)
        for (char c = 'a'; c <= 'z'; c++) {
            const char pattern[] = { c, '+', 0 };
            assert(found("the quick brown fox jumps over the lazy dog", pattern, ""));
        }
}

static void assert_fails(const char *expected)
{
    assert(worker->error.code == FLARE_ERROR_DATA);
    assert(strstr(worker->error.message, expected));
    memset(&worker->error, 0, sizeof worker->error);
}

static void test_errors(void)
{
    assert(!found("a", "(", ""));
    assert_fails("the regular expression is wrong at its byte 2: missing closing parenthesis");
    assert(!found("a", "a", "x"));
    assert_fails("not 'x'");
    assert(!found("a", "\xFF", ""));
    assert_fails("the regular expression is wrong");
    char long_text[4000];
    memset(long_text, 'a', sizeof long_text - 1);
    long_text[sizeof long_text - 1] = 0;
    assert(!found(long_text, "(a*)*(a*)*(a*)*(a*)*[^a]$", ""));
    assert_fails("takes too long");
}

static void test_bytes_that_are_no_text(void)
{
    uint32_t seed = 7;
    for (int round = 0; round < 2000; round++) {
        char bytes[40];
        const size_t length = (seed = seed * 1664525u + 1013904223u) >> 27;
        for (size_t i = 0; i < length; i++)
            bytes[i] = (char)((seed = seed * 1664525u + 1013904223u) >> 24);
        const flare_string value = string_of(bytes, length);
        flare_regexp_matches(worker, value, text("[a-z]+.?\\s"), text("i"), -1);
        flare_regexp_replace(worker, value, text(".*?"), text("\\0x"), text("gs"), -1);
        flare_regexp_extract(worker, value, text("(.)(.)"), 2, text(""), -1);
        assert(worker->error.code == FLARE_ERROR_NONE);
    }
}

int main(void)
{
    stub_open(&query, 1, 64 << 20);
    test_matches();
    test_extracts();
    test_replaces();
    test_more_patterns_than_are_kept();
    test_errors();
    test_bytes_that_are_no_text();
    stub_close(&query);
    return 0;
}
