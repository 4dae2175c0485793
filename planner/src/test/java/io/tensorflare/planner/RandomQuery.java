package io.tensorflare.planner;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * Makes queries at random over the integer columns of {@code small-tables.sql}: joins, and
 * sub-queries of all kinds within each other that refer to any query around them.
 */
final class RandomQuery {
    private static final List<Source> TABLES =
            List.of(
                    new Source("staff", List.of("id", "dept", "boss", "pay")),
                    new Source("dept", List.of("id", "head")),
                    new Source("sale", List.of("staff", "kind")),
                    new Source("pair", List.of("a", "b")),
                    new Source("peer", List.of("a", "b")),
                    new Source("nothing", List.of("id", "x")),
                    new Source("blank", List.of("id", "x")));

    private final Random random;
    private int tables;

    private RandomQuery(long seed) {
        random = new Random(seed);
    }

    /** A table, or one of FROM by its alias. */
    private record Source(String name, List<String> columns) {}

    /**
     * What an expression can name.
     *
     * @param own the tables of the query it stands in
     * @param outer those of the queries around
     */
    private record Scope(List<Source> own, List<Source> outer) {
        List<Source> all() {
            List<Source> all = new ArrayList<>(own);
            all.addAll(outer);
            return all;
        }
    }

    /** A query; the same for the same seed. Depth is how deeply things are nested. */
    static String of(long seed, int depth) {
        return new RandomQuery(seed).query(depth);
    }

    private <T> T one(List<T> list) {
        return list.get(random.nextInt(list.size()));
    }

    private boolean once(int in) {
        return random.nextInt(in) == 0;
    }

    private String query(int depth) {
        List<Source> own = new ArrayList<>();
        String from = from(own);
        Scope scope = new Scope(own, List.of());
        List<String> items = new ArrayList<>();
        for (int i = random.nextInt(3); i >= 0; i--) {
            items.add(
                    switch (random.nextInt(4)) {
                        case 0 -> "(" + condition(depth, scope) + ")";
                        case 1 -> value(depth, scope);
                        default -> column(own);
                    });
        }
        String where = once(3) ? "" : " where " + condition(depth, scope);
        return "select " + String.join(", ", items) + " from " + from + where;
    }

    private String from(List<Source> own) {
        String first = table(own);
        if (random.nextInt(6) > 1) {
            return first;
        }
        String kind =
                one(List.of("join", "join", "left join", "left join", "right join", "full join"));
        String second = table(own);
        String equal =
                column(List.of(own.get(0))) + " = " + column(List.of(own.get(own.size() - 1)));
        String more =
                once(3) && !kind.equals("full join")
                        ? " and " + condition(0, new Scope(own, List.of()))
                        : "";
        return first + " " + kind + " " + second + " on " + equal + more;
    }

    private String table(List<Source> own) {
        Source table = one(TABLES);
        String alias = "t" + tables++;
        own.add(new Source(alias, table.columns()));
        return table.name() + " " + alias;
    }

    private String column(List<Source> sources) {
        Source source = one(sources);
        return source.name() + "." + one(source.columns());
    }

    private String comparison() {
        return one(List.of("=", "=", "=", "<", ">", "<=", ">=", "<>"));
    }

    private String value(int depth, Scope scope) {
        int kind = random.nextInt(depth <= 0 ? 15 : 20);
        if (kind < 11) {
            return column(scope.own());
        }
        if (kind < 13 && !scope.outer().isEmpty()) {
            return column(scope.outer());
        }
        if (kind < 15) {
            return Integer.toString(random.nextInt(5));
        }
        return switch (kind) {
            case 15 -> "coalesce(" + value(depth - 1, scope) + ", " + value(depth - 1, scope) + ")";
            case 16 ->
                    "case when "
                            + condition(depth - 1, scope)
                            + " then "
                            + value(depth - 1, scope)
                            + " else "
                            + value(depth - 1, scope)
                            + " end";
            default -> "(" + single(depth - 1, scope) + ")";
        };
    }

    private String condition(int depth, Scope scope) {
        int kind = random.nextInt(depth <= 0 ? 8 : 18);
        int less = depth - 1;
        String not = random.nextBoolean() ? "not " : "";
        return switch (kind) {
            case 0, 1, 2, 3, 4 ->
                    value(less, scope) + " " + comparison() + " " + value(less, scope);
            case 5 -> value(less, scope) + " is " + not + "null";
            case 6 -> value(less, scope) + " is " + not + "distinct from " + value(less, scope);
            case 7 -> value(less, scope) + " " + not + "in (1, " + random.nextInt(30) + ")";
            case 8 -> "(" + condition(less, scope) + " and " + condition(less, scope) + ")";
            case 9, 10 -> "(" + condition(less, scope) + " or " + condition(less, scope) + ")";
            case 11 -> "not (" + condition(less, scope) + ")";
            case 12, 13 -> not + "exists (" + rows(less, scope) + ")";
            case 14, 15, 16 -> value(0, scope) + " " + not + "in (" + rows(less, scope) + ")";
            default ->
                    value(0, scope)
                            + " "
                            + comparison()
                            + one(List.of(" any (", " all ("))
                            + rows(less, scope)
                            + ")";
        };
    }

    /** FROM and WHERE of a sub-query, most often with an equation that leads outside. */
    private String body(int depth, List<Source> own, Scope around) {
        List<Source> outer = around.all();
        String from = " from " + from(own);
        Scope scope = new Scope(own, outer);
        if (once(5)) {
            return from;
        }
        String where =
                once(3)
                        ? condition(depth, scope)
                        : column(own) + " " + (once(4) ? comparison() : "=") + " " + column(outer);
        return from + " where " + where + (once(3) ? " and " + condition(depth, scope) : "");
    }

    private String aggregate(List<Source> own) {
        String function = one(List.of("count(*)", "max", "min", "sum", "count", "count(distinct "));
        if (function.equals("count(*)")) {
            return function;
        }
        return function + (function.endsWith(" ") ? "" : "(") + column(own) + ")";
    }

    /** A sub-query of one row. */
    private String single(int depth, Scope around) {
        List<Source> own = new ArrayList<>();
        String body = body(depth, own, around);
        return "select " + aggregate(own) + (once(4) ? " + 1" : "") + body;
    }

    /** A sub-query of one column. */
    private String rows(int depth, Scope around) {
        List<Source> own = new ArrayList<>();
        String body = body(depth, own, around);
        return switch (random.nextInt(8)) {
            case 0 -> "select " + aggregate(own) + body;
            case 1 ->
                    "select "
                            + aggregate(own)
                            + body
                            + " group by "
                            + column(own)
                            + (once(2) ? " having count(*) > 1" : "");
            case 2 -> {
                List<Source> second = new ArrayList<>();
                String operator = one(List.of(" union all ", " union ", " except ", " intersect "));
                String other = body(depth, second, around);
                yield "select "
                        + column(own)
                        + body
                        + operator
                        + "select "
                        + column(second)
                        + other;
            }
            case 3 -> "select distinct " + column(own) + body;
            default -> {
                Scope scope = new Scope(own, around.all());
                yield "select " + (once(5) ? value(depth, scope) : column(own)) + body;
            }
        };
    }
}
