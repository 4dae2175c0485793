/*
 * LIKE in two ways. A pattern of literals and '%' falls into pieces: the first must begin the string, the last end it, and those between are
 * searched from left to right, each as early as possible. All else goes to the general matcher, which walks both strings and, where they
 * differ, lets the latest '%' take one more character; no earlier '%' need ever take more.
 *
 * A piece that begins with a continuation byte (no valid text does) could be found inside of a character, so it is left to the general matcher too.
 */
#include "flare/strings.h"
#include "string/case.h"
#include "string/text.h"
#include "string/utf8.h"

enum { COMPILE_FROM_BYTES = 32 };

/* ---- The general matcher ------------------------------------------------------------------------------------------------ */

/* Bytes of the escape that begins here, or 0. */
static inline uint32_t escape_at(const uint8_t *bytes, uint64_t left, const uint8_t *escape,
                                 uint32_t escape_length)
{
    if (escape_length == 0 || left < escape_length || bytes[0] != escape[0])
        return 0;
    return memcmp(bytes, escape, escape_length) == 0 ? escape_length : 0;
}

typedef struct {
    const uint8_t *bytes;
    uint64_t length;
} span;

/* Bytes of the value that the pattern's literal takes, or 0 where it does not fit; *literal: its bytes in the pattern. */
static inline __attribute__((always_inline)) uint32_t take_literal(span value, span pattern,
                                                                   bool escaped, bool fold,
                                                                   uint32_t *literal)
{
    *literal = escaped || fold ? flare_utf8_size(pattern.bytes, pattern.length) : 1;
    if (value.length == 0)
        return 0;
    if (fold) {
        const uint32_t size = flare_utf8_size(value.bytes, value.length);
        const uint32_t code = flare_utf8_code(value.bytes, size);
        const uint32_t wanted = flare_utf8_code(pattern.bytes, *literal);
        return code == wanted || flare_lower_code(code) == flare_lower_code(wanted) ? size : 0;
    }
    if (value.length < *literal || memcmp(value.bytes, pattern.bytes, *literal) != 0)
        return 0;
    return *literal;
}

/* The byte that a string must have where the pattern goes on with this one; 0 where that is not known, or may be inside of a character. */
static inline uint8_t anchor_of(uint8_t byte, span escape)
{
    const bool special =
        byte == '%' || byte == '_' || (escape.length > 0 && byte == escape.bytes[0]);
    return special || flare_utf8_continues(byte) ? 0 : byte;
}

static inline __attribute__((always_inline)) bool match(span value, span pattern, span escape,
                                                        bool fold)
{
    uint64_t at = 0;
    uint64_t place = 0; /* in the pattern */
    uint64_t star_at = 0;
    uint64_t star_place = 0; /* behind the latest '%'; 0: there is none */
    uint8_t anchor = 0;      /* the byte that must come next there */
    while (at < value.length || place < pattern.length) {
        if (place < pattern.length) {
            const uint8_t byte = pattern.bytes[place];
            const uint32_t skip = escape_at(pattern.bytes + place, pattern.length - place,
                                            escape.bytes, (uint32_t)escape.length);
            if (skip == 0 && byte == '%') {
                star_at = at;
                star_place = ++place;
                if (place == pattern.length)
                    return true;
                if (!fold)
                    anchor = anchor_of(pattern.bytes[place], escape);
                continue;
            }
            if (skip == 0 && byte == '_') {
                if (at < value.length) {
                    at += flare_utf8_size(value.bytes + at, value.length - at);
                    place++;
                    continue;
                }
            } else if (place + skip == pattern.length) {
                return false;
            } else {
                const span rest = { value.bytes + at, value.length - at };
                const span from = { pattern.bytes + place + skip, pattern.length - place - skip };
                uint32_t literal;
                const uint32_t taken = take_literal(rest, from, skip > 0, fold, &literal);
                if (taken > 0) {
                    at += taken;
                    place += skip + literal;
                    continue;
                }
            }
        }
        if (star_place == 0 || star_at >= value.length)
            return false;
        star_at += flare_utf8_size(value.bytes + star_at, value.length - star_at);
        if (anchor != 0) {
            const uint8_t *const found =
                memchr(value.bytes + star_at, anchor, value.length - star_at);
            if (found == NULL)
                return false;
            star_at = (uint64_t)(found - value.bytes);
        }
        at = star_at;
        place = star_place;
    }
    return true;
}

static span span_of(const flare_string *string)
{
    return (span){ flare_text_bytes(string), string->length };
}

static bool match_general(const flare_string *value, const flare_string *pattern,
                          const flare_string *escape)
{
    return match(span_of(value), span_of(pattern), span_of(escape), false);
}

bool flare_ilike_match(flare_string value, flare_string pattern, flare_string escape)
{
    return match(span_of(&value), span_of(&pattern), span_of(&escape), true);
}

/* ---- Analysis ----------------------------------------------------------------------------------------------------------- */

/* Notes a piece; false if there are too many, or it cannot be searched by bytes. */
static bool add_piece(flare_like_pattern *compiled, const uint8_t *bytes, const uint8_t *end,
                      bool is_first)
{
    const flare_like_piece piece = { bytes, (uint32_t)(end - bytes) };
    compiled->least_length += piece.length;
    if (is_first) {
        compiled->head = piece;
        return true;
    }
    if (piece.length == 0)
        return true;
    if (compiled->middle_count == FLARE_LIKE_PARTS || flare_utf8_continues(bytes[0]))
        return false;
    compiled->middle[compiled->middle_count++] = piece;
    return true;
}

/* After the last piece, which is no middle one. */
static flare_like_kind end_pieces(flare_like_pattern *compiled, bool has_percent, bool has_tail)
{
    if (!has_percent)
        return FLARE_LIKE_EXACT;
    if (has_tail)
        compiled->tail = compiled->middle[--compiled->middle_count];
    return FLARE_LIKE_PIECES;
}

/* Splits a pattern without escapes at its '%'. */
static flare_like_kind split(flare_like_pattern *compiled, span pattern)
{
    const uint8_t *const end = pattern.bytes + pattern.length;
    const uint8_t *piece = pattern.bytes;
    if (memchr(pattern.bytes, '_', pattern.length) != NULL)
        return FLARE_LIKE_GENERAL;
    for (bool is_first = true;; is_first = false) {
        const uint8_t *const percent = memchr(piece, '%', (size_t)(end - piece));
        if (!add_piece(compiled, piece, percent != NULL ? percent : end, is_first))
            return FLARE_LIKE_GENERAL;
        if (percent == NULL)
            return end_pieces(compiled, !is_first, piece < end);
        piece = percent + 1;
    }
}

/* The same with escapes, which are left out of `text`, where the pieces then lie. */
static flare_like_kind split_escaped(flare_like_pattern *compiled, span pattern, span escape)
{
    uint8_t *out = compiled->text;
    const uint8_t *piece = out;
    bool is_first = true;
    for (uint64_t at = 0; at < pattern.length;) {
        const uint32_t skip = escape_at(pattern.bytes + at, pattern.length - at, escape.bytes,
                                        (uint32_t)escape.length);
        const uint8_t byte = pattern.bytes[at];
        uint32_t size = 1;
        if (skip > 0) {
            at += skip;
            if (at == pattern.length)
                return FLARE_LIKE_NOTHING;
            size = flare_utf8_size(pattern.bytes + at, pattern.length - at);
        } else if (byte == '_') {
            return FLARE_LIKE_GENERAL;
        } else if (byte == '%') {
            if (!add_piece(compiled, piece, out, is_first))
                return FLARE_LIKE_GENERAL;
            is_first = false;
            piece = out + 1;
        }
        memcpy(out, pattern.bytes + at, size);
        out += size;
        at += size;
    }
    if (!add_piece(compiled, piece, out, is_first))
        return FLARE_LIKE_GENERAL;
    return end_pieces(compiled, !is_first, piece < out);
}

static flare_like_kind analyse(flare_like_pattern *compiled)
{
    const span pattern = span_of(&compiled->pattern);
    const span escape = span_of(&compiled->escape);
    if (escape.length == 0 || memchr(pattern.bytes, escape.bytes[0], pattern.length) == NULL)
        return split(compiled, pattern);
    return pattern.length <= FLARE_LIKE_TEXT ? split_escaped(compiled, pattern, escape)
                                             : FLARE_LIKE_GENERAL;
}

void flare_like_compile(flare_like_pattern *compiled, flare_string pattern, flare_string escape)
{
    compiled->pattern = pattern;
    compiled->escape = escape;
    compiled->head = (flare_like_piece){ compiled->text, 0 };
    compiled->tail = compiled->head;
    compiled->middle_count = 0;
    compiled->least_length = 0;
    compiled->kind = analyse(compiled);
    const uint32_t leading = compiled->head.length < 4 ? compiled->head.length : 4;
    compiled->leading = 0;
    memcpy(&compiled->leading, compiled->head.bytes, leading);
    compiled->leading_mask = leading == 4 ? UINT32_MAX : (1u << (8 * leading)) - 1;
}

/* ---- Matching ----------------------------------------------------------------------------------------------------------- */

static inline bool equal_bytes(const uint8_t *text, flare_like_piece piece)
{
    return memcmp(text, piece.bytes, piece.length) == 0;
}

static inline bool match_pieces(const flare_like_pattern *compiled, const flare_string *value)
{
    uint32_t leading;
    memcpy(&leading, value->prefix, sizeof leading);
    if (value->length < compiled->least_length ||
        (leading & compiled->leading_mask) != compiled->leading)
        return false;
    const uint8_t *text = flare_text_bytes(value);
    const uint8_t *const end = text + value->length - compiled->tail.length;
    if (compiled->head.length > 4 && !equal_bytes(text, compiled->head))
        return false;
    if (compiled->tail.length > 0 && !equal_bytes(end, compiled->tail))
        return false;
    text += compiled->head.length;
    for (int32_t i = 0; i < compiled->middle_count; i++) {
        const flare_like_piece piece = compiled->middle[i];
        const int64_t found =
            flare_find_bytes(text, (uint64_t)(end - text), piece.bytes, piece.length);
        if (found < 0)
            return false;
        text += found + piece.length;
    }
    return true;
}

bool flare_like_compiled(const flare_like_pattern *compiled, const flare_string *value)
{
    switch (compiled->kind) {
    case FLARE_LIKE_NOTHING:
        break;
    case FLARE_LIKE_EXACT:
        return value->length == compiled->head.length && match_pieces(compiled, value);
    case FLARE_LIKE_PIECES:
        return match_pieces(compiled, value);
    case FLARE_LIKE_GENERAL:
        return match_general(value, &compiled->pattern, &compiled->escape);
    }
    return false;
}

void flare_like_keep(const flare_like_pattern *compiled, const flare_string *values, int32_t rows,
                     bool wanted, uint8_t *keep)
{
    if (compiled->kind == FLARE_LIKE_PIECES) {
        for (int32_t row = 0; row < rows; row++)
            if (keep[row])
                keep[row] = match_pieces(compiled, &values[row]) == wanted;
        return;
    }
    for (int32_t row = 0; row < rows; row++)
        if (keep[row])
            keep[row] = flare_like_compiled(compiled, &values[row]) == wanted;
}

bool flare_like_match(flare_string value, flare_string pattern, flare_string escape)
{
    const uint8_t first = pattern.prefix[0];
    if (first != '%' && first != '_' && escape.length == 0 && first != value.prefix[0])
        return false; /* unused bytes are zero, so this holds of empty ones too */
    if (value.length < COMPILE_FROM_BYTES)
        return match_general(&value, &pattern, &escape);
    flare_like_pattern compiled;
    flare_like_compile(&compiled, pattern, escape);
    return flare_like_compiled(&compiled, &value);
}

bool flare_like_check(flare_worker *worker, flare_string pattern, flare_string escape,
                      int32_t position)
{
    const span text = span_of(&pattern);
    const span mark = span_of(&escape);
    for (uint64_t at = 0; at < text.length;) {
        const uint32_t skip =
            escape_at(text.bytes + at, text.length - at, mark.bytes, escape.length);
        at += skip;
        if (at == text.length) {
            flare_fail(&worker->error, FLARE_ERROR_DATA, position,
                       "a LIKE pattern ends with its escape character; write it twice to mean "
                       "itself");
            return false;
        }
        at += skip > 0 ? flare_utf8_size(text.bytes + at, text.length - at) : 1;
    }
    return true;
}
