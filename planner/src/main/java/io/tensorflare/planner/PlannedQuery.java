package io.tensorflare.planner;

import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import java.util.List;

/**
 * A query's plan.
 *
 * @param parameters the types of the parameters ({@code ?}) in order
 * @param lifetime whether the plan may be kept for the same text later
 * @param estimatedRows the rows expected of each operator, in the order of a walk from the root: an
 *     operator, then all of its first input, then its second
 */
public record PlannedQuery(
        Plan plan, List<Type> parameters, Lifetime lifetime, List<Double> estimatedRows) {
    public PlannedQuery {
        parameters = List.copyOf(parameters);
        estimatedRows = List.copyOf(estimatedRows);
    }

    /** How long a plan is good. */
    public enum Lifetime {
        /** As long as the catalog and the files stay the same. */
        CATALOG,
        /** For one execution: it holds the statement's time. */
        STATEMENT
    }
}
