package io.tensorflare.emit.operator;

import io.tensorflare.emit.EmitOptions;
import io.tensorflare.pipeline.Node;
import io.tensorflare.pipeline.Sink;
import io.tensorflare.plan.Plan;
import java.util.List;
import java.util.Optional;

/** Makes the ends of pipelines, and what several pipelines share at one end. */
final class Sinks {
    private final Assembly assembly;
    private final List<PipelineCode> codes;
    private final Uses uses;
    private final EmitOptions options;

    Sinks(Assembly assembly, List<PipelineCode> codes, Uses uses, EmitOptions options) {
        this.uses = uses;
        this.assembly = assembly;
        this.codes = codes;
        this.options = options;
    }

    SinkCode of(PipelineCode code) {
        Sink sink = code.pipeline().sink();
        if (sink instanceof Sink.Aggregate aggregate) {
            return aggregate(code, aggregate);
        }
        if (sink instanceof Sink.Sort sort) {
            return sort(code, sort);
        }
        if (sink instanceof Sink.Build build) {
            return new BuildSink(joined(build.node()), code.place(), build.last());
        }
        if (sink instanceof Sink.Match match) {
            return new MatchSink(assembly.joins().get(match.node().number()), code.place());
        }
        return new ResultSink(code.place(), code.pipeline().columns());
    }

    private SinkCode aggregate(PipelineCode code, Sink.Aggregate sink) {
        int node = sink.node().number();
        if (!assembly.groups().containsKey(node)) {
            List<PipelineCode> inputs =
                    codes.stream().filter(other -> isInput(other, node)).toList();
            assembly.groups()
                    .put(node, new GroupsPlanner(assembly, sink.node(), inputs, options).plan());
        }
        Groups groups = assembly.groups().get(node);
        Place place = code.place();
        if (sink.lastInput()) {
            groups.distinct()
                    .forEach(table -> place.built().add(Built.distinct(table, groups.note())));
        }
        if (sink.last() && groups.kind() != Groups.Kind.SINGLE) {
            place.built()
                    .add(
                            groups.kind() == Groups.Kind.HASH
                                    ? Built.groups(groups)
                                    : Built.array(groups));
        }
        return fed(groups, sink, place);
    }

    private static SinkCode fed(Groups groups, Sink.Aggregate sink, Place place) {
        List<Accumulator> mine = groups.accumulators().fedBy(sink.set());
        if (sink.set().isEmpty() && mine.isEmpty() && groups.comeFromDistinctValues()) {
            return new AggregateSink(Optional.empty(), groups, place);
        }
        SinkCode inner =
                switch (groups.kind()) {
                    case SINGLE -> new SingleSink(groups, place, mine);
                    case DIRECT -> new DirectSink(groups, place, mine);
                    case HASH -> new HashSink(groups, place, mine);
                };
        return sink.set().isPresent() || groups.distinct().isEmpty()
                ? inner
                : new AggregateSink(Optional.of(inner), groups, place);
    }

    private static boolean isInput(PipelineCode code, int node) {
        return code.pipeline().sink() instanceof Sink.Aggregate sink
                && sink.node().number() == node
                && sink.set().isEmpty();
    }

    private JoinTable joined(Node node) {
        if (!assembly.joins().containsKey(node.number())) {
            List<PipelineCode> inputs =
                    codes.stream()
                            .filter(
                                    other ->
                                            other.pipeline().sink() instanceof Sink.Build build
                                                    && build.node().number() == node.number())
                            .toList();
            JoinPaths paths =
                    new JoinPaths(assembly, codes.stream().map(PipelineCode::pipeline).toList());
            assembly.joins()
                    .put(
                            node.number(),
                            new JoinPlanner(assembly, node, inputs, paths, uses).plan());
        }
        return assembly.joins().get(node.number());
    }

    private SinkCode sort(PipelineCode code, Sink.Sort sink) {
        Node node = sink.node();
        if (!assembly.sorted().containsKey(node.number())) {
            List<PipelineCode> inputs =
                    codes.stream()
                            .filter(
                                    other ->
                                            other.pipeline().sink() instanceof Sink.Sort sort
                                                    && sort.node().number() == node.number())
                            .toList();
            plan(node, inputs);
        }
        SortedRows rows = assembly.sorted().get(node.number());
        if (sink.last()) {
            code.place().built().add(Built.sorter(rows.field(), "#" + node.number()));
        }
        return new SortSink(rows, code.place());
    }

    private void plan(Node node, List<PipelineCode> inputs) {
        if (node.plan() instanceof Plan.Window) {
            WindowRows windows = WindowRows.plan(assembly, node, inputs, uses);
            assembly.windows().put(node.number(), windows);
            assembly.sorted().put(node.number(), windows.sorted());
        } else {
            assembly.sorted().put(node.number(), SortedRows.plan(assembly, node, inputs, uses));
        }
    }
}
