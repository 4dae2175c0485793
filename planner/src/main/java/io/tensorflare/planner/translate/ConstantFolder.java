package io.tensorflare.planner.translate;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Type;
import java.math.BigDecimal;
import java.math.RoundingMode;
import java.time.DateTimeException;
import java.time.LocalDate;
import java.util.List;
import java.util.Optional;

/**
 * Computes calls of constants while planning: arithmetic, dates, comparisons. What would be an
 * error is left to the run.
 */
final class ConstantFolder {
    private static final long DAY = 86_400_000_000L;

    private ConstantFolder() {}

    /** The call's value, or the call. */
    static Expression fold(Expression.Call call) {
        List<Expression> operands = call.operands();
        if (isStrict(call.function())
                && operands.stream().anyMatch(operand -> operand instanceof Expression.Null)) {
            return new Expression.Null(call.type());
        }
        if (operands.isEmpty()
                || !operands.stream().allMatch(operand -> operand instanceof Expression.Literal)) {
            return call;
        }
        try {
            List<Expression.Literal> literals =
                    operands.stream().map(operand -> (Expression.Literal) operand).toList();
            return value(call, literals)
                    .<Expression>map(
                            value -> new Expression.Literal(value, call.type(), call.position()))
                    .orElse(call);
        } catch (ArithmeticException | DateTimeException failed) {
            return call;
        }
    }

    private static boolean isStrict(Function function) {
        return switch (function) {
            case AND,
                    OR,
                    COALESCE,
                    IS_NULL,
                    IS_NOT_NULL,
                    IS_TRUE,
                    IS_NOT_TRUE,
                    IS_FALSE,
                    IS_NOT_FALSE,
                    IS_DISTINCT_FROM,
                    IS_NOT_DISTINCT_FROM,
                    GREATEST,
                    LEAST ->
                    false;
            default -> true;
        };
    }

    private static Optional<?> value(Expression.Call call, List<Expression.Literal> operands) {
        return switch (call.function()) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE -> arithmetic(call, operands);
            case NEGATE -> negate(call, operands.get(0));
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                    compare(call.function(), operands.get(0), operands.get(1));
            case ADD_DAYS ->
                    Optional.of(
                            (long)
                                    Math.toIntExact(
                                            Math.addExact(
                                                    number(operands.get(0)),
                                                    number(operands.get(1)))));
            case ADD_MONTHS -> Optional.of(addMonths(operands.get(0), number(operands.get(1))));
            case ADD_MICROSECONDS ->
                    operands.get(0).type().equals(Type.TIMESTAMP)
                            ? Optional.of(
                                    Math.addExact(number(operands.get(0)), number(operands.get(1))))
                            : Optional.empty();
            case DAYS_BETWEEN ->
                    Optional.of(
                            Math.subtractExact(number(operands.get(0)), number(operands.get(1))));
            case YEAR -> ofDate(operands.get(0)).map(date -> (long) date.getYear());
            case MONTH -> ofDate(operands.get(0)).map(date -> (long) date.getMonthValue());
            case DAY -> ofDate(operands.get(0)).map(date -> (long) date.getDayOfMonth());
            case CONCAT ->
                    Optional.of(
                            String.join(
                                    "",
                                    operands.stream()
                                            .map(operand -> (String) operand.value())
                                            .toList()));
            case NOT -> Optional.of(!(Boolean) operands.get(0).value());
            default -> Optional.empty();
        };
    }

    private static long number(Expression.Literal literal) {
        return (Long) literal.value();
    }

    private static Optional<?> arithmetic(Expression.Call call, List<Expression.Literal> operands) {
        Type type = call.type();
        if (TypeRules.isFloating(type)) {
            return Optional.of(
                            floating(
                                    call.function(),
                                    (Double) operands.get(0).value(),
                                    (Double) operands.get(1).value()))
                    .map(value -> type.equals(Type.REAL) ? (double) value.floatValue() : value);
        }
        if (TypeRules.isInteger(type)) {
            return Optional.of(
                            integer(
                                    call.function(),
                                    number(operands.get(0)),
                                    number(operands.get(1))))
                    .filter(value -> TypeRules.fits(value, type));
        }
        if (!(type instanceof Type.Decimal decimal)) {
            return Optional.empty();
        }
        BigDecimal a = Calls.decimal(operands.get(0));
        BigDecimal b = Calls.decimal(operands.get(1));
        BigDecimal exact =
                call.function() == Function.DIVIDE
                        ? a.divide(b, decimal.scale(), RoundingMode.HALF_UP)
                        : decimal(call.function(), a, b);
        return Optional.of(exact.setScale(decimal.scale(), RoundingMode.HALF_UP))
                .filter(value -> CastFolder.fits(value, decimal));
    }

    private static double floating(Function function, double a, double b) {
        return switch (function) {
            case ADD -> a + b;
            case SUBTRACT -> a - b;
            case MULTIPLY -> a * b;
            case DIVIDE -> a / b;
            default -> throw new IllegalStateException("not arithmetic: " + function);
        };
    }

    private static long integer(Function function, long a, long b) {
        return switch (function) {
            case ADD -> Math.addExact(a, b);
            case SUBTRACT -> Math.subtractExact(a, b);
            case MULTIPLY -> Math.multiplyExact(a, b);
            case DIVIDE -> b == -1 ? Math.negateExact(a) : a / b;
            default -> throw new IllegalStateException("not arithmetic: " + function);
        };
    }

    private static BigDecimal decimal(Function function, BigDecimal a, BigDecimal b) {
        return switch (function) {
            case ADD -> a.add(b);
            case SUBTRACT -> a.subtract(b);
            case MULTIPLY -> a.multiply(b);
            default -> throw new IllegalStateException("not arithmetic: " + function);
        };
    }

    private static Optional<?> negate(Expression.Call call, Expression.Literal operand) {
        Object value = operand.value();
        if (value instanceof Long number) {
            return Optional.of(Math.negateExact(number))
                    .filter(
                            negated ->
                                    !TypeRules.isInteger(call.type())
                                            || TypeRules.fits(negated, call.type()));
        }
        return value instanceof Double number
                ? Optional.of(-number)
                : Optional.of(((BigDecimal) value).negate());
    }

    private static Optional<Boolean> compare(
            Function function, Expression.Literal a, Expression.Literal b) {
        Optional<Integer> order = order(a.value(), b.value());
        return order.map(
                sign ->
                        switch (function) {
                            case EQUAL -> sign == 0;
                            case NOT_EQUAL -> sign != 0;
                            case LESS -> sign < 0;
                            case LESS_OR_EQUAL -> sign <= 0;
                            case GREATER -> sign > 0;
                            case GREATER_OR_EQUAL -> sign >= 0;
                            default ->
                                    throw new IllegalStateException(
                                            "not a comparison: " + function);
                        });
    }

    /**
     * Strings are not compared here: their order is that of UTF-8 bytes, not of Java's characters.
     */
    private static Optional<Integer> order(Object a, Object b) {
        if (a instanceof Long x && b instanceof Long y) {
            return Optional.of(Long.compare(x, y));
        }
        if (a instanceof BigDecimal x && b instanceof BigDecimal y) {
            return Optional.of(x.compareTo(y));
        }
        if (a instanceof Double x && b instanceof Double y) {
            return Optional.of(x.doubleValue() == y.doubleValue() ? 0 : Double.compare(x, y));
        }
        return Optional.empty();
    }

    private static Optional<LocalDate> ofDate(Expression.Literal literal) {
        return switch (literal.type().kind()) {
            case DATE -> Optional.of(LocalDate.ofEpochDay(number(literal)));
            case TIMESTAMP ->
                    Optional.of(LocalDate.ofEpochDay(Math.floorDiv(number(literal), DAY)));
            default -> Optional.empty();
        };
    }

    private static long addMonths(Expression.Literal moment, long months) {
        if (moment.type().equals(Type.DATE)) {
            return Math.toIntExact(
                    LocalDate.ofEpochDay(number(moment)).plusMonths(months).toEpochDay());
        }
        long days = Math.floorDiv(number(moment), DAY);
        return LocalDate.ofEpochDay(days).plusMonths(months).toEpochDay() * DAY
                + Math.floorMod(number(moment), DAY);
    }
}
