package io.tensorflare.pipeline;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Plan;
import java.util.List;

/** A stretch of the plan that rows pass without being gathered. Numbers count from 1. */
public record Pipeline(int number, Source source, List<Step> steps, Sink sink) {
    public Pipeline {
        steps = List.copyOf(steps);
    }

    /** The columns after the last step. */
    public List<Column> columns() {
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i) instanceof Step.Project || steps.get(i) instanceof Step.Predict) {
                return steps.get(i).node().plan().columns();
            }
        }
        return source.columns();
    }

    /** One line, such as {@code lineitem -> filter -> aggregate}. */
    public String describe() {
        StringBuilder line = new StringBuilder(describe(source));
        steps.forEach(step -> line.append(" -> ").append(describe(step)));
        return line.append(" -> ").append(describe(sink)).toString();
    }

    private static String describe(Source source) {
        if (source instanceof Source.Scan scan) {
            return scan.plan().table() + (scan.filters().isEmpty() ? "" : " -> filter");
        }
        return source instanceof Source.Values
                ? "values"
                : source instanceof Source.Distinct
                        ? "distinct values"
                        : source instanceof Source.Sorted ? "sorted rows" : groups(source.node());
    }

    private static String groups(Node node) {
        return ((Plan.Aggregate) node.plan()).keys().isEmpty() ? "totals" : "groups";
    }

    private static String describe(Step step) {
        if (step instanceof Step.Predict predict) {
            return "predict " + predict.plan().model().name();
        }
        return step instanceof Step.Filter
                ? "filter"
                : step instanceof Step.Project ? "project" : "limit";
    }

    private static String describe(Sink sink) {
        if (sink instanceof Sink.Aggregate aggregate) {
            return groups(aggregate.node());
        }
        return sink instanceof Sink.Sort ? "sort" : "result";
    }
}
