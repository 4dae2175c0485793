package io.tensorflare.emit.operator;

import io.tensorflare.pipeline.Pipeline;
import io.tensorflare.pipeline.Source;
import io.tensorflare.pipeline.Step;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import java.util.List;
import java.util.Optional;
import java.util.OptionalInt;

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
            } else if (steps.get(i) instanceof Step.Probe probe) {
                Optional<Integer> left = toLeft(JoinShape.of(probe.plan()), at);
                if (left.isEmpty()) {
                    return left;
                }
                at = left.get();
            } else if (steps.get(i) instanceof Step.Predict predict
                    && at == predict.plan().input().columns().size()) {
                return Optional.empty();
            }
        }
        return Optional.of(at);
    }

    /** A column of a join's output on its left, also one that equals a key of the right. */
    private static Optional<Integer> toLeft(JoinShape shape, int column) {
        if (column < shape.leftWidth()) {
            return Optional.of(column);
        }
        boolean pairs = shape.kind() == Plan.Join.Kind.INNER;
        OptionalInt twin = pairs ? shape.twin(column - shape.leftWidth()) : OptionalInt.empty();
        return twin.isPresent() ? Optional.of(twin.getAsInt()) : Optional.empty();
    }

    /** The scan's column, where it comes from one. */
    static Optional<ScanColumn> toScan(Assembly assembly, Pipeline pipeline, int column) {
        if (!(pipeline.source() instanceof Source.Scan scan)) {
            return Optional.empty();
        }
        return toSource(pipeline, column)
                .map(index -> assembly.scans().get(scan.number()).columns().get(index));
    }

    /** The id space of a column that comes from the partner in a join on the way. */
    private static Optional<IdSpace> toPartner(Assembly assembly, Pipeline pipeline, int column) {
        int at = column;
        List<Step> steps = pipeline.steps();
        for (int i = steps.size() - 1; i >= 0; i--) {
            if (steps.get(i) instanceof Step.Project project) {
                Expression expression = project.plan().expressions().get(at);
                if (!(expression instanceof Expression.ColumnReference reference)) {
                    return Optional.empty();
                }
                at = reference.index();
            } else if (steps.get(i) instanceof Step.Probe probe
                    && at >= probe.plan().left().columns().size()) {
                if (probe.plan().kind() == Plan.Join.Kind.MARK) {
                    return Optional.empty();
                }
                JoinTable table = assembly.joins().get(probe.node().number());
                int right = at - table.shape().leftWidth();
                return table.ids(right);
            } else if (steps.get(i) instanceof Step.Predict predict
                    && at == predict.plan().input().columns().size()) {
                return Optional.empty();
            }
        }
        return Optional.empty();
    }

    /** The id space in which the column's strings already have ids. */
    static Optional<IdSpace> toIds(Assembly assembly, Pipeline pipeline, int column) {
        Optional<IdSpace> partner = toPartner(assembly, pipeline, column);
        if (partner.isPresent()) {
            return partner;
        }
        if (pipeline.source() instanceof Source.Built built) {
            JoinTable table = assembly.joins().get(built.node().number());
            int left = table.shape().outputWidth() - table.shape().rightWidth();
            return toSource(pipeline, column)
                    .filter(index -> index >= left)
                    .flatMap(index -> table.ids(index - left));
        }
        if (pipeline.source() instanceof Source.Groups source) {
            Groups groups = assembly.groups().get(source.node().number());
            return toSource(pipeline, column)
                    .filter(index -> index < groups.keys().size())
                    .flatMap(index -> groups.keys().get(index).space());
        }
        return toScan(assembly, pipeline, column).flatMap(ScanColumn::ids);
    }
}
