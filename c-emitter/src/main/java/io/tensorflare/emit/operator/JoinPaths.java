package io.tensorflare.emit.operator;

import io.tensorflare.c.CType;
import io.tensorflare.pipeline.Node;
import io.tensorflare.pipeline.Pipeline;
import io.tensorflare.pipeline.Sink;
import io.tensorflare.pipeline.Source;
import io.tensorflare.pipeline.Step;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** The ways by which the left's rows come to a join. */
final class JoinPaths {
    private final Assembly assembly;
    private final List<Pipeline> pipelines;

    JoinPaths(Assembly assembly, List<Pipeline> pipelines) {
        this.assembly = assembly;
        this.pipelines = pipelines;
    }

    /** The pipelines that look for partners, up to where they do. */
    private List<Pipeline> upTo(Node join) {
        List<Pipeline> paths = new ArrayList<>();
        for (Pipeline pipeline : pipelines) {
            for (int i = 0; i < pipeline.steps().size(); i++) {
                if (isProbe(pipeline.steps().get(i), join)) {
                    paths.add(cut(pipeline, i));
                }
            }
            if (pipeline.sink() instanceof Sink.Match match
                    && match.node().number() == join.number()) {
                paths.add(pipeline);
            }
        }
        return paths;
    }

    private static boolean isProbe(Step step, Node join) {
        return step instanceof Step.Probe && step.node().number() == join.number();
    }

    private static Pipeline cut(Pipeline pipeline, int steps) {
        return new Pipeline(
                pipeline.number(),
                pipeline.source(),
                pipeline.steps().subList(0, steps),
                pipeline.sink());
    }

    /** The scans' columns that a column of the left comes from unchanged. */
    List<ScanColumn> scanned(Node join, int column) {
        return upTo(join).stream()
                .map(path -> Trace.toScan(assembly, path, column))
                .flatMap(Optional::stream)
                .toList();
    }

    /**
     * Has scans of the left leave out rows without a partner, and gives the numbers of the
     * pipelines where they do.
     *
     * @param keep the beginning of the filter's name
     */
    List<Integer> filter(JoinTable table, String keep) {
        List<Integer> filtered = new ArrayList<>();
        int left = table.pair(table.keys().get(0)).left();
        for (Pipeline path : upTo(table.node())) {
            Optional<Integer> column =
                    path.source() instanceof Source.Scan && !hasLimit(path)
                            ? Trace.toSource(path, left)
                            : Optional.empty();
            if (column.isPresent()) {
                filter(table, (Source.Scan) path.source(), column.get(), keep);
                filtered.add(path.number());
            }
        }
        return filtered;
    }

    private void filter(JoinTable table, Source.Scan scan, int column, String keep) {
        ScanTable scanned = assembly.scans().get(scan.number());
        boolean narrow = scanned.columns().get(column).type() == CType.INT32;
        String note = table.note() + " probe " + scan.columns().get(column).name();
        scanned.filters().partner(column, keep + (narrow ? "int32" : "int64"), table.field(), note);
    }

    /** Rows before a limit must not be left out: it would let others through. */
    private static boolean hasLimit(Pipeline path) {
        return path.steps().stream().anyMatch(step -> step instanceof Step.Limit);
    }
}
