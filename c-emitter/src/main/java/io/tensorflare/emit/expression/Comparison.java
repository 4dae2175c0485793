package io.tensorflare.emit.expression;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.emit.expression.Value.Hazard;
import io.tensorflare.pipeline.ExpressionText;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.RoundingMode;
import java.util.Optional;

/** Comparisons of any two values of one type; decimals may differ in scale. */
final class Comparison {
    private final Expressions expressions;

    Comparison(Expressions expressions) {
        this.expressions = expressions;
    }

    Value value(Expression.Call call) {
        Function function = call.function();
        Expression left = call.operands().get(0);
        Expression right = call.operands().get(1);
        Value a = operand(left, right, function);
        Value b = operand(right, left, function);
        if (Machine.isExact(left.type())) {
            int scale = Math.max(Machine.scale(left.type()), Machine.scale(right.type()));
            int position = expressions.position(call.position());
            a = Exact.scaledUp(a, scale - scaleOf(left, right, function), position);
            b = Exact.scaledUp(b, scale - scaleOf(right, left, function), position);
        }
        return switch (function) {
            case IS_DISTINCT_FROM -> distinct(a, b, false);
            case IS_NOT_DISTINCT_FROM -> distinct(a, b, true);
            default -> strict(function, a, b);
        };
    }

    /** A literal beside a value of a larger scale is brought to it at once. */
    private Value operand(Expression operand, Expression other, Function function) {
        String name = Expressions.columnName(other) + "_" + role(function);
        Optional<Expression.Literal> literal = Constants.folded(operand);
        if (literal.isEmpty()) {
            return expressions.value(operand);
        }
        Optional<BigDecimal> number = Constants.number(literal.get());
        if (number.isPresent() && Machine.isDecimal(other.type())) {
            int scale = scaleOf(operand, other, function);
            BigInteger unscaled =
                    number.get().setScale(scale, RoundingMode.UNNECESSARY).unscaledValue();
            return expressions.exact(unscaled, name, ExpressionText.literal(literal.get()));
        }
        return expressions.literal(literal.get(), name);
    }

    private static int scaleOf(Expression operand, Expression other, Function function) {
        int own = Machine.scale(operand.type());
        boolean constant = Constants.folded(operand).isPresent();
        return constant ? Math.max(own, Machine.scale(other.type())) : own;
    }

    private static String role(Function function) {
        return switch (function) {
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> "bound";
            default -> "equal";
        };
    }

    private static Value strict(Function function, Value a, Value b) {
        Hazard reads = a.type() == CType.STRING ? Hazard.READS : Hazard.NONE;
        return new Value(
                compare(function, a, b),
                a.valid().and(b.valid()),
                Interval.of(0, 1),
                reads.and(a.hazard()).and(b.hazard()));
    }

    /** IS [NOT] DISTINCT FROM: NULL equals NULL. */
    private static Value distinct(Value a, Value b, boolean same) {
        CExpr bothNull = a.valid().not().and(b.valid().not());
        CExpr equal = a.valid().and(b.valid()).and(compare(Function.EQUAL, a, b)).or(bothNull);
        return new Value(
                same ? equal : equal.not(),
                CExpr.truth(true),
                Interval.of(0, 1),
                a.hazard().and(b.hazard()));
    }

    static CExpr compare(Function function, Value a, Value b) {
        if (a.type() == CType.STRING) {
            return strings(function, a.code(), b.code());
        }
        if (a.type().isFloating()) {
            return floating(function, a.code().as(CType.DOUBLE), b.code().as(CType.DOUBLE));
        }
        if (a.type() == CType.INT128 || b.type() == CType.INT128) {
            CExpr order =
                    CExpr.call(CType.INT32, "flare_compare_int128", Exact.to128(a), Exact.to128(b));
            return order.compare(operator(function), CExpr.number(CType.INT32, 0));
        }
        return a.code().as(CType.INT64).compare(operator(function), b.code().as(CType.INT64));
    }

    private static CExpr strings(Function function, CExpr a, CExpr b) {
        return switch (function) {
            case EQUAL -> CExpr.call(CType.BOOL, "flare_equal_string", a, b);
            case NOT_EQUAL -> CExpr.call(CType.BOOL, "flare_equal_string", a, b).not();
            default ->
                    CExpr.call(CType.INT32, "flare_compare_string", a, b)
                            .compare(operator(function), CExpr.number(CType.INT32, 0));
        };
    }

    private static CExpr floating(Function function, CExpr a, CExpr b) {
        return switch (function) {
            case EQUAL -> CExpr.call(CType.BOOL, "flare_equal_double", a, b);
            case NOT_EQUAL -> CExpr.call(CType.BOOL, "flare_equal_double", a, b).not();
            case LESS -> CExpr.call(CType.BOOL, "flare_less_double", a, b);
            case LESS_OR_EQUAL -> CExpr.call(CType.BOOL, "flare_less_double", b, a).not();
            case GREATER -> CExpr.call(CType.BOOL, "flare_less_double", b, a);
            default -> CExpr.call(CType.BOOL, "flare_less_double", a, b).not();
        };
    }

    private static String operator(Function function) {
        return switch (function) {
            case EQUAL -> "==";
            case NOT_EQUAL -> "!=";
            case LESS -> "<";
            case LESS_OR_EQUAL -> "<=";
            case GREATER -> ">";
            case GREATER_OR_EQUAL -> ">=";
            default -> throw new IllegalStateException("not a comparison: " + function);
        };
    }
}
