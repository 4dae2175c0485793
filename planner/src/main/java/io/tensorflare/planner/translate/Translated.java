package io.tensorflare.planner.translate;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexNode;

/**
 * A plan for an operator of Calcite's.
 *
 * @param width how many of the plan's columns are the operator's; those behind are answers of
 *     models and window functions
 * @param predicted those calls, over the operator's columns, with the columns that hold their
 *     answers
 */
record Translated(Plan plan, int width, Map<RexNode, Integer> predicted) {
    Translated {
        predicted = Map.copyOf(predicted);
    }

    static Translated of(Plan plan) {
        return new Translated(plan, plan.columns().size(), Map.of());
    }

    /** The plan with the operator's columns alone. */
    Plan trimmed() {
        if (plan.columns().size() == width) {
            return plan;
        }
        List<String> names = new ArrayList<>();
        List<Expression> columns = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            names.add(plan.columns().get(i).name());
            columns.add(Columns.reference(plan, i));
        }
        return new Plan.Project(plan, names, columns);
    }
}
