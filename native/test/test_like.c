/* LIKE and substring search against naive ones, on random strings of few letters, at the end of readable memory. */
#include "worker_stub.h"

#include "flare/strings.h"
#include "like_naive.h"
#include "string/search.h"

enum { MOST_BYTES = 200 };

static flare_query query;
static flare_worker *const worker = &query.workers[0];

static bool like(const char *value, const char *pattern, const char *escape)
{
    return flare_like_match(text(value), text(pattern), text(escape));
}

static void test_examples(void)
{
    assert(like("", "", "") && like("", "%", "") && !like("", "_", "") && !like("a", "", ""));
    assert(like("abc", "a%", "") && like("abc", "%c", "") && like("abc", "%b%", ""));
    assert(like("abc", "a_c", "") && !like("abc", "a_", "") && like("abc", "___", ""));
    assert(like("abc", "%%%", "") && like("abc", "a%b%c", "") && !like("abc", "a%c%b", ""));
    assert(!like("ab", "ab%b", "") && like("abb", "ab%b", "")); /* head and tail may not overlap */
    assert(!like("ABC", "abc", ""));
    assert(like("100%", "100!%", "!") && !like("1000", "100!%", "!"));
    assert(like("a_b", "a\\_b", "\\") && !like("axb", "a\\_b", "\\"));
    assert(like("a\\b", "a\\b", "") && like("a\\b", "a\\\\b", "\\"));
    assert(like("a%b", "a%%b", "%") && !like("axb", "a%%b", "%"));
    assert(!like("a\\", "a\\", "\\"));
    assert(like("\xC3\xA4", "_", "") && !like("\xC3\xA4", "__", ""));
    assert(like("\xE4\xBD\xA0\xE5\xA5\xBD", "__", "") && like("\xE4\xBD\xA0", "%_", ""));
    assert(!like("\xE4\xBD\xA0", "%__", ""));
    assert(like("\xC3(", "__", "") && like("\xFF\xFE", "__", "") && like("\xE4\xBD", "__", ""));
    assert(like("x\xC3\x9Fy", "x\xE2\x82\xAC\xC3\x9Fy", "\xE2\x82\xAC")); /* escape of 3 bytes */
    assert(like("a special kind of requests that", "%special%requests%", ""));
    assert(!like("a requests kind of specials that", "%special%requests%", ""));
    assert(like("0123456789012345678901234567890123456789", "0%1%2%3%4%5%6%7%8%9%0%1%9", ""));
    assert(flare_ilike_match(text("\xC3\x84pfel"), text("\xC3\xA4PF__"), text("")));
    assert(flare_ilike_match(text("a%B"), text("A!%b"), text("!")));
    assert(!flare_ilike_match(text("axB"), text("A!%b"), text("!")));
    assert(flare_ilike_match(text("\xE2\x84\xAA"), text("k"), text(""))); /* the Kelvin sign */
    assert(!flare_ilike_match(text("\xC3"), text("\xE3"), text("")));
}

static void test_check(void)
{
    assert(flare_like_check(worker, text("a%"), text("\\"), 0));
    assert(flare_like_check(worker, text("a\\\\"), text("\\"), 0));
    assert(flare_like_check(worker, text("a\\"), text(""), 0));
    assert(flare_like_check(worker, text(""), text("\\"), 0));
    assert(stub_error(worker) == FLARE_ERROR_NONE);
    assert(!flare_like_check(worker, text("a\\"), text("\\"), 5));
    assert(worker->error.position == 5 && stub_error(worker) == FLARE_ERROR_DATA);
    assert(!flare_like_check(worker, text("a\\\\\\"), text("\\"), 5));
    assert(stub_error(worker) == FLARE_ERROR_DATA);
}

/* A random string of `letters` of the alphabet, at the very end of a block of its own. */
static flare_string random_string(const char *const *alphabet, uint32_t letters, uint32_t count,
                                  char **block)
{
    char bytes[4 * MOST_BYTES];
    size_t length = 0;
    for (uint32_t i = 0; i < count; i++) {
        const char *const letter = alphabet[random_below(letters)];
        memcpy(bytes + length, letter, strlen(letter));
        length += strlen(letter);
    }
    *block = malloc(length + 1);
    assert(*block != NULL);
    memcpy(*block + 1, bytes, length); /* at an odd place */
    return string_of(*block + 1, length);
}

static bool naive(flare_string value, flare_string pattern, flare_string escape)
{
    const uint8_t *const v = (const uint8_t *)bytes_of(&value);
    const uint8_t *const p = (const uint8_t *)bytes_of(&pattern);
    return naive_like(v, v + value.length, p, p + pattern.length,
                      (const uint8_t *)bytes_of(&escape), escape.length);
}

static void compare_with_naive(flare_string value, flare_string pattern, flare_string escape,
                               int64_t *matches)
{
    const bool expected = naive(value, pattern, escape);
    assert(flare_like_match(value, pattern, escape) == expected);
    flare_like_pattern compiled;
    flare_like_compile(&compiled, pattern, escape);
    assert(flare_like_compiled(&compiled, &value) == expected);
    uint8_t keep[3] = { 1, 0, 1 };
    const flare_string rows[3] = { value, value, value };
    flare_like_keep(&compiled, rows, 3, true, keep);
    assert(keep[0] == expected && keep[1] == 0 && keep[2] == expected);
    uint8_t keep_not[2] = { 1, 0 };
    flare_like_keep(&compiled, rows, 2, false, keep_not);
    assert(keep_not[0] == !expected && keep_not[1] == 0);
    *matches += expected;
}

static void test_random(void)
{
    static const char *const values[] = { "a", "b", "c", "\xC3\xA4", "\xE4\xBD\xA0",
                                          "%", "_", "!", "\xE4",     "\xBD" };
    static const char *const patterns[] = {
        "%", "a", "b", "_", "\xC3\xA4", "c", "!", "\xE4\xBD\xA0"
    };
    int64_t matches = 0;
    for (int i = 0; i < 150000; i++) {
        char *value_block;
        char *pattern_block;
        const flare_string value = random_string(values, 2 + random_below(9),
                                                 random_below(i % 10 == 0 ? 60 : 12), &value_block);
        const flare_string pattern =
            random_string(patterns, 2 + random_below(7), random_below(8), &pattern_block);
        compare_with_naive(value, pattern, text(i % 2 ? "!" : ""), &matches);
        free(value_block);
        free(pattern_block);
    }
    assert(matches > 10000 && matches < 140000);
}

/* Long texts with '%' patterns cut out of them, so that they match often. */
static void test_pieces(void)
{
    static const char *const letters[] = { "a", "b", "\xC3\xA4" };
    int64_t matches = 0;
    for (int i = 0; i < 30000; i++) {
        char *block;
        const flare_string value = random_string(letters, 3, 1 + random_below(150), &block);
        const char *const bytes = bytes_of(&value);
        char pattern[2 * MOST_BYTES + 8];
        size_t length = 0;
        uint32_t at = random_below(3);
        for (uint32_t pieces = random_below(5); pieces > 0 && at < value.length; pieces--) {
            if (random_below(4) > 0)
                pattern[length++] = '%';
            at += random_below(20);
            uint32_t size = 1 + random_below(20);
            while (at < value.length && (bytes[at] & 0xC0) == 0x80)
                at++;
            if (at >= value.length)
                break;
            if (at + size > value.length)
                size = value.length - at;
            while (at + size < value.length && (bytes[at + size] & 0xC0) == 0x80)
                size++;
            memcpy(pattern + length, bytes + at, size);
            length += size;
            at += size;
        }
        if (random_below(2) > 0)
            pattern[length++] = '%';
        compare_with_naive(value, string_of(pattern, length), text(i % 2 ? "!" : ""), &matches);
        free(block);
    }
    assert(matches > 3000 && matches < 29000);
}

/* Patterns that exceed what is analysed: many pieces, long ones, with and without escapes. */
static void test_big_patterns(void)
{
    char pattern[600];
    char value[600];
    for (uint32_t pieces = 1; pieces <= 20; pieces++) {
        for (uint32_t size = 1; size <= 25; size += 6) {
            size_t length = 0;
            size_t plain = 0;
            for (uint32_t i = 0; i < pieces; i++) {
                pattern[length++] = '%';
                for (uint32_t k = 0; k < size; k++)
                    value[plain++] = pattern[length++] = (char)('a' + (i + k) % 7);
                value[plain++] = 'z';
            }
            pattern[length++] = '%';
            assert(flare_like_match(string_of(value, plain), string_of(pattern, length), text("")));
            assert(
                flare_like_match(string_of(value, plain), string_of(pattern, length), text("!")));
            memcpy(pattern + length, "!%", 2);
            assert(!flare_like_match(string_of(value, plain), string_of(pattern, length + 2),
                                     text("!")));
            value[plain] = '%';
            assert(flare_like_match(string_of(value, plain + 1), string_of(pattern, length + 2),
                                    text("!")));
            assert(!flare_like_match(string_of(value, plain - 2), string_of(pattern, length),
                                     text("")));
        }
    }
}

static int64_t naive_find(const uint8_t *bytes, uint64_t length, const uint8_t *needle,
                          uint64_t needle_length)
{
    for (uint64_t at = 0; at + needle_length <= length; at++)
        if (memcmp(bytes + at, needle, needle_length) == 0)
            return (int64_t)at;
    return -1;
}

static void test_search(void)
{
    static const char *const letters[] = { "a", "b" };
    for (int i = 0; i < 60000; i++) {
        char *block;
        char *needle_block;
        const flare_string value = random_string(letters, 2, random_below(120), &block);
        const flare_string needle =
            random_string(letters, 2, random_below(i % 3 == 0 ? 40 : 10), &needle_block);
        const uint8_t *const bytes = (const uint8_t *)bytes_of(&value);
        const uint8_t *const wanted = (const uint8_t *)bytes_of(&needle);
        const int64_t expected = naive_find(bytes, value.length, wanted, needle.length);
        assert(flare_find_bytes(bytes, value.length, wanted, needle.length) == expected);
        if (needle.length >= 2 && needle.length <= value.length) {
            assert(flare_search_portable(bytes, value.length, wanted, needle.length) == expected);
            if (__builtin_cpu_supports("avx2"))
                assert(flare_search_avx2(bytes, value.length, wanted, needle.length) == expected);
        }
        free(block);
        free(needle_block);
    }
}

int main(void)
{
    stub_open(&query, 1, 64 << 20);
    test_examples();
    test_check();
    test_random();
    test_pieces();
    test_big_patterns();
    test_search();
    stub_close(&query);
    return 0;
}
