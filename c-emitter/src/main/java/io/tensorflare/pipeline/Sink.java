package io.tensorflare.pipeline;

import io.tensorflare.plan.Plan;
import java.util.Optional;

/** Where the rows of a pipeline end up. */
public sealed interface Sink {
    /** The operator that gathers the rows; empty for the result. */
    default Optional<Node> end() {
        if (this instanceof Aggregate aggregate) {
            return Optional.of(aggregate.node);
        }
        if (this instanceof Sort sort) {
            return Optional.of(sort.node);
        }
        if (this instanceof Build build) {
            return Optional.of(build.node);
        }
        return this instanceof Match match ? Optional.of(match.node) : Optional.empty();
    }

    /** The query's result. */
    record Result() implements Sink {}

    /**
     * The groups of an aggregation.
     *
     * @param set the distinct set that the rows come from; empty where they are the aggregation's
     *     input
     * @param lastInput whether no other pipeline brings rows of the input afterwards
     * @param last whether no other pipeline adds to the groups afterwards
     */
    record Aggregate(Node node, Optional<DistinctSet> set, boolean lastInput, boolean last)
            implements Sink {}

    /** The sorter of a sort, or of a window: by partition, then in order. */
    record Sort(Node node, boolean last) implements Sink {}

    /**
     * The right side of a join, kept in memory.
     *
     * @param last whether no other pipeline brings rows of the right side afterwards
     */
    record Build(Node node, boolean last) implements Sink {
        public Plan.Join plan() {
            return (Plan.Join) node.plan();
        }
    }

    /** Notes which rows of a join's right side have a partner: the left's rows go no further. */
    record Match(Node node) implements Sink {
        public Plan.Join plan() {
            return (Plan.Join) node.plan();
        }
    }
}
