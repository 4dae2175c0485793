package io.tensorflare.emit.operator;

import io.tensorflare.pipeline.DistinctSet;
import io.tensorflare.pipeline.Node;
import io.tensorflare.pipeline.Pipeline;
import io.tensorflare.pipeline.Sink;
import io.tensorflare.pipeline.Step;
import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import java.util.Arrays;
import java.util.List;

/** Which columns are still needed at some point of a pipeline. */
final class Uses {
    private Uses() {}

    /** How often the columns that come into {@code step} are used after it; 0 where never. */
    static int[] after(Pipeline pipeline, Step step) {
        List<Step> steps = pipeline.steps();
        int[] uses = atSink(pipeline);
        for (int i = steps.size() - 1; steps.get(i) != step; i--) {
            uses = before(steps.get(i), uses);
        }
        return step instanceof Step.Predict ? Arrays.copyOf(uses, uses.length - 1) : uses;
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
        return uses;
    }

    private static int[] atSink(Pipeline pipeline) {
        if (pipeline.sink() instanceof Sink.Aggregate sink) {
            return of(sink.node());
        }
        int[] uses = new int[pipeline.columns().size()];
        Arrays.fill(uses, 1);
        return uses;
    }

    /** How often a breaker uses the columns of its input. */
    static int[] of(Node node) {
        if (node.plan() instanceof Plan.Aggregate aggregate) {
            return atAggregate(aggregate);
        }
        int[] uses = new int[node.plan().columns().size()];
        Arrays.fill(uses, 1);
        return uses;
    }

    private static int[] atAggregate(Plan.Aggregate plan) {
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
