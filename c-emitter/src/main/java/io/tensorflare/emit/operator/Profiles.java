package io.tensorflare.emit.operator;

import io.tensorflare.c.CType;
import io.tensorflare.emit.expression.Interval;
import java.util.List;
import java.util.Optional;

/** What is known of the rows that arrive at a sink. */
final class Profiles {
    private static final Profile UNUSED =
            new Profile(CType.INT64, false, Interval.of(0, 0), Optional.empty());

    private Profiles() {}

    /**
     * How the columns of a breaker's input arrive, over all pipelines.
     *
     * @param uses how often the breaker uses each
     */
    static List<Profile> of(int[] uses, List<PipelineCode> inputs) {
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
}
