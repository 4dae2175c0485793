package io.tensorflare.random;

import java.util.List;

/** Expressions of every kind. {@code {/}} stands for the division of whole numbers. */
final class RandomValues {
    private final Dice dice;
    private final RandomQuery queries;

    RandomValues(Dice dice, RandomQuery queries) {
        this.dice = dice;
        this.queries = queries;
    }

    /**
     * @param depth how deeply it is nested; below one there are no sub-queries
     */
    String value(Kind kind, int depth, Scope scope) {
        if (depth <= 0 || dice.once(2)) {
            return leaf(kind, scope);
        }
        return switch (dice.roll(12)) {
            case 0 -> "coalesce(" + two(kind, depth, scope) + ")";
            case 1 -> "nullif(" + two(kind, depth, scope) + ")";
            case 2, 3 ->
                    "case when "
                            + condition(depth - 1, scope)
                            + " then "
                            + value(kind, depth - 1, scope)
                            + (dice.once(3) ? "" : " else " + value(kind, depth - 1, scope))
                            + " end";
            case 4, 5 -> "(" + queries.single(kind, depth - 1, scope) + ")";
            default -> operation(kind, depth - 1, scope);
        };
    }

    private String two(Kind kind, int depth, Scope scope) {
        return value(kind, depth - 1, scope) + ", " + value(kind, depth - 1, scope);
    }

    private String leaf(Kind kind, Scope scope) {
        List<String> outer = Source.columns(scope.outer(), kind);
        if (!outer.isEmpty() && dice.once(6)) {
            return dice.one(outer);
        }
        return dice.once(6) ? literal(kind) : column(kind, scope.own());
    }

    /** A column of the kind, or what comes next to it. */
    String column(Kind kind, List<Source> sources) {
        List<String> columns = Source.columns(sources, kind);
        return columns.isEmpty() ? literal(kind) : dice.one(columns);
    }

    String literal(Kind kind) {
        return switch (kind) {
            case INT -> Integer.toString(dice.roll(12));
            case BIG -> dice.one("0", "7", "2147483647", "9223372036854775806");
            case DECIMAL -> dice.one("0.00", "1.25", "-0.5", "2.750", "10.0");
            case DOUBLE -> dice.one("0.5e0", "-2e0", "cast(3 as double)", "1.75e0");
            case STRING -> dice.one("'apple'", "''", "'Äpfel'", "'name 7'", "'aa'", "'日本語'");
            case DATE -> dice.one("date '2000-02-29'", "date '1999-12-31'", "date '2001-06-01'");
            case TIMESTAMP ->
                    dice.one(
                            "timestamp '2000-01-01 00:00:00'", "timestamp '2001-02-03 04:05:06.7'");
            case BOOLEAN -> dice.one("true", "false");
        };
    }

    private String operation(Kind kind, int depth, Scope scope) {
        return switch (kind) {
            case INT -> whole(depth, scope);
            case BIG -> leaf(kind, scope);
            case DECIMAL ->
                    switch (dice.roll(5)) {
                        case 0 -> "abs(" + value(kind, depth, scope) + ")";
                        case 1 -> "cast(" + column(Kind.INT, scope.own()) + " as decimal(12,3))";
                        case 2 -> column(kind, scope.own()) + " * 0.5";
                        default -> sum(kind, depth, scope);
                    };
            case DOUBLE ->
                    switch (dice.roll(5)) {
                        case 0 -> "abs(" + value(kind, depth, scope) + ")";
                        case 1 -> "cast(" + value(Kind.INT, depth, scope) + " as double)";
                        case 2 -> "cast(" + column(Kind.DECIMAL, scope.own()) + " as double)";
                        case 3 -> "(" + value(kind, depth, scope) + " * 0.5e0)";
                        default -> sum(kind, depth, scope);
                    };
            case STRING -> string(depth, scope);
            case DATE ->
                    switch (dice.roll(4)) {
                        case 0 -> "last_day(" + value(kind, depth, scope) + ")";
                        case 1 -> "cast(" + value(Kind.TIMESTAMP, depth, scope) + " as date)";
                        case 2 ->
                                "cast(date_trunc('"
                                        + dice.one("month", "year", "week", "quarter")
                                        + "', "
                                        + value(kind, depth, scope)
                                        + ") as date)";
                        default -> "(" + value(kind, depth, scope) + " + " + dice.roll(40) + ")";
                    };
            case TIMESTAMP ->
                    dice.once(2)
                            ? "date_trunc('hour', " + value(kind, depth, scope) + ")"
                            : "(" + value(kind, depth, scope) + " + interval '3' day)";
            case BOOLEAN -> "(" + condition(depth, scope) + ")";
        };
    }

    private String sum(Kind kind, int depth, Scope scope) {
        return "("
                + value(kind, depth, scope)
                + dice.one(" + ", " - ")
                + value(kind, depth, scope)
                + ")";
    }

    private String whole(int depth, Scope scope) {
        return switch (dice.roll(12)) {
            case 0 -> "length(" + value(Kind.STRING, depth, scope) + ")";
            case 1 -> "strpos(" + value(Kind.STRING, depth, scope) + ", 'a')";
            case 2 ->
                    "extract("
                            + dice.one("year", "month", "day", "quarter", "doy")
                            + " from "
                            + value(Kind.DATE, depth, scope)
                            + ")";
            case 3 -> "(" + value(Kind.DATE, depth, scope) + " - date '2000-01-01')";
            case 4 -> "extract(hour from " + value(Kind.TIMESTAMP, depth, scope) + ")";
            case 5 -> "cast(" + value(Kind.BOOLEAN, depth, scope) + " as int)";
            case 6 ->
                    "(" + column(Kind.INT, scope.own()) + " {/} " + dice.one("2", "3", "-7") + ")";
            case 7 -> "(" + column(Kind.INT, scope.own()) + " % " + dice.one("2", "3", "7") + ")";
            case 8 -> "abs(" + value(Kind.INT, depth, scope) + ")";
            case 9 -> "(" + column(Kind.INT, scope.own()) + " * " + dice.one("2", "-3") + ")";
            default -> sum(Kind.INT, depth, scope);
        };
    }

    private String string(int depth, Scope scope) {
        String value = value(Kind.STRING, depth, scope);
        return switch (dice.roll(11)) {
            case 0 -> "upper(" + value + ")";
            case 1 -> "lower(" + value + ")";
            case 2 -> "substring(" + value + ", " + (1 + dice.roll(3)) + ", " + dice.roll(4) + ")";
            case 3 -> "trim(" + value + ")";
            case 4 -> "replace(" + value + ", 'a', 'é')";
            case 5 -> dice.one("left(", "right(") + value + ", 2)";
            case 6 -> "lpad(" + value + ", 5, '*')";
            case 7 -> "cast(" + value(Kind.INT, depth, scope) + " as varchar)";
            case 8 -> "cast(" + value(Kind.DATE, depth, scope) + " as varchar)";
            case 9 -> "reverse(" + value + ")";
            default -> "(" + value + " || " + value(Kind.STRING, depth, scope) + ")";
        };
    }

    /** What can be true, false or unknown. */
    String condition(int depth, Scope scope) {
        int less = depth - 1;
        String not = dice.once(2) ? "not " : "";
        Kind kind = dice.one(Kind.values());
        return switch (dice.roll(depth <= 0 ? 10 : 20)) {
            case 0, 1, 2, 3 -> comparison(kind, less, scope);
            case 4 -> value(kind, less, scope) + " is " + not + "null";
            case 5 ->
                    value(kind, less, scope)
                            + " is "
                            + not
                            + "distinct from "
                            + value(kind, less, scope);
            case 6 ->
                    value(kind, less, scope)
                            + " "
                            + not
                            + "in ("
                            + literal(kind)
                            + ", "
                            + dice.one(literal(kind), literal(kind), "null")
                            + ")";
            case 7 ->
                    value(kind, less, scope)
                            + " "
                            + not
                            + "between "
                            + value(kind, less, scope)
                            + " and "
                            + value(kind, less, scope);
            case 8 -> like(not, less, scope);
            case 9 -> test(not, less, scope);
            case 10, 11 -> "(" + condition(less, scope) + " and " + condition(less, scope) + ")";
            case 12, 13 -> "(" + condition(less, scope) + " or " + condition(less, scope) + ")";
            case 14 -> "not (" + condition(less, scope) + ")";
            case 15, 16 -> not + "exists (" + queries.rows(kind, less, scope) + ")";
            case 17, 18 ->
                    leaf(kind, scope) + " " + not + "in (" + queries.rows(kind, less, scope) + ")";
            default ->
                    leaf(kind, scope)
                            + operator()
                            + dice.one("any (", "all (")
                            + queries.rows(kind, less, scope)
                            + ")";
        };
    }

    private String operator() {
        return dice.one(" = ", " = ", " = ", " < ", " > ", " <= ", " >= ", " <> ");
    }

    private String comparison(Kind kind, int depth, Scope scope) {
        Kind other =
                switch (kind) {
                    case INT -> dice.one(Kind.INT, Kind.INT, Kind.BIG, Kind.DECIMAL, Kind.DOUBLE);
                    case DECIMAL -> dice.one(Kind.DECIMAL, Kind.DECIMAL, Kind.INT);
                    default -> kind;
                };
        return value(kind, depth, scope) + operator() + value(other, depth, scope);
    }

    private String like(String not, int depth, Scope scope) {
        String pattern =
                dice.one("'a%'", "'%pp%'", "'%l_'", "'_a%'", "'%'", "''", "'%a%e%'", "'日__'");
        return value(Kind.STRING, depth, scope)
                + " "
                + not
                + dice.one("like ", "like ", "ilike ")
                + pattern;
    }

    private String test(String not, int depth, Scope scope) {
        String value = value(Kind.BOOLEAN, depth, scope);
        return dice.once(2) ? value : value + " is " + not + dice.one("true", "false");
    }
}
