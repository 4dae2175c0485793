package io.tensorflare.emit.operator;

import io.tensorflare.c.CComment;
import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.pipeline.Node;
import io.tensorflare.pipeline.Pipeline;
import io.tensorflare.pipeline.Source;
import io.tensorflare.pipeline.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** One pipeline as C: its functions and its entry in the contents page. */
final class PipelineCode {
    private final Assembly assembly;
    private final Pipeline pipeline;
    private final Place place;
    private final Uses uses;
    private final List<String> entry = new ArrayList<>();

    PipelineCode(Assembly assembly, Pipeline pipeline, Uses uses) {
        this(assembly, pipeline, uses, Place.of(assembly, pipeline.number()));
    }

    private PipelineCode(Assembly assembly, Pipeline pipeline, Uses uses, Place place) {
        this.uses = uses;
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
        Optional<ResultFields> result = ResultFields.of(assembly, pipeline);
        if (result.isPresent()) {
            entry.addAll(SourceEntry.of(pipeline, assembly));
            functions.blank();
            result.get().declare(functions, "result_" + pipeline.number());
            entry.add(".result = result_" + pipeline.number());
            return;
        }
        CWriter body = new CWriter().deeper();
        CWriter begin = new CWriter().deeper();
        sink.begin(begin);
        CWriter source = new CWriter().deeper();
        produce(source, (c, batch) -> steps(c, batch, 0, sink));
        sink.end(source);
        RowCounts.declare(body, assembly);
        body.add(begin).add(place.begin());
        if (!body.isEmpty()) {
            body.blank();
        }
        body.add(source);
        body.line("return flare_worker_status(worker);");
        if (pipeline.source() instanceof Source.Windows windows) {
            functions.blank().add(assembly.windows().get(windows.node().number()).functions());
        }
        contents(functions, body);
    }

    /**
     * How the columns arrive at the sink: found by writing to nowhere. Columns without use are left
     * out.
     */
    Map<Integer, Profile> arriving(int[] needed) {
        Map<Integer, Profile> profiles = new TreeMap<>();
        PipelineCode scratch = new PipelineCode(assembly, pipeline, this.uses, place.scratch());
        SinkCode collector =
                new SinkCode() {
                    @Override
                    public void begin(CWriter c) {}

                    @Override
                    public void end(CWriter c) {}

                    @Override
                    public void consume(CWriter c, Batch batch) {
                        List<Cell> cells = batch.enter(c, needed);
                        for (int i = 0; i < needed.length; i++) {
                            if (needed[i] > 0) {
                                profiles.put(i, Profile.of(cells.get(i), c));
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
        Source source = pipeline.source();
        if (source instanceof Source.Scan scan) {
            scan(c, assembly.scans().get(scan.number()), consumer);
        } else if (source instanceof Source.Values values) {
            new ValuesRows(values, place).produce(c, consumer::accept);
        } else if (source instanceof Source.Groups finished) {
            groups(c, assembly.groups().get(finished.node().number()), consumer);
        } else if (source instanceof Source.Distinct distinct) {
            Groups groups = assembly.groups().get(distinct.node().number());
            rows(c, new GroupRows.Distinct(groups, groups.table(distinct.set())), consumer);
        } else if (source instanceof Source.Built built) {
            BuiltRows rows = new BuiltRows(assembly.joins().get(built.node().number()), place);
            rows(
                    c,
                    rows,
                    (inside, batch) ->
                            consumer.accept(inside, counted(inside, batch, built.node())));
        } else if (source instanceof Source.Windows windows) {
            WindowRows rows = assembly.windows().get(windows.node().number());
            rows.evaluate(c);
            rows(c, rows, consumer);
        } else {
            rows(c, assembly.sorted().get(source.node().number()), consumer);
        }
    }

    /** Rows of the program's own structs. */
    private static void rows(CWriter c, Batch batch, Consumer consumer) {
        c.line("flare_row_block block;");
        c.block("while (flare_next_rows(worker, &block))", () -> consumer.accept(c, batch));
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
        consumer.accept(
                inside, kept == batch ? kept : counted(inside, kept, table.source().node()));
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
        switch (groups.kind()) {
            case SINGLE -> {
                c.declaration(
                        CExpr.name(CType.INT64, "source"),
                        "const struct $ *const source = &query->$;",
                        groups.tag(),
                        groups.field());
                consumer.accept(c, counted(c, new GroupRows.One(groups), groups.node()));
            }
            case HASH -> rows(c, new GroupRows.Hashed(groups), consumer);
            case DIRECT -> slots(c, groups, consumer);
        }
    }

    private void slots(CWriter c, Groups groups, Consumer consumer) {
        DirectArray array = groups.array().orElseThrow();
        List<CExpr> slots = array.declareSlots(c, place.names());
        String merged = place.names().unique("merged");
        String type = "const struct " + groups.tag() + " ";
        DirectArray.declareRows(c, groups, slots, type, merged);
        c.blank();
        rows(
                c,
                new GroupRows.Slots(groups, place.names(), slots, merged),
                (inside, batch) -> consumer.accept(inside, counted(inside, batch, groups.node())));
    }

    private void steps(CWriter c, Batch batch, int from, SinkCode sink) {
        if (from == pipeline.steps().size()) {
            sink.consume(c, batch);
            return;
        }
        Step step = pipeline.steps().get(from);
        if (step instanceof Step.Probe) {
            JoinTable table = assembly.joins().get(step.node().number());
            new ProbeStep(table, place)
                    .write(
                            c,
                            batch,
                            uses.after(pipeline, step),
                            (inside, pairs) ->
                                    steps(
                                            inside,
                                            counted(inside, pairs, step.node()),
                                            from + 1,
                                            sink));
        } else {
            Batch after = after(c, batch, step);
            boolean rowForRow = step instanceof Step.Project || step instanceof Step.Predict;
            steps(c, rowForRow ? after : counted(c, after, step.node()), from + 1, sink);
        }
    }

    private Batch counted(CWriter c, Batch batch, Node node) {
        return RowCounts.counted(c, batch, node, assembly);
    }

    private Batch after(CWriter c, Batch batch, Step step) {
        if (step instanceof Step.Filter filter) {
            return new Steps.Filtered(
                    batch,
                    filter.plan().conjuncts(),
                    filter.node().number(),
                    place.context(),
                    place.names());
        }
        if (step instanceof Step.Project project) {
            return new Steps.Projected(
                    batch, project, Hints.of(pipeline, project), place.context(), place.names());
        }
        int[] later = uses.after(pipeline, step);
        return step instanceof Step.Predict predict
                ? new ModelStep(predict, place)
                        .write(c, batch, Arrays.copyOf(later, later.length - 1))
                : new LimitStep((Step.Limit) step, place).write(c, batch, later);
    }

    private void local() {
        if (!place.local().isEmpty()) {
            String local = "local_" + pipeline.number();
            place.local()
                    .declare(
                            assembly.structs(),
                            "One worker's own part of pipeline " + pipeline.number() + ".",
                            local);
            entry.add(".local_size = sizeof(struct " + local + ")");
        }
    }

    private void contents(CWriter functions, CWriter body) {
        int number = pipeline.number();
        entry.addAll(SourceEntry.of(pipeline, assembly));
        local();
        String parameters = "const void *parameter_block";
        opening(functions, parameters);
        function(
                functions,
                "Pipeline " + number + ": " + CComment.escape(pipeline.describe()) + ".",
                "pipeline_" + number,
                body,
                parameters,
                "void *state",
                "void *own");
        entry.add(".morsel = pipeline_" + number);
        built(functions);
    }

    private void built(CWriter functions) {
        if (!place.built().isEmpty()) {
            String table = "built_" + pipeline.number();
            functions.blank();
            Built.declare(functions, place.built(), table);
            entry.add(".built = " + table);
            entry.add(".built_count = " + place.built().size());
        }
    }

    /** The function that opens the pipeline for a worker, where there is something to open. */
    private void opening(CWriter functions, String parameters) {
        if (place.open().isEmpty()) {
            return;
        }
        String name = "open_" + pipeline.number();
        function(
                functions,
                "Opens pipeline " + pipeline.number() + " for a worker.",
                name,
                place.open().line("return flare_worker_status(worker);"),
                parameters,
                "void *state",
                "void *own");
        entry.add(".local_open = " + name);
    }

    /** A function of the contents page: its arguments get the types that the body uses. */
    private void function(
            CWriter functions, String comment, String name, CWriter body, String... arguments) {
        Signature.write(functions, comment, name, body, "local_" + pipeline.number(), arguments);
    }
}
