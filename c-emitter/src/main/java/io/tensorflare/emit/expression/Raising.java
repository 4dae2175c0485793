package io.tensorflare.emit.expression;

import io.tensorflare.emit.expression.Value.Hazard;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Type;

/** Tells which expressions can raise an error, and which are NULL wherever a column is. */
public final class Raising {
    private Raising() {}

    /**
     * Whether no row can make an expression raise an error, save for want of memory.
     *
     * @param probe translates arithmetic to nowhere, to see whether its ranges make it safe
     */
    public static boolean isSafe(Expression expression, Expressions probe) {
        boolean itself =
                expression instanceof Expression.Call call
                        ? isSafe(call, probe)
                        : !(expression instanceof Expression.Cast cast) || isSafe(cast);
        return itself && expression.parts().stream().allMatch(part -> isSafe(part, probe));
    }

    private static boolean isSafe(Expression.Call call, Expressions probe) {
        return switch (call.function()) {
            case ADD,
                    SUBTRACT,
                    MULTIPLY,
                    DIVIDE,
                    REMAINDER,
                    NEGATE,
                    ABS,
                    FLOOR,
                    CEIL,
                    ROUND,
                    TRUNCATE,
                    DAYS_BETWEEN,
                    MICROSECONDS_BETWEEN ->
                    call.accept(probe).hazard() != Hazard.RAISES;
            case SQRT,
                    LN,
                    LOG10,
                    LOG2,
                    ASIN,
                    ACOS,
                    REPEAT,
                    LPAD,
                    RPAD,
                    CHR,
                    REGEXP_MATCHES,
                    REGEXP_FULL_MATCH,
                    REGEXP_EXTRACT,
                    REGEXP_REPLACE,
                    SINGLE,
                    ADD_MONTHS,
                    ADD_DAYS,
                    ADD_MICROSECONDS,
                    DATE_TRUNC ->
                    false;
            case SUBSTRING -> call.operands().size() == 2;
            case LIKE, ILIKE -> !ofPattern(call);
            case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                    sameScale(call);
            default -> true;
        };
    }

    /** Whether the pattern of a LIKE is no constant, and may end with its escape. */
    static boolean ofPattern(Expression.Call call) {
        boolean escaped =
                call.operands()
                        .get(2)
                        .literal()
                        .map(escape -> !escape.value().equals(""))
                        .orElse(true);
        return escaped && call.operands().get(1).literal().isEmpty();
    }

    /** Bringing a decimal to another scale can overflow. */
    private static boolean sameScale(Expression.Call call) {
        Expression left = call.operands().get(0);
        Expression right = call.operands().get(1);
        boolean literal = Constants.folded(left).isPresent() || Constants.folded(right).isPresent();
        return literal || Machine.scale(left.type()) == Machine.scale(right.type());
    }

    private static boolean isSafe(Expression.Cast cast) {
        Type from = cast.operand().type();
        Type to = cast.type();
        boolean exact =
                Machine.isExact(from)
                        && Machine.isExact(to)
                        && from.kind() != Type.Kind.DATE
                        && to.kind() != Type.Kind.DATE;
        if (exact) {
            Interval range = Machine.range(from);
            return Machine.scale(from) == 0
                    && Machine.scale(to) == 0
                    && range.within(Machine.range(to).min(), Machine.range(to).max());
        }
        return to.kind() == Type.Kind.VARCHAR
                || to.kind() == Type.Kind.DOUBLE && from.kind() != Type.Kind.VARCHAR
                || to.kind() == Type.Kind.DATE && from.kind() == Type.Kind.TIMESTAMP;
    }

    /** Whether a condition is not true wherever its only column is NULL. */
    public static boolean isStrict(Expression expression) {
        boolean itself =
                expression instanceof Expression.Call call
                        ? isStrict(call.function())
                        : !(expression instanceof Expression.Case)
                                && !(expression instanceof Expression.Null)
                                && !(expression instanceof Expression.Parameter);
        return itself
                && expression.parts().stream()
                        .allMatch(part -> part instanceof Expression.Literal || isStrict(part));
    }

    private static boolean isStrict(Function function) {
        return switch (function) {
            case IS_NULL,
                    IS_NOT_NULL,
                    IS_TRUE,
                    IS_NOT_TRUE,
                    IS_FALSE,
                    IS_NOT_FALSE,
                    COALESCE,
                    IS_DISTINCT_FROM,
                    IS_NOT_DISTINCT_FROM,
                    GREATEST,
                    LEAST,
                    SINGLE ->
                    false;
            default -> true;
        };
    }
}
