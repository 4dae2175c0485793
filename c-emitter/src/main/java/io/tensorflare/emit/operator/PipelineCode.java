package io.tensorflare.emit.operator;

import io.tensorflare.c.CComment;
import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.pipeline.Pipeline;
import io.tensorflare.pipeline.Source;
import io.tensorflare.pipeline.Step;
import io.tensorflare.plan.Plan;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/** One pipeline as C: its functions and its entry in the contents page. */
final class PipelineCode {
    private final Assembly assembly;
    private final Pipeline pipeline;
    private final Place place;
    private final List<String> entry = new ArrayList<>();

    PipelineCode(Assembly assembly, Pipeline pipeline) {
        this(assembly, pipeline, Place.of(assembly, pipeline.number()));
    }

    private PipelineCode(Assembly assembly, Pipeline pipeline, Place place) {
        this.assembly = assembly;
        this.pipeline = pipeline;
        this.place = place;
    }

    Place place() {
        return place;
    }

    /** What is written into the contents page. */
    List<String> entry() {
        return entry;
    }

    /** Writes the functions of the pipeline. */
    void write(CWriter functions, SinkCode sink) {
        CWriter body = new CWriter().deeper();
        CWriter begin = new CWriter().deeper();
        sink.begin(begin);
        body.add(begin);
        produce(body, (c, batch) -> steps(c, batch, 0, sink));
        sink.end(body);
        body.line("return flare_worker_status(worker);");
        contents(functions, body);
    }

    /**
     * How the columns arrive at the sink: found by writing to nowhere. Columns without use are left
     * out.
     */
    Map<Integer, Profile> arriving(int[] uses) {
        Map<Integer, Profile> profiles = new TreeMap<>();
        PipelineCode scratch = new PipelineCode(assembly, pipeline, place.scratch());
        SinkCode collector =
                new SinkCode() {
                    @Override
                    public void begin(CWriter c) {}

                    @Override
                    public void end(CWriter c) {}

                    @Override
                    public void consume(CWriter c, Batch batch) {
                        List<Cell> cells = batch.enter(c, uses);
                        for (int i = 0; i < uses.length; i++) {
                            if (uses[i] > 0) {
                                profiles.put(i, Profile.of(cells.get(i).value(c)));
                            }
                        }
                    }
                };
        scratch.produce(new CWriter(), (c, batch) -> scratch.steps(c, batch, 0, collector));
        return profiles;
    }

    @FunctionalInterface
    interface Consumer {
        void accept(CWriter c, Batch batch);
    }

    Pipeline pipeline() {
        return pipeline;
    }

    private void produce(CWriter c, Consumer consumer) {
        if (pipeline.source() instanceof Source.Scan scan) {
            scan(c, assembly.scans().get(scan.number()), consumer);
        } else if (pipeline.source() instanceof Source.Groups groups) {
            groups(c, assembly.groups().get(groups.node().number()), consumer);
        } else {
            throw new IllegalStateException("not yet: " + pipeline.source());
        }
    }

    private void scan(CWriter c, ScanTable table, Consumer consumer) {
        ScanTable.Block batch = table.new Block(place.names());
        CWriter inside = c.deeper();
        Batch kept =
                table.filters().rest().isEmpty()
                        ? batch
                        : new Steps.Filtered(
                                batch,
                                table.filters().rest(),
                                table.source().node().number(),
                                place.context(),
                                place.names());
        consumer.accept(inside, kept);
        c.blank();
        c.line("flare_block block;");
        c.block(
                "while (flare_next_block(worker, &block))",
                () -> {
                    CWriter arrays = c.inner();
                    batch.arrays(arrays, inside);
                    c.add(arrays);
                    if (!arrays.isEmpty()) {
                        c.blank();
                    }
                    c.add(inside);
                });
    }

    private void groups(CWriter c, Groups groups, Consumer consumer) {
        if (groups.plan().keys().isEmpty()) {
            c.line("const struct $ *const totals = &query->$;", groups.tag(), groups.field());
            consumer.accept(c, new GroupRows.One(groups));
        } else {
            throw new IllegalStateException("not yet");
        }
    }

    private void steps(CWriter c, Batch batch, int from, SinkCode sink) {
        if (from == pipeline.steps().size()) {
            sink.consume(c, batch);
            return;
        }
        Step step = pipeline.steps().get(from);
        if (step instanceof Step.Filter filter) {
            steps(
                    c,
                    new Steps.Filtered(
                            batch,
                            filter.plan().conjuncts(),
                            filter.node().number(),
                            place.context(),
                            place.names()),
                    from + 1,
                    sink);
        } else if (step instanceof Step.Project project) {
            steps(
                    c,
                    new Steps.Projected(batch, project, place.context(), place.names()),
                    from + 1,
                    sink);
        } else {
            throw new IllegalStateException("not yet: " + step);
        }
    }

    private void contents(CWriter functions, CWriter body) {
        int number = pipeline.number();
        String local = "local_" + number;
        entry.add(".name = \"" + number + "\"");
        if (pipeline.source() instanceof Source.Scan scan) {
            entry.add(".source = FLARE_SOURCE_SCAN");
            entry.add(".scan = &" + assembly.scans().get(scan.number()).name() + "_scan");
        } else {
            entry.add(".source = FLARE_SOURCE_ONCE");
        }
        if (!place.local().isEmpty()) {
            place.local()
                    .declare(
                            assembly.structs(),
                            "One worker's own part of pipeline " + number + ".",
                            local);
            entry.add(".local_size = sizeof(struct " + local + ")");
        }
        String[] arguments = {"const void *parameter_block", "void *state", "void *own"};
        if (!place.open().isEmpty()) {
            place.open().line("return flare_worker_status(worker);");
            function(
                    functions,
                    "Opens pipeline " + number + " for a worker.",
                    "open_" + number,
                    place.open(),
                    arguments);
            entry.add(".local_open = open_" + number);
        }
        function(
                functions,
                "Pipeline " + number + ": " + CComment.escape(pipeline.describe()) + ".",
                "pipeline_" + number,
                body,
                arguments);
        entry.add(".morsel = pipeline_" + number);
        if (!place.merge().isEmpty()) {
            place.merge().line("return flare_worker_status(worker);");
            function(
                    functions,
                    "Adds a worker's part of pipeline " + number + " to the query.",
                    "merge_" + number,
                    place.merge(),
                    "void *state",
                    "const void *own");
            entry.add(".merge = merge_" + number);
        }
        if (!place.finish().isEmpty()) {
            place.finish().line("return flare_worker_status(worker);");
            function(
                    functions,
                    "Ends pipeline " + number + ".",
                    "finish_" + number,
                    place.finish(),
                    "const void *parameter_block",
                    "void *state");
            entry.add(".finish = finish_" + number);
        }
    }

    /** A function of the contents page: its arguments get the types that the body uses. */
    private void function(
            CWriter functions, String comment, String name, CWriter body, String... arguments) {
        Signature.write(functions, comment, name, body, "local_" + pipeline.number(), arguments);
    }

    static CExpr number(int value) {
        return CExpr.number(CType.INT32, value);
    }

    Plan plan() {
        return pipeline.source().node().plan();
    }
}
