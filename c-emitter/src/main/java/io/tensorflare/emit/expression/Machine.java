package io.tensorflare.emit.expression;

import io.tensorflare.c.CType;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;

/** The machine's side of SQL types. */
public final class Machine {
    private Machine() {}

    /** How values of a type lie in blocks and results. */
    public static CType type(Type type) {
        return switch (type.kind()) {
            case BOOLEAN -> CType.BOOL;
            case TINYINT, SMALLINT, INTEGER, DATE, INTERVAL_MONTHS -> CType.INT32;
            case BIGINT, TIME, TIMESTAMP, TIMESTAMP_LOCAL, INTERVAL_MICROSECONDS -> CType.INT64;
            case DECIMAL -> ((Type.Decimal) type).isShort() ? CType.INT64 : CType.INT128;
            case REAL -> CType.FLOAT;
            case DOUBLE -> CType.DOUBLE;
            case VARCHAR, BINARY -> CType.STRING;
            case LIST, STRUCT ->
                    throw new TensorFlareException(
                            ErrorCode.UNSUPPORTED,
                            Position.UNKNOWN,
                            "values of type " + type + " cannot be used in a query yet");
        };
    }

    /** The integers, or unscaled decimals, of a type. */
    public static Interval range(Type type) {
        return switch (type.kind()) {
            case BOOLEAN -> Interval.of(0, 1);
            case TINYINT -> Interval.of(Byte.MIN_VALUE, Byte.MAX_VALUE);
            case SMALLINT -> Interval.of(Short.MIN_VALUE, Short.MAX_VALUE);
            case INTEGER, DATE, INTERVAL_MONTHS ->
                    Interval.of(Integer.MIN_VALUE, Integer.MAX_VALUE);
            case DECIMAL -> Interval.digits(((Type.Decimal) type).precision());
            case BIGINT,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMP_LOCAL,
                    INTERVAL_MICROSECONDS,
                    REAL,
                    DOUBLE,
                    VARCHAR,
                    BINARY,
                    LIST,
                    STRUCT ->
                    Interval.of(Long.MIN_VALUE, Long.MAX_VALUE);
        };
    }

    /** Digits after the point; 0 for integers. */
    public static int scale(Type type) {
        return type instanceof Type.Decimal decimal ? decimal.scale() : 0;
    }

    public static boolean isDecimal(Type type) {
        return type.kind() == Type.Kind.DECIMAL;
    }

    /** Whether values are integers of the machine: integers, decimals, dates and times. */
    public static boolean isExact(Type type) {
        CType machine = type(type);
        return machine.isInteger() || machine == CType.INT128;
    }
}
