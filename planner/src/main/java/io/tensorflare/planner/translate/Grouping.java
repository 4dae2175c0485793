package io.tensorflare.planner.translate;

import io.tensorflare.plan.Aggregation;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.ColumnStatistics;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;

/**
 * Decides from statistics how an aggregate keeps its groups: a direct array where the keys' ranges
 * are small, else a hash table.
 */
final class Grouping {
    private static final long MOST_SLOTS = 16_384;
    private static final long MOST_LARGE = 1L << 23;
    private static final long MOST_IDS = 4_096;
    private static final long DAY = 86_400_000_000L;

    private Grouping() {}

    static Aggregation of(Plan.Aggregate aggregate) {
        if (aggregate.keys().isEmpty()) {
            return new Aggregation.Single();
        }
        boolean distinct = aggregate.calls().stream().anyMatch(call -> call.distinct());
        Optional<Aggregation> direct =
                distinct ? Optional.empty() : direct(aggregate).or(() -> large(aggregate));
        return direct.orElseGet(() -> new Aggregation.Hash(estimate(aggregate)));
    }

    private static Optional<Aggregation> direct(Plan.Aggregate aggregate) {
        List<Aggregation.Dimension> dimensions = new ArrayList<>();
        long slots = 1;
        for (int key : aggregate.keys()) {
            Optional<Aggregation.Dimension> dimension = dimension(aggregate.input(), key);
            if (dimension.isEmpty()) {
                return Optional.empty();
            }
            dimensions.add(dimension.get());
            slots *= size(dimension.get()) + 1;
            if (slots > MOST_SLOTS) {
                return Optional.empty();
            }
        }
        return Optional.of(new Aggregation.Direct(dimensions));
    }

    /** A single key with about as many values in its range as there are rows to group. */
    private static Optional<Aggregation> large(Plan.Aggregate aggregate) {
        if (aggregate.keys().size() > 1) {
            return Optional.empty();
        }
        Plan input = aggregate.input();
        double rows = rows(input);
        return range(input, Columns.reference(input, aggregate.keys().get(0)))
                .filter(range -> size(range) > 0 && size(range) <= MOST_LARGE)
                .filter(range -> size(range) <= (isWhole(input) ? 2 : 0.25) * rows)
                .map(range -> new Aggregation.Direct(List.of(range)));
    }

    /** Whether all rows of a table come, so that most values of a key do. */
    private static boolean isWhole(Plan plan) {
        if (plan instanceof Plan.Project project) {
            return isWhole(project.input());
        }
        return plan instanceof Plan.Scan scan && scan.filters().isEmpty();
    }

    private static long size(Aggregation.Dimension dimension) {
        if (dimension instanceof Aggregation.Dimension.Range range) {
            return range.maximum() - range.minimum() + 1;
        }
        return ((Aggregation.Dimension.Ids) dimension).estimate();
    }

    private static Optional<Aggregation.Dimension> dimension(Plan input, int key) {
        Column column = input.columns().get(key);
        if (column.type().equals(Type.VARCHAR)) {
            return statistics(input, key)
                    .filter(
                            statistics ->
                                    statistics.dictionaryCoded()
                                            && statistics.distinct().isPresent()
                                            && statistics.distinct().getAsLong() <= MOST_IDS)
                    .map(
                            statistics ->
                                    new Aggregation.Dimension.Ids(
                                            Math.max(1, statistics.distinct().getAsLong())));
        }
        return range(input, Columns.reference(input, key))
                .filter(
                        range ->
                                range.maximum() - range.minimum() >= 0
                                        && range.maximum() - range.minimum() < MOST_SLOTS)
                .map(range -> range);
    }

    /**
     * The statistics of the scan that a column comes from unchanged, through filters, projections
     * and models.
     */
    private static Optional<ColumnStatistics> statistics(Plan plan, int column) {
        if (plan instanceof Plan.Scan scan) {
            return Optional.of(scan.fields().get(column).statistics());
        }
        if (plan instanceof Plan.Filter filter) {
            return statistics(filter.input(), column);
        }
        if (plan instanceof Plan.Predict predict && column < predict.input().columns().size()) {
            return statistics(predict.input(), column);
        }
        if (plan instanceof Plan.Project project
                && project.expressions().get(column)
                        instanceof Expression.ColumnReference reference) {
            return statistics(project.input(), reference.index());
        }
        return Optional.empty();
    }

    /** The range of an expression over a plan's columns, if their statistics bound it. */
    private static Optional<Aggregation.Dimension.Range> range(Plan plan, Expression expression) {
        if (expression instanceof Expression.ColumnReference reference) {
            return columnRange(plan, reference);
        }
        if (expression instanceof Expression.Cast cast
                && TypeRules.isInteger(cast.type())
                && TypeRules.isInteger(cast.operand().type())) {
            return range(plan, cast.operand());
        }
        return expression instanceof Expression.Call call
                ? callRange(plan, call)
                : Optional.empty();
    }

    private static Optional<Aggregation.Dimension.Range> columnRange(
            Plan plan, Expression.ColumnReference reference) {
        if (plan instanceof Plan.Project project) {
            return range(project.input(), project.expressions().get(reference.index()));
        }
        if (plan instanceof Plan.Filter filter) {
            return columnRange(filter.input(), reference);
        }
        if (plan instanceof Plan.Predict predict
                && reference.index() < predict.input().columns().size()) {
            return columnRange(predict.input(), reference);
        }
        if (!(plan instanceof Plan.Scan scan)) {
            return Optional.empty();
        }
        if (reference.type().equals(Type.BOOLEAN)) {
            return Optional.of(new Aggregation.Dimension.Range(0, 1));
        }
        boolean ranged =
                TypeRules.isInteger(reference.type()) || reference.type().equals(Type.DATE);
        ColumnStatistics statistics = scan.fields().get(reference.index()).statistics();
        return ranged ? bounds(statistics) : Optional.empty();
    }

    private static Optional<Aggregation.Dimension.Range> bounds(ColumnStatistics statistics) {
        OptionalLong minimum = statistics.minimum();
        OptionalLong maximum = statistics.maximum();
        boolean known =
                minimum.isPresent()
                        && maximum.isPresent()
                        && minimum.getAsLong() <= maximum.getAsLong();
        boolean narrow = known && maximum.getAsLong() - minimum.getAsLong() >= 0;
        return narrow
                ? Optional.of(
                        new Aggregation.Dimension.Range(minimum.getAsLong(), maximum.getAsLong()))
                : Optional.empty();
    }

    private static Optional<Aggregation.Dimension.Range> callRange(
            Plan plan, Expression.Call call) {
        return switch (call.function()) {
            case YEAR -> years(plan, call.operands().get(0));
            case QUARTER -> fixed(1, 4);
            case MONTH -> fixed(1, 12);
            case WEEK -> fixed(1, 53);
            case DAY -> fixed(1, 31);
            case DAY_OF_WEEK -> fixed(0, 6);
            case ISO_DAY_OF_WEEK -> fixed(1, 7);
            case DAY_OF_YEAR -> fixed(1, 366);
            case HOUR -> fixed(0, 23);
            case MINUTE -> fixed(0, 59);
            case SECOND -> fixed(0, 59);
            case EQUAL,
                    NOT_EQUAL,
                    LESS,
                    LESS_OR_EQUAL,
                    GREATER,
                    GREATER_OR_EQUAL,
                    IS_NULL,
                    IS_NOT_NULL,
                    LIKE,
                    AND,
                    OR,
                    NOT ->
                    fixed(0, 1);
            default -> Optional.empty();
        };
    }

    private static Optional<Aggregation.Dimension.Range> fixed(long minimum, long maximum) {
        return Optional.of(new Aggregation.Dimension.Range(minimum, maximum));
    }

    private static Optional<Aggregation.Dimension.Range> years(Plan plan, Expression moment) {
        if (!(moment instanceof Expression.ColumnReference reference)) {
            return Optional.empty();
        }
        long unit = reference.type().equals(Type.DATE) ? 1 : DAY;
        return statistics(plan, reference.index())
                .flatMap(Grouping::bounds)
                .map(
                        range ->
                                new Aggregation.Dimension.Range(
                                        year(Math.floorDiv(range.minimum(), unit)),
                                        year(Math.floorDiv(range.maximum(), unit))));
    }

    private static long year(long days) {
        long inside = Math.max(-100_000_000L, Math.min(100_000_000L, days));
        return LocalDate.ofEpochDay(inside).getYear();
    }

    /** How many groups there may be: the product of the keys' distinct values, at most the rows. */
    private static long estimate(Plan.Aggregate aggregate) {
        double rows = rows(aggregate.input());
        double groups = 1;
        for (int key : aggregate.keys()) {
            OptionalLong distinct =
                    statistics(aggregate.input(), key)
                            .map(ColumnStatistics::distinct)
                            .orElse(OptionalLong.empty());
            groups *=
                    distinct.isPresent()
                            ? Math.max(1, distinct.getAsLong())
                            : Math.max(1, Math.pow(rows, 0.75));
        }
        return (long) Math.max(1, Math.min(rows, groups));
    }

    private static double rows(Plan plan) {
        if (plan instanceof Plan.Scan scan) {
            return Math.max(1, scan.rows());
        }
        if (plan instanceof Plan.Values values) {
            return Math.max(1, values.rows().size());
        }
        if (plan instanceof Plan.Union union) {
            return union.inputs().stream().mapToDouble(Grouping::rows).sum();
        }
        return plan.inputs().stream().mapToDouble(Grouping::rows).max().orElse(1);
    }
}
