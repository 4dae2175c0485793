package io.tensorflare.engine;

import io.tensorflare.EngineOptions;
import io.tensorflare.ModelDescription;
import io.tensorflare.catalog.EngineCatalog;
import io.tensorflare.catalog.ParquetTable;
import io.tensorflare.compile.ProgramBuilder;
import io.tensorflare.emit.EmitOptions;
import io.tensorflare.emit.Emitter;
import io.tensorflare.emit.ParameterBlock;
import io.tensorflare.emit.Program;
import io.tensorflare.engine.Stopwatch.Stage;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Model;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.PlannedQuery;
import io.tensorflare.planner.SqlPlanner;
import io.tensorflare.planner.SqlScript;
import io.tensorflare.planner.Statement;
import java.nio.ByteBuffer;
import java.time.Instant;
import java.time.ZoneId;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;

/** Plans, compiles and starts queries. Thread-safe. */
public final class QueryEngine implements AutoCloseable {
    private final EngineCatalog catalog;
    private final Settings settings;
    private final ModelStore models;
    private final SqlPlanner planner;
    private final NativeEngine engine;
    private final NativeFileStore files = new NativeFileStore();
    private final NativeSpawner spawner = new NativeSpawner();
    private final ProgramBuilder builder;
    private final Workspace workspace;
    private final PlanCache plans = new PlanCache();
    private final Map<String, NativeProgram> programs = new ConcurrentHashMap<>();
    private final Set<RunningQuery> running = ConcurrentHashMap.newKeySet();

    public QueryEngine(
            EngineOptions options, EngineCatalog catalog, Settings settings, ModelStore models) {
        this.catalog = catalog;
        this.settings = settings;
        this.models = models;
        this.planner = new SqlPlanner(catalog);
        this.engine = new NativeEngine(options.threads(), options.memoryBytes());
        this.workspace = Workspace.open();
        this.builder =
                new ProgramBuilder(
                        NativeLibrary.locate(workspace.directory()),
                        spawner,
                        options.cacheDirectory(),
                        workspace.directory(),
                        options.compiler());
    }

    /** The one statement of a text; a semicolon may end it. */
    public Statement parse(String sql) {
        List<SqlScript.Piece> pieces = SqlScript.split(sql);
        if (pieces.isEmpty()) {
            throw new TensorFlareException(
                    ErrorCode.SYNTAX,
                    "there is no statement in the text; write one, such as SELECT 1");
        }
        if (pieces.size() > 1) {
            throw new TensorFlareException(
                    ErrorCode.SYNTAX,
                    pieces.get(1).position(),
                    "there is a second statement; run them one by one");
        }
        return planner.parse(pieces.get(0));
    }

    /** A query that is ready to run. */
    private record Prepared(CompiledQuery query, Stopwatch watch) {}

    /** A query that runs, and the columns of its result. */
    public record Started(RunningQuery query, List<Column> columns) {}

    /** Plans and compiles a query, or finds that this was done before for the same files. */
    private Prepared prepare(Statement.Query query) {
        Stopwatch watch = new Stopwatch();
        PlanCache.Key key = new PlanCache.Key(query.sql(), catalog.version(), settings.planKey());
        Optional<CompiledQuery> known = plans.get(key).filter(this::isCurrent);
        if (known.isPresent()) {
            watch.done(Stage.PLAN);
            return new Prepared(known.get(), watch);
        }
        watch.notCached();
        PlannedQuery planned = plan(query);
        watch.done(Stage.PLAN);
        CompiledQuery compiled = compile(query, planned, watch);
        if (planned.lifetime() == PlannedQuery.Lifetime.CATALOG) {
            plans.put(key, compiled);
        }
        return new Prepared(compiled, watch);
    }

    private boolean isCurrent(CompiledQuery query) {
        List<Program.ScanBinding> scans = query.program().scans();
        for (int i = 0; i < scans.size(); i++) {
            if (catalog.parquetOf(scans.get(i).scan().table()) != query.tables().get(i)) {
                return false;
            }
        }
        return true;
    }

    private PlannedQuery plan(Statement.Query query) {
        return planner.plan(
                query,
                Instant.now(),
                ZoneId.of(settings.get(Settings.Name.TIME_ZONE)),
                settings.plannerOptions());
    }

    /** Plans a query without running it; throws what is wrong with it. Returns its columns. */
    public List<Column> check(Statement.Query query) {
        return plan(query).plan().columns();
    }

    private CompiledQuery compile(Statement.Query query, PlannedQuery planned, Stopwatch watch) {
        Program program = emit(planned.plan(), query.sql());
        watch.done(Stage.EMIT);
        List<ParquetTable> tables =
                program.scans().stream()
                        .map(binding -> catalog.parquetOf(binding.scan().table()))
                        .toList();
        List<ModelDescription> described =
                program.models().stream().map(this::description).toList();
        NativeProgram compiled = compile(program, watch);
        watch.done(Stage.COMPILE);
        return new CompiledQuery(planned.parameters(), program, compiled, tables, described);
    }

    private Program emit(Plan plan, String sql) {
        boolean hash = settings.get(Settings.Name.GROUPING).equals("hash");
        return Emitter.emit(
                plan,
                new EmitOptions(
                        sql, hash ? EmitOptions.Grouping.HASH : EmitOptions.Grouping.AS_PLANNED));
    }

    private ModelDescription description(Model model) {
        return catalog.modelDescription(model.name())
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "the plan names a model that is not there: " + model));
    }

    private NativeProgram compile(Program program, Stopwatch watch) {
        return programs.computeIfAbsent(
                builder.key(program.canonicalText()),
                key -> {
                    ProgramBuilder.Built built =
                            builder.build(program.text(), program.canonicalText());
                    watch.addCompiler(built.compilerCpuNanos());
                    return new NativeProgram(built.path());
                });
    }

    /**
     * Starts a query.
     *
     * @param values of the parameters of a prepared statement, in order
     */
    public Started start(Statement.Query statement, List<Object> values) {
        Prepared prepared = prepare(statement);
        CompiledQuery planned = prepared.query();
        Program program = planned.program();
        ParameterBlock block = ParameterBlock.of(program, values);
        ByteBuffer parameters =
                ByteBuffer.allocateDirect(Math.max(1, block.bytes().length))
                        .put(block.bytes())
                        .flip();
        NativeQuery query =
                new NativeQuery(
                        engine,
                        planned.compiled(),
                        parameters,
                        block.relocations(),
                        settings.threads(),
                        program.positions());
        try {
            bind(query, planned);
            query.start();
        } catch (RuntimeException failure) {
            query.close();
            throw failure;
        }
        prepared.watch().started();
        RunningQuery started = new RunningQuery(query, prepared.watch(), running::remove);
        running.add(started);
        return new Started(started, program.columns());
    }

    private void bind(NativeQuery query, CompiledQuery planned) {
        List<Program.ScanBinding> scans = planned.program().scans();
        for (int i = 0; i < scans.size(); i++) {
            new ScanBinder(scans.get(i), planned.tables().get(i)).bind(query, i, files);
        }
        for (int i = 0; i < planned.models().size(); i++) {
            query.bindModel(i, models.load(planned.models().get(i)).handle());
        }
    }

    /**
     * Plans and compiles a query, so that starting it does neither; returns the types of its
     * parameters.
     */
    public List<Type> parameters(Statement.Query query) {
        return prepare(query).query().parameters();
    }

    /**
     * The emitted program of a query: always freshly emitted, so that it shows this query's own
     * constants.
     */
    public Program program(Statement.Query query) {
        return emit(plan(query).plan(), query.sql());
    }

    public String compileCommand() {
        return String.join(" ", builder.command());
    }

    /** Cancels everything that runs, also a compiler. From any thread. */
    public void cancel() {
        spawner.cancel();
        running.forEach(RunningQuery::cancel);
    }

    @Override
    public void close() {
        List<RunningQuery> left = new ArrayList<>(running);
        left.forEach(RunningQuery::close);
        plans.clear();
        programs.values().forEach(NativeProgram::close);
        programs.clear();
        files.close();
        engine.close();
        workspace.close();
    }
}
