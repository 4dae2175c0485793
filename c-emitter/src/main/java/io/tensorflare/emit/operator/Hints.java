package io.tensorflare.emit.operator;

import io.tensorflare.c.Names;
import io.tensorflare.pipeline.Pipeline;
import io.tensorflare.pipeline.Sink;
import io.tensorflare.pipeline.Step;
import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/**
 * Readable names for the columns of a projection: a column without one of its own is called after
 * the aggregate that takes it in.
 */
final class Hints {
    private Hints() {}

    static List<String> of(Pipeline pipeline, Step.Project project) {
        List<String> hints = new ArrayList<>(project.plan().names());
        boolean last = pipeline.steps().get(pipeline.steps().size() - 1) == project;
        if (last && pipeline.sink() instanceof Sink.Aggregate sink) {
            for (AggregateCall call : ((Plan.Aggregate) sink.node().plan()).calls()) {
                call.argument()
                        .ifPresent(
                                column ->
                                        hints.set(
                                                column,
                                                isInvented(hints.get(column))
                                                        ? stem(call)
                                                        : hints.get(column)));
            }
        }
        return hints;
    }

    private static boolean isInvented(String name) {
        return name.contains("$") || Names.readable(name).isEmpty();
    }

    /** {@code sum_charge} takes in {@code charge}. */
    private static String stem(AggregateCall call) {
        String name = Names.readable(call.column().name());
        String kind = call.kind().name().toLowerCase(Locale.ROOT) + "_";
        return name.startsWith(kind) ? name.substring(kind.length()) : name;
    }
}
