package io.tensorflare.emit;

import io.tensorflare.emit.expression.Walk;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;

/**
 * The size of a plan's expressions, measured without recursion: how deep they are nested, and how
 * many nodes they have.
 */
record Depth(int deepest, int nodes) {
    private record Level(Expression expression, int depth) {}

    static Depth of(Plan root) {
        Depth all = new Depth(0, 0);
        Deque<Plan> plans = new ArrayDeque<>(List.of(root));
        while (!plans.isEmpty()) {
            Plan plan = plans.pop();
            plans.addAll(plan.inputs());
            for (Expression expression : expressions(plan)) {
                Depth one = of(expression);
                all = new Depth(Math.max(all.deepest, one.deepest), all.nodes + one.nodes);
            }
        }
        return all;
    }

    private static Depth of(Expression root) {
        int deepest = 0;
        int nodes = 0;
        Deque<Level> levels = new ArrayDeque<>(List.of(new Level(root, 1)));
        while (!levels.isEmpty()) {
            Level level = levels.pop();
            nodes++;
            deepest = Math.max(deepest, level.depth());
            Walk.parts(level.expression())
                    .forEach(part -> levels.push(new Level(part, level.depth() + 1)));
        }
        return new Depth(deepest, nodes);
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
