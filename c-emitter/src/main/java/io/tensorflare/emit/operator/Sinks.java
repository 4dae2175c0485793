package io.tensorflare.emit.operator;

import io.tensorflare.emit.EmitOptions;
import io.tensorflare.pipeline.Node;
import io.tensorflare.pipeline.Pipeline;
import io.tensorflare.pipeline.Sink;
import io.tensorflare.pipeline.Source;
import io.tensorflare.plan.Plan;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/** Makes the ends of pipelines, and what several pipelines share at one end. */
final class Sinks {
    private final Assembly assembly;
    private final List<PipelineCode> codes;
    private final EmitOptions options;

    Sinks(Assembly assembly, List<PipelineCode> codes, EmitOptions options) {
        this.assembly = assembly;
        this.codes = codes;
        this.options = options;
    }

    SinkCode of(PipelineCode code) {
        filters(code);
        Sink sink = code.pipeline().sink();
        if (sink instanceof Sink.Result) {
            return new ResultSink(code.place(), code.pipeline().columns());
        }
        if (sink instanceof Sink.Aggregate aggregate) {
            return aggregate(code, aggregate);
        }
        throw new IllegalStateException("not yet: " + sink);
    }

    private void filters(PipelineCode code) {
        if (code.pipeline().source() instanceof Source.Scan scan) {
            ScanTable table = assembly.scans().get(scan.number());
            if (table.filters() != null) {
                return;
            }
            Filters filters =
                    new Filters(
                            scan.columns(),
                            "#" + scan.node().number(),
                            assembly.context().parameters());
            filters.take(scan.filters(), (conjunct, columns) -> java.util.Optional.empty());
            table.setFilters(filters);
        }
    }

    private SinkCode aggregate(PipelineCode code, Sink.Aggregate sink) {
        int node = sink.node().number();
        Groups groups = assembly.groups().get(node);
        if (groups == null) {
            groups = groups(sink.node());
            assembly.groups().put(node, groups);
        }
        return new SingleSink(groups, code.place(), groups.ordered());
    }

    private Groups groups(Node node) {
        Plan.Aggregate plan = (Plan.Aggregate) node.plan();
        StructFields fields = new StructFields();
        String note = "#" + node.number();
        Accumulators accumulators =
                new Accumulators(
                        plan,
                        profiles(node),
                        rows(plan.input()),
                        fields,
                        note,
                        assembly.context().positions());
        String tag = assembly.tags().unique("totals");
        fields.declare(assembly.structs(), "The totals of " + note + ".", tag);
        String field = assembly.query().add("struct " + tag, "totals", note);
        Groups groups = new Groups(node, accumulators, tag, field, new IdSpace("strings"));
        groups.declareMerge(assembly.context().functions());
        return groups;
    }

    /** How the columns of an aggregation's or sort's input arrive, over all pipelines. */
    private List<Profile> profiles(Node node) {
        int columns = node.plan().inputs().get(0).columns().size();
        int[] uses = new int[columns];
        java.util.Arrays.fill(uses, 1);
        Profile[] profiles = new Profile[columns];
        for (PipelineCode code : codes) {
            Pipeline pipeline = code.pipeline();
            if (pipeline.sink() instanceof Sink.Aggregate sink
                    && sink.node().number() == node.number()
                    && sink.set().isEmpty()) {
                filters(code);
                for (Map.Entry<Integer, Profile> arriving : code.arriving(uses).entrySet()) {
                    int i = arriving.getKey();
                    profiles[i] =
                            profiles[i] == null
                                    ? arriving.getValue()
                                    : profiles[i].or(arriving.getValue());
                }
            }
        }
        return new ArrayList<>(List.of(profiles));
    }

    /** At most so many rows come out of a plan. */
    private static BigInteger rows(Plan plan) {
        if (plan instanceof Plan.Scan scan) {
            return BigInteger.valueOf(Math.max(scan.rows(), 1));
        }
        BigInteger rows =
                plan instanceof Plan.Values values
                        ? BigInteger.valueOf(values.rows().size())
                        : BigInteger.ZERO;
        for (Plan input : plan.inputs()) {
            rows = rows.add(rows(input));
        }
        return rows;
    }
}
