package io.tensorflare.emit.operator;

import io.tensorflare.emit.expression.Walk;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Unplaced;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Finds what several columns of one projection compute alike, outside of conditions. */
final class Common {
    private static final int LARGEST = 200;

    private Common() {}

    /** Subexpressions, without positions, that are worth computing once; smaller ones first. */
    static List<Expression> of(List<Expression> expressions, int[] uses) {
        List<Expression> roots = new ArrayList<>();
        int size = 0;
        for (int i = 0; i < expressions.size(); i++) {
            if (uses[i] > 0) {
                roots.add(Unplaced.of(expressions.get(i)));
                size += Walk.size(expressions.get(i));
            }
        }
        return size > LARGEST ? List.of() : of(roots);
    }

    private static List<Expression> of(List<Expression> roots) {
        Map<Expression, Integer> counts = new HashMap<>();
        roots.forEach(root -> count(root, List.of(), counts));
        List<Expression> candidates =
                new ArrayList<>(
                        counts.keySet().stream()
                                .filter(candidate -> counts.get(candidate) > 1)
                                .toList());
        candidates.sort(
                Comparator.comparing(Walk::size).reversed().thenComparing(Expression::toString));
        List<Expression> chosen = new ArrayList<>();
        for (Expression candidate : candidates) {
            Map<Expression, Integer> left = new HashMap<>();
            roots.forEach(root -> count(root, chosen, left));
            chosen.forEach(larger -> larger.parts().forEach(part -> count(part, chosen, left)));
            if (left.getOrDefault(candidate, 0) > 1) {
                chosen.add(candidate);
            }
        }
        chosen.sort(Comparator.comparing(Walk::size).thenComparing(Expression::toString));
        return chosen;
    }

    /**
     * Counts calls that are sure to be evaluated, and does not look into those that are computed
     * once anyway.
     */
    private static void count(
            Expression expression, List<Expression> chosen, Map<Expression, Integer> counts) {
        if (expression instanceof Expression.Case) {
            return;
        }
        if (isWorthwhile(expression)) {
            counts.merge(expression, 1, Integer::sum);
        }
        if (!chosen.contains(expression) && !isConditional(expression)) {
            expression.parts().forEach(part -> count(part, chosen, counts));
        }
    }

    private static boolean isWorthwhile(Expression expression) {
        return expression instanceof Expression.Call call
                && !isConditional(call)
                && !Walk.columns(call).isEmpty();
    }

    private static boolean isConditional(Expression expression) {
        return expression instanceof Expression.Call call && isConditional(call.function());
    }

    private static boolean isConditional(Function function) {
        return switch (function) {
            case AND,
                    OR,
                    NOT,
                    IS_NULL,
                    IS_NOT_NULL,
                    IS_TRUE,
                    IS_NOT_TRUE,
                    IS_FALSE,
                    IS_NOT_FALSE,
                    COALESCE,
                    GREATEST,
                    LEAST ->
                    true;
            default -> false;
        };
    }
}
