package io.tensorflare.planner.translate;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Type;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/** The parts of a condition that must all be true, in the order in which to test them. */
public final class Conjuncts {
    private static final int RAISING = 1_000;

    private Conjuncts() {}

    /** The conjuncts of a condition; a constant true has none. */
    public static List<Expression> of(Expression condition) {
        List<Expression> conjuncts = new ArrayList<>();
        collect(condition, conjuncts);
        return conjuncts;
    }

    private static void collect(Expression condition, List<Expression> into) {
        if (condition instanceof Expression.Call call && call.function() == Function.AND) {
            call.operands().forEach(operand -> collect(operand, into));
        } else if (!(condition instanceof Expression.Literal literal
                && literal.value().equals(true))) {
            into.add(condition);
        }
    }

    /**
     * Cheap conjuncts first; those that can raise an error last, so that they see only rows that
     * passed all others.
     */
    public static List<Expression> cheapestFirst(List<Expression> conjuncts) {
        List<Expression> sorted = new ArrayList<>(conjuncts);
        sorted.sort(Comparator.comparingInt(Conjuncts::cost));
        return sorted;
    }

    /** Whether evaluating can be an error: arithmetic, conversions, and functions with a domain. */
    public static boolean raises(Expression expression) {
        boolean itself =
                expression instanceof Expression.Cast cast
                                && castRaises(cast.operand().type(), cast.type())
                        || expression instanceof Expression.Call call && callRaises(call);
        return itself || expression.parts().stream().anyMatch(Conjuncts::raises);
    }

    private static boolean castRaises(Type from, Type to) {
        if (from.kind() == Type.Kind.VARCHAR) {
            return to.kind() != Type.Kind.VARCHAR;
        }
        boolean widens =
                TypeRules.isInteger(from)
                        && TypeRules.isInteger(to)
                        && from.kind().compareTo(to.kind()) < 0;
        return !widens
                && to.kind() != Type.Kind.DOUBLE
                && to.kind() != Type.Kind.VARCHAR
                && TypeRules.isNumeric(to);
    }

    private static boolean callRaises(Expression.Call call) {
        return switch (call.function()) {
            case ADD, SUBTRACT, MULTIPLY, DIVIDE, REMAINDER, NEGATE, ABS, ROUND ->
                    !TypeRules.isFloating(call.type());
            case SQRT,
                    LN,
                    LOG10,
                    LOG2,
                    POWER,
                    ASIN,
                    ACOS,
                    REPEAT,
                    CHR,
                    REGEXP_MATCHES,
                    REGEXP_FULL_MATCH,
                    REGEXP_EXTRACT,
                    REGEXP_REPLACE,
                    SINGLE,
                    ADD_MONTHS,
                    ADD_DAYS,
                    ADD_MICROSECONDS ->
                    true;
            default -> false;
        };
    }

    private static int cost(Expression expression) {
        int cost = raises(expression) ? RAISING : 0;
        return cost + weight(expression);
    }

    private static int weight(Expression expression) {
        int own = 1;
        if (expression instanceof Expression.Call call) {
            own =
                    switch (call.function()) {
                        case LIKE, ILIKE -> 20;
                        case REGEXP_MATCHES, REGEXP_FULL_MATCH, REGEXP_EXTRACT, REGEXP_REPLACE ->
                                60;
                        case CONTAINS,
                                STARTS_WITH,
                                ENDS_WITH,
                                SUBSTRING,
                                UPPER,
                                LOWER,
                                REPLACE,
                                TRIM,
                                POSITION ->
                                12;
                        case EQUAL, NOT_EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                                call.operands().get(0).type().kind() == Type.Kind.VARCHAR ? 4 : 1;
                        default -> 2;
                    };
        } else if (expression instanceof Expression.InList list) {
            own = list.operand().type().kind() == Type.Kind.VARCHAR ? 5 : 2;
        } else if (expression instanceof Expression.Literal
                || expression instanceof Expression.Null) {
            own = 0;
        }
        return own + expression.parts().stream().mapToInt(Conjuncts::weight).sum();
    }
}
