package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Plan;
import io.tensorflare.planner.PlannerOptions;
import io.tensorflare.planner.translate.Pruning;

/**
 * Puts joins in the order that is expected to be cheapest. Inner, semi, anti, mark and outer joins
 * take part, through filters and projections between them.
 */
final class JoinOrder {
    private static final int MOST_LEAVES = 60;

    private final Estimator estimator;
    private final PlannerOptions options;

    private JoinOrder(Estimator estimator, PlannerOptions options) {
        this.estimator = estimator;
        this.options = options;
    }

    /** The plan with the same columns; projections are left in it that pruning takes out. */
    static Plan ordered(Plan plan, Estimator estimator, PlannerOptions options) {
        return new JoinOrder(estimator, options).ordered(plan);
    }

    private Plan ordered(Plan plan) {
        if (!JoinGraph.isTree(plan) || leaves(plan) > MOST_LEAVES) {
            return Rebuild.inputs(plan, this::ordered);
        }
        JoinGraph.Flat flat = JoinGraph.of(plan, this::leaf);
        JoinProblem problem = JoinProblem.of(flat, estimator, options, this::leaf);
        return JoinBuilder.build(problem, JoinSearch.steps(problem), plan.columns());
    }

    /** A leaf as the search sees it: its own joins in order, without needless projections. */
    private Plan leaf(Plan plan) {
        return plan.inputs().isEmpty() ? plan : Pruning.prune(ordered(plan));
    }

    private static int leaves(Plan plan) {
        return JoinGraph.isTree(plan)
                ? plan.inputs().stream().mapToInt(JoinOrder::leaves).sum()
                : 1;
    }
}
