package io.tensorflare.random;

import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/** Groups and window functions. */
final class RandomAggregates {
    private final Dice dice;
    private final RandomValues values;

    RandomAggregates(Dice dice, RandomValues values) {
        this.dice = dice;
        this.values = values;
    }

    /** An aggregate whose result is of the kind. */
    String aggregate(Kind kind, Scope scope) {
        return call(kind, scope) + filter(scope);
    }

    private String filter(Scope scope) {
        return dice.once(8) ? " filter (where " + values.condition(0, scope) + ")" : "";
    }

    private String call(Kind kind, Scope scope) {
        String value = values.value(kind, dice.roll(2) * dice.roll(2), scope);
        String extreme = dice.one("min(", "max(") + value + ")";
        return switch (kind) {
            case INT ->
                    switch (dice.roll(6)) {
                        case 0, 1 -> "count(*)";
                        case 2 -> "count(" + values.value(dice.one(Kind.values()), 0, scope) + ")";
                        case 3 -> "count(distinct " + column(dice.one(Kind.values()), scope) + ")";
                        case 4 -> "sum(" + (dice.once(4) ? "distinct " : "") + value + ")";
                        default -> extreme;
                    };
            case DECIMAL, DOUBLE -> dice.once(2) ? "sum(" + value + ")" : extreme;
            case BOOLEAN -> dice.one("bool_and(", "bool_or(") + value + ")";
            default -> extreme;
        };
    }

    private String column(Kind kind, Scope scope) {
        return values.column(kind, scope.own());
    }

    /** A query that groups, with columns c0, c1, ... of the kinds. */
    String groups(List<Kind> kinds, Scope scope, String body) {
        List<String> items = new ArrayList<>();
        Set<String> keys = new LinkedHashSet<>();
        int most = dice.roll(4);
        for (Kind kind : kinds) {
            List<String> columns = Source.columns(scope.own(), kind);
            if (keys.size() < most && !columns.isEmpty() && dice.once(2)) {
                String key = dice.one(columns);
                items.add(key);
                keys.add(key);
            } else {
                items.add(aggregate(kind, scope));
            }
        }
        if (keys.size() < most && dice.once(4)) {
            List<String> columns = Source.columns(scope.own(), dice.one(Kind.values()));
            columns.stream().limit(1).forEach(keys::add);
        }
        String having =
                dice.once(3)
                        ? " having "
                                + aggregate(Kind.INT, scope)
                                + dice.one(" > ", " < ", " = ", " <> ")
                                + dice.roll(5)
                        : "";
        String by = keys.isEmpty() ? "" : " group by " + sets(keys);
        return RandomQuery.items("", kinds, items) + body + by + having;
    }

    private String sets(Set<String> keys) {
        String list = String.join(", ", keys);
        return switch (dice.roll(8)) {
            case 0 -> "rollup (" + list + ")";
            case 1 -> "cube (" + list + ")";
            case 2 -> "grouping sets ((" + list + "), (" + keys.iterator().next() + "), ())";
            default -> list;
        };
    }

    /** Window functions of the kinds, among other values. */
    List<String> windows(List<Kind> kinds, Scope scope) {
        return kinds.stream()
                .map(kind -> dice.once(3) ? column(kind, scope) : window(kind, scope))
                .toList();
    }

    private String window(Kind kind, Scope scope) {
        String partition = dice.once(3) ? "" : "partition by " + anyColumn(scope) + " ";
        String column = column(kind, scope);
        if (dice.once(3)) {
            String ties = anyColumn(scope) + dice.one("", " desc");
            String call =
                    kind == Kind.INT
                            ? dice.one("rank()", "dense_rank()", "count(*)", "sum(" + column + ")")
                            : call(kind, scope);
            return distinctless(call) + " over (" + partition + "order by " + ties + ")";
        }
        String order = "order by " + everyRow(scope);
        String call =
                switch (dice.roll(6)) {
                    case 0 -> "lag(" + column + dice.one("", ", 2") + ")";
                    case 1 -> "lead(" + column + ")";
                    case 2 -> "first_value(" + column + ")";
                    case 3 -> "last_value(" + column + ")";
                    case 4 ->
                            kind == Kind.INT
                                    ? dice.one("row_number()", "ntile(3)")
                                    : "nth_value(" + column + ", 2)";
                    default -> call(kind, scope);
                };
        boolean framed = !call.matches("(lag|lead|row_number|ntile).*");
        String frame = framed && dice.once(2) ? frame() : "";
        return distinctless(call) + " over (" + partition + order + frame + ")";
    }

    /** Windows know no DISTINCT. */
    private static String distinctless(String call) {
        return call.replace("distinct ", "");
    }

    private String frame() {
        return " rows between "
                + dice.one(
                        "unbounded preceding and current row",
                        "unbounded preceding and 1 preceding",
                        "unbounded preceding and unbounded following",
                        "2 preceding and 1 preceding",
                        "2 preceding and 3 following",
                        "current row and unbounded following",
                        "current row and 3 following",
                        "3 following and 5 following",
                        "3 following and unbounded following");
    }

    /** A column of any kind. */
    String anyColumn(Scope scope) {
        Source source = dice.one(scope.own());
        return source.name() + "." + dice.one(source.columns()).name();
    }

    /** An order in which only rows are peers that are equal. */
    private String everyRow(Scope scope) {
        String all =
                scope.own().stream()
                        .flatMap(
                                source ->
                                        source.columns().stream()
                                                .filter(c -> isEnough(source, c))
                                                .map(c -> source.name() + "." + c.name()))
                        .collect(Collectors.joining(", "));
        return (dice.once(2) ? anyColumn(scope) + dice.one("", " desc") + ", " : "") + all;
    }

    private static boolean isEnough(Source source, Source.Column column) {
        boolean identified = source.columns().get(0).name().equals("id");
        return !identified || column.name().equals("id");
    }
}
