package io.tensorflare.plan;

import java.util.List;

/** How a {@link Plan.Join} finds the partners of a row among the rows of its right side. */
public sealed interface JoinMethod {
    /** Whether a row of the left has at most one partner. */
    default boolean isUnique() {
        return this instanceof Keyed keyed && keyed.unique();
    }

    /** Tests every pair. */
    record Loop() implements JoinMethod {}

    /**
     * Finds the right's rows of equal keys through an index, then tests what is left of the
     * condition.
     *
     * @param keys pairs of columns that must be equal; at least one
     * @param residual conjuncts of the condition that the keys do not cover, over both sides'
     *     columns
     * @param unique whether no two rows of the right are assumed to have the same keys; a run that
     *     finds two is planned again without that assumption
     * @param filtersScan whether the keys are worth a filter in the scan that the left's rows come
     *     from
     */
    record Keyed(
            List<Key> keys,
            List<Expression> residual,
            Index index,
            boolean unique,
            boolean filtersScan)
            implements JoinMethod {
        public Keyed {
            keys = List.copyOf(keys);
            residual = List.copyOf(residual);
            if (keys.isEmpty()) {
                throw new IllegalArgumentException("an index needs a key");
            }
            if (index instanceof Index.Dense && (keys.size() > 1 || keys.get(0).nullsEqual())) {
                throw new IllegalArgumentException(
                        "an array is over one key, and has no place for a null one");
            }
        }
    }

    /**
     * Column numbers of the left and of the right, of the same type.
     *
     * @param nullsEqual whether null equals null (IS NOT DISTINCT FROM)
     */
    record Key(int left, int right, boolean nullsEqual) {}

    /** Where the rows of a key are found. */
    sealed interface Index {
        /** A hash table over all keys. */
        record Hash(long estimatedRows) implements Index {}

        /**
         * An array over the only key, an integer, date or the like, between two bounds, both
         * included. Values outside on the right are an error: the bounds are claims of files.
         * Values outside on the left have no partner.
         */
        record Dense(long minimum, long maximum) implements Index {}
    }
}
