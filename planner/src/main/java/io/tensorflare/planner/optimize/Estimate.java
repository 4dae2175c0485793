package io.tensorflare.planner.optimize;

import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.function.IntUnaryOperator;

/**
 * What is expected of an operator's output.
 *
 * @param keys sets of columns of which no two rows have the same values
 */
record Estimate(double rows, List<ColumnEstimate> columns, List<UniqueKey> keys) {
    private static final int MOST_KEYS = 8;

    Estimate {
        columns = List.copyOf(columns);
        keys = List.copyOf(keys);
    }

    /**
     * Columns that together are unique.
     *
     * @param proven by the plan itself; otherwise statistics claim it
     */
    record UniqueKey(BitSet columns, boolean proven) {
        boolean within(BitSet given) {
            BitSet outside = (BitSet) columns.clone();
            outside.andNot(given);
            return outside.isEmpty();
        }
    }

    ColumnEstimate column(int index) {
        return columns.get(index);
    }

    /** Whether rows differ in some of these columns; {@code claims} lets statistics say so. */
    boolean isUnique(BitSet given, boolean claims) {
        return keys.stream().anyMatch(key -> (key.proven() || claims) && key.within(given));
    }

    /** The same columns, of fewer rows. */
    Estimate among(double fewer) {
        double left = Math.max(fewer, 0);
        return new Estimate(
                left, columns.stream().map(column -> column.among(left)).toList(), keys);
    }

    /** The keys with their columns renumbered; those with a column that is gone (-1) are gone. */
    static List<UniqueKey> moved(List<UniqueKey> keys, IntUnaryOperator moved) {
        List<UniqueKey> result = new ArrayList<>();
        for (UniqueKey key : keys) {
            BitSet columns = new BitSet();
            boolean whole =
                    key.columns().stream()
                            .map(moved)
                            .peek(column -> columns.set(Math.max(0, column)))
                            .allMatch(column -> column >= 0);
            if (whole && result.size() < MOST_KEYS) {
                result.add(new UniqueKey(columns, key.proven()));
            }
        }
        return result;
    }
}
