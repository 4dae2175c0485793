package io.tensorflare.plan;

import java.util.BitSet;
import java.util.List;
import java.util.stream.Stream;

/**
 * The rows of a partition that a window function looks at, from one bound to the other, both
 * included; none where the start comes after the end.
 */
public record WindowFrame(Unit unit, Bound start, Bound end) {
    public enum Unit {
        /** Bounds count rows. */
        ROWS,
        /** Bounds lie between rows with different order keys: peers are in or out together. */
        RANGE
    }

    /** One end of a frame. */
    public sealed interface Bound {
        /** How many rows it is away, where that is what it says. */
        default List<Expression> rows() {
            return List.of();
        }

        /** The partition's first row as a start, its last one as an end. */
        record Unbounded() implements Bound {}

        /** This row; with {@link Unit#RANGE} its first peer as a start, its last one as an end. */
        record CurrentRow() implements Bound {}

        /** So many rows before this one: BIGINT, neither NULL nor negative. {@link Unit#ROWS}. */
        record Preceding(Expression distance) implements Bound {
            @Override
            public List<Expression> rows() {
                return List.of(distance);
            }
        }

        /** So many rows after this one: BIGINT, neither NULL nor negative. {@link Unit#ROWS}. */
        record Following(Expression distance) implements Bound {
            @Override
            public List<Expression> rows() {
                return List.of(distance);
            }
        }

        /**
         * A value of the only order key, in a column of the input with the key's type: the first
         * row that does not come before it as a start, the last one that does not come after it as
         * an end. Where it is NULL: as {@link CurrentRow}. {@link Unit#RANGE}.
         */
        record Limit(int column) implements Bound {}
    }

    /** All rows of the partition. */
    public static WindowFrame whole() {
        return new WindowFrame(Unit.ROWS, new Bound.Unbounded(), new Bound.Unbounded());
    }

    /** The columns that bounds are in, and others. */
    BitSet and(BitSet others) {
        BitSet columns = (BitSet) others.clone();
        for (Bound bound : List.of(start, end)) {
            if (bound instanceof Bound.Limit limit) {
                columns.set(limit.column());
            }
        }
        return columns;
    }

    /** How many rows bounds are away. */
    public List<Expression> expressions() {
        return Stream.of(start, end).flatMap(bound -> bound.rows().stream()).toList();
    }
}
