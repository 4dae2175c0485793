package io.tensorflare.emit.operator;

import io.tensorflare.pipeline.DistinctSet;
import io.tensorflare.pipeline.Node;
import io.tensorflare.pipeline.Pipeline;
import io.tensorflare.pipeline.Sink;
import io.tensorflare.pipeline.Source;
import io.tensorflare.pipeline.Step;
import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import java.util.Arrays;
import java.util.List;

/** Which columns are still needed at some point of a program's pipelines, and how often. */
final class Uses {
    private final List<Pipeline> pipelines;

    Uses(List<Pipeline> pipelines) {
        this.pipelines = pipelines;
    }

    /** How often the columns that come out of {@code step} are used; 0 where never. */
    int[] after(Pipeline pipeline, Step step) {
        List<Step> steps = pipeline.steps();
        int[] uses = atSink(pipeline);
        for (int i = steps.size() - 1; steps.get(i) != step; i--) {
            uses = before(steps.get(i), uses);
        }
        return uses;
    }

    private static int[] before(Step step, int[] uses) {
        Plan input = step.node().plan().inputs().get(0);
        if (step instanceof Step.Filter filter) {
            int[] all = uses.clone();
            filter.plan().conjuncts().forEach(conjunct -> Steps.count(conjunct, all));
            return all;
        }
        if (step instanceof Step.Project project) {
            int[] before = new int[input.columns().size()];
            List<Expression> expressions = project.plan().expressions();
            for (int i = 0; i < uses.length; i++) {
                if (uses[i] > 0) {
                    Steps.count(expressions.get(i), before);
                }
            }
            return before;
        }
        if (step instanceof Step.Predict predict) {
            int[] before = Arrays.copyOf(uses, uses.length - 1);
            predict.plan().arguments().forEach(argument -> Steps.count(argument, before));
            return before;
        }
        return step instanceof Step.Probe probe
                ? JoinShape.of(probe.plan()).left(uses, true)
                : uses;
    }

    private int[] atSource(Pipeline pipeline) {
        int[] uses = atSink(pipeline);
        for (int i = pipeline.steps().size() - 1; i >= 0; i--) {
            uses = before(pipeline.steps().get(i), uses);
        }
        return uses;
    }

    private int[] atSink(Pipeline pipeline) {
        if (pipeline.sink() instanceof Sink.Build build) {
            return built(build.node());
        }
        if (pipeline.sink() instanceof Sink.Match match) {
            JoinShape shape = JoinShape.of(match.plan());
            return shape.left(new int[shape.outputWidth()], true);
        }
        if (pipeline.sink() instanceof Sink.Sort sort) {
            return sorted(sort.node());
        }
        return pipeline.sink() instanceof Sink.Aggregate sink
                ? of(sink.node())
                : all(pipeline.columns().size());
    }

    /** How often a join, and what comes after it, uses the columns of its right side. */
    int[] built(Node join) {
        JoinShape shape = JoinShape.of((Plan.Join) join.plan());
        int[] uses = kept(join);
        shape.keys().forEach(key -> uses[key.right()]++);
        return uses;
    }

    /** The same without the keys that are looked for, and those that the left has as well. */
    int[] kept(Node join) {
        JoinShape shape = JoinShape.of((Plan.Join) join.plan());
        int[] uses = new int[shape.rightWidth()];
        for (Pipeline pipeline : pipelines) {
            if (pipeline.source() instanceof Source.Built source
                    && source.node().number() == join.number()) {
                add(uses, shape.ofRight(atSource(pipeline)));
            }
            if (pipeline.sink() instanceof Sink.Match match
                    && match.node().number() == join.number()) {
                add(uses, shape.right(new int[shape.outputWidth()]));
            }
            for (Step step : pipeline.steps()) {
                if (step instanceof Step.Probe && step.node().number() == join.number()) {
                    add(uses, shape.right(after(pipeline, step)));
                }
            }
        }
        return uses;
    }

    /** How often a sort, and what comes after it, uses the columns of its input. */
    int[] sorted(Node node) {
        if (!(node.plan() instanceof Plan.Sort sort)) {
            return all(node.plan().inputs().get(0).columns().size());
        }
        int[] uses = new int[sort.columns().size()];
        sort.keys().forEach(key -> uses[key.column()]++);
        for (Pipeline pipeline : pipelines) {
            if (pipeline.source() instanceof Source.Sorted source
                    && source.node().number() == node.number()) {
                add(uses, atSource(pipeline));
            }
        }
        return uses;
    }

    private static void add(int[] into, int[] more) {
        for (int i = 0; i < into.length; i++) {
            into[i] += more[i];
        }
    }

    private static int[] all(int columns) {
        int[] uses = new int[columns];
        Arrays.fill(uses, 1);
        return uses;
    }

    /** How often an aggregation uses the columns of its input. */
    static int[] of(Node node) {
        Plan.Aggregate plan = (Plan.Aggregate) node.plan();
        int[] uses = new int[plan.input().columns().size()];
        plan.keys().forEach(key -> uses[key]++);
        for (AggregateCall call : plan.calls()) {
            call.argument().ifPresent(column -> uses[column]++);
            call.filter().ifPresent(column -> uses[column]++);
        }
        DistinctSet.of(plan).forEach(set -> uses[set.argument()]++);
        return uses;
    }
}
