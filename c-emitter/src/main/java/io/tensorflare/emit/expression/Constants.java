package io.tensorflare.emit.expression;

import io.tensorflare.emit.Constant;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Type;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/** Literals as the values that a program's parameters hold. */
public final class Constants {
    private Constants() {}

    public static Constant.Known of(Expression.Literal literal) {
        if (literal.value() instanceof BigDecimal decimal) {
            return new Constant.Known(
                    decimal.setScale(Machine.scale(literal.type()), RoundingMode.UNNECESSARY)
                            .unscaledValue());
        }
        return new Constant.Known(literal.value());
    }

    /**
     * A member of an IN list as it is compared: REAL as the double nearest to it, BOOLEAN as 0 or
     * 1.
     */
    static Constant.Known searched(Expression.Literal literal) {
        if (literal.value() instanceof Boolean truth) {
            return new Constant.Known(truth ? BigInteger.ONE : BigInteger.ZERO);
        }
        boolean single = literal.type().kind() == Type.Kind.REAL;
        return single
                ? new Constant.Known((double) ((Double) literal.value()).floatValue())
                : of(literal);
    }

    /** The integer or unscaled decimal of a constant. */
    public static Optional<BigInteger> exact(Constant.Known known) {
        if (known.value() instanceof Long number) {
            return Optional.of(BigInteger.valueOf(number));
        }
        return known.value() instanceof BigInteger number ? Optional.of(number) : Optional.empty();
    }

    /** The exact number of a literal: integers and decimals. */
    public static Optional<BigDecimal> number(Expression.Literal literal) {
        if (!Machine.isExact(literal.type())) {
            return Optional.empty();
        }
        return exact(of(literal))
                .map(unscaled -> new BigDecimal(unscaled, Machine.scale(literal.type())));
    }

    /** A literal, also one under casts between integers and decimals that keep its value. */
    public static Optional<Expression.Literal> folded(Expression expression) {
        if (expression instanceof Expression.Literal literal) {
            return Optional.of(literal);
        }
        if (!(expression instanceof Expression.Cast cast)) {
            return Optional.empty();
        }
        return folded(cast.operand()).flatMap(literal -> cast(literal, cast.type()));
    }

    private static Optional<Expression.Literal> cast(Expression.Literal literal, Type type) {
        if (literal.type().equals(type)) {
            return Optional.of(literal);
        }
        boolean numbers = isNumber(literal.type()) && isNumber(type);
        if (!numbers) {
            return Optional.empty();
        }
        BigDecimal number = number(literal).orElseThrow();
        if (number.stripTrailingZeros().scale() > Machine.scale(type)) {
            return Optional.empty();
        }
        BigInteger unscaled =
                number.setScale(Machine.scale(type), RoundingMode.UNNECESSARY).unscaledValue();
        Interval range = Machine.range(type);
        if (unscaled.compareTo(range.min()) < 0 || unscaled.compareTo(range.max()) > 0) {
            return Optional.empty();
        }
        Object value =
                Machine.isDecimal(type)
                        ? new BigDecimal(unscaled, Machine.scale(type))
                        : (Object) unscaled.longValueExact();
        return Optional.of(new Expression.Literal(value, type, literal.position()));
    }

    private static boolean isNumber(Type type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT, DECIMAL -> true;
            case BOOLEAN,
                    REAL,
                    DOUBLE,
                    DATE,
                    TIME,
                    TIMESTAMP,
                    TIMESTAMP_LOCAL,
                    INTERVAL_MONTHS,
                    INTERVAL_MICROSECONDS,
                    VARCHAR,
                    BINARY,
                    LIST,
                    STRUCT ->
                    false;
        };
    }
}
