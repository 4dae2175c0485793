/* String functions: examples of the standard and PostgreSQL, then properties on random bytes, valid UTF-8 or not. */
#include "worker_stub.h"

#include "string/case.h"
#include "string/utf8.h"

static flare_query query;
static flare_worker *const worker = &query.workers[0];

#define A_UMLAUT "\xC3\xA4"
#define NI       "\xE4\xBD\xA0"
#define EMOJI    "\xF0\x9F\x98\x80"

static void test_order(void)
{
    const flare_string sorted[] = { text(""),
                                    string_of("\0", 1),
                                    text("a"),
                                    string_of("a\0", 2),
                                    string_of("a\0b", 3),
                                    text("aa"),
                                    text("aaaabbbbcccc"),
                                    string_of("aaaabbbbcccc\0", 13),
                                    text("aaaabbbbccccd"),
                                    text("aaaabbbbcccce"),
                                    text("aaab"),
                                    text("b"),
                                    text("\x7F"),
                                    text(A_UMLAUT),
                                    text("\xFF\xFF\xFF\xFF\xFF") };
    const int count = sizeof sorted / sizeof *sorted;
    for (int a = 0; a < count; a++)
        for (int b = 0; b < count; b++) {
            const int32_t order = flare_compare_string(sorted[a], sorted[b]);
            assert((order > 0) - (order < 0) == (a > b) - (a < b));
            assert(flare_equal_string(sorted[a], sorted[b]) == (a == b));
        }
    char same[] = "aaaabbbbccccd";
    assert(flare_equal_string(text(same), sorted[8]));
    for (int64_t length = 0; length <= count; length++) {
        const flare_list list = { sorted, length };
        for (int i = 0; i < count; i++)
            assert(flare_in_string(sorted[i], list) == (i < length));
        assert(!flare_in_string(text("aab"), list));
    }
}

static void test_lengths(void)
{
    assert(flare_length(text("")) == 0 && flare_length(text("abc")) == 3);
    assert(flare_length(text(A_UMLAUT NI EMOJI)) == 3);
    assert(flare_length(text("\xC3")) == 1 && flare_length(text("\xE4\xBD")) == 2);
    assert(flare_length(text("\x80\x80" A_UMLAUT)) == 3 &&
           flare_length(text("\xF5\x80\x80\x80")) == 4);
    assert(flare_position(text("b"), text("abc")) == 2 &&
           flare_position(text(""), text("abc")) == 1);
    assert(flare_position(text("x"), text("abc")) == 0 &&
           flare_position(text("abcd"), text("abc")) == 0);
    assert(flare_position(text("b"), text(A_UMLAUT NI "b")) == 3);
    assert(flare_starts_with(text("abc"), text("ab")) && !flare_starts_with(text("a"), text("ab")));
    assert(flare_starts_with(text("abc"), text("")) && flare_ends_with(text("abc"), text("")));
    assert(flare_ends_with(text("abc"), text("bc")) && !flare_ends_with(text("c"), text("bc")));
    assert(flare_contains(text("a long text of words"), text("of")) &&
           !flare_contains(text("ab"), text("ba")));
    assert(flare_ascii(text("")) == 0 && flare_ascii(text("A")) == 65);
    assert(flare_ascii(text(A_UMLAUT)) == 228 && flare_ascii(text("\xFF")) == 255);
}

static void test_substring(void)
{
    assert(is_text(flare_substring(worker, text("abc"), 2), "bc"));
    assert(is_text(flare_substring(worker, text("abc"), -5), "abc"));
    assert(is_text(flare_substring(worker, text("abc"), 4), ""));
    assert(is_text(flare_substring(worker, text("a" A_UMLAUT NI "z"), 3), NI "z"));
    static const struct {
        int64_t from, count;
        const char *expected;
    } cases[] = {
        { 1, 2, "ab" },
        { 2, 1, "b" },
        { 0, 2, "a" },
        { -1, 3, "a" },
        { -1, 2, "" },
        { 3, 9, "c" },
        { 4, 1, "" },
        { 2, 0, "" },
        { 1, INT64_MAX, "abc" },
        { 2, INT64_MAX, "bc" },
        { INT64_MAX, INT64_MAX, "" },
        { INT64_MIN, INT64_MAX, "" },
        { INT64_MIN, 0, "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert(is_text(flare_substring_for(worker, text("abc"), cases[i].from, cases[i].count, 0),
                       cases[i].expected));
    assert(is_text(flare_substring_for(worker, text(A_UMLAUT NI EMOJI "x"), 2, 2, 0), NI EMOJI));
    assert(is_text(flare_substring_for(worker, text("ab" NI "z"), 1, 2, 0), "ab"));
    assert(is_text(flare_substring_for(worker, text("ab" NI "z"), 2, 2, 0), "b" NI));
    assert(is_text(flare_substring(worker, text("ab" NI "z"), 4), "z"));
    assert(is_text(flare_substring_for(worker, text("\xFF\xFE" A_UMLAUT "x"), 2, 2, 0),
                   "\xFE" A_UMLAUT));
    assert(is_text(flare_substring_for(worker, text("a text of many characters"), 3, 18, 0),
                   "text of many chara"));
    assert(stub_error(worker) == FLARE_ERROR_NONE);
    flare_substring_for(worker, text("abc"), 1, -1, 6);
    assert(worker->error.position == 6 && stub_error(worker) == FLARE_ERROR_DATA);
    assert(is_text(flare_left(worker, text("abc"), 2), "ab"));
    assert(is_text(flare_left(worker, text("abc"), -1), "ab"));
    assert(is_text(flare_left(worker, text("abc"), -4), ""));
    assert(is_text(flare_left(worker, text("abc"), INT64_MIN), ""));
    assert(is_text(flare_left(worker, text(NI EMOJI), -1), NI));
    assert(is_text(flare_right(worker, text("abc"), 2), "bc"));
    assert(is_text(flare_right(worker, text("abc"), -1), "bc"));
    assert(is_text(flare_right(worker, text("abc"), INT64_MAX), "abc"));
    assert(is_text(flare_right(worker, text("abc"), INT64_MIN), ""));
    assert(is_text(flare_right(worker, text(NI EMOJI), 1), EMOJI));
}

static void test_trim(void)
{
    assert(is_text(flare_trim(worker, text("  a b "), text(" ")), "a b"));
    assert(is_text(flare_trim(worker, text("xyaxby"), text("xy")), "axb"));
    assert(is_text(flare_trim(worker, text("    "), text(" ")), ""));
    assert(is_text(flare_trim(worker, text("abc"), text("")), "abc"));
    assert(is_text(flare_trim_leading(worker, text("xxax"), text("x")), "ax"));
    assert(is_text(flare_trim_trailing(worker, text("xaxx"), text("x")), "xa"));
    assert(is_text(flare_trim(worker, text(A_UMLAUT NI "b" NI A_UMLAUT), text(NI A_UMLAUT)), "b"));
    /* one byte of a character is not the character */
    assert(is_text(flare_trim(worker, text(A_UMLAUT "b" A_UMLAUT), text("\xA4")),
                   A_UMLAUT "b" A_UMLAUT));
    assert(is_text(flare_trim(worker,
                              text("\xA4"
                                   "b"
                                   "\xA4"),
                              text("\xA4")),
                   "b"));
}

static void test_edits(void)
{
    assert(is_text(flare_concat(worker, text("abc"), text("def")), "abcdef"));
    assert(is_text(flare_concat(worker, text("abcdefgh"), text("ijklmnop")), "abcdefghijklmnop"));
    assert(is_text(flare_concat(worker, text("abcdefg"), text("hijkl")), "abcdefghijkl"));
    assert(is_text(flare_concat(worker, text(""), text("")), ""));
    assert(is_text(flare_replace(worker, text("banana"), text("an"), text("")), "ba"));
    assert(is_text(flare_replace(worker, text("banana"), text("ana"), text("oooooooooooooo")),
                   "boooooooooooooona"));
    assert(is_text(flare_replace(worker, text("banana"), text(""), text("x")), "banana"));
    assert(is_text(flare_replace(worker, text("banana"), text("x"), text("y")), "banana"));
    assert(is_text(flare_reverse(worker, text("a" A_UMLAUT NI "\xFF" EMOJI)),
                   EMOJI "\xFF" NI A_UMLAUT "a"));
    assert(is_text(flare_repeat(worker, text("ab"), 3, 0), "ababab"));
    assert(is_text(flare_repeat(worker, text("abc"), 7, 0), "abcabcabcabcabcabcabc"));
    assert(is_text(flare_repeat(worker, text("ab"), 0, 0), "") &&
           is_text(flare_repeat(worker, text("ab"), -1, 0), ""));
    assert(is_text(flare_repeat(worker, text(""), INT64_MAX, 0), ""));
    assert(is_text(flare_lpad(worker, text("abc"), 6, text("xy"), 0), "xyxabc"));
    assert(is_text(flare_rpad(worker, text("abc"), 6, text("xy"), 0), "abcxyx"));
    assert(is_text(flare_lpad(worker, text("abc"), 2, text("x"), 0), "ab"));
    assert(is_text(flare_rpad(worker, text("abc"), 2, text("x"), 0), "ab"));
    assert(is_text(flare_lpad(worker, text("abc"), 5, text(""), 0), "abc"));
    assert(is_text(flare_lpad(worker, text("abc"), -1, text("x"), 0), ""));
    assert(
        is_text(flare_lpad(worker, text(NI), 4, text(A_UMLAUT "x"), 0), A_UMLAUT "x" A_UMLAUT NI));
    assert(
        is_text(flare_rpad(worker, text(NI), 4, text(A_UMLAUT "x"), 0), NI A_UMLAUT "x" A_UMLAUT));
    assert(is_text(flare_chr(worker, 65, 0), "A") && is_text(flare_chr(worker, 0x1F600, 0), EMOJI));
    assert(stub_error(worker) == FLARE_ERROR_NONE);
    const int32_t no_characters[] = { 0, -1, 0x110000, 0xD800, 0xDFFF, INT32_MAX, INT32_MIN };
    for (size_t i = 0; i < sizeof no_characters / sizeof *no_characters; i++) {
        flare_chr(worker, no_characters[i], 0);
        assert(stub_error(worker) == FLARE_ERROR_DATA);
    }
}

static void test_limits(void)
{
    assert(is_text(flare_repeat(worker, text("ab"), INT64_MAX, 0), ""));
    assert(stub_error(worker) == FLARE_ERROR_DATA);
    flare_repeat(worker, text("ab"), 1 << 30, 0); /* one byte too many */
    assert(stub_error(worker) == FLARE_ERROR_DATA);
    flare_repeat(worker, text("ab"), (1 << 30) - 1, 0); /* allowed, but above the budget */
    assert(stub_error(worker) == FLARE_ERROR_MEMORY);
    flare_lpad(worker, text("ab"), INT64_MAX, text("xyz"), 0);
    assert(stub_error(worker) == FLARE_ERROR_DATA);
    flare_rpad(worker, text("ab"), INT64_MAX, text(EMOJI EMOJI EMOJI EMOJI), 0);
    assert(stub_error(worker) == FLARE_ERROR_DATA);
    flare_string huge = text("0123456789abc");
    huge.length = UINT32_MAX; /* never read: the sum is refused first */
    flare_concat(worker, huge, huge);
    assert(stub_error(worker) == FLARE_ERROR_DATA);
}

static void test_split(void)
{
    static const struct {
        const char *value, *separator;
        int64_t part;
        const char *expected;
    } cases[] = {
        { "a,b,c", ",", 1, "a" },      { "a,b,c", ",", 2, "b" },  { "a,b,c", ",", 3, "c" },
        { "a,b,c", ",", 4, "" },       { "a,b,c", ",", -1, "c" }, { "a,b,c", ",", -3, "a" },
        { "a,b,c", ",", -4, "" },      { "abc", "", 1, "abc" },   { "abc", "", 2, "" },
        { "abc", "", -1, "abc" },      { "", ",", 1, "" },        { "a--b--", "--", 3, "" },
        { "a--b--", "--", -2, "b" },   { "aaa", "aa", 2, "a" },   { "a,b", ",", INT64_MAX, "" },
        { "a,b", ",", INT64_MIN, "" },
    };
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++)
        assert(is_text(flare_split_part(worker, text(cases[i].value), text(cases[i].separator),
                                        cases[i].part, 0),
                       cases[i].expected));
    assert(stub_error(worker) == FLARE_ERROR_NONE);
    flare_split_part(worker, text("a"), text(","), 0, 0);
    assert(stub_error(worker) == FLARE_ERROR_DATA);
}

static void test_case(void)
{
    assert(is_text(flare_upper(worker, text("abcxyz{`0")), "ABCXYZ{`0"));
    assert(is_text(flare_lower(worker, text("ABCXYZ[@0 a long one WITH MORE")),
                   "abcxyz[@0 a long one with more"));
    assert(is_text(flare_upper(worker, text("stra\xC3\x9F"
                                            "e " A_UMLAUT)),
                   "STRA\xC3\x9F"
                   "E \xC3\x84"));
    assert(is_text(flare_lower(worker, text("\xC3\x84\xCE\xA9\xD0\x96")),
                   A_UMLAUT "\xCF\x89\xD0\xB6"));
    assert(is_text(flare_upper(worker, text("\xC9\x90")),
                   "\xE2\xB1\xAF"));                             /* two bytes, three bytes */
    assert(is_text(flare_upper(worker, text("\xC4\xB1")), "I")); /* two bytes, one byte */
    assert(is_text(flare_upper(worker, text("a\xFF\xC3"
                                            "b" NI)),
                   "A\xFF\xC3"
                   "B" NI));
    for (uint32_t code = 0; code < 0x11000; code++) {
        const uint32_t upper = flare_upper_code(code);
        assert(flare_upper_code(upper) == upper);
        const uint32_t lower = flare_lower_code(code);
        assert(flare_lower_code(lower) == lower);
    }
    assert(flare_lower_code(0x10400) == 0x10428 && flare_upper_code(0x10428) == 0x10400);
    assert(flare_upper_code(0xFF) == 0x178 && flare_upper_code(0x101) == 0x100 &&
           flare_upper_code(0x100) == 0x100);
    assert(flare_upper_code(FLARE_UTF8_BAD + 0xE4) == FLARE_UTF8_BAD + 0xE4);
}

/* The characters of a string from the front are those from the back, and functions that cut and join agree with each other. */
static void test_random_bytes(void)
{
    static const uint8_t bytes[] = { 'a', ' ', 0x80, 0xBF, 0xC3, 0xE4, 0xF0, 0xF4, 0xFF, 0xC0, 0 };
    for (int i = 0; i < 40000; i++) {
        const uint32_t length = random_below(40);
        uint8_t *const block = malloc(length + 1);
        assert(block != NULL);
        for (uint32_t k = 0; k < length; k++)
            block[k + 1] = bytes[random_below(sizeof bytes)];
        const flare_string value = string_of(block + 1, length);
        int64_t from_back = 0;
        for (uint32_t end = length; end > 0; from_back++)
            end -= flare_utf8_size_before(block + 1 + end, end);
        const int64_t characters = flare_length(value);
        assert(from_back == characters);
        const int64_t cut = (int64_t)random_below(45);
        const flare_string left = flare_left(worker, value, cut);
        const flare_string right = flare_substring(worker, value, cut + 1);
        assert(flare_equal_string(flare_concat(worker, left, right), value));
        assert(flare_equal_string(left, flare_substring_for(worker, value, 1, cut, 0)));
        if (cut < characters)
            assert(flare_equal_string(flare_right(worker, value, characters - cut), right));
        flare_upper(worker, value);
        flare_lower(worker, value);
        const flare_string reversed = flare_reverse(worker, value);
        assert(reversed.length == length);
        const flare_string trimmed = flare_trim(worker, value, text(" \x80"));
        assert(flare_equal_string(
            trimmed, flare_trim_leading(worker, flare_trim_trailing(worker, value, text(" \x80")),
                                        text("\x80 "))));
        assert(stub_error(worker) == FLARE_ERROR_NONE);
        flare_arena_reset(&worker->block_arena);
        free(block);
    }
}

int main(void)
{
    stub_open(&query, 1, 64 << 20);
    test_order();
    test_lengths();
    test_substring();
    test_trim();
    test_edits();
    test_limits();
    test_split();
    test_case();
    test_random_bytes();
    stub_close(&query);
    return 0;
}
