package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import java.util.Optional;
import java.util.OptionalInt;

/**
 * One running value of a group: a field of the group's struct, zero at first.
 *
 * @param field its name in the struct
 * @param argument the input's column that it takes in; empty where it counts rows
 * @param filter the input's column that lets a row in
 * @param type of the field
 * @param seen the field that counts what this one took in; for those that need to know their first
 *     value
 */
record Accumulator(
        Kind kind,
        String field,
        OptionalInt argument,
        OptionalInt filter,
        CType type,
        Optional<String> seen,
        int position) {
    enum Kind {
        COUNT,
        SUM,
        /** A sum that may leave 38 digits: checked at each step. */
        SUM_CHECKED,
        MINIMUM,
        MAXIMUM,
        ANY,
        ALL_TRUE,
        ANY_TRUE,
        MOMENTS
    }

    /** The field's C type; moments are a struct of the runtime's. */
    String declared() {
        return kind == Kind.MOMENTS ? "flare_moments" : type.stored();
    }

    /** Takes in a value; {@code place} is {@code group->field} or a local variable. */
    void update(CWriter c, CExpr place, CExpr seenPlace, CExpr value, Optional<IdSpace> strings) {
        switch (kind) {
            case COUNT -> c.line("$++;", place);
            case SUM -> add(c, place, value);
            case SUM_CHECKED ->
                    c.line(
                            "$ = flare_add_int128(worker, $, $, $);",
                            place,
                            place,
                            wide(value),
                            position);
            case MINIMUM, MAXIMUM -> extreme(c, place, seenPlace, value, strings);
            case ANY -> c.block("if ($)", () -> set(c, place, value, strings), first(seenPlace));
            case ALL_TRUE ->
                    c.line(
                            "$ = $;",
                            place,
                            first(seenPlace)
                                    .or(place.compare("!=", CExpr.number(CType.BOOL, 0)))
                                    .and(value));
            case ANY_TRUE ->
                    c.line(
                            "$ = $;",
                            place,
                            place.compare("!=", CExpr.number(CType.BOOL, 0)).or(value));
            case MOMENTS -> c.line("flare_moments_add(&$, $);", place, value.cast(CType.DOUBLE));
        }
    }

    /** Takes a value out again, of those that were taken in: counts and exact sums. */
    void remove(CWriter c, CExpr place, CExpr value) {
        switch (kind) {
            case COUNT -> c.line("$--;", place);
            case SUM -> {
                if (type == CType.INT128) {
                    c.line("flare_deduct_int128(&$, $);", place, wide(value));
                } else {
                    c.line("$ -= $;", place, value);
                }
            }
            case SUM_CHECKED ->
                    c.line(
                            "$ = flare_subtract_int128(worker, $, $, $);",
                            place,
                            place,
                            wide(value),
                            position);
            case MINIMUM, MAXIMUM, ANY, ALL_TRUE, ANY_TRUE, MOMENTS ->
                    throw new IllegalStateException("a value cannot leave " + kind);
        }
    }

    /** Whether {@link #remove} leaves what would be there without the value. */
    boolean isReversible() {
        return switch (kind) {
            case COUNT, SUM_CHECKED -> true;
            case SUM -> !type.isFloating();
            case MINIMUM, MAXIMUM, ANY, ALL_TRUE, ANY_TRUE, MOMENTS -> false;
        };
    }

    private void add(CWriter c, CExpr place, CExpr value) {
        if (type != CType.INT128) {
            c.line("$ += $;", place, value);
        } else if (value.type() == CType.INT128) {
            c.line("flare_accumulate_int128(&$, $);", place, value);
        } else {
            c.line("flare_accumulate_int64(&$, $);", place, value);
        }
    }

    private static CExpr wide(CExpr value) {
        return value.type() == CType.INT128
                ? value
                : CExpr.call(CType.INT128, "flare_int128_of", value);
    }

    private static CExpr first(CExpr seen) {
        return seen.compare("==", CExpr.number(seen.type(), 0));
    }

    private void extreme(
            CWriter c, CExpr place, CExpr seen, CExpr value, Optional<IdSpace> strings) {
        c.block(
                "if ($)",
                () -> set(c, place, value, strings),
                first(seen).or(better(value, place)));
    }

    private void set(CWriter c, CExpr place, CExpr value, Optional<IdSpace> strings) {
        if (type == CType.STRING && strings.isPresent()) {
            c.line(
                    "$ = flare_ids_string($, flare_ids_intern(worker, $, $));",
                    place,
                    strings.orElseThrow().expression(),
                    strings.orElseThrow().expression(),
                    value);
        } else {
            c.line("$ = $;", place, value);
        }
    }

    private CExpr better(CExpr value, CExpr best) {
        boolean least = kind == Kind.MINIMUM;
        CExpr zero = CExpr.number(CType.INT32, 0);
        return switch (type) {
            case STRING ->
                    CExpr.call(CType.INT32, "flare_compare_string", value, best)
                            .compare(least ? "<" : ">", zero);
            case INT128 ->
                    CExpr.call(CType.INT32, "flare_compare_int128", value, best)
                            .compare(least ? "<" : ">", zero);
            case FLOAT, DOUBLE ->
                    CExpr.call(
                            CType.BOOL,
                            "flare_less_double",
                            least ? value : best,
                            least ? best : value);
            default -> value.as(type).compare(least ? "<" : ">", best);
        };
    }

    /** Takes in what another group's field of the same kind holds. */
    void merge(CWriter c) {
        CExpr into = CExpr.name(type, "into->" + field);
        CExpr from = CExpr.name(type, "from->" + field);
        switch (kind) {
            case COUNT -> c.line("$ += $;", into, from);
            case SUM -> add(c, into, from);
            case SUM_CHECKED -> c.line("flare_accumulate_saturating(&$, $);", into, from);
            case MINIMUM, MAXIMUM, ANY -> mergeFirst(c, into, from);
            case ALL_TRUE ->
                    c.block(
                            "if ($)",
                            () ->
                                    c.line(
                                            "$ = $;",
                                            into,
                                            first(seenIn("into"))
                                                    .choose(
                                                            from,
                                                            into.compare(
                                                                            "!=",
                                                                            CExpr.number(
                                                                                    CType.BOOL, 0))
                                                                    .and(from))),
                            seenIn("from").compare(">", CExpr.number(CType.INT64, 0)));
            case ANY_TRUE -> c.line("$ = $;", into, into.or(from));
            case MOMENTS -> c.line("flare_moments_merge(&$, &$);", into, from);
        }
    }

    private CExpr seenIn(String group) {
        return CExpr.name(CType.INT64, group + "->" + seen.orElseThrow());
    }

    private void mergeFirst(CWriter c, CExpr into, CExpr from) {
        CExpr empty = first(seenIn("into"));
        CExpr take = kind == Kind.ANY ? empty : empty.or(better(from, into));
        c.block(
                "if ($)",
                () -> c.line("$ = $;", into, from),
                seenIn("from").compare(">", CExpr.number(CType.INT64, 0)).and(take));
    }

    /** Whether the update is cheap enough for a local variable. */
    boolean isScalar() {
        return (kind == Kind.COUNT || kind == Kind.SUM) && type != CType.INT128;
    }
}
