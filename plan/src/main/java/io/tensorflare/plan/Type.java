package io.tensorflare.plan;

import java.util.List;

/**
 * An SQL type. Recursive: lists and structs hold types. Nullability belongs to columns and
 * expressions, not to types.
 */
public sealed interface Type {
    /** The shape of a type without its arguments; switch over it without a default branch. */
    Kind kind();

    enum Kind {
        BOOLEAN,
        TINYINT,
        SMALLINT,
        INTEGER,
        BIGINT,
        REAL,
        DOUBLE,
        DECIMAL,
        DATE,
        TIME,
        TIMESTAMP,
        TIMESTAMP_LOCAL,
        INTERVAL_MONTHS,
        INTERVAL_MICROSECONDS,
        VARCHAR,
        BINARY,
        LIST,
        STRUCT
    }

    Type BOOLEAN = new Simple(Kind.BOOLEAN);
    Type TINYINT = new Simple(Kind.TINYINT);
    Type SMALLINT = new Simple(Kind.SMALLINT);
    Type INTEGER = new Simple(Kind.INTEGER);
    Type BIGINT = new Simple(Kind.BIGINT);
    Type REAL = new Simple(Kind.REAL);
    Type DOUBLE = new Simple(Kind.DOUBLE);

    /** Days since 1970-01-01. */
    Type DATE = new Simple(Kind.DATE);

    /** Microseconds since midnight. */
    Type TIME = new Simple(Kind.TIME);

    /** Microseconds since 1970-01-01 00:00:00, without a zone. */
    Type TIMESTAMP = new Simple(Kind.TIMESTAMP);

    /** Microseconds since the epoch in UTC, shown in the session's zone. */
    Type TIMESTAMP_LOCAL = new Simple(Kind.TIMESTAMP_LOCAL);

    Type INTERVAL_MONTHS = new Simple(Kind.INTERVAL_MONTHS);
    Type INTERVAL_MICROSECONDS = new Simple(Kind.INTERVAL_MICROSECONDS);

    /** UTF-8, compared byte by byte. */
    Type VARCHAR = new Simple(Kind.VARCHAR);

    Type BINARY = new Simple(Kind.BINARY);

    static Decimal decimal(int precision, int scale) {
        return new Decimal(precision, scale);
    }

    /** A type without arguments. */
    record Simple(Kind kind) implements Type {
        @Override
        public String toString() {
            return switch (kind) {
                case TIMESTAMP_LOCAL -> "TIMESTAMP WITH LOCAL TIME ZONE";
                case INTERVAL_MONTHS -> "INTERVAL MONTH";
                case INTERVAL_MICROSECONDS -> "INTERVAL SECOND";
                default -> kind.name();
            };
        }
    }

    /**
     * An exact number of {@code precision} digits in all, {@code scale} of them after the point; at
     * most 38 digits.
     */
    record Decimal(int precision, int scale) implements Type {
        public Decimal {
            if (precision < 1 || precision > 38 || scale < 0 || scale > precision) {
                throw new IllegalArgumentException(
                        "expected DECIMAL(1..38, 0..precision), got ("
                                + precision
                                + ", "
                                + scale
                                + ")");
            }
        }

        /** True where an unscaled value fits 64 bits. */
        public boolean isShort() {
            return precision <= 18;
        }

        @Override
        public Kind kind() {
            return Kind.DECIMAL;
        }

        @Override
        public String toString() {
            return "DECIMAL(" + precision + ", " + scale + ")";
        }
    }

    /** A list of elements of one type. */
    record ListOf(Type element, boolean elementNullable) implements Type {
        @Override
        public Kind kind() {
            return Kind.LIST;
        }

        @Override
        public String toString() {
            return element + "[]";
        }
    }

    /** Named fields side by side. */
    record Struct(List<Column> fields) implements Type {
        public Struct {
            fields = List.copyOf(fields);
        }

        @Override
        public Kind kind() {
            return Kind.STRUCT;
        }
    }
}
