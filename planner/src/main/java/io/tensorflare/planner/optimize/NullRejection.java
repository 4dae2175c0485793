package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Expression;
import java.util.BitSet;

/** Whether a condition cannot be true where all of some columns are NULL. */
final class NullRejection {
    private NullRejection() {}

    static boolean rejects(Expression condition, BitSet columns) {
        if (!(condition instanceof Expression.Call call)) {
            return isNull(condition, columns);
        }
        return switch (call.function()) {
            case AND -> call.operands().stream().anyMatch(operand -> rejects(operand, columns));
            case OR -> call.operands().stream().allMatch(operand -> rejects(operand, columns));
            case IS_NOT_NULL, IS_FALSE -> isNull(call.operands().get(0), columns);
            case IS_TRUE -> rejects(call.operands().get(0), columns);
            default -> isNull(call, columns);
        };
    }

    /** Whether an expression is NULL where the columns are. */
    private static boolean isNull(Expression expression, BitSet columns) {
        if (expression instanceof Expression.ColumnReference reference) {
            return columns.get(reference.index());
        }
        if (expression instanceof Expression.Case) {
            return false;
        }
        boolean strict = !(expression instanceof Expression.Call call) || isStrict(call);
        return strict && expression.parts().stream().anyMatch(child -> isNull(child, columns));
    }

    private static boolean isStrict(Expression.Call call) {
        return switch (call.function()) {
            case AND,
                    OR,
                    IS_NULL,
                    IS_NOT_NULL,
                    IS_TRUE,
                    IS_NOT_TRUE,
                    IS_FALSE,
                    IS_NOT_FALSE,
                    COALESCE,
                    IS_DISTINCT_FROM,
                    IS_NOT_DISTINCT_FROM,
                    GREATEST,
                    LEAST ->
                    false;
            default -> true;
        };
    }
}
