package io.tensorflare.planner.translate;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.List;

/** Makes calls whose operands have the types the plan asks for, and folds those of constants. */
public final class Calls {
    private Calls() {}

    static Expression of(Function function, Type type, Position position, Expression... operands) {
        return of(function, type, position, List.of(operands));
    }

    static Expression of(
            Function function, Type type, Position position, List<Expression> operands) {
        Expression.Call call =
                new Expression.Call(
                        function, operands, type, function.nullable(operands), position);
        return ConstantFolder.fold(call);
    }

    public static Expression literal(long value, Type type) {
        return new Expression.Literal(value, type, Position.UNKNOWN);
    }

    public static Expression.Literal literal(String value) {
        return new Expression.Literal(value, Type.VARCHAR, Position.UNKNOWN);
    }

    public static Expression.Literal literal(boolean value) {
        return new Expression.Literal(value, Type.BOOLEAN, Position.UNKNOWN);
    }

    /** The expression as a value of another type; literals are converted at once. */
    public static Expression cast(Expression operand, Type type, Position position) {
        if (operand.type().equals(type)) {
            return operand;
        }
        if (operand instanceof Expression.Null) {
            return new Expression.Null(type);
        }
        if (operand instanceof Expression.Literal literal) {
            return CastFolder.fold(literal, type)
                    .<Expression>map(value -> value)
                    .orElseGet(() -> new Expression.Cast(operand, type, position));
        }
        return new Expression.Cast(operand, type, position);
    }

    /** A comparison of two values of whatever types; the narrower side is converted. */
    public static Expression compare(
            Function function, Expression left, Expression right, Position position) {
        Expression a = left;
        Expression b = right;
        if (!sameForComparison(a.type(), b.type())) {
            Expression toLeft = exactly(b, a.type());
            Expression toRight = exactly(a, b.type());
            if (toLeft != b) {
                b = toLeft;
            } else if (toRight != a) {
                a = toRight;
            } else {
                Type common = TypeRules.common(a.type(), b.type());
                a = cast(a, common, position);
                b = cast(b, common, position);
            }
        } else if (!a.type().equals(b.type())) {
            b = exactly(b, a.type());
            a = exactly(a, b.type());
        }
        return of(function, Type.BOOLEAN, position, a, b);
    }

    private static boolean sameForComparison(Type a, Type b) {
        return a.equals(b) || a.kind() == Type.Kind.DECIMAL && b.kind() == Type.Kind.DECIMAL;
    }

    /** A literal in another numeric type that holds its very value; anything else as it is. */
    static Expression exactly(Expression operand, Type type) {
        if (!(operand instanceof Expression.Literal literal)
                || !TypeRules.isNumeric(type)
                || !TypeRules.isNumeric(operand.type())) {
            return operand;
        }
        return CastFolder.fold(literal, type)
                .filter(folded -> type.kind() == Type.Kind.REAL || isSame(literal, folded))
                .<Expression>map(value -> value)
                .orElse(operand);
    }

    private static boolean isSame(Expression.Literal a, Expression.Literal b) {
        if (a.value() instanceof Double || b.value() instanceof Double) {
            return ((Number) a.value()).doubleValue() == ((Number) b.value()).doubleValue();
        }
        return decimal(a).compareTo(decimal(b)) == 0;
    }

    static BigDecimal decimal(Expression.Literal literal) {
        return literal.value() instanceof BigDecimal value
                ? value
                : BigDecimal.valueOf(((Number) literal.value()).longValue());
    }

    /**
     * Arithmetic with a given result: decimals keep their own scales, everything else is converted
     * to the result's type.
     */
    static Expression arithmetic(
            Function function, List<Expression> operands, Type type, Position position) {
        List<Expression> converted = new ArrayList<>();
        for (Expression operand : operands) {
            if (type.kind() != Type.Kind.DECIMAL) {
                converted.add(cast(operand, type, position));
            } else if (operand.type().kind() == Type.Kind.DECIMAL) {
                converted.add(operand);
            } else {
                converted.add(cast(operand, TypeRules.asDecimal(operand), position));
            }
        }
        return of(function, type, position, converted);
    }

    public static Expression and(List<Expression> operands, Position position) {
        return operands.size() == 1
                ? operands.get(0)
                : of(Function.AND, Type.BOOLEAN, position, operands);
    }

    public static Expression or(List<Expression> operands, Position position) {
        return operands.size() == 1
                ? operands.get(0)
                : of(Function.OR, Type.BOOLEAN, position, operands);
    }

    public static Expression not(Expression operand, Position position) {
        return of(Function.NOT, Type.BOOLEAN, position, operand);
    }
}
