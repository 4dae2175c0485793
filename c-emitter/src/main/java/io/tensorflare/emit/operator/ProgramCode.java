package io.tensorflare.emit.operator;

import io.tensorflare.c.CComment;
import io.tensorflare.c.CWriter;
import io.tensorflare.c.Names;
import io.tensorflare.emit.EmitOptions;
import io.tensorflare.emit.Program;
import io.tensorflare.emit.expression.Machine;
import io.tensorflare.pipeline.Node;
import io.tensorflare.pipeline.Pipeline;
import io.tensorflare.pipeline.Pipelines;
import io.tensorflare.pipeline.PlanText;
import io.tensorflare.pipeline.Source;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import java.util.ArrayList;
import java.util.List;

/** Writes a whole program: pipelines first, then around them what they turned out to need. */
public final class ProgramCode {
    private static final int SQL_LINES = 60;

    /** Lines from which on compile time matters more than run time. */
    private static final int LARGE = 1_500;

    private final Node root;
    private final EmitOptions options;
    private final Assembly assembly;
    private final List<Pipeline> pipelines;

    public ProgramCode(Plan plan, EmitOptions options) {
        this.root = Node.number(plan);
        this.options = options;
        this.assembly = new Assembly(options.analysed());
        this.pipelines = Pipelines.of(root);
    }

    public Program emit() {
        for (Pipeline pipeline : pipelines) {
            if (pipeline.source() instanceof Source.Scan scan) {
                assembly.scans().add(new ScanTable(scan, assembly.context().globals()));
            }
        }
        assembly.scans().forEach(scan -> scan.takeFilters(assembly.context()));
        CWriter functions = new CWriter();
        Uses uses = new Uses(pipelines);
        List<PipelineCode> codes =
                pipelines.stream()
                        .map(pipeline -> new PipelineCode(assembly, pipeline, uses))
                        .toList();
        Sinks sinks = new Sinks(assembly, codes, uses, options);
        for (PipelineCode code : codes) {
            code.write(functions, sinks.of(code));
        }
        CWriter program = program(functions, codes);
        return result(program);
    }

    private CWriter program(CWriter functions, List<PipelineCode> codes) {
        CWriter tables = new CWriter();
        assembly.scans().forEach(scan -> scan.declare(tables, assembly.context().parameters()));
        CWriter opening = new CWriter();
        if (!assembly.open().isEmpty()) {
            assembly.open().line("return flare_worker_status(worker);");
            Signature.write(
                    opening,
                    "Opens the query.",
                    "open",
                    assembly.open(),
                    "",
                    "const void *parameter_block",
                    "void *state");
        }
        CWriter c = new CWriter();
        c.comment(header());
        if (functions.lineCount() + assembly.context().functions().lineCount() > LARGE) {
            c.line("#define FLARE_LARGE_PROGRAM");
        }
        c.line("#include \"flare/program.h\"");
        if (!assembly.windows().isEmpty()) {
            c.line("#include \"flare/window.h\"");
        }
        assembly.context().parameters().declare(c);
        section(c, assembly.structs());
        if (!assembly.query().isEmpty()) {
            assembly.query().declare(c, "The query's own state, shared by its workers.", "query");
        }
        section(c, assembly.context().functions());
        section(c, tables);
        section(c, assembly.tables());
        section(c, opening);
        section(c, functions);
        contents(c, codes);
        return c;
    }

    private static void section(CWriter c, CWriter part) {
        if (!part.isEmpty()) {
            c.blank().add(part);
        }
    }

    /** The statement and the numbered plan. */
    private String header() {
        List<String> lines = new ArrayList<>();
        List<String> sql = options.sql().strip().lines().limit(SQL_LINES + 1L).toList();
        sql.stream()
                .limit(SQL_LINES)
                .forEach(line -> CComment.wrap(line, "    ").forEach(lines::add));
        if (sql.size() > SQL_LINES || lines.size() > SQL_LINES) {
            lines.subList(Math.min(lines.size(), SQL_LINES), lines.size()).clear();
            lines.add("...");
        }
        lines.add("");
        PlanText.lines(root).stream()
                .filter(line -> !line.isEmpty())
                .forEach(line -> lines.addAll(CComment.wrap("  " + line, "          ")));
        return String.join("\n", lines);
    }

    private void contents(CWriter c, List<PipelineCode> codes) {
        c.blank();
        c.table(
                "static const flare_pipeline pipelines[] =",
                () -> {
                    for (PipelineCode code : codes) {
                        c.line("{").note(CComment.escape(code.pipeline().describe()), 0);
                        code.entry().forEach(entry -> c.line("    " + entry + ","));
                        c.line("},");
                    }
                });
        c.blank();
        c.table(
                "static const flare_result_column columns[] =",
                () -> columns().forEach(column -> column(c, column)));
        c.blank().comment("The contents page.");
        c.table(
                "const flare_program flare_query =",
                () -> {
                    c.line(".abi = FLARE_ABI,");
                    if (!assembly.query().isEmpty()) {
                        c.line(".query_size = sizeof(struct query),");
                    }
                    if (assembly.context().parameters().byteSize() > 0) {
                        c.line(".parameters_size = sizeof(struct parameters),");
                    }
                    if (!assembly.open().isEmpty()) {
                        c.line(".open = open,");
                    }
                    c.line(".pipelines = pipelines,").line(".pipeline_count = $,", codes.size());
                    c.line(".columns = columns,").line(".column_count = $,", columns().size());
                    c.line(".model_count = $,", assembly.models().size());
                    if (!assembly.counted().isEmpty()) {
                        c.line(".row_counters = $,", assembly.counted().length());
                    }
                });
    }

    private static void column(CWriter c, Column column) {
        String nullable = column.nullable() ? ", .nullable = true" : "";
        boolean widened = column.type() instanceof Type.Decimal decimal && decimal.isShort();
        c.line(
                "{ .name = \""
                        + Names.readable(column.name())
                        + "\", .type = "
                        + Machine.type(column.type()).flareType()
                        + nullable
                        + (widened ? ", .decimal = true" : "")
                        + " },");
        c.note(column.type().toString());
    }

    private List<Column> columns() {
        return root.plan().columns();
    }

    /**
     * A set of distinct values, or a join's rows without partner, are not what the operator gives.
     */
    private static int operator(Source source) {
        boolean partial = source instanceof Source.Distinct || source instanceof Source.Built;
        return partial ? 0 : source.node().number();
    }

    private static Program.Outline outline(Pipeline pipeline) {
        return new Program.Outline(
                pipeline.number() + ": " + pipeline.describe(),
                operator(pipeline.source()),
                pipeline.sink().end().map(Node::number).orElse(1));
    }

    private Program result(CWriter program) {
        List<Program.ScanBinding> scans = new ArrayList<>();
        for (Pipeline pipeline : pipelines) {
            if (pipeline.source() instanceof Source.Scan scan) {
                scans.add(
                        new Program.ScanBinding(
                                scan.plan(), pipeline.number() - 1, scan.plan().fields()));
            }
        }
        return new Program(
                program.text(),
                program.canonicalText(),
                assembly.context().parameters().slots(),
                assembly.context().parameters().byteSize(),
                scans,
                assembly.models(),
                columns(),
                assembly.context().positions().all(),
                pipelines.stream().map(ProgramCode::outline).toList(),
                PlanText.lines(root),
                assembly.counted());
    }
}
