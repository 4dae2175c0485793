package io.tensorflare.engine;

import io.tensorflare.EngineOptions;
import io.tensorflare.catalog.EngineCatalog;
import io.tensorflare.compile.ProgramBuilder;
import io.tensorflare.emit.ParameterBlock;
import io.tensorflare.emit.Program;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.Statement;
import java.nio.ByteBuffer;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Plans, compiles and starts queries. Thread-safe. */
public final class QueryEngine implements AutoCloseable {
    private final Settings settings;
    private final ModelStore models;
    private final NativeEngine engine;
    private final NativeFileStore files = new NativeFileStore();
    private final NativeSpawner spawner = new NativeSpawner();
    private final Workspace workspace;
    private final QueryCompiler compiler;
    private final Set<RunningQuery> running = ConcurrentHashMap.newKeySet();

    public QueryEngine(
            EngineOptions options, EngineCatalog catalog, Settings settings, ModelStore models) {
        warmUp();
        this.settings = settings;
        this.models = models;
        this.engine = new NativeEngine(options.threads(), options.memoryBytes());
        this.workspace = Workspace.open();
        ProgramBuilder builder =
                new ProgramBuilder(
                        NativeLibrary.locate(workspace.directory()),
                        spawner,
                        options.cacheDirectory(),
                        workspace.directory(),
                        options.compiler());
        builder.findCompiler();
        this.compiler = new QueryCompiler(catalog, settings, builder);
    }

    /** Begins to load what the first query of the process needs; does nothing the second time. */
    public static void warmUp() {
        WarmUp.start();
    }

    /** The one statement of a text; a semicolon may end it. */
    public Statement parse(String sql) {
        return compiler.parse(sql);
    }

    /** A query that runs, and the columns of its result. */
    public record Started(RunningQuery query, List<Column> columns) {}

    /** Plans a query without running it; throws what is wrong with it. Returns its columns. */
    public List<Column> check(Statement.Query query) {
        return compiler.plan(query).plan().columns();
    }

    /**
     * Starts a query. Where its run finds that statistics lied about what is unique, it starts once
     * more by a plan without such trust; no row was given before.
     *
     * @param values of the parameters of a prepared statement, in order
     */
    public Started start(Statement.Query statement, List<Object> values) {
        return start(statement, values, false);
    }

    private Started start(Statement.Query statement, List<Object> values, boolean analysed) {
        Stopwatch watch = new Stopwatch();
        CompiledQuery compiled = compiler.compile(statement, analysed, watch);
        Execution run = start(compiled, values);
        watch.started();
        RunningQuery started =
                new RunningQuery(
                        run,
                        () ->
                                start(
                                        compiler.compileWithoutTrust(statement, analysed, watch),
                                        values),
                        watch,
                        running::remove);
        running.add(started);
        return new Started(started, compiled.program().columns());
    }

    private Execution start(CompiledQuery compiled, List<Object> values) {
        Program program = compiled.program();
        ParameterBlock block = ParameterBlock.of(program, values);
        ByteBuffer parameters =
                ByteBuffer.allocateDirect(Math.max(1, block.bytes().length))
                        .put(block.bytes())
                        .flip();
        NativeQuery query =
                new NativeQuery(
                        engine,
                        compiled.compiled(),
                        parameters,
                        block.relocations(),
                        settings.threads(),
                        program.positions());
        try {
            List<Execution.Pruning> pruning = bind(query, compiled);
            query.start();
            return new Execution(query, compiled, pruning);
        } catch (RuntimeException failure) {
            query.close();
            throw failure;
        }
    }

    private List<Execution.Pruning> bind(NativeQuery query, CompiledQuery planned) {
        List<Program.ScanBinding> scans = planned.program().scans();
        List<Execution.Pruning> pruning = new ArrayList<>();
        for (int i = 0; i < scans.size(); i++) {
            pruning.add(
                    new ScanBinder(scans.get(i), planned.tables().get(i)).bind(query, i, files));
        }
        for (int i = 0; i < planned.models().size(); i++) {
            query.bindModel(i, models.load(planned.models().get(i)).handle());
        }
        return pruning;
    }

    /**
     * Plans and compiles a query, so that starting it does neither; returns the types of its
     * parameters.
     */
    public List<Type> parameters(Statement.Query query) {
        return compiler.compile(query, false, new Stopwatch()).planned().parameters();
    }

    /**
     * The emitted program of a query: always freshly emitted, so that it shows this query's own
     * constants.
     */
    public Program program(Statement.Query query) {
        return compiler.program(query);
    }

    /** The plan, one operator a line, each with the rows that are expected of it. */
    public String plan(Statement.Query query) {
        return compiler.plannedText(query);
    }

    /** Runs a query for what it costs alone: rows as {@link Analysis} has them. */
    public List<List<String>> analyze(Statement.Query query) {
        try (RunningQuery run = start(query, List.of(), true).query()) {
            for (Optional<NativeBatch> batch = run.next(); batch.isPresent(); batch = run.next()) {
                batch.get().close();
            }
            return run.analysis();
        }
    }

    public String compileCommand() {
        return compiler.command();
    }

    /** Cancels everything that runs, also planning and a compiler. From any thread. */
    public void cancel() {
        compiler.cancel();
        spawner.cancel();
        running.forEach(RunningQuery::cancel);
    }

    @Override
    public void close() {
        List<RunningQuery> left = new ArrayList<>(running);
        left.forEach(RunningQuery::close);
        compiler.close();
        files.close();
        engine.close();
        workspace.close();
    }
}
