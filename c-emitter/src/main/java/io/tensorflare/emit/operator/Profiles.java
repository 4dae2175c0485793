package io.tensorflare.emit.operator;

import io.tensorflare.c.CType;
import io.tensorflare.emit.expression.Interval;
import io.tensorflare.pipeline.Node;
import io.tensorflare.plan.Plan;
import java.math.BigInteger;
import java.util.List;

/** What is known of the rows that arrive at a sink. */
final class Profiles {
    private static final Profile UNUSED = new Profile(CType.INT64, false, Interval.of(0, 0));

    private Profiles() {}

    /** How the columns of a breaker's input arrive, over all pipelines. */
    static List<Profile> of(Node node, List<PipelineCode> inputs) {
        int[] uses = Uses.of(node);
        Profile[] profiles = new Profile[uses.length];
        for (PipelineCode code : inputs) {
            code.arriving(uses)
                    .forEach(
                            (column, profile) ->
                                    profiles[column] =
                                            profiles[column] == null
                                                    ? profile
                                                    : profiles[column].or(profile));
        }
        for (int i = 0; i < profiles.length; i++) {
            profiles[i] = profiles[i] == null ? UNUSED : profiles[i];
        }
        return List.of(profiles);
    }

    /** At most so many rows come out of a plan; at least 1. */
    static BigInteger rows(Plan plan) {
        return most(plan).max(BigInteger.ONE);
    }

    private static BigInteger most(Plan plan) {
        if (plan instanceof Plan.Scan scan) {
            return BigInteger.valueOf(scan.rows());
        }
        if (plan instanceof Plan.Aggregate aggregate && aggregate.keys().isEmpty()) {
            return BigInteger.ONE;
        }
        BigInteger rows =
                plan instanceof Plan.Values values
                        ? BigInteger.valueOf(values.rows().size())
                        : BigInteger.ZERO;
        for (Plan input : plan.inputs()) {
            rows = rows.add(most(input));
        }
        return rows;
    }
}
