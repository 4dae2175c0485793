package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/** Copies an operator with other inputs. */
final class Rebuild implements Plan.Visitor<Plan> {
    private final UnaryOperator<Plan> rewrite;

    private Rebuild(UnaryOperator<Plan> rewrite) {
        this.rewrite = rewrite;
    }

    /** The operator over its inputs rewritten; itself where none changed. */
    static Plan inputs(Plan plan, UnaryOperator<Plan> rewrite) {
        return plan.accept(new Rebuild(rewrite));
    }

    /** Rewrites a tree from its leaves to its root. */
    static Plan bottomUp(Plan plan, UnaryOperator<Plan> rewrite) {
        return rewrite.apply(inputs(plan, input -> bottomUp(input, rewrite)));
    }

    @Override
    public Plan visit(Plan.Scan scan) {
        return scan;
    }

    @Override
    public Plan visit(Plan.Values values) {
        return values;
    }

    @Override
    public Plan visit(Plan.Filter filter) {
        Plan input = rewrite.apply(filter.input());
        return input == filter.input() ? filter : new Plan.Filter(input, filter.conjuncts());
    }

    @Override
    public Plan visit(Plan.Project project) {
        Plan input = rewrite.apply(project.input());
        return input == project.input()
                ? project
                : new Plan.Project(input, project.names(), project.expressions());
    }

    @Override
    public Plan visit(Plan.Predict predict) {
        Plan input = rewrite.apply(predict.input());
        return input == predict.input()
                ? predict
                : new Plan.Predict(input, predict.model(), predict.arguments(), predict.name());
    }

    @Override
    public Plan visit(Plan.Window window) {
        Plan input = rewrite.apply(window.input());
        return input == window.input()
                ? window
                : new Plan.Window(input, window.partition(), window.order(), window.calls());
    }

    @Override
    public Plan visit(Plan.Aggregate aggregate) {
        Plan input = rewrite.apply(aggregate.input());
        return input == aggregate.input()
                ? aggregate
                : new Plan.Aggregate(
                        input, aggregate.keys(), aggregate.calls(), aggregate.aggregation());
    }

    @Override
    public Plan visit(Plan.Sort sort) {
        Plan input = rewrite.apply(sort.input());
        return input == sort.input()
                ? sort
                : new Plan.Sort(input, sort.keys(), sort.limit(), sort.offset());
    }

    @Override
    public Plan visit(Plan.Limit limit) {
        Plan input = rewrite.apply(limit.input());
        return input == limit.input()
                ? limit
                : new Plan.Limit(input, limit.limit(), limit.offset());
    }

    @Override
    public Plan visit(Plan.Union union) {
        List<Plan> inputs = new ArrayList<>();
        boolean same = true;
        for (Plan input : union.inputs()) {
            Plan rewritten = rewrite.apply(input);
            same &= rewritten == input;
            inputs.add(rewritten);
        }
        return same ? union : new Plan.Union(inputs, union.columns());
    }

    @Override
    public Plan visit(Plan.Join join) {
        Plan left = rewrite.apply(join.left());
        Plan right = rewrite.apply(join.right());
        return left == join.left() && right == join.right()
                ? join
                : new Plan.Join(
                        left,
                        right,
                        join.kind(),
                        join.condition(),
                        join.method(),
                        join.columns(),
                        join.position());
    }
}
