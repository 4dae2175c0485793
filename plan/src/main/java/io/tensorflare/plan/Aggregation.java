package io.tensorflare.plan;

import java.util.List;

/** How an {@link Plan.Aggregate} keeps its groups. */
public sealed interface Aggregation {
    /** One group: no keys. */
    record Single() implements Aggregation {}

    /**
     * An array with one slot for each combination of keys; one dimension a key, in the keys' order.
     */
    record Direct(List<Dimension> dimensions) implements Aggregation {
        public Direct {
            dimensions = List.copyOf(dimensions);
        }
    }

    /** A hash table. */
    record Hash(long estimatedGroups) implements Aggregation {}

    /** One axis of a direct array; a nullable key has one slot more. */
    sealed interface Dimension {
        /**
         * Query-wide ids of a dictionary-coded string column, counted before the pipeline starts.
         */
        record Ids(long estimate) implements Dimension {}

        /** Values between two bounds, both included. */
        record Range(long minimum, long maximum) implements Dimension {}
    }
}
