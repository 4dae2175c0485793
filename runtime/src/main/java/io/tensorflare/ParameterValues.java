package io.tensorflare;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.time.LocalDate;
import java.time.LocalDateTime;
import java.time.LocalTime;
import java.time.ZoneOffset;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.List;

/**
 * Brings Java values to what a parameter's type holds: Boolean, Long, Double, BigDecimal, String,
 * byte[], or null.
 */
final class ParameterValues {
    private static final LocalDateTime EPOCH = LocalDateTime.ofEpochSecond(0, 0, ZoneOffset.UTC);

    private ParameterValues() {}

    static List<Object> convert(List<?> values, List<Type> types) {
        if (values.size() != types.size()) {
            throw new TensorFlareException(
                    ErrorCode.TYPE,
                    "the query has "
                            + types.size()
                            + " parameters, got "
                            + values.size()
                            + " values");
        }
        List<Object> converted = new ArrayList<>();
        for (int i = 0; i < types.size(); i++) {
            converted.add(values.get(i) == null ? null : convert(i, values.get(i), types.get(i)));
        }
        return converted;
    }

    private static Object convert(int index, Object value, Type type) {
        try {
            return switch (type.kind()) {
                case BOOLEAN -> (Boolean) value;
                case TINYINT -> bounded(value, Byte.MIN_VALUE, Byte.MAX_VALUE);
                case SMALLINT -> bounded(value, Short.MIN_VALUE, Short.MAX_VALUE);
                case INTEGER -> bounded(value, Integer.MIN_VALUE, Integer.MAX_VALUE);
                case BIGINT, INTERVAL_MONTHS, INTERVAL_MICROSECONDS -> exact(value);
                case REAL, DOUBLE -> ((Number) value).doubleValue();
                case DECIMAL -> decimal(value);
                case DATE -> ((LocalDate) value).toEpochDay();
                case TIME -> ((LocalTime) value).toNanoOfDay() / 1_000;
                case TIMESTAMP, TIMESTAMP_LOCAL ->
                        ChronoUnit.MICROS.between(EPOCH, (LocalDateTime) value);
                case VARCHAR -> (String) value;
                case BINARY -> ((byte[]) value).clone();
                case LIST, STRUCT -> throw new ClassCastException();
            };
        } catch (ClassCastException | ArithmeticException e) {
            throw new TensorFlareException(
                    ErrorCode.TYPE,
                    "parameter "
                            + (index + 1)
                            + " is of type "
                            + type
                            + ", which "
                            + value.getClass().getSimpleName()
                            + " '"
                            + value
                            + "' does not fit");
        }
    }

    private static long bounded(Object value, long least, long most) {
        long number = exact(value);
        if (number < least || number > most) {
            throw new ArithmeticException();
        }
        return number;
    }

    private static long exact(Object value) {
        return decimal(value).longValueExact();
    }

    private static BigDecimal decimal(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof BigInteger integer) {
            return new BigDecimal(integer);
        }
        if (value instanceof Long
                || value instanceof Integer
                || value instanceof Short
                || value instanceof Byte) {
            return BigDecimal.valueOf(((Number) value).longValue());
        }
        throw new ClassCastException();
    }
}
