package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Plan;
import io.tensorflare.planner.PlannerOptions;
import io.tensorflare.planner.translate.Pruning;
import io.tensorflare.planner.translate.Renaming;
import java.util.List;
import java.util.Optional;

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
        Plan kept = chosen(plan, names, options, estimator);
        if (options.aggregates() != PlannerOptions.Aggregates.LATE) {
            Optional<Plan> fewer =
                    CoarserGroups.of(plan).map(of -> chosen(of, names, options, estimator));
            if (fewer.isPresent()
                    && CoarserGroups.rowsRead(fewer.get()) < CoarserGroups.rowsRead(kept)) {
                kept = fewer.get();
            }
        }
        return new Optimized(kept, estimator.inPreOrder(kept));
    }

    private static Plan chosen(
            Plan plan, List<String> names, PlannerOptions options, Estimator estimator) {
        Plan pruned = Pruning.prune(plan);
        Plan grouped = Pruning.prune(EarlyAggregates.moved(pruned, estimator, options));
        Plan chosen =
                LateFetch.of(grouped, estimator, options)
                        .flatMap(fetch -> fetched(fetch, names, options, estimator))
                        .orElseGet(
                                () -> {
                                    Plan arranged = arranged(grouped, options, estimator);
                                    Plan finished = Renaming.rename(Pruning.prune(arranged), names);
                                    return MethodChoice.chosen(finished, options, estimator);
                                });
        return GroupMethod.chosen(chosen, estimator);
    }

    private static Plan arranged(Plan plan, PlannerOptions options, Estimator estimator) {
        Plan ordered = JoinOrder.ordered(plan, estimator, options);
        return MethodChoice.arranged(Pruning.prune(ordered), options, estimator);
    }

    /** Nothing where no run would notice that the key is not unique. */
    private static Optional<Plan> fetched(
            LateFetch fetch, List<String> names, PlannerOptions options, Estimator estimator) {
        Plan core = Pruning.prune(fetch.kept(arranged(fetch.core(), options, estimator)));
        Plan whole = Renaming.rename(fetch.over(core), names);
        return Optional.of(MethodChoice.chosen(whole, options, estimator)).filter(fetch::isChecked);
    }
}
