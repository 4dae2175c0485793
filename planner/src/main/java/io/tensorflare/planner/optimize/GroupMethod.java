package io.tensorflare.planner.optimize;

import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Aggregation;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.ColumnStatistics;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * Says how each aggregate keeps its groups: in an array with a slot for each combination of keys
 * where these are few, or where a single key has not many more values than there are rows; else in
 * a hash table.
 */
final class GroupMethod {
    private static final double MOST_SLOTS = 16_384;
    private static final double MOST_LARGE = 1 << 23;
    private static final long MOST_IDS = 4_096;

    /** A slot that stays empty is cleared and passed over; a row that is hashed costs much more. */
    private static final double SLOTS_A_ROW = 4;

    private GroupMethod() {}

    /** The plan with a method for every aggregate; joins must have theirs. */
    static Plan chosen(Plan plan, Estimator estimator) {
        return Rebuild.bottomUp(
                plan,
                node ->
                        node instanceof Plan.Aggregate aggregate
                                        && aggregate.aggregation() instanceof Aggregation.Hash
                                ? chosen(aggregate, estimator)
                                : node);
    }

    private static Plan chosen(Plan.Aggregate aggregate, Estimator estimator) {
        Estimate input = estimator.of(aggregate.input());
        boolean distinct = aggregate.calls().stream().anyMatch(AggregateCall::distinct);
        Optional<Aggregation> small = distinct ? Optional.empty() : small(aggregate, input);
        if (small.isPresent()) {
            return with(aggregate, small.get());
        }
        long groups = Math.max(1, Math.round(estimator.rows(aggregate)));
        return GroupKeys.reduced(
                aggregate,
                fewer ->
                        with(
                                fewer,
                                Optional.of(fewer)
                                        .filter(unused -> !distinct)
                                        .flatMap(keyed -> large(keyed, input))
                                        .orElse(new Aggregation.Hash(groups))));
    }

    private static Plan.Aggregate with(Plan.Aggregate aggregate, Aggregation aggregation) {
        return new Plan.Aggregate(
                aggregate.input(), aggregate.keys(), aggregate.calls(), aggregation);
    }

    private static Optional<Aggregation> small(Plan.Aggregate aggregate, Estimate input) {
        List<Aggregation.Dimension> dimensions = new ArrayList<>();
        double slots = 1;
        for (int key : aggregate.keys()) {
            Optional<Aggregation.Dimension> dimension = dimension(aggregate.input(), key, input);
            if (dimension.isEmpty()) {
                return Optional.empty();
            }
            dimensions.add(dimension.get());
            slots *= size(dimension.get()) + 1;
        }
        return slots <= MOST_SLOTS
                ? Optional.of(new Aggregation.Direct(dimensions))
                : Optional.empty();
    }

    private static Optional<Aggregation> large(Plan.Aggregate aggregate, Estimate input) {
        if (aggregate.keys().size() > 1) {
            return Optional.empty();
        }
        return range(aggregate.input(), aggregate.keys().get(0), input)
                .filter(range -> size(range) <= Math.min(MOST_LARGE, SLOTS_A_ROW * input.rows()))
                .map(range -> new Aggregation.Direct(List.of(range)));
    }

    private static double size(Aggregation.Dimension dimension) {
        return dimension instanceof Aggregation.Dimension.Range range
                ? (double) range.maximum() - range.minimum() + 1
                : ((Aggregation.Dimension.Ids) dimension).estimate();
    }

    private static Optional<Aggregation.Dimension> dimension(Plan plan, int key, Estimate input) {
        if (!plan.columns().get(key).type().equals(Type.VARCHAR)) {
            return range(plan, key, input).map(range -> range);
        }
        return statistics(plan, key)
                .filter(ColumnStatistics::dictionaryCoded)
                .filter(statistics -> statistics.distinct().orElse(Long.MAX_VALUE) <= MOST_IDS)
                .map(statistics -> Math.max(1, statistics.distinct().getAsLong()))
                .map(Aggregation.Dimension.Ids::new);
    }

    private static Optional<Aggregation.Dimension.Range> range(Plan plan, int key, Estimate input) {
        Column column = plan.columns().get(key);
        if (column.type().equals(Type.BOOLEAN)) {
            return Optional.of(new Aggregation.Dimension.Range(0, 1));
        }
        return Estimator.isWhole(column.type())
                ? input.column(key)
                        .range()
                        .map(
                                range ->
                                        new Aggregation.Dimension.Range(
                                                range.minimum(), range.maximum()))
                : Optional.empty();
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
}
