package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import io.tensorflare.planner.PlannerOptions;
import io.tensorflare.planner.translate.Columns;
import io.tensorflare.planner.translate.Joins;
import java.util.ArrayList;
import java.util.List;

/** Puts the side of a join that is cheaper to keep in memory on the right. */
final class Sides {
    /** A row kept costs more than a row that passes by. */
    private static final double BUILD = 3;

    private Sides() {}

    /** The join, or a projection over the join of the sides exchanged. */
    static Plan chosen(Plan.Join join, Estimator estimator, PlannerOptions options) {
        boolean swaps =
                switch (options.build()) {
                    case LEFT -> true;
                    case RIGHT -> false;
                    case PLANNED -> isCheaperSwapped(join, estimator);
                };
        return swaps && join.kind() != Plan.Join.Kind.MARK ? swapped(join) : join;
    }

    private static boolean isCheaperSwapped(Plan.Join join, Estimator estimator) {
        double kept = cost(join.left(), estimator.rows(join.left()));
        double passing = cost(join.right(), estimator.rows(join.right()));
        return switch (join.kind()) {
            case INNER, FULL -> kept < passing;
            case LEFT, RIGHT -> kept * 1.5 < passing;
            case SEMI, ANTI -> kept * 2 < passing;
            case RIGHT_SEMI, RIGHT_ANTI, MARK -> false;
        };
    }

    private static double cost(Plan side, double rows) {
        return rows * (BUILD + 0.2 * side.columns().size());
    }

    private static Plan.Join.Kind mirrored(Plan.Join.Kind kind) {
        return switch (kind) {
            case INNER, FULL, MARK -> kind;
            case LEFT -> Plan.Join.Kind.RIGHT;
            case RIGHT -> Plan.Join.Kind.LEFT;
            case SEMI -> Plan.Join.Kind.RIGHT_SEMI;
            case ANTI -> Plan.Join.Kind.RIGHT_ANTI;
            case RIGHT_SEMI -> Plan.Join.Kind.SEMI;
            case RIGHT_ANTI -> Plan.Join.Kind.ANTI;
        };
    }

    static Plan swapped(Plan.Join join) {
        int leftWidth = join.left().columns().size();
        int rightWidth = join.right().columns().size();
        Expression condition =
                Columns.renumber(
                        join.condition(),
                        column -> column < leftWidth ? column + rightWidth : column - leftWidth);
        Plan.Join.Kind kind = mirrored(join.kind());
        List<String> names = join.columns().stream().map(Column::name).toList();
        boolean both = names.size() == leftWidth + rightWidth && keepsBoth(kind);
        List<String> turned = new ArrayList<>(names);
        if (both) {
            turned = new ArrayList<>(names.subList(leftWidth, names.size()));
            turned.addAll(names.subList(0, leftWidth));
        }
        List<Column> columns = Joins.columns(join.right(), join.left(), kind, condition, turned);
        Plan.Join swapped =
                new Plan.Join(
                        join.right(),
                        join.left(),
                        kind,
                        condition,
                        join.method(),
                        columns,
                        join.position());
        if (!both) {
            return swapped;
        }
        List<Expression> order = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            int from = i < leftWidth ? i + rightWidth : i - leftWidth;
            order.add(Columns.reference(columns, from));
        }
        return new Plan.Project(swapped, names, order);
    }

    private static boolean keepsBoth(Plan.Join.Kind kind) {
        return switch (kind) {
            case INNER, LEFT, RIGHT, FULL -> true;
            case SEMI, ANTI, RIGHT_SEMI, RIGHT_ANTI, MARK -> false;
        };
    }
}
