/*
 * Regular expressions by PCRE2 with 8-bit units, opened when the first one is met. A thread keeps the expressions it used last, compiled
 * to machine code where the CPU allows; most programs have one or two.
 *
 * The dialect is Perl's; as in RE2, '$' is only the end of the text, and \1 in a replacement is the first group. The few declarations
 * of the library's stable interface are here, so that nothing but the library itself is needed.
 */
#include <dlfcn.h>
#include <pthread.h>
#include <stdlib.h>

#include "string/text.h"
#include "string/utf8.h"

enum {
    PCRE_CASELESS = 0x8,
    PCRE_DOLLAR_ENDONLY = 0x10,
    PCRE_DOTALL = 0x20,
    PCRE_MULTILINE = 0x400,
    PCRE_NEVER_BACKSLASH_C = 0x100000,
    PCRE_UTF = 0x80000,
    PCRE_ENDANCHORED = 0x20000000,
    PCRE_MATCH_INVALID_UTF = 0x4000000, /* matches end before bytes that are no UTF-8 */
    PCRE_JIT_COMPLETE = 1,
    PCRE_NO_MATCH = -1,
    KEPT = 8,
    GROUPS = 10 /* \0 to \9 */
};
static const uint32_t PCRE_ANCHORED = 0x80000000u;

typedef struct pcre_code pcre_code;
typedef struct pcre_match pcre_match;

static struct {
    pcre_code *(*compile)(const uint8_t *, size_t, uint32_t, int *, size_t *, void *);
    int (*jit)(pcre_code *, uint32_t);
    void (*free)(pcre_code *);
    pcre_match *(*create)(const pcre_code *, void *);
    void (*free_match)(pcre_match *);
    int (*match)(const pcre_code *, const uint8_t *, size_t, size_t, uint32_t, pcre_match *,
                 void *);
    size_t *(*places)(pcre_match *);
    int (*message)(int, uint8_t *, size_t);
} pcre;

/* What one thread keeps of one expression. */
typedef struct {
    uint8_t *text; /* the pattern; null: the slot is free */
    uint32_t length;
    uint32_t options;
    pcre_code *code;
    pcre_match *match;
} expression;

typedef struct {
    expression slots[KEPT];
    int next; /* the slot to give up next */
} kept;

static pthread_once_t opened = PTHREAD_ONCE_INIT;
static bool available;
static pthread_key_t kept_key;

static void forget(expression *slot)
{
    if (slot->match)
        pcre.free_match(slot->match);
    if (slot->code)
        pcre.free(slot->code);
    free(slot->text);
    *slot = (expression){ 0 };
}

static void forget_all(void *of_thread)
{
    kept *const all = of_thread;
    for (int i = 0; i < KEPT; i++)
        forget(&all->slots[i]);
    free(all);
}

static void open_library(void)
{
    static const char *const names[] = {
        "pcre2_compile_8",
        "pcre2_jit_compile_8",
        "pcre2_code_free_8",
        "pcre2_match_data_create_from_pattern_8",
        "pcre2_match_data_free_8",
        "pcre2_match_8",
        "pcre2_get_ovector_pointer_8",
        "pcre2_get_error_message_8",
    };
    void *const functions[] = { &pcre.compile,    &pcre.jit,   &pcre.free,   &pcre.create,
                                &pcre.free_match, &pcre.match, &pcre.places, &pcre.message };
    void *const handle = dlopen("libpcre2-8.so.0", RTLD_NOW | RTLD_LOCAL);
    if (!handle || pthread_key_create(&kept_key, forget_all) != 0)
        return;
    for (size_t i = 0; i < sizeof names / sizeof names[0]; i++) {
        void *const function = dlsym(handle, names[i]);
        if (!function)
            return;
        memcpy(functions[i], &function, sizeof function);
    }
    available = true;
}

static kept *kept_by_thread(flare_worker *worker, int32_t position)
{
    pthread_once(&opened, open_library);
    if (!available) {
        flare_fail(&worker->error, FLARE_ERROR_FILE, position,
                   "regular expressions need libpcre2-8.so.0; install the package libpcre2-8-0");
        return NULL;
    }
    kept *all = pthread_getspecific(kept_key);
    if (!all) {
        all = calloc(1, sizeof *all);
        if (!all || pthread_setspecific(kept_key, all) != 0) {
            free(all);
            flare_raise(worker, FLARE_ERROR_MEMORY, position);
            return NULL;
        }
    }
    return all;
}

/* Letters of DuckDB: c and i (case), s (a dot takes line breaks), m, n and p (lines have ends), g (all; for replacements). */
static bool read_options(flare_worker *worker, const flare_string *letters, uint32_t *options,
                         bool *all, int32_t position)
{
    const uint8_t *const bytes = flare_text_bytes(letters);
    *options = PCRE_UTF | PCRE_MATCH_INVALID_UTF | PCRE_DOLLAR_ENDONLY | PCRE_NEVER_BACKSLASH_C;
    *all = false;
    for (uint32_t i = 0; i < letters->length; i++) {
        switch (bytes[i]) {
        case 'c':
            *options &= ~(uint32_t)PCRE_CASELESS;
            break;
        case 'i':
            *options |= PCRE_CASELESS;
            break;
        case 's':
            *options |= PCRE_DOTALL;
            break;
        case 'm':
        case 'n':
        case 'p':
            *options |= PCRE_MULTILINE;
            break;
        case 'g':
            *all = true;
            break;
        default:
            flare_fail(&worker->error, FLARE_ERROR_DATA, position,
                       "the options of a regular expression are letters of c, i, s, m, n, p and "
                       "g, not '%c'",
                       bytes[i] >= ' ' && bytes[i] < 0x7f ? bytes[i] : '?');
            return false;
        }
    }
    return true;
}

static bool compile(flare_worker *worker, expression *slot, const flare_string *pattern,
                    uint32_t options, int32_t position)
{
    int error = 0;
    size_t place = 0;
    slot->text = malloc(pattern->length + 1);
    if (!slot->text) {
        flare_raise(worker, FLARE_ERROR_MEMORY, position);
        return false;
    }
    memcpy(slot->text, flare_text_bytes(pattern), pattern->length);
    slot->length = pattern->length;
    slot->options = options;
    slot->code = pcre.compile(slot->text, slot->length, options, &error, &place, NULL);
    if (!slot->code) {
        uint8_t message[120] = { 0 };
        pcre.message(error, message, sizeof message);
        flare_fail(&worker->error, FLARE_ERROR_DATA, position,
                   "the regular expression is wrong at its byte %zu: %s", place + 1,
                   (const char *)message);
        forget(slot);
        return false;
    }
    pcre.jit(slot->code, PCRE_JIT_COMPLETE); /* where it cannot be, it is interpreted */
    slot->match = pcre.create(slot->code, NULL);
    if (!slot->match) {
        flare_raise(worker, FLARE_ERROR_MEMORY, position);
        forget(slot);
        return false;
    }
    return true;
}

/* The pattern, compiled now or before; null after an error. */
static expression *expression_of(flare_worker *worker, const flare_string *pattern,
                                 uint32_t options, int32_t position)
{
    kept *const all = kept_by_thread(worker, position);
    if (!all)
        return NULL;
    for (int i = 0; i < KEPT; i++) {
        expression *const slot = &all->slots[i];
        if (slot->text && slot->length == pattern->length && slot->options == options &&
            memcmp(slot->text, flare_text_bytes(pattern), slot->length) == 0)
            return slot;
    }
    expression *const slot = &all->slots[all->next];
    all->next = (all->next + 1) % KEPT;
    forget(slot);
    return compile(worker, slot, pattern, options, position) ? slot : NULL;
}

/* Places of the groups of the first match at or behind `from`; null where there is none, or after an error. */
static const size_t *find(flare_worker *worker, expression *slot, const flare_string *value,
                          uint64_t from, int *groups, int32_t position)
{
    const int found =
        pcre.match(slot->code, flare_text_bytes(value), value->length, from, 0, slot->match, NULL);
    if (found < 0 && found != PCRE_NO_MATCH)
        flare_fail(&worker->error, FLARE_ERROR_DATA, position,
                   "the regular expression takes too long on a string of %u bytes; write it with "
                   "fewer repetitions inside of repetitions",
                   value->length);
    if (found < 0)
        return NULL;
    *groups = found;
    return pcre.places(slot->match);
}

static bool matches(flare_worker *worker, flare_string value, flare_string pattern,
                    flare_string letters, uint32_t more, int32_t position)
{
    uint32_t options;
    bool all;
    if (!read_options(worker, &letters, &options, &all, position))
        return false;
    expression *const slot = expression_of(worker, &pattern, options | more, position);
    int groups;
    return slot && find(worker, slot, &value, 0, &groups, position);
}

bool flare_regexp_matches(flare_worker *worker, flare_string value, flare_string pattern,
                          flare_string options, int32_t position)
{
    return matches(worker, value, pattern, options, 0, position);
}

bool flare_regexp_full_match(flare_worker *worker, flare_string value, flare_string pattern,
                             flare_string options, int32_t position)
{
    return matches(worker, value, pattern, options, PCRE_ANCHORED | PCRE_ENDANCHORED, position);
}

flare_string flare_regexp_extract(flare_worker *worker, flare_string value, flare_string pattern,
                                  int64_t group, flare_string letters, int32_t position)
{
    uint32_t options;
    bool all;
    if (!read_options(worker, &letters, &options, &all, position))
        return flare_string_empty();
    expression *const slot = expression_of(worker, &pattern, options, position);
    int groups;
    const size_t *const places = slot ? find(worker, slot, &value, 0, &groups, position) : NULL;
    if (!places || group < 0 || group >= groups || places[2 * group] == SIZE_MAX)
        return flare_string_empty();
    const size_t from = places[2 * group];
    const size_t to = places[2 * group + 1];
    return from >= to ? flare_string_empty()
                      : flare_text_copy(worker, flare_text_bytes(&value) + from, to - from);
}

/* ---- REGEXP_REPLACE ------------------------------------------------------------------------------------------------------- */

/* Bytes in the making; grows, and belongs to the call. */
typedef struct {
    uint8_t *bytes;
    uint64_t length, room;
    bool failed;
} buffer;

static void add(buffer *to, const uint8_t *bytes, uint64_t length)
{
    if (to->failed || length == 0)
        return;
    if (to->length + length > to->room) {
        const uint64_t room = 2 * (to->length + length);
        uint8_t *const moved = room <= 2u * INT32_MAX ? realloc(to->bytes, room) : NULL;
        if (!moved) {
            to->failed = true;
            return;
        }
        to->bytes = moved;
        to->room = room;
    }
    memcpy(to->bytes + to->length, bytes, length);
    to->length += length;
}

/* The replacement with \0 to \9 filled in; "\\" is a backslash. */
static void add_replacement(buffer *to, const flare_string *replacement, const uint8_t *value,
                            const size_t *places, int groups)
{
    const uint8_t *const bytes = flare_text_bytes(replacement);
    for (uint32_t i = 0; i < replacement->length; i++) {
        if (bytes[i] != '\\' || i + 1 == replacement->length) {
            add(to, bytes + i, 1);
            continue;
        }
        i++;
        const int group = bytes[i] - '0';
        if (group < 0 || group >= GROUPS)
            add(to, bytes + i, 1);
        else if (group < groups && places[2 * group] < places[2 * group + 1])
            add(to, value + places[2 * group], places[2 * group + 1] - places[2 * group]);
    }
}

/* An empty match right behind the last match does not count: the character there is kept. */
static void replace(flare_worker *worker, expression *slot, const flare_string *value,
                    const flare_string *replacement, bool all, buffer *to, int32_t position)
{
    const uint8_t *const bytes = flare_text_bytes(value);
    uint64_t at = 0;
    uint64_t behind = UINT64_MAX;
    int groups;
    for (const size_t *places;
         at <= value->length && (places = find(worker, slot, value, at, &groups, position));) {
        const uint64_t from = places[0];
        const uint64_t end = places[1] > from ? places[1] : from;
        add(to, bytes + at, from > at ? from - at : 0);
        if (from == end && from == behind) {
            const uint32_t size =
                from < value->length ? flare_utf8_size(bytes + from, value->length - from) : 1;
            add(to, bytes + from, from < value->length ? size : 0);
            at = from + size;
            behind = UINT64_MAX;
            continue;
        }
        add_replacement(to, replacement, bytes, places, groups);
        at = end;
        behind = end;
        if (!all)
            break;
    }
    if (at < value->length)
        add(to, bytes + at, value->length - at);
}

flare_string flare_regexp_replace(flare_worker *worker, flare_string value, flare_string pattern,
                                  flare_string replacement, flare_string letters, int32_t position)
{
    uint32_t options;
    bool all;
    if (!read_options(worker, &letters, &options, &all, position))
        return flare_string_empty();
    expression *const slot = expression_of(worker, &pattern, options, position);
    if (!slot)
        return flare_string_empty();
    buffer made = { 0 };
    replace(worker, slot, &value, &replacement, all, &made, position);
    flare_string result = flare_string_empty();
    flare_text text;
    if (made.failed) {
        flare_raise(worker, FLARE_ERROR_MEMORY, position);
    } else if (flare_text_open(worker, &text, made.length, position)) {
        if (made.length > 0)
            memcpy(text.bytes, made.bytes, made.length);
        result = flare_text_close(&text);
    }
    free(made.bytes);
    return result;
}
