package io.tensorflare.pipeline;

import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Plan;
import java.util.List;
import java.util.OptionalInt;

/** The values of one argument of an aggregation under one filter, each kept once per group. */
public record DistinctSet(int argument, OptionalInt filter) {
    /** The sets that an aggregation needs, in the order of its calls. */
    public static List<DistinctSet> of(Plan.Aggregate aggregate) {
        return aggregate.calls().stream()
                .filter(DistinctSet::isNeeded)
                .map(DistinctSet::of)
                .distinct()
                .toList();
    }

    public static DistinctSet of(AggregateCall call) {
        return new DistinctSet(call.argument().getAsInt(), call.filter());
    }

    /** MIN, MAX and the like do not care how often a value comes. */
    public static boolean isNeeded(AggregateCall call) {
        return switch (call.kind()) {
            case COUNT, SUM, AVG, STDDEV_POP, STDDEV_SAMP, VAR_POP, VAR_SAMP ->
                    call.distinct() && call.argument().isPresent();
            case MIN, MAX, ANY_VALUE, SINGLE_VALUE, BOOL_AND, BOOL_OR -> false;
        };
    }
}
