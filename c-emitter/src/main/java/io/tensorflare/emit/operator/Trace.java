package io.tensorflare.emit.operator;

import io.tensorflare.pipeline.Pipeline;
import io.tensorflare.pipeline.Source;
import io.tensorflare.pipeline.Step;
import io.tensorflare.plan.Expression;
import java.util.List;
import java.util.Optional;

/**
 * Follows a column of a pipeline's end back to its source, as long as steps pass it through
 * unchanged.
 */
final class Trace {
    private Trace() {}

    /** The column's number in the source, where it comes from there. */
    static Optional<Integer> toSource(Pipeline pipeline, int column) {
        int at = column;
        List<Step> steps = pipeline.steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i) instanceof Step.Project project) {
                Expression expression = project.plan().expressions().get(at);
                if (!(expression instanceof Expression.ColumnReference reference)) {
                    return Optional.empty();
                }
                at = reference.index();
            } else if (steps.get(i) instanceof Step.Predict predict
                    && at == predict.plan().input().columns().size()) {
                return Optional.empty();
            }
        }
        return Optional.of(at);
    }

    /** The scan's column, where it comes from one. */
    static Optional<ScanColumn> toScan(Assembly assembly, Pipeline pipeline, int column) {
        if (!(pipeline.source() instanceof Source.Scan scan)) {
            return Optional.empty();
        }
        return toSource(pipeline, column)
                .map(index -> assembly.scans().get(scan.number()).columns().get(index));
    }

    /** The id space in which the column's strings already have ids. */
    static Optional<IdSpace> toIds(Assembly assembly, Pipeline pipeline, int column) {
        if (pipeline.source() instanceof Source.Groups source) {
            Groups groups = assembly.groups().get(source.node().number());
            return toSource(pipeline, column)
                    .filter(index -> index < groups.keys().size())
                    .flatMap(index -> groups.keys().get(index).space());
        }
        return toScan(assembly, pipeline, column).flatMap(ScanColumn::ids);
    }
}
