package io.tensorflare.emit;

import io.tensorflare.c.CType;
import java.util.List;

/**
 * A field of the parameter struct.
 *
 * @param offset bytes from the struct's beginning
 * @param fill what it holds
 */
public record ParameterSlot(String name, int offset, Fill fill) {
    /** What a slot holds and so its layout. */
    public sealed interface Fill {
        int byteSize();

        int alignment();
    }

    /** One value of a type. NULL is zero. */
    public record Scalar(CType type, Constant value) implements Fill {
        @Override
        public int byteSize() {
            return type.byteSize();
        }

        @Override
        public int alignment() {
            return type.alignment();
        }
    }

    /** 1 where a parameter of the prepared statement is not NULL, else 0; one byte. */
    public record Presence(Constant.Prepared value) implements Fill {
        @Override
        public int byteSize() {
            return 1;
        }

        @Override
        public int alignment() {
            return 1;
        }
    }

    /**
     * Two values, from and to, both included: what all bounds allow together. A NULL bound allows
     * nothing.
     */
    public record Range(CType type, List<Bound> bounds) implements Fill {
        public Range {
            bounds = List.copyOf(bounds);
        }

        @Override
        public int byteSize() {
            return 2 * type.byteSize();
        }

        @Override
        public int alignment() {
            return type.alignment();
        }
    }

    /** A range between two known bounds, both included. */
    public static Range between(long from, long to) {
        return new Range(
                CType.INT64,
                List.of(
                        new Bound(Side.AT_LEAST, new Constant.Known(from)),
                        new Bound(Side.AT_MOST, new Constant.Known(to))));
    }

    /**
     * A {@code flare_string_range}: what all bounds allow together. A NULL bound allows nothing.
     */
    public record StringRange(List<Bound> bounds) implements Fill {
        public StringRange {
            bounds = List.copyOf(bounds);
        }

        @Override
        public int byteSize() {
            return 40;
        }

        @Override
        public int alignment() {
            return 8;
        }
    }

    /**
     * A {@code flare_list}: pointer and count. Sorted lists hold distinct values in ascending
     * order.
     */
    public record Array(CType type, List<Constant> values, Order order) implements Fill {
        public Array {
            values = List.copyOf(values);
        }

        @Override
        public int byteSize() {
            return 16;
        }

        @Override
        public int alignment() {
            return 8;
        }
    }

    /** Whether an array is a set to search in. */
    public enum Order {
        AS_GIVEN,
        SORTED_DISTINCT
    }

    /** A {@code flare_list} of bytes: 1 where the value of the same place is not NULL. */
    public record PresenceArray(List<Constant> values) implements Fill {
        public PresenceArray {
            values = List.copyOf(values);
        }

        @Override
        public int byteSize() {
            return 16;
        }

        @Override
        public int alignment() {
            return 8;
        }
    }

    /** A {@code flare_like}: pattern and escape. */
    public record Like(Constant pattern, Constant escape) implements Fill {
        @Override
        public int byteSize() {
            return 32;
        }

        @Override
        public int alignment() {
            return 8;
        }
    }

    /** One end of a range. */
    public record Bound(Side side, Constant constant) {}

    /**
     * Which values a bound lets through, and how a finer constant is brought to the slot's scale.
     */
    public enum Side {
        AT_LEAST,
        MORE_THAN,
        AT_MOST,
        LESS_THAN,
        EQUAL
    }
}
