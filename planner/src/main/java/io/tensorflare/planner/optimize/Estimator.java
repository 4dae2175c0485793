package io.tensorflare.planner.optimize;

import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.ColumnStatistics;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.translate.Columns;
import io.tensorflare.planner.translate.TypeRules;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.BitSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Estimates rows, distinct values and bounds of every operator from the statistics of the tables.
 * Remembers what it has estimated; use one for one plan.
 */
final class Estimator implements Plan.Visitor<Estimate> {
    private static final double NULLS = 0.05;
    private static final double DAY = 86_400_000_000.0;

    private final Map<Plan, Estimate> known = new IdentityHashMap<>();

    Estimate of(Plan plan) {
        Estimate estimate = known.get(plan);
        if (estimate == null) {
            estimate = plan.accept(this);
            known.put(plan, estimate);
        }
        return estimate;
    }

    double rows(Plan plan) {
        return of(plan).rows();
    }

    /** The rows expected of each operator, in the order of a walk from the root. */
    List<Double> inPreOrder(Plan plan) {
        List<Double> rows = new ArrayList<>();
        collect(plan, rows);
        return rows;
    }

    private void collect(Plan plan, List<Double> rows) {
        rows.add(rows(plan));
        plan.inputs().forEach(input -> collect(input, rows));
    }

    @Override
    public Estimate visit(Plan.Scan scan) {
        ColumnEstimate.Source source = new ColumnEstimate.Source(scan.rows());
        List<ColumnEstimate> columns = new ArrayList<>();
        List<Estimate.UniqueKey> keys = new ArrayList<>();
        for (int i = 0; i < scan.fields().size(); i++) {
            Plan.Scan.Field field = scan.fields().get(i);
            columns.add(column(field, scan.rows(), source));
            if (isClaimedUnique(field, scan.rows())) {
                BitSet key = new BitSet();
                key.set(i);
                keys.add(new Estimate.UniqueKey(key, false));
            }
        }
        return Selectivity.filtered(new Estimate(scan.rows(), columns, keys), scan.filters());
    }

    private static ColumnEstimate column(
            Plan.Scan.Field field, double rows, ColumnEstimate.Source source) {
        ColumnStatistics statistics = field.statistics();
        Optional<Range> range =
                statistics.minimum().isPresent()
                                && statistics.maximum().isPresent()
                                && statistics.minimum().getAsLong()
                                        <= statistics.maximum().getAsLong()
                        ? Optional.of(
                                new Range(
                                        statistics.minimum().getAsLong(),
                                        statistics.maximum().getAsLong()))
                        : Optional.empty();
        double most = Math.max(1, Math.min(rows, range.map(Range::width).orElse(rows)));
        double guess =
                field.column().type().equals(Type.BOOLEAN)
                        ? 2
                        : range.isPresent() ? most : Math.max(1, Math.pow(rows, 0.75));
        double distinct =
                Math.min(
                        most,
                        statistics.distinct().isPresent()
                                ? Math.max(1, statistics.distinct().getAsLong())
                                : guess);
        double nulls = field.column().nullable() ? NULLS : 0;
        return new ColumnEstimate(distinct, distinct, range, nulls, source);
    }

    /** Whether statistics show as many values of a whole number as rows. */
    private static boolean isClaimedUnique(Plan.Scan.Field field, long rows) {
        return isWhole(field.column().type())
                && !field.column().nullable()
                && field.statistics().distinct().orElse(0) >= rows
                && rows > 0;
    }

    /** Whether values are whole numbers with exact bounds. */
    static boolean isWhole(Type type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, DATE, TIME, TIMESTAMP, TIMESTAMP_LOCAL -> true;
            default -> false;
        };
    }

    @Override
    public Estimate visit(Plan.Values values) {
        double rows = values.rows().size();
        ColumnEstimate.Source source = new ColumnEstimate.Source(rows);
        List<ColumnEstimate> columns = new ArrayList<>();
        for (int i = 0; i < values.columns().size(); i++) {
            int index = i;
            double distinct = values.rows().stream().map(row -> row.get(index)).distinct().count();
            columns.add(new ColumnEstimate(distinct, distinct, bounds(values, i), 0, source));
        }
        List<Estimate.UniqueKey> keys =
                rows <= 1 ? List.of(new Estimate.UniqueKey(new BitSet(), true)) : List.of();
        return new Estimate(rows, columns, keys);
    }

    private static Optional<Range> bounds(Plan.Values values, int column) {
        if (!isWhole(values.columns().get(column).type())) {
            return Optional.empty();
        }
        return values.rows().stream()
                .map(row -> row.get(column))
                .map(
                        value ->
                                value instanceof Expression.Literal literal
                                        ? Optional.of(
                                                new Range(
                                                        (Long) literal.value(),
                                                        (Long) literal.value()))
                                        : Optional.<Range>empty())
                .reduce(
                        (a, b) ->
                                a.isPresent() && b.isPresent()
                                        ? Optional.of(a.get().or(b.get()))
                                        : Optional.empty())
                .orElse(Optional.empty());
    }

    @Override
    public Estimate visit(Plan.Filter filter) {
        return Selectivity.filtered(of(filter.input()), filter.conjuncts());
    }

    @Override
    public Estimate visit(Plan.Project project) {
        Estimate input = of(project.input());
        int[] moved = new int[input.columns().size()];
        Arrays.fill(moved, -1);
        List<ColumnEstimate> columns = new ArrayList<>();
        for (int i = 0; i < project.expressions().size(); i++) {
            Expression expression = project.expressions().get(i);
            columns.add(expression(expression, input));
            if (expression instanceof Expression.ColumnReference reference) {
                moved[reference.index()] = i;
            }
        }
        return new Estimate(
                input.rows(), columns, Estimate.moved(input.keys(), column -> moved[column]));
    }

    /** What is expected of an expression's values. */
    static ColumnEstimate expression(Expression expression, Estimate input) {
        if (expression instanceof Expression.ColumnReference reference) {
            return input.column(reference.index());
        }
        if (expression instanceof Expression.Cast cast) {
            ColumnEstimate operand = expression(cast.operand(), input);
            boolean exact =
                    TypeRules.isInteger(cast.type()) && TypeRules.isInteger(cast.operand().type());
            return exact ? operand : operand.withoutRange();
        }
        if (expression instanceof Expression.Call call) {
            Optional<Range> range = range(call, input);
            if (range.isPresent()) {
                double width = range.get().width();
                return new ColumnEstimate(
                        width, width, range, 0, new ColumnEstimate.Source(input.rows()));
            }
        }
        return computed(expression, input);
    }

    private static ColumnEstimate computed(Expression expression, Estimate input) {
        BitSet used = new BitSet();
        Columns.collect(expression, used);
        double distinct = 1;
        for (int i = used.nextSetBit(0); i >= 0; i = used.nextSetBit(i + 1)) {
            distinct *= input.column(i).distinct();
        }
        double most =
                Math.max(1, Math.min(Math.min(distinct, beginnings(expression)), input.rows()));
        double capped = expression.type().equals(Type.BOOLEAN) ? Math.min(2, most) : most;
        return new ColumnEstimate(
                capped, capped, Optional.empty(), 0, new ColumnEstimate.Source(input.rows()));
    }

    /** How many texts of a few characters there are, taken as digits: most codes begin so. */
    private static double beginnings(Expression expression) {
        return expression instanceof Expression.Call call
                        && call.function() == Function.SUBSTRING
                        && call.operands().size() == 3
                        && call.operands().get(2) instanceof Expression.Literal length
                        && length.value() instanceof Number count
                ? Math.pow(10, Math.max(1, count.doubleValue()))
                : Double.MAX_VALUE;
    }

    private static Optional<Range> range(Expression.Call call, Estimate input) {
        return switch (call.function()) {
            case YEAR -> years(call.operands().get(0), input);
            case QUARTER -> Optional.of(new Range(1, 4));
            case MONTH -> Optional.of(new Range(1, 12));
            case DAY -> Optional.of(new Range(1, 31));
            case WEEK -> Optional.of(new Range(1, 53));
            case DAY_OF_WEEK -> Optional.of(new Range(0, 6));
            case ISO_DAY_OF_WEEK -> Optional.of(new Range(1, 7));
            case DAY_OF_YEAR -> Optional.of(new Range(1, 366));
            case HOUR -> Optional.of(new Range(0, 23));
            case MINUTE, SECOND -> Optional.of(new Range(0, 59));
            default -> Optional.empty();
        };
    }

    private static Optional<Range> years(Expression moment, Estimate input) {
        double unit = moment.type().equals(Type.DATE) ? 1 : DAY;
        return expression(moment, input)
                .range()
                .filter(range -> range.width() / unit < 1e6)
                .map(
                        range ->
                                new Range(
                                        year(range.minimum() / unit),
                                        year(range.maximum() / unit)));
    }

    private static long year(double days) {
        double inside = Math.max(-100_000_000, Math.min(100_000_000, Math.floor(days)));
        return LocalDate.ofEpochDay((long) inside).getYear();
    }

    @Override
    public Estimate visit(Plan.Predict predict) {
        Estimate input = of(predict.input());
        List<ColumnEstimate> columns = new ArrayList<>(input.columns());
        columns.add(ColumnEstimate.unknown(input.rows(), new ColumnEstimate.Source(input.rows())));
        return new Estimate(input.rows(), columns, input.keys());
    }

    @Override
    public Estimate visit(Plan.Window window) {
        Estimate input = of(window.input());
        ColumnEstimate.Source source = new ColumnEstimate.Source(input.rows());
        List<ColumnEstimate> columns = new ArrayList<>(input.columns());
        window.calls().forEach(call -> columns.add(ColumnEstimate.unknown(input.rows(), source)));
        return new Estimate(input.rows(), columns, input.keys());
    }

    @Override
    public Estimate visit(Plan.Aggregate aggregate) {
        Estimate input = of(aggregate.input());
        double rows = groups(aggregate, input);
        ColumnEstimate.Source source = new ColumnEstimate.Source(rows);
        List<ColumnEstimate> columns = new ArrayList<>();
        for (int key : aggregate.keys()) {
            ColumnEstimate column = input.column(key);
            columns.add(
                    new ColumnEstimate(
                            Math.min(rows, column.distinct()),
                            Math.max(1, Math.min(rows, column.domain())),
                            column.range(),
                            column.nulls(),
                            source));
        }
        for (AggregateCall call : aggregate.calls()) {
            columns.add(result(call, input, rows, source));
        }
        BitSet key = new BitSet();
        key.set(0, aggregate.keys().size());
        List<Estimate.UniqueKey> keys = new ArrayList<>();
        keys.add(new Estimate.UniqueKey(key, true));
        keys.addAll(Estimate.moved(input.keys(), aggregate.keys()::indexOf));
        return new Estimate(rows, columns, keys);
    }

    private static double groups(Plan.Aggregate aggregate, Estimate input) {
        double groups = 1;
        for (int key : aggregate.keys()) {
            groups *= Math.max(1, input.column(key).distinct());
        }
        boolean single = aggregate.keys().isEmpty();
        return single ? 1 : Math.max(Math.min(1, input.rows()), Math.min(input.rows(), groups));
    }

    private static ColumnEstimate result(
            AggregateCall call, Estimate input, double rows, ColumnEstimate.Source source) {
        boolean picks =
                call.argument().isPresent()
                        && switch (call.kind()) {
                            case MIN, MAX, ANY_VALUE -> true;
                            default -> false;
                        };
        if (!picks) {
            return ColumnEstimate.unknown(rows, source);
        }
        ColumnEstimate column = input.column(call.argument().getAsInt());
        double distinct = Math.max(1, Math.min(rows, column.distinct()));
        return new ColumnEstimate(distinct, distinct, column.range(), column.nulls(), source);
    }

    @Override
    public Estimate visit(Plan.Sort sort) {
        return limited(of(sort.input()), sort.limit().orElse(Long.MAX_VALUE));
    }

    @Override
    public Estimate visit(Plan.Limit limit) {
        return limited(of(limit.input()), limit.limit().orElse(Long.MAX_VALUE));
    }

    private static Estimate limited(Estimate input, long most) {
        return most >= input.rows() ? input : input.among(most);
    }

    @Override
    public Estimate visit(Plan.Union union) {
        List<Estimate> inputs = union.inputs().stream().map(this::of).toList();
        double rows = inputs.stream().mapToDouble(Estimate::rows).sum();
        ColumnEstimate.Source source = new ColumnEstimate.Source(rows);
        List<ColumnEstimate> columns = new ArrayList<>();
        for (int i = 0; i < union.columns().size(); i++) {
            columns.add(merged(inputs, i, rows, source));
        }
        return new Estimate(rows, columns, List.of());
    }

    private static ColumnEstimate merged(
            List<Estimate> inputs, int column, double rows, ColumnEstimate.Source source) {
        double distinct =
                inputs.stream().mapToDouble(input -> input.column(column).distinct()).sum();
        boolean bounded =
                inputs.stream().allMatch(input -> input.column(column).range().isPresent());
        Optional<Range> range =
                bounded
                        ? inputs.stream()
                                .map(input -> input.column(column).range().get())
                                .reduce(Range::or)
                        : Optional.empty();
        double most = Math.min(rows, range.map(Range::width).orElse(rows));
        return new ColumnEstimate(
                Math.min(distinct, most), Math.min(distinct, most), range, 0, source);
    }

    @Override
    public Estimate visit(Plan.Join join) {
        return JoinEstimate.of(join, of(join.left()), of(join.right()));
    }

    /** A column's estimate when the other side of an outer join may be missing. */
    static List<ColumnEstimate> optional(List<ColumnEstimate> columns, double missing) {
        return columns.stream()
                .map(column -> column.withNulls(Math.max(column.nulls(), missing)))
                .toList();
    }
}
