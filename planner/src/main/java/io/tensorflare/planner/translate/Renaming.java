package io.tensorflare.planner.translate;

import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * Gives a plan's columns other names: where they arise if that is possible, else by a projection.
 */
public final class Renaming {
    private Renaming() {}

    public static Plan rename(Plan plan, List<String> names) {
        if (plan.columns().stream().map(Column::name).toList().equals(names)) {
            return plan;
        }
        if (plan instanceof Plan.Project project) {
            return new Plan.Project(project.input(), names, project.expressions());
        }
        if (plan instanceof Plan.Values values) {
            return new Plan.Values(Columns.renamed(values.columns(), names), values.rows());
        }
        if (plan instanceof Plan.Union union) {
            return new Plan.Union(union.inputs(), Columns.renamed(union.columns(), names));
        }
        if (plan instanceof Plan.Sort sort) {
            return new Plan.Sort(
                    rename(sort.input(), names), sort.keys(), sort.limit(), sort.offset());
        }
        if (plan instanceof Plan.Limit limit) {
            return new Plan.Limit(rename(limit.input(), names), limit.limit(), limit.offset());
        }
        if (plan instanceof Plan.Aggregate aggregate && keepsKeys(aggregate, names)) {
            return renamed(aggregate, names);
        }
        List<Expression> columns = new ArrayList<>();
        for (int i = 0; i < names.size(); i++) {
            columns.add(Columns.reference(plan, i));
        }
        return new Plan.Project(plan, names, columns);
    }

    private static boolean keepsKeys(Plan.Aggregate aggregate, List<String> names) {
        for (int i = 0; i < aggregate.keys().size(); i++) {
            if (!aggregate.columns().get(i).name().equals(names.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static Plan renamed(Plan.Aggregate aggregate, List<String> names) {
        List<AggregateCall> calls = new ArrayList<>();
        for (int i = 0; i < aggregate.calls().size(); i++) {
            AggregateCall call = aggregate.calls().get(i);
            Column column =
                    new Column(
                            names.get(aggregate.keys().size() + i),
                            call.column().type(),
                            call.column().nullable());
            calls.add(
                    new AggregateCall(
                            call.kind(),
                            call.argument(),
                            call.distinct(),
                            call.filter(),
                            column,
                            call.position()));
        }
        return new Plan.Aggregate(
                aggregate.input(), aggregate.keys(), calls, aggregate.aggregation());
    }
}
