package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.JoinMethod;
import io.tensorflare.plan.Plan;
import io.tensorflare.planner.PlannerOptions;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;

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

    /** The most rows of a key whose partners are compared one by one in place of a longer key. */
    private static final double LONGEST_CHAIN = 6;

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
        return Rebuild.bottomUp(
                plan, node -> node instanceof Plan.Join join ? choice.method(join) : node);
    }

    private Plan method(Plan.Join join) {
        JoinCondition condition = JoinCondition.of(join);
        List<JoinCondition.Equality> equalities =
                condition.equalities().stream()
                        .filter(JoinCondition.Equality::isOfColumns)
                        .toList();
        if (equalities.isEmpty() || options.joins() == PlannerOptions.Joins.LOOP) {
            return join;
        }
        Set<JoinMethod.Key> keys = new LinkedHashSet<>();
        sole(join, equalities).map(List::of).orElse(equalities).forEach(e -> keys.add(key(e)));
        List<Expression> residual = new ArrayList<>(condition.rest());
        condition.equalities().stream()
                .filter(equality -> !equality.isOfColumns() || !keys.contains(key(equality)))
                .forEach(equality -> residual.add(equality.whole()));
        return with(join, keyed(join, List.copyOf(keys), residual));
    }

    private static JoinMethod.Key key(JoinCondition.Equality equality) {
        return new JoinMethod.Key(
                equality.leftColumn(), equality.rightColumn(), equality.nullsEqual());
    }

    /**
     * Of several equalities the one that alone finds a row's partner, or an array's few candidates:
     * the others are compared then. A longer key needs a hash table, and filters no scan.
     */
    private Optional<JoinCondition.Equality> sole(
            Plan.Join join, List<JoinCondition.Equality> equalities) {
        if (equalities.size() == 1 || join.kind() == Plan.Join.Kind.MARK) {
            return Optional.empty();
        }
        Estimate build = estimator.of(join.right());
        List<JoinMethod.Key> keys = equalities.stream().map(MethodChoice::key).toList();
        boolean together = isUnique(build, keys);
        return equalities.stream()
                .filter(equality -> !equality.nullsEqual())
                .filter(
                        equality ->
                                isUnique(build, List.of(key(equality)))
                                        || hasChains(join, key(equality), together))
                .max(
                        Comparator.comparingDouble(
                                equality -> build.column(equality.rightColumn()).distinct()));
    }

    private boolean isUnique(Estimate build, List<JoinMethod.Key> keys) {
        BitSet columns = new BitSet();
        keys.forEach(key -> columns.set(key.right()));
        return build.isUnique(columns, options.trustsUniqueness());
    }

    /**
     * Whether an array over one key takes the place of a longer one: where chains are short and all
     * keys together are not unique, or where arrays are forced.
     */
    private boolean hasChains(Plan.Join join, JoinMethod.Key key, boolean unique) {
        Estimate build = estimator.of(join.right());
        boolean isShort = build.rows() <= LONGEST_CHAIN * build.column(key.right()).distinct();
        return switch (options.joins()) {
            case PLANNED -> !unique && isShort && isDense(join, key, false);
            case DENSE -> isDense(join, key, false);
            case HASH, LOOP -> false;
        };
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
        boolean unique = isUnique(build, keys);
        Optional<JoinMethod.Key> dense = denseKey(join, keys, unique);
        List<JoinMethod.Key> ordered = new ArrayList<>(keys);
        JoinMethod.Index index = new JoinMethod.Index.Hash(Math.max(1, Math.round(build.rows())));
        if (dense.isPresent()) {
            ordered.remove(dense.get());
            ordered.add(0, dense.get());
        }
        if (dense.isPresent() && keys.size() == 1) {
            Range range = build.column(dense.get().right()).range().get();
            index = new JoinMethod.Index.Dense(range.minimum(), range.maximum());
        }
        boolean filters = filtersScan(join, ordered.get(0));
        return new JoinMethod.Keyed(ordered, residual, index, unique, filters);
    }

    /**
     * The key that an array or a filter can be over: of those that fit, the one with most values.
     */
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
        boolean keepsNulls = keepsRight(join.kind()) && columns.get(key.right()).nullable();
        if (key.nullsEqual()
                || keepsNulls
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

    /** Whether rows of the right come out again, also those whose key is NULL. */
    private static boolean keepsRight(Plan.Join.Kind kind) {
        return switch (kind) {
            case RIGHT, FULL, RIGHT_SEMI, RIGHT_ANTI -> true;
            case INNER, LEFT, SEMI, ANTI, MARK -> false;
        };
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
        if (!drops || !isFilter(join, key)) {
            return false;
        }
        Estimate probe = estimator.of(join.left());
        Estimate build = estimator.of(join.right());
        JoinEstimate.Domains domains = new JoinEstimate.Domains();
        domains.add(probe.column(key.left()), build.column(key.right()));
        double values = Math.max(1, build.column(key.right()).distinct());
        return Math.min(values, build.rows()) / domains.product() < WORTH_FILTERING;
    }

    /** Whether a scan can look for the key: a whole number that it reads itself. */
    private static boolean isFilter(Plan.Join join, JoinMethod.Key key) {
        return !key.nullsEqual()
                && Estimator.isWhole(join.left().columns().get(key.left()).type())
                && comesFromScan(join.left(), key.left());
    }

    /** Whether a column is read by the scan that begins the pipeline of a plan's rows. */
    private static boolean comesFromScan(Plan plan, int column) {
        if (plan instanceof Plan.Project project) {
            return project.expressions().get(column) instanceof Expression.ColumnReference reference
                    && comesFromScan(project.input(), reference.index());
        }
        if (plan instanceof Plan.Join join) {
            return comesFromLeft(join, column);
        }
        return plan instanceof Plan.Scan
                || plan instanceof Plan.Union union
                        && union.inputs().stream().anyMatch(input -> comesFromScan(input, column))
                || plan instanceof Plan.Filter filter && comesFromScan(filter.input(), column);
    }

    private static boolean comesFromLeft(Plan.Join join, int column) {
        int width = join.left().columns().size();
        return switch (join.kind()) {
            case INNER, LEFT, SEMI, ANTI, MARK ->
                    column < width
                            ? comesFromScan(join.left(), column)
                            : JoinCondition.of(join).equalities().stream()
                                    .filter(JoinCondition.Equality::isOfColumns)
                                    .filter(equality -> equality.rightColumn() == column - width)
                                    .anyMatch(e -> comesFromScan(join.left(), e.leftColumn()));
            case RIGHT, FULL, RIGHT_SEMI, RIGHT_ANTI -> false;
        };
    }
}
