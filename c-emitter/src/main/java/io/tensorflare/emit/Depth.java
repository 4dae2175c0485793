package io.tensorflare.emit;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/** How deep a plan's expressions are nested, measured without recursion. */
final class Depth {
    private record Level(Expression expression, int depth) {}

    private Depth() {}

    static int of(Plan root) {
        int deepest = 0;
        Deque<Plan> plans = new ArrayDeque<>(List.of(root));
        while (!plans.isEmpty()) {
            Plan plan = plans.pop();
            plans.addAll(plan.inputs());
            for (Expression expression : expressions(plan)) {
                deepest = Math.max(deepest, of(expression));
            }
        }
        return deepest;
    }

    private static int of(Expression root) {
        int deepest = 0;
        Deque<Level> levels = new ArrayDeque<>(List.of(new Level(root, 1)));
        while (!levels.isEmpty()) {
            Level level = levels.pop();
            deepest = Math.max(deepest, level.depth());
            level.expression()
                    .parts()
                    .forEach(part -> levels.push(new Level(part, level.depth() + 1)));
        }
        return deepest;
    }

    private static List<Expression> expressions(Plan plan) {
        if (plan instanceof Plan.Scan scan) {
            return scan.filters();
        }
        if (plan instanceof Plan.Filter filter) {
            return filter.conjuncts();
        }
        if (plan instanceof Plan.Project project) {
            return project.expressions();
        }
        if (plan instanceof Plan.Predict predict) {
            return predict.arguments();
        }
        if (plan instanceof Plan.Join join) {
            return List.of(join.condition());
        }
        if (plan instanceof Plan.Window window) {
            return window.calls().stream()
                    .flatMap(call -> call.function().expressions().stream())
                    .toList();
        }
        return new ArrayList<>();
    }
}
