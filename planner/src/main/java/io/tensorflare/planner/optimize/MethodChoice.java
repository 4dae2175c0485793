package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Aggregation;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.JoinMethod;
import io.tensorflare.plan.Plan;
import io.tensorflare.planner.PlannerOptions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Says for each join how partners are found: by an array or a hash table over the columns that must
 * be equal, or by testing every pair where there are none. The side that is cheaper to keep in
 * memory becomes the right one.
 */
final class MethodChoice {
    /** An array may have so many places for each row. */
    private static final double MOST_PLACES_A_ROW = 8;

    /** Arrays of so many places are small whatever they hold. */
    private static final double SMALL = 1 << 20;

    /** The most places of an array: a quarter of a gigabyte of heads. */
    private static final double MOST_PLACES = 1 << 26;

    /** An array pays where this many rows pass by for each place, however few are kept. */
    private static final double PLACES_A_PROBE = 4;

    /**
     * The most bytes of an array that holds the rows themselves where few of its places are taken:
     * each row touches a page of its own.
     */
    private static final double MOST_SPARSE_BYTES = 1 << 25;

    /** Keys that let more of the rows pass are no filter. */
    private static final double WORTH_FILTERING = 0.7;

    private final PlannerOptions options;
    private final Estimator estimator;

    private MethodChoice(PlannerOptions options, Estimator estimator) {
        this.options = options;
        this.estimator = estimator;
    }

    /**
     * The plan with values that joins compare as columns, and each join's sides as they are best;
     * to be pruned of the projections that this adds.
     */
    static Plan arranged(Plan plan, PlannerOptions options, Estimator estimator) {
        if (options.joins() == PlannerOptions.Joins.LOOP) {
            return plan;
        }
        return Rebuild.bottomUp(
                plan,
                node -> node instanceof Plan.Join join ? arranged(join, options, estimator) : node);
    }

    private static Plan arranged(Plan.Join join, PlannerOptions options, Estimator estimator) {
        return KeyColumns.of(join) instanceof Plan.Project trimmed
                ? Rebuild.inputs(
                        trimmed, keyed -> Sides.chosen((Plan.Join) keyed, estimator, options))
                : Sides.chosen(join, estimator, options);
    }

    /** The plan with a method for every join. */
    static Plan chosen(Plan plan, PlannerOptions options, Estimator estimator) {
        MethodChoice choice = new MethodChoice(options, estimator);
        return Rebuild.bottomUp(plan, choice::chosen);
    }

    private Plan chosen(Plan plan) {
        if (plan instanceof Plan.Join join) {
            return method(join);
        }
        boolean hashed =
                plan instanceof Plan.Aggregate aggregate
                        && aggregate.aggregation() instanceof Aggregation.Hash;
        return hashed ? estimated((Plan.Aggregate) plan) : plan;
    }

    private Plan estimated(Plan.Aggregate aggregate) {
        long groups = Math.max(1, Math.round(estimator.rows(aggregate)));
        return new Plan.Aggregate(
                aggregate.input(),
                aggregate.keys(),
                aggregate.calls(),
                new Aggregation.Hash(groups));
    }

    private Plan method(Plan.Join join) {
        JoinCondition condition = JoinCondition.of(join);
        List<JoinMethod.Key> keys = new ArrayList<>();
        List<Expression> residual = new ArrayList<>(condition.rest());
        for (JoinCondition.Equality equality : condition.equalities()) {
            if (equality.isOfColumns()) {
                keys.add(
                        new JoinMethod.Key(
                                equality.leftColumn(),
                                equality.rightColumn(),
                                equality.nullsEqual()));
            } else {
                residual.add(equality.whole());
            }
        }
        if (keys.isEmpty() || options.joins() == PlannerOptions.Joins.LOOP) {
            return join;
        }
        return with(join, keyed(join, keys.stream().distinct().toList(), residual));
    }

    private static Plan with(Plan.Join join, JoinMethod method) {
        return new Plan.Join(
                join.left(),
                join.right(),
                join.kind(),
                join.condition(),
                method,
                join.columns(),
                join.position());
    }

    private JoinMethod keyed(Plan.Join join, List<JoinMethod.Key> keys, List<Expression> residual) {
        Estimate build = estimator.of(join.right());
        BitSet columns = new BitSet();
        keys.forEach(key -> columns.set(key.right()));
        boolean unique = build.isUnique(columns, options.trustsUniqueness());
        Optional<JoinMethod.Key> dense = denseKey(join, keys, unique);
        List<JoinMethod.Key> ordered = new ArrayList<>(keys);
        JoinMethod.Index index = new JoinMethod.Index.Hash(Math.max(1, Math.round(build.rows())));
        if (dense.isPresent()) {
            ordered.remove(dense.get());
            ordered.add(0, dense.get());
            Range range = build.column(dense.get().right()).range().get();
            index = new JoinMethod.Index.Dense(range.minimum(), range.maximum());
        }
        boolean filters = filtersScan(join, ordered.get(0));
        return new JoinMethod.Keyed(ordered, residual, index, unique, filters);
    }

    /** The key to be an array's index: of those that fit, the one with most values. */
    private Optional<JoinMethod.Key> denseKey(
            Plan.Join join, List<JoinMethod.Key> keys, boolean unique) {
        if (options.joins() == PlannerOptions.Joins.HASH) {
            return Optional.empty();
        }
        Estimate build = estimator.of(join.right());
        return keys.stream()
                .filter(key -> isDense(join, key, unique))
                .max(Comparator.comparingDouble(key -> build.column(key.right()).distinct()));
    }

    private boolean isDense(Plan.Join join, JoinMethod.Key key, boolean unique) {
        List<Column> columns = join.right().columns();
        Estimate build = estimator.of(join.right());
        Optional<Range> range = build.column(key.right()).range();
        if (key.nullsEqual()
                || !Estimator.isWhole(columns.get(key.right()).type())
                || range.isEmpty()
                || range.get().width() > MOST_PLACES) {
            return false;
        }
        double places = range.get().width();
        boolean filled = places <= Math.max(SMALL, MOST_PLACES_A_ROW * build.rows());
        boolean sparse = places <= PLACES_A_PROBE * estimator.rows(join.left());
        double bytes = unique ? places * Long.BYTES * (columns.size() - 1) : 0;
        return options.joins() == PlannerOptions.Joins.DENSE
                || filled
                || sparse && bytes <= MOST_SPARSE_BYTES;
    }

    /**
     * Whether few rows of the left have a first key that the right has, so that reading the others
     * is waste.
     */
    private boolean filtersScan(Plan.Join join, JoinMethod.Key key) {
        boolean drops =
                switch (join.kind()) {
                    case INNER, RIGHT, SEMI, RIGHT_SEMI, RIGHT_ANTI -> true;
                    case LEFT, FULL, ANTI, MARK -> false;
                };
        if (!drops) {
            return false;
        }
        Estimate probe = estimator.of(join.left());
        Estimate build = estimator.of(join.right());
        JoinEstimate.Domains domains = new JoinEstimate.Domains();
        domains.add(probe.column(key.left()), build.column(key.right()));
        double values = Math.max(1, build.column(key.right()).distinct());
        return Math.min(values, build.rows()) / domains.product() < WORTH_FILTERING;
    }
}
