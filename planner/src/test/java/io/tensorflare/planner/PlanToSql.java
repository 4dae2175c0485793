package io.tensorflare.planner;

import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.JoinMethod;
import io.tensorflare.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/**
 * Renders a plan back to SQL that DuckDB runs: one nested SELECT for each operator, whose columns
 * are c0, c1, and so on.
 */
final class PlanToSql implements Plan.Visitor<String> {
    static String of(Plan plan) {
        return plan.accept(new PlanToSql());
    }

    private static String from(Plan plan) {
        return " FROM (" + of(plan) + ") t";
    }

    private static String select(List<String> items) {
        List<String> named = new ArrayList<>();
        for (int i = 0; i < items.size(); i++) {
            named.add(items.get(i) + " AS c" + i);
        }
        return "SELECT " + (named.isEmpty() ? "1 AS nothing" : String.join(", ", named));
    }

    private static String quoted(String name) {
        return '"' + name.replace("\"", "\"\"") + '"';
    }

    @Override
    public String visit(Plan.Scan scan) {
        List<String> columns =
                scan.fields().stream().map(field -> quoted(field.column().name())).toList();
        return "SELECT * FROM ("
                + select(columns)
                + " FROM "
                + quoted(scan.table())
                + ") t WHERE "
                + ExpressionSql.of(scan.filters());
    }

    @Override
    public String visit(Plan.Values values) {
        if (values.rows().isEmpty()) {
            return select(
                            values.columns().stream()
                                    .map(
                                            column ->
                                                    "CAST(NULL AS "
                                                            + ExpressionSql.type(column.type())
                                                            + ")")
                                    .toList())
                    + " WHERE FALSE";
        }
        return values.rows().stream()
                .map(row -> select(row.stream().map(ExpressionSql::of).toList()))
                .collect(Collectors.joining(" UNION ALL "));
    }

    @Override
    public String visit(Plan.Filter filter) {
        return "SELECT *" + from(filter.input()) + " WHERE " + ExpressionSql.of(filter.conjuncts());
    }

    @Override
    public String visit(Plan.Project project) {
        return select(project.expressions().stream().map(ExpressionSql::of).toList())
                + from(project.input());
    }

    @Override
    public String visit(Plan.Predict predict) {
        String arguments =
                predict.arguments().stream()
                        .map(ExpressionSql::of)
                        .collect(Collectors.joining(", "));
        return "SELECT *, "
                + predict.model().name()
                + "("
                + arguments
                + ") AS c"
                + predict.input().columns().size()
                + from(predict.input());
    }

    @Override
    public String visit(Plan.Aggregate aggregate) {
        List<String> items =
                new ArrayList<>(aggregate.keys().stream().map(key -> "c" + key).toList());
        aggregate.calls().forEach(call -> items.add(call(call)));
        String keys =
                aggregate.keys().stream().map(key -> "c" + key).collect(Collectors.joining(", "));
        return select(items)
                + from(aggregate.input())
                + (keys.isEmpty() ? "" : " GROUP BY " + keys);
    }

    private static String call(AggregateCall call) {
        String argument = call.argument().isPresent() ? "c" + call.argument().getAsInt() : "*";
        if (call.kind() == AggregateCall.Kind.SINGLE_VALUE) {
            return "CASE WHEN count(*) > 1 THEN error('a second row') ELSE first("
                    + argument
                    + ") END";
        }
        String sql =
                call.kind().name().toLowerCase(Locale.ROOT)
                        + "("
                        + (call.distinct() ? "DISTINCT " : "")
                        + argument
                        + ")";
        String filtered =
                call.filter().isPresent()
                        ? sql + " FILTER (WHERE c" + call.filter().getAsInt() + ")"
                        : sql;
        return "CAST(" + filtered + " AS " + ExpressionSql.type(call.column().type()) + ")";
    }

    @Override
    public String visit(Plan.Sort sort) {
        return "SELECT *"
                + from(sort.input())
                + " ORDER BY "
                + keys(sort.keys())
                + limit(sort.limit().isPresent() ? sort.limit().getAsLong() : -1, sort.offset());
    }

    static String keys(List<Plan.Sort.Key> keys) {
        return keys.stream()
                .map(
                        key ->
                                "c"
                                        + key.column()
                                        + (key.direction() == Plan.Sort.Direction.ASCENDING
                                                ? " ASC"
                                                : " DESC")
                                        + " NULLS "
                                        + key.nulls())
                .collect(Collectors.joining(", "));
    }

    private static String limit(long limit, long offset) {
        return (limit < 0 ? "" : " LIMIT " + limit) + (offset == 0 ? "" : " OFFSET " + offset);
    }

    @Override
    public String visit(Plan.Limit limit) {
        return "SELECT *"
                + from(limit.input())
                + limit(limit.limit().isPresent() ? limit.limit().getAsLong() : -1, limit.offset());
    }

    @Override
    public String visit(Plan.Window window) {
        String calls =
                WindowSql.of(window).stream()
                        .map(call -> ", " + call)
                        .collect(Collectors.joining());
        return "SELECT *" + calls + from(window.input());
    }

    @Override
    public String visit(Plan.Union union) {
        return union.inputs().stream()
                .map(input -> "(SELECT *" + from(input) + ")")
                .collect(Collectors.joining(" UNION ALL "));
    }

    @Override
    public String visit(Plan.Join join) {
        int width = join.left().columns().size();
        String right = renamed(join.right(), width);
        String condition = condition(join, width);
        List<Column> columns = join.columns();
        String all = columns.isEmpty() ? "1 AS nothing" : columns(columns.size());
        return switch (join.kind()) {
            case INNER, LEFT, RIGHT, FULL ->
                    "SELECT "
                            + all
                            + " FROM ("
                            + of(join.left())
                            + ") l "
                            + join.kind()
                            + " JOIN ("
                            + right
                            + ") r ON "
                            + condition;
            case SEMI ->
                    "SELECT * FROM ("
                            + of(join.left())
                            + ") l WHERE EXISTS (SELECT 1 FROM ("
                            + right
                            + ") r WHERE "
                            + condition
                            + ")";
            case ANTI ->
                    "SELECT * FROM ("
                            + of(join.left())
                            + ") l WHERE NOT EXISTS (SELECT 1 FROM ("
                            + right
                            + ") r WHERE "
                            + condition
                            + ")";
            case RIGHT_SEMI, RIGHT_ANTI ->
                    "SELECT "
                            + IntStream.range(0, columns.size())
                                    .mapToObj(i -> "c" + (width + i) + " AS c" + i)
                                    .collect(Collectors.joining(", "))
                            + " FROM ("
                            + right
                            + ") r WHERE "
                            + (join.kind() == Plan.Join.Kind.RIGHT_ANTI ? "NOT " : "")
                            + "EXISTS (SELECT 1 FROM ("
                            + of(join.left())
                            + ") l WHERE "
                            + condition
                            + ")";
            case MARK ->
                    "SELECT "
                            + (width == 0 ? "" : columns(width) + ", ")
                            + "(SELECT CASE WHEN count(*) FILTER (WHERE holds) > 0 THEN TRUE"
                            + " WHEN count(*) FILTER (WHERE holds IS NULL) > 0 THEN NULL"
                            + " ELSE FALSE END FROM (SELECT ("
                            + condition
                            + ") AS holds FROM ("
                            + right
                            + ") r) m) AS c"
                            + width
                            + " FROM ("
                            + of(join.left())
                            + ") l";
        };
    }

    private static String columns(int count) {
        return IntStream.range(0, count).mapToObj(i -> "c" + i).collect(Collectors.joining(", "));
    }

    /** What the method tests, which must come to the same as the condition. */
    private static String condition(Plan.Join join, int width) {
        if (!(join.method() instanceof JoinMethod.Keyed keyed)) {
            return ExpressionSql.of(join.condition());
        }
        String keys =
                keyed.keys().stream()
                        .map(
                                key ->
                                        "c"
                                                + key.left()
                                                + (key.nullsEqual()
                                                        ? " IS NOT DISTINCT FROM c"
                                                        : " = c")
                                                + (width + key.right()))
                        .collect(Collectors.joining(" AND "));
        return keyed.residual().isEmpty()
                ? keys
                : keys + " AND " + ExpressionSql.of(keyed.residual());
    }

    /** The right side of a join, its columns numbered after the left's. */
    private static String renamed(Plan right, int width) {
        List<String> items = new ArrayList<>();
        for (int i = 0; i < right.columns().size(); i++) {
            items.add("c" + i + " AS c" + (width + i));
        }
        return "SELECT "
                + (items.isEmpty() ? "1 AS nothing_right" : String.join(", ", items))
                + from(right);
    }
}
