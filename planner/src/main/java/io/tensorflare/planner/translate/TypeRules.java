package io.tensorflare.planner.translate;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Type;
import java.math.BigDecimal;

/** Which type holds the values of two others. */
public final class TypeRules {
    private static final int DIGITS = 38;

    private TypeRules() {}

    public static boolean isInteger(Type type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER, BIGINT -> true;
            default -> false;
        };
    }

    public static boolean isFloating(Type type) {
        return type.kind() == Type.Kind.REAL || type.kind() == Type.Kind.DOUBLE;
    }

    public static boolean isNumeric(Type type) {
        return isInteger(type) || isFloating(type) || type.kind() == Type.Kind.DECIMAL;
    }

    /** The type in which two values are compared. */
    public static Type common(Type a, Type b) {
        if (a.equals(b)) {
            return a;
        }
        if (isInteger(a) && isInteger(b)) {
            return a.kind().compareTo(b.kind()) > 0 ? a : b;
        }
        if (isNumeric(a) && isNumeric(b)) {
            return number(a, b);
        }
        if (a.kind() == Type.Kind.VARCHAR || b.kind() == Type.Kind.VARCHAR) {
            return a.kind() == Type.Kind.VARCHAR ? b : a;
        }
        return a.kind().compareTo(b.kind()) > 0 ? a : b;
    }

    private static Type number(Type a, Type b) {
        if (isFloating(a) || isFloating(b)) {
            boolean wide = a.kind() == Type.Kind.DOUBLE || b.kind() == Type.Kind.DOUBLE;
            return wide ? Type.DOUBLE : Type.REAL;
        }
        Type.Decimal left = decimal(a);
        Type.Decimal right = decimal(b);
        int scale = Math.max(left.scale(), right.scale());
        int whole = Math.max(left.precision() - left.scale(), right.precision() - right.scale());
        return Type.decimal(
                Math.min(DIGITS, whole + scale),
                Math.min(scale, Math.max(DIGITS - whole, Math.min(scale, 6))));
    }

    /** The decimal that holds every value of an integer type, or the decimal itself. */
    public static Type.Decimal decimal(Type type) {
        return switch (type.kind()) {
            case TINYINT -> Type.decimal(3, 0);
            case SMALLINT -> Type.decimal(5, 0);
            case INTEGER -> Type.decimal(10, 0);
            case BIGINT -> Type.decimal(19, 0);
            case DECIMAL -> (Type.Decimal) type;
            default -> throw new IllegalStateException("no decimal for " + type);
        };
    }

    /** The decimal type for an integer operand: a literal takes as many digits as it has. */
    public static Type asDecimal(Expression operand) {
        if (operand instanceof Expression.Literal literal) {
            return Type.decimal(
                    Math.max(1, BigDecimal.valueOf((Long) literal.value()).abs().precision()), 0);
        }
        return decimal(operand.type());
    }

    /** The lowest and highest value of an integer type. */
    public static boolean fits(long value, Type type) {
        return switch (type.kind()) {
            case TINYINT -> value == (byte) value;
            case SMALLINT -> value == (short) value;
            case INTEGER -> value == (int) value;
            case BIGINT -> true;
            default -> throw new IllegalStateException("no integer type: " + type);
        };
    }
}
