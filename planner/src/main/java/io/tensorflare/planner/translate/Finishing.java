package io.tensorflare.planner.translate;

import io.tensorflare.plan.Plan;
import io.tensorflare.plan.PlanRewriter;
import java.util.List;

/**
 * The last rewrites of a plan: columns pruned, filters in scans, the names of the result, a way to
 * aggregate for each grouping.
 */
public final class Finishing extends PlanRewriter {
    private Finishing() {}

    /**
     * The plan to run.
     *
     * @param names of the result's columns
     */
    public static Plan finish(Plan plan, List<String> names) {
        return Renaming.rename(Pruning.prune(plan), names).accept(new Finishing());
    }

    @Override
    public Plan visit(Plan.Aggregate aggregate) {
        return new Plan.Aggregate(
                input(aggregate.input()),
                aggregate.keys(),
                aggregate.calls(),
                Grouping.of(aggregate));
    }
}
