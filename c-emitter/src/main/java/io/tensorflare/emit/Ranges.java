package io.tensorflare.emit;

import io.tensorflare.c.CType;
import io.tensorflare.emit.ParameterSlot.Bound;
import io.tensorflare.emit.ParameterSlot.Side;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/** What several bounds allow together, as a range with both ends included. */
final class Ranges {
    private Ranges() {}

    /** Ends of a range of strings; an absent end is open. */
    record Strings(
            Optional<byte[]> from, Optional<byte[]> to, boolean fromExcluded, boolean toExcluded) {}

    /**
     * From and to, in the form of {@link BoundValues}; from is above to where nothing is allowed.
     */
    static Object[] of(ParameterSlot.Range range, List<Object> bound) {
        return range.type().isFloating() ? floating(range, bound) : exact(range, bound);
    }

    private static Object[] exact(ParameterSlot.Range range, List<Object> bound) {
        BigInteger limit = BigInteger.ONE.shiftLeft(8 * range.type().byteSize() - 1);
        BigInteger least = limit.negate();
        BigInteger most = limit.subtract(BigInteger.ONE);
        BigInteger from = least;
        BigInteger to = most;
        for (Bound end : range.bounds()) {
            Optional<Object> value = BoundValues.raw(end.constant(), bound);
            if (value.isEmpty()) {
                return new Object[] {most, least};
            }
            BigDecimal number =
                    value.get() instanceof BigDecimal decimal
                            ? decimal
                            : new BigDecimal(String.valueOf(value.get()));
            from = from.max(lowest(end.side(), number).orElse(least));
            to = to.min(highest(end.side(), number).orElse(most));
        }
        boolean empty =
                from.compareTo(to) > 0 || from.compareTo(most) > 0 || to.compareTo(least) < 0;
        return empty ? new Object[] {most, least} : new Object[] {from, to};
    }

    private static Optional<BigInteger> lowest(Side side, BigDecimal number) {
        return switch (side) {
            case AT_LEAST, EQUAL -> Optional.of(whole(number, RoundingMode.CEILING));
            case MORE_THAN -> Optional.of(whole(number, RoundingMode.FLOOR).add(BigInteger.ONE));
            case AT_MOST, LESS_THAN -> Optional.empty();
        };
    }

    private static Optional<BigInteger> highest(Side side, BigDecimal number) {
        return switch (side) {
            case AT_MOST, EQUAL -> Optional.of(whole(number, RoundingMode.FLOOR));
            case LESS_THAN ->
                    Optional.of(whole(number, RoundingMode.CEILING).subtract(BigInteger.ONE));
            case AT_LEAST, MORE_THAN -> Optional.empty();
        };
    }

    private static BigInteger whole(BigDecimal number, RoundingMode rounding) {
        return number.setScale(0, rounding).unscaledValue();
    }

    /** NaN is the largest value. */
    private static Object[] floating(ParameterSlot.Range range, List<Object> bound) {
        double from = Double.NEGATIVE_INFINITY;
        double to = Double.NaN;
        for (Bound end : range.bounds()) {
            Optional<Object> value = BoundValues.raw(end.constant(), bound);
            if (value.isEmpty() || end.side() == Side.LESS_THAN && isLeast(value.get())) {
                return new Object[] {Double.NaN, Double.NEGATIVE_INFINITY};
            }
            double number = ((Number) value.get()).doubleValue() + 0.0;
            switch (end.side()) {
                case AT_LEAST -> from = larger(from, number);
                case MORE_THAN -> {
                    if (Double.isNaN(number)) {
                        return new Object[] {Double.NaN, Double.NEGATIVE_INFINITY};
                    }
                    from = larger(from, next(number, range.type()));
                }
                case AT_MOST -> to = smaller(to, number);
                case LESS_THAN -> to = smaller(to, previous(number, range.type()));
                case EQUAL -> {
                    from = larger(from, number);
                    to = smaller(to, number);
                }
            }
        }
        return new Object[] {from, to};
    }

    private static boolean isLeast(Object value) {
        return ((Number) value).doubleValue() == Double.NEGATIVE_INFINITY;
    }

    private static double larger(double a, double b) {
        return Double.compare(a, b) >= 0 ? a : b;
    }

    private static double smaller(double a, double b) {
        return Double.compare(a, b) <= 0 ? a : b;
    }

    private static double next(double number, CType type) {
        if (number == Double.POSITIVE_INFINITY) {
            return Double.NaN;
        }
        return type == CType.FLOAT ? Math.nextUp((float) number) : Math.nextUp(number);
    }

    private static double previous(double number, CType type) {
        if (Double.isNaN(number)) {
            return Double.POSITIVE_INFINITY;
        }
        return type == CType.FLOAT ? Math.nextDown((float) number) : Math.nextDown(number);
    }

    static Strings of(ParameterSlot.StringRange range, List<Object> bound) {
        Strings all = new Strings(Optional.empty(), Optional.empty(), false, false);
        for (Bound end : range.bounds()) {
            Optional<Object> value = BoundValues.value(end.constant(), CType.STRING, bound);
            if (value.isEmpty()) {
                byte[] empty = new byte[0];
                return new Strings(Optional.empty(), Optional.of(empty), false, true);
            }
            byte[] text = (byte[]) value.get();
            all =
                    switch (end.side()) {
                        case AT_LEAST -> from(all, text, false);
                        case MORE_THAN -> from(all, text, true);
                        case AT_MOST -> to(all, text, false);
                        case LESS_THAN -> to(all, text, true);
                        case EQUAL -> to(from(all, text, false), text, false);
                    };
        }
        return all;
    }

    private static Strings from(Strings range, byte[] text, boolean excluded) {
        int order = range.from().map(known -> Arrays.compareUnsigned(text, known)).orElse(1);
        boolean tighter = order > 0 || order == 0 && excluded;
        return tighter
                ? new Strings(Optional.of(text), range.to(), excluded, range.toExcluded())
                : range;
    }

    private static Strings to(Strings range, byte[] text, boolean excluded) {
        int order = range.to().map(known -> Arrays.compareUnsigned(text, known)).orElse(-1);
        boolean tighter = order < 0 || order == 0 && excluded;
        return tighter
                ? new Strings(range.from(), Optional.of(text), range.fromExcluded(), excluded)
                : range;
    }
}
