package io.tensorflare.planner.translate;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Gathers equalities of one value with constants, {@code x = 1 OR x = 2}, into one IN. */
final class Disjunctions {
    private Disjunctions() {}

    /**
     * The operands of an OR, fewer where some could be gathered; in the order of their first parts.
     */
    static List<Expression> gathered(List<Expression> operands) {
        Map<Expression, List<Expression.Literal>> constants = new LinkedHashMap<>();
        for (Expression operand : operands) {
            Expression value = tested(operand);
            if (value != null) {
                constants
                        .computeIfAbsent(value, unused -> new ArrayList<>())
                        .addAll(literals(operand));
            }
        }
        List<Expression> gathered = new ArrayList<>();
        for (Expression operand : operands) {
            Expression value = tested(operand);
            List<Expression.Literal> all =
                    value == null ? List.of() : constants.getOrDefault(value, List.of());
            if (value == null) {
                gathered.add(operand);
            } else if (constants.remove(value) != null) {
                List<Expression.Literal> distinct = all.stream().distinct().toList();
                gathered.add(
                        distinct.size() == literals(operand).size()
                                ? operand
                                : new Expression.InList(value, distinct));
            }
        }
        return gathered;
    }

    /** The value that an operand compares with constants, or null. */
    private static Expression tested(Expression operand) {
        if (operand instanceof Expression.InList list) {
            return list.operand();
        }
        boolean equality =
                operand instanceof Expression.Call call
                        && call.function() == Function.EQUAL
                        && call.operands().get(1) instanceof Expression.Literal;
        if (!equality) {
            return null;
        }
        Expression value = ((Expression.Call) operand).operands().get(0);
        boolean constant = value instanceof Expression.Literal;
        return !constant
                        && value.type().equals(((Expression.Call) operand).operands().get(1).type())
                ? value
                : null;
    }

    private static List<Expression.Literal> literals(Expression operand) {
        return operand instanceof Expression.InList list
                ? list.values()
                : List.of((Expression.Literal) ((Expression.Call) operand).operands().get(1));
    }
}
