package io.tensorflare.planner.optimize;

import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Unplaced;
import io.tensorflare.planner.translate.Columns;
import io.tensorflare.planner.translate.Recombined;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Stream;

/**
 * Makes coarse groups of finer ones: where two aggregates read the same rows, and one groups by
 * less and calls the same functions, it reads the other's groups, which are made once. To be tried
 * on a plan that still has all columns, since pruned copies of the same rows differ.
 */
final class CoarserGroups {
    /** An aggregate over what is below all projections of its input. */
    private record Grouped(
            Plan.Aggregate aggregate, Plan rows, List<Expression> keys, List<Call> calls) {
        static Grouped of(Plan.Aggregate aggregate) {
            Plan input = aggregate.input();
            return new Grouped(
                    aggregate,
                    Unplaced.of(source(input)),
                    aggregate.keys().stream().map(key -> expression(input, key)).toList(),
                    aggregate.calls().stream().map(call -> Call.of(call, input)).toList());
        }
    }

    private record Call(
            AggregateCall.Kind kind, Optional<Expression> argument, Optional<Expression> filter) {
        static Call of(AggregateCall call, Plan input) {
            return new Call(
                    call.kind(),
                    call.argument().stream().mapToObj(i -> expression(input, i)).findFirst(),
                    call.filter().stream().mapToObj(i -> expression(input, i)).findFirst());
        }
    }

    private final List<Grouped> all;

    private CoarserGroups(Plan plan) {
        all = aggregates(plan).map(Grouped::of).toList();
    }

    /** The plan with fewer aggregates over rows; nothing where all are needed. */
    static Optional<Plan> of(Plan plan) {
        if (aggregates(plan).limit(2).count() < 2) {
            return Optional.empty();
        }
        CoarserGroups groups = new CoarserGroups(plan);
        Plan rewritten =
                Rebuild.bottomUp(
                        plan,
                        node ->
                                node instanceof Plan.Aggregate aggregate
                                        ? groups.coarser(aggregate)
                                        : node);
        return rewritten == plan ? Optional.empty() : Optional.of(rewritten);
    }

    /** How many rows the scans of a plan read, where equal aggregates are made once. */
    static double rowsRead(Plan plan) {
        return rowsRead(plan, new HashSet<>());
    }

    private static double rowsRead(Plan plan, Set<Plan> known) {
        if (plan instanceof Plan.Aggregate && !known.add(Unplaced.of(plan))) {
            return 0;
        }
        double own = plan instanceof Plan.Scan scan ? scan.rows() : 0;
        return own + plan.inputs().stream().mapToDouble(input -> rowsRead(input, known)).sum();
    }

    private static Stream<Plan.Aggregate> aggregates(Plan plan) {
        Stream<Plan.Aggregate> below = plan.inputs().stream().flatMap(CoarserGroups::aggregates);
        return plan instanceof Plan.Aggregate aggregate
                ? Stream.concat(Stream.of(aggregate), below)
                : below;
    }

    private static Plan source(Plan plan) {
        return plan instanceof Plan.Project project ? source(project.input()) : plan;
    }

    /** A column as an expression over the rows below all projections. */
    private static Expression expression(Plan plan, int column) {
        Plan below = plan;
        Expression expression = Columns.reference(plan, column);
        while (below instanceof Plan.Project project) {
            expression = Columns.substitute(expression, project.expressions());
            below = project.input();
        }
        return Unplaced.of(expression);
    }

    private Plan coarser(Plan.Aggregate aggregate) {
        if (aggregate.calls().isEmpty()
                || !aggregate.calls().stream().allMatch(Recombined::isPossible)) {
            return aggregate;
        }
        Grouped coarse = Grouped.of(aggregate);
        for (Grouped fine : all) {
            if (fine.keys().size() > coarse.keys().size()
                    && fine.rows().equals(coarse.rows())
                    && fine.keys().containsAll(coarse.keys())
                    && new HashSet<>(fine.calls()).equals(new HashSet<>(coarse.calls()))
                    && fine.aggregate().calls().stream().noneMatch(AggregateCall::distinct)) {
                return recombined(coarse, fine);
            }
        }
        return aggregate;
    }

    private static Plan recombined(Grouped coarse, Grouped fine) {
        List<Integer> keys = coarse.keys().stream().map(fine.keys()::indexOf).toList();
        List<Integer> parts =
                coarse.calls().stream()
                        .map(call -> fine.keys().size() + fine.calls().indexOf(call))
                        .toList();
        Plan groups = Recombined.of(fine.aggregate(), keys, coarse.aggregate().calls(), parts);
        List<Expression> columns = new ArrayList<>();
        for (int i = 0; i < groups.columns().size(); i++) {
            columns.add(Columns.reference(groups, i));
        }
        List<String> names = coarse.aggregate().columns().stream().map(Column::name).toList();
        return new Plan.Project(groups, names, columns);
    }
}
