package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Aggregation;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import io.tensorflare.planner.translate.Columns;
import io.tensorflare.planner.translate.Pruning;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;

/**
 * A top-k over groups, through filters and projections between them.
 *
 * @param aggregate the groups
 */
record TopGroups(Plan.Sort sort, Plan.Aggregate aggregate) {
    /** Where a column's values are read. */
    record Origin(Plan.Scan scan, int field) {
        boolean isSame(Origin other) {
            return scan.table().equals(other.scan().table())
                    && scan.fields().get(field).equals(other.scan().fields().get(other.field()));
        }
    }

    /** The top-k that a plan's rows come from, through projections. */
    static Optional<TopGroups> of(Plan plan) {
        if (plan instanceof Plan.Project project) {
            return of(project.input());
        }
        return plan instanceof Plan.Sort sort && sort.limit().isPresent()
                ? groups(sort.input()).map(aggregate -> new TopGroups(sort, aggregate))
                : Optional.empty();
    }

    private static Optional<Plan.Aggregate> groups(Plan plan) {
        if (plan instanceof Plan.Project || plan instanceof Plan.Filter) {
            return groups(plan.inputs().get(0));
        }
        return plan instanceof Plan.Aggregate aggregate ? Optional.of(aggregate) : Optional.empty();
    }

    Optional<Origin> origin(int column) {
        return origin(sort, column);
    }

    /** The scan's column that a column is a copy of, in all of its rows. */
    static Optional<Origin> origin(Plan plan, int column) {
        if (plan instanceof Plan.Scan scan) {
            return Optional.of(new Origin(scan, column));
        }
        if (plan instanceof Plan.Project project) {
            return project.expressions().get(column) instanceof Expression.ColumnReference reference
                    ? origin(project.input(), reference.index())
                    : Optional.empty();
        }
        if (plan instanceof Plan.Filter || plan instanceof Plan.Sort) {
            return origin(plan.inputs().get(0), column);
        }
        if (plan instanceof Plan.Aggregate aggregate) {
            return column < aggregate.keys().size()
                    ? origin(aggregate.input(), aggregate.keys().get(column))
                    : Optional.empty();
        }
        return plan instanceof Plan.Join join ? ofJoin(join, column) : Optional.empty();
    }

    private static Optional<Origin> ofJoin(Plan.Join join, int column) {
        int width = join.left().columns().size();
        return switch (join.kind()) {
            case INNER ->
                    column < width
                            ? origin(join.left(), column)
                            : origin(join.right(), column - width);
            case LEFT, SEMI, ANTI, MARK ->
                    column < width ? origin(join.left(), column) : Optional.empty();
            case RIGHT, FULL, RIGHT_SEMI, RIGHT_ANTI -> Optional.empty();
        };
    }

    /**
     * Whether a column is a group key that comes from a scan, and is nowhere used before it is
     * shown.
     */
    boolean isOnlyShown(int column, Plan.Scan scan) {
        return origin(column).filter(origin -> origin.scan() == scan).isPresent()
                && sort.keys().stream().noneMatch(key -> key.column() == column)
                && isPassed(sort.input(), column);
    }

    /** Whether one column of the operators above the groups, and nothing else, reads it. */
    private static boolean isPassed(Plan plan, int column) {
        if (plan instanceof Plan.Filter filter) {
            BitSet used = new BitSet();
            filter.conjuncts().forEach(conjunct -> Columns.collect(conjunct, used));
            return !used.get(column) && isPassed(filter.input(), column);
        }
        if (plan instanceof Plan.Project project) {
            int below = ((Expression.ColumnReference) project.expressions().get(column)).index();
            long readers =
                    project.expressions().stream()
                            .filter(
                                    expression -> {
                                        BitSet used = new BitSet();
                                        Columns.collect(expression, used);
                                        return used.get(below);
                                    })
                            .count();
            return readers == 1 && isPassed(project.input(), below);
        }
        return true;
    }

    /** The top-k without some of its columns, which are no longer grouped by. */
    Plan without(List<Integer> columns) {
        List<Integer> keys = new ArrayList<>(aggregate.keys());
        columns.forEach(column -> keys.remove(aggregate.keys().get(keyOf(sort, column))));
        Plan fewer =
                new Plan.Aggregate(
                        aggregate.input(), keys, aggregate.calls(), new Aggregation.Hash(0));
        List<Expression> all = new ArrayList<>();
        for (int i = 0; i < aggregate.columns().size(); i++) {
            int at = i < aggregate.keys().size() ? keys.indexOf(aggregate.keys().get(i)) : i;
            int place =
                    i < aggregate.keys().size() ? at : i - aggregate.keys().size() + keys.size();
            all.add(
                    place < 0
                            ? new Expression.Null(aggregate.columns().get(i).type())
                            : Columns.reference(fewer, place));
        }
        Plan grouped =
                new Plan.Project(
                        fewer, aggregate.columns().stream().map(Column::name).toList(), all);
        Plan top = Rebuild.bottomUp(sort, node -> node == aggregate ? grouped : node);
        List<Integer> kept = new ArrayList<>();
        for (int i = 0; i < sort.columns().size(); i++) {
            if (!columns.contains(i)) {
                kept.add(i);
            }
        }
        return Pruning.prune(
                new Plan.Project(
                        top,
                        kept.stream().map(i -> sort.columns().get(i).name()).toList(),
                        kept.stream().<Expression>map(i -> Columns.reference(top, i)).toList()));
    }

    /** The number of the group key that a column shows. */
    private static int keyOf(Plan plan, int column) {
        if (plan instanceof Plan.Aggregate) {
            return column;
        }
        int below =
                plan instanceof Plan.Project project
                        ? ((Expression.ColumnReference) project.expressions().get(column)).index()
                        : column;
        return keyOf(plan.inputs().get(0), below);
    }
}
