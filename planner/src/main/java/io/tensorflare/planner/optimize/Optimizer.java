package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Plan;
import io.tensorflare.planner.PlannerOptions;
import io.tensorflare.planner.translate.Finishing;
import io.tensorflare.planner.translate.Pruning;
import java.util.List;

/** Rewrites a translated plan by what the statistics of its tables let expect. */
public final class Optimizer {
    private Optimizer() {}

    /**
     * A plan to run.
     *
     * @param estimatedRows of each operator, in the order of a walk from the root
     */
    public record Optimized(Plan plan, List<Double> estimatedRows) {
        public Optimized {
            estimatedRows = List.copyOf(estimatedRows);
        }
    }

    /**
     * The plan to run, with a way to aggregate and to join for each operator.
     *
     * @param names of the result's columns
     */
    public static Optimized optimize(Plan plan, List<String> names, PlannerOptions options) {
        Estimator estimator = new Estimator();
        Plan ordered = JoinOrder.ordered(Pruning.prune(plan), estimator);
        Plan arranged = MethodChoice.arranged(Pruning.prune(ordered), options, estimator);
        Plan finished = Finishing.finish(arranged, names);
        Plan chosen = GroupKeys.reduced(MethodChoice.chosen(finished, options, estimator));
        return new Optimized(chosen, estimator.inPreOrder(chosen));
    }
}
