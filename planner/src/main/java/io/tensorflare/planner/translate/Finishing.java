package io.tensorflare.planner.translate;

import io.tensorflare.plan.Plan;
import java.util.List;

/**
 * The last rewrites of a plan: columns pruned, filters in scans, the names of the result, a way to
 * aggregate for each grouping.
 */
public final class Finishing implements Plan.Visitor<Plan> {
    private Finishing() {}

    /**
     * The plan to run.
     *
     * @param names of the result's columns
     */
    public static Plan finish(Plan plan, List<String> names) {
        return Renaming.rename(Pruning.prune(plan), names).accept(new Finishing());
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
        return new Plan.Filter(filter.input().accept(this), filter.conjuncts());
    }

    @Override
    public Plan visit(Plan.Project project) {
        return new Plan.Project(
                project.input().accept(this), project.names(), project.expressions());
    }

    @Override
    public Plan visit(Plan.Predict predict) {
        return new Plan.Predict(
                predict.input().accept(this), predict.model(), predict.arguments(), predict.name());
    }

    @Override
    public Plan visit(Plan.Aggregate aggregate) {
        return new Plan.Aggregate(
                aggregate.input().accept(this),
                aggregate.keys(),
                aggregate.calls(),
                Grouping.of(aggregate));
    }

    @Override
    public Plan visit(Plan.Sort sort) {
        return new Plan.Sort(sort.input().accept(this), sort.keys(), sort.limit(), sort.offset());
    }

    @Override
    public Plan visit(Plan.Limit limit) {
        return new Plan.Limit(limit.input().accept(this), limit.limit(), limit.offset());
    }

    @Override
    public Plan visit(Plan.Window window) {
        return new Plan.Window(
                window.input().accept(this), window.partition(), window.order(), window.calls());
    }

    @Override
    public Plan visit(Plan.Union union) {
        return new Plan.Union(
                union.inputs().stream().map(input -> input.accept(this)).toList(), union.columns());
    }

    @Override
    public Plan visit(Plan.Join join) {
        return new Plan.Join(
                join.left().accept(this),
                join.right().accept(this),
                join.kind(),
                join.condition(),
                join.method(),
                join.columns(),
                join.position());
    }
}
