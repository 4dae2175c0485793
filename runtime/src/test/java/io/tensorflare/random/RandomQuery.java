package io.tensorflare.random;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Makes queries at random: joins, sub-queries of all kinds within each other that refer to any
 * query around them, groups, windows, set operations, common tables and the first rows of an order.
 */
public final class RandomQuery {
    /** Rows of the product of what stands in FROM, by depth: what all pairs may cost. */
    private static final List<Long> MOST_PAIRS = List.of(300L, 300L, 2_500L, 40_000L, 100_000L);

    private final Dice dice;
    private final RandomValues values;
    private final RandomAggregates aggregates;
    private final List<Source> tables;
    private int aliases;

    private RandomQuery(Dice dice, List<Source> tables) {
        this.dice = dice;
        this.tables = new ArrayList<>(tables);
        values = new RandomValues(dice, this);
        aggregates = new RandomAggregates(dice, values);
    }

    /**
     * A query; the same for the same seed.
     *
     * @param ordered whether its rows have an order
     */
    public record Text(String sql, boolean ordered) {}

    public static Text of(long seed, List<Source> tables) {
        Dice dice = new Dice(seed);
        return new RandomQuery(dice, tables).query(1 + dice.roll(4));
    }

    private Text query(int depth) {
        String with = "";
        if (dice.once(6)) {
            List<Kind> kinds = kinds();
            with = "with c as (" + select(kinds, depth - 1) + ") ";
            tables.add(derived("c", kinds));
            tables.add(derived("c", kinds));
        }
        List<Kind> kinds = kinds();
        String sql = with + rows(kinds, depth);
        return dice.once(3) ? new Text(sql + first(kinds.size()), true) : new Text(sql, false);
    }

    private List<Kind> kinds() {
        return IntStream.rangeClosed(0, dice.roll(4))
                .mapToObj(i -> dice.one(Kind.values()))
                .toList();
    }

    private Source derived(String name, List<Kind> kinds) {
        List<Source.Column> columns = new ArrayList<>();
        for (int i = 0; i < kinds.size(); i++) {
            columns.add(new Source.Column("c" + i, kinds.get(i)));
        }
        return new Source(name, columns, MOST_PAIRS.get(0));
    }

    /** A total order, up to rows that are equal, and perhaps its first rows. */
    private String first(int width) {
        String order =
                IntStream.rangeClosed(1, width)
                        .mapToObj(
                                i ->
                                        i
                                                + dice.one("", "", " desc")
                                                + dice.one("", "", " nulls first", " nulls last"))
                        .collect(Collectors.joining(", "));
        String limit = dice.once(3) ? "" : " limit " + dice.one(0, 1, 3, 10, 100);
        return " order by " + order + limit + (dice.once(4) ? " offset " + dice.roll(4) : "");
    }

    /** Columns c0, c1, ... of the kinds. */
    private String rows(List<Kind> kinds, int depth) {
        if (!dice.once(6)) {
            return select(kinds, depth);
        }
        String operator =
                dice.one(
                        " union all ",
                        " union ",
                        " except ",
                        " intersect ",
                        " except all ",
                        " intersect all ");
        return select(kinds, depth - 1) + operator + select(kinds, depth - 1);
    }

    private String select(List<Kind> kinds, int depth) {
        List<Source> own = new ArrayList<>();
        String from = " from " + from(own, depth);
        Scope scope = Scope.of(own);
        String where = dice.once(3) ? "" : " where " + values.condition(depth, scope);
        return switch (dice.roll(10)) {
            case 0, 1, 2 -> aggregates.groups(kinds, scope, from + where);
            case 3, 4 -> items("", kinds, aggregates.windows(kinds, scope)) + from + where;
            default -> {
                List<String> items =
                        kinds.stream().map(k -> values.value(k, depth, scope)).toList();
                yield items(dice.once(6) ? "distinct " : "", kinds, items) + from + where;
            }
        };
    }

    static String items(String distinct, List<Kind> kinds, List<String> items) {
        return "select "
                + distinct
                + IntStream.range(0, kinds.size())
                        .mapToObj(i -> items.get(i) + " as c" + i)
                        .collect(Collectors.joining(", "));
    }

    private String from(List<Source> own, int depth) {
        String from = source(own, depth, 1);
        long pairs = Math.max(own.get(0).rows(), 1);
        for (int joins = dice.one(0, 0, 1, 1, 2); joins > 0; joins--) {
            String kind =
                    dice.one(
                            " join ",
                            " join ",
                            " join ",
                            " left join ",
                            " left join ",
                            " right join ",
                            " full join ");
            List<Source> left = List.copyOf(own);
            from += kind + source(own, depth, pairs);
            Source right = own.get(own.size() - 1);
            pairs *= Math.max(right.rows(), 1);
            from += " on " + joined(left, right, !kind.equals(" full join "));
        }
        return from;
    }

    private String joined(List<Source> left, Source right, boolean anything) {
        Kind kind = dice.one(Kind.INT, Kind.INT, Kind.INT, dice.one(Kind.values()));
        String equal = values.column(kind, left) + " = " + values.column(kind, List.of(right));
        List<Source> both = new ArrayList<>(left);
        both.add(right);
        if (!anything || !dice.once(3)) {
            return equal;
        }
        String more = values.condition(0, Scope.of(both));
        return dice.once(4) ? more : equal + " and " + more;
    }

    private String source(List<Source> own, int depth, long pairs) {
        String alias = "a" + aliases++;
        if (depth > 1 && dice.once(6)) {
            List<Kind> kinds = kinds();
            own.add(derived(alias, kinds));
            String rows = rows(kinds, depth - 2);
            return "(" + rows + (dice.once(4) ? first(kinds.size()) : "") + ") " + alias;
        }
        long most = MOST_PAIRS.get(Math.max(depth, 0)) / Math.max(pairs, 1);
        List<Source> small = tables.stream().filter(table -> table.rows() <= most).toList();
        Source table = small.isEmpty() ? smallest() : dice.one(small);
        own.add(table.as(alias));
        return table.name() + " " + alias;
    }

    private Source smallest() {
        return tables.stream().min(Comparator.comparing(Source::rows)).orElseThrow();
    }

    /** FROM and WHERE of a sub-query, most often with an equation that leads outside. */
    private String body(int depth, List<Source> own, Scope around) {
        String from = " from " + from(own, depth);
        Scope scope = new Scope(own, around.all());
        if (dice.once(5)) {
            return from;
        }
        Kind kind = dice.one(Kind.INT, Kind.INT, dice.one(Kind.values()));
        String where =
                dice.once(3)
                        ? values.condition(depth, scope)
                        : values.column(kind, own)
                                + dice.one(" = ", " = ", " = ", " < ", " <> ")
                                + values.column(kind, scope.outer());
        String more = dice.once(3) ? " and " + values.condition(depth, scope) : "";
        return from + " where " + where + more;
    }

    /** A sub-query of one row and one column. */
    String single(Kind kind, int depth, Scope around) {
        List<Source> own = new ArrayList<>();
        String body = body(depth, own, around);
        return "select " + aggregates.aggregate(kind, Scope.of(own)) + body;
    }

    /** A sub-query of one column. */
    String rows(Kind kind, int depth, Scope around) {
        List<Source> own = new ArrayList<>();
        String body = body(depth, own, around);
        Scope inner = Scope.of(own);
        return switch (dice.roll(8)) {
            case 0 -> "select " + aggregates.aggregate(kind, inner) + body;
            case 1 ->
                    "select "
                            + aggregates.aggregate(kind, inner)
                            + body
                            + " group by "
                            + aggregates.anyColumn(inner)
                            + (dice.once(2) ? " having count(*) > 1" : "");
            case 2 -> {
                List<Source> second = new ArrayList<>();
                String other = body(depth, second, around);
                String operator = dice.one(" union all ", " union ", " except ", " intersect ");
                String column = "select " + values.column(kind, own) + body;
                yield column + operator + "select " + values.column(kind, second) + other;
            }
            case 3 -> "select distinct " + values.column(kind, own) + body;
            default -> "select " + values.value(kind, dice.once(5) ? 1 : 0, inner) + body;
        };
    }
}
