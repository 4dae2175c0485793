package io.tensorflare.emit;

import io.tensorflare.c.CType;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/** Constants in the form in which they are laid out: Boolean, BigInteger, Double or byte[]. */
final class BoundValues {
    private BoundValues() {}

    static boolean isPresent(Constant constant, List<Object> bound) {
        return raw(constant, bound).isPresent();
    }

    /** The value for a slot of a type; empty for NULL. */
    static Optional<Object> value(Constant constant, CType type, List<Object> bound) {
        return raw(constant, bound).map(value -> laidOut(value, type));
    }

    /**
     * The value as it was given; decimals as integers of the slot's scale where they are whole in
     * it.
     */
    static Optional<Object> raw(Constant constant, List<Object> bound) {
        if (constant instanceof Constant.Known known) {
            return Optional.of(known.value());
        }
        if (constant instanceof Constant.Null) {
            return Optional.empty();
        }
        Constant.Prepared prepared = (Constant.Prepared) constant;
        if (prepared.index() >= bound.size()) {
            throw new TensorFlareException(
                    ErrorCode.SETTING,
                    "the statement has at least "
                            + (prepared.index() + 1)
                            + " parameters, but "
                            + bound.size()
                            + " are bound: bind them all");
        }
        Object given = bound.get(prepared.index());
        return given == null ? Optional.empty() : Optional.of(scaled(given, prepared));
    }

    private static Object scaled(Object given, Constant.Prepared prepared) {
        if (!(prepared.type() instanceof Type.Decimal decimal)) {
            return given;
        }
        BigDecimal number =
                given instanceof BigDecimal exact ? exact : new BigDecimal(String.valueOf(given));
        return number.movePointRight(decimal.scale());
    }

    private static Object laidOut(Object value, CType type) {
        return switch (type) {
            case BOOL -> value;
            case INT32, INT64, INT128, IDS -> integer(value, type);
            case FLOAT, DOUBLE -> ((Number) value).doubleValue() + 0.0;
            case STRING ->
                    value instanceof String text ? text.getBytes(StandardCharsets.UTF_8) : value;
        };
    }

    private static BigInteger integer(Object value, CType type) {
        BigInteger integer = whole(value);
        if (integer.bitLength() >= 8 * type.byteSize()) {
            throw new TensorFlareException(
                    ErrorCode.OVERFLOW,
                    Position.UNKNOWN,
                    "the value " + value + " is too large for its parameter: bind a smaller one");
        }
        return integer;
    }

    private static BigInteger whole(Object value) {
        if (value instanceof BigDecimal decimal) {
            return decimal.setScale(0, RoundingMode.HALF_UP).unscaledValue();
        }
        return value instanceof BigInteger integer
                ? integer
                : BigInteger.valueOf(((Number) value).longValue());
    }

    /** Ascending and each once, in the order that the runtime searches by. */
    static List<Optional<Object>> sorted(List<Optional<Object>> values) {
        List<Optional<Object>> sorted = new ArrayList<>();
        List<Object> present = new ArrayList<>(values.stream().flatMap(Optional::stream).toList());
        present.sort(order());
        Object last = null;
        for (Object value : present) {
            if (last == null || order().compare(last, value) != 0) {
                sorted.add(Optional.of(value));
            }
            last = value;
        }
        return sorted;
    }

    static Comparator<Object> order() {
        return (a, b) -> {
            if (a instanceof byte[] left && b instanceof byte[] right) {
                return Arrays.compareUnsigned(left, right);
            }
            if (a instanceof Double left && b instanceof Double right) {
                return Double.compare(left + 0.0, right + 0.0);
            }
            if (a instanceof BigInteger left && b instanceof BigInteger right) {
                return left.compareTo(right);
            }
            return Boolean.compare((Boolean) a, (Boolean) b);
        };
    }
}
