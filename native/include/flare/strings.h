/*
 * LIKE with the pattern analysed once, and substring search, for scans. Not for generated programs: those call flare_like_match and
 * its kin in functions.h.
 *
 * '%' stands for any characters, '_' for one character, the escape takes the next character literally. Literals are compared as
 * bytes. A byte that is not part of valid UTF-8 counts as a character.
 */
#ifndef FLARE_STRINGS_H
#define FLARE_STRINGS_H

#include "flare/program.h"

enum { FLARE_LIKE_PARTS = 8, FLARE_LIKE_TEXT = 128 };

typedef enum {
    FLARE_LIKE_NOTHING, /* ends with its escape */
    FLARE_LIKE_EXACT,   /* no wildcard: head */
    FLARE_LIKE_PIECES, /* head % middle % middle % tail, each may be missing: all patterns with '%' only, while there are few pieces */
    FLARE_LIKE_GENERAL
} flare_like_kind;

typedef struct {
    const uint8_t *bytes;
    uint32_t length;
} flare_like_piece;

/* Points into itself and into the pattern's bytes: not to be copied, and to be dropped before they are. Fields are private. */
typedef struct {
    flare_like_kind kind;
    flare_string pattern, escape;
    flare_like_piece head, tail;
    flare_like_piece middle[FLARE_LIKE_PARTS];
    int32_t middle_count;
    uint32_t least_length; /* of a string that matches */
    uint32_t leading,
        leading_mask;              /* the first bytes of head, as they lie in flare_string.prefix */
    uint8_t text[FLARE_LIKE_TEXT]; /* a short pattern without its escapes */
} flare_like_pattern;

/* Never fails. Whether a pattern may end with its escape is the caller's matter (flare_like_check): it matches nothing. */
void flare_like_compile(flare_like_pattern *compiled, flare_string pattern, flare_string escape);
bool flare_like_compiled(const flare_like_pattern *compiled, const flare_string *value);

/* keep[row] &= (matches == wanted), for rows that are still kept. */
void flare_like_keep(const flare_like_pattern *compiled, const flare_string *values, int32_t rows,
                     bool wanted, uint8_t *keep);

/* Offset of the first place where `needle` lies in `text`, or -1; an empty needle lies at 0. By bytes. */
int64_t flare_find_bytes(const uint8_t *text, uint64_t length, const uint8_t *needle,
                         uint64_t needle_length);

#endif
