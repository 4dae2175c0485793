package io.tensorflare.engine;

import io.tensorflare.ModelDescription;
import io.tensorflare.catalog.EngineCatalog;
import io.tensorflare.catalog.ParquetTable;
import io.tensorflare.compile.ProgramBuilder;
import io.tensorflare.emit.EmitOptions;
import io.tensorflare.emit.Emitter;
import io.tensorflare.emit.Program;
import io.tensorflare.engine.Stopwatch.Stage;
import io.tensorflare.plan.DeepStack;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Model;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.planner.PlannedQuery;
import io.tensorflare.planner.PlannerOptions;
import io.tensorflare.planner.SqlPlanner;
import io.tensorflare.planner.SqlScript;
import io.tensorflare.planner.Statement;
import java.time.Instant;
import java.time.ZoneId;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.Supplier;

/**
 * From SQL to compiled queries, each made once and kept. Works on threads with deep stacks, which
 * can be cancelled. Thread-safe.
 */
final class QueryCompiler implements AutoCloseable {
    private final EngineCatalog catalog;
    private final Settings settings;
    private final SqlPlanner planner;
    private final ProgramBuilder builder;
    private final RecentlyUsed<String, Statement> statements = new RecentlyUsed<>();
    private final RecentlyUsed<PlanKey, CompiledQuery> plans = new RecentlyUsed<>();
    private final Map<String, NativeProgram> programs = new ConcurrentHashMap<>();
    private final Set<DeepStack<?>> working = ConcurrentHashMap.newKeySet();

    /** What a plan depends on besides the files, whose identity is checked at each use. */
    private record PlanKey(String sql, long catalogVersion, String settings, boolean analysed) {}

    QueryCompiler(EngineCatalog catalog, Settings settings, ProgramBuilder builder) {
        this.catalog = catalog;
        this.settings = settings;
        this.planner = new SqlPlanner(catalog);
        this.builder = builder;
    }

    /** The one statement of a text; a semicolon may end it. */
    Statement parse(String sql) {
        return statements
                .get(sql)
                .orElseGet(
                        () -> {
                            Statement parsed = cancellable(() -> planner.parse(onlyPiece(sql)));
                            statements.put(sql, parsed);
                            return parsed;
                        });
    }

    private static SqlScript.Piece onlyPiece(String sql) {
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
        return pieces.get(0);
    }

    /**
     * Plans and compiles a query, or finds that this was done before for the same files.
     *
     * @param analysed whether the program counts the rows of each operator
     */
    CompiledQuery compile(Statement.Query query, boolean analysed, Stopwatch watch) {
        PlanKey key = key(query, analysed);
        Optional<CompiledQuery> known = plans.get(key).filter(this::isCurrent);
        if (known.isPresent()) {
            watch.done(Stage.PLAN);
            return known.get();
        }
        return cancellable(() -> compile(query, key, settings.plannerOptions(), watch));
    }

    /**
     * Likewise, without trust in what statistics claim to be unique, since a run found that they
     * lie. Later runs find this plan.
     */
    CompiledQuery compileWithoutTrust(Statement.Query query, boolean analysed, Stopwatch watch) {
        PlannerOptions options = settings.plannerOptions().withoutTrust();
        return cancellable(() -> compile(query, key(query, analysed), options, watch));
    }

    private PlanKey key(Statement.Query query, boolean analysed) {
        return new PlanKey(query.sql(), catalog.version(), settings.planKey(), analysed);
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

    private CompiledQuery compile(
            Statement.Query query, PlanKey key, PlannerOptions options, Stopwatch watch) {
        return watch.working(
                () -> {
                    PlannedQuery planned = plan(query, options);
                    watch.done(Stage.PLAN);
                    CompiledQuery compiled = compiled(query, planned, key.analysed(), watch);
                    if (planned.lifetime() == PlannedQuery.Lifetime.CATALOG) {
                        plans.put(key, compiled);
                    }
                    return compiled;
                });
    }

    private PlannedQuery plan(Statement.Query query, PlannerOptions options) {
        ZoneId zone = ZoneId.of(settings.get(Settings.Name.TIME_ZONE));
        PlannedQuery planned = planner.plan(query, Instant.now(), zone, options);
        DeepStack.check();
        return planned;
    }

    private CompiledQuery compiled(
            Statement.Query query, PlannedQuery planned, boolean analysed, Stopwatch watch) {
        Program program = emit(planned.plan(), query.sql(), analysed);
        watch.done(Stage.EMIT);
        List<ParquetTable> tables =
                program.scans().stream()
                        .map(binding -> catalog.parquetOf(binding.scan().table()))
                        .toList();
        List<ModelDescription> described =
                program.models().stream().map(this::description).toList();
        DeepStack.check();
        NativeProgram compiled = load(program, watch);
        watch.done(Stage.COMPILE);
        return new CompiledQuery(planned, program, compiled, tables, described);
    }

    private Program emit(Plan plan, String sql, boolean analysed) {
        boolean hash = settings.get(Settings.Name.GROUPING).equals("hash");
        return Emitter.emit(
                plan,
                new EmitOptions(
                        sql,
                        hash ? EmitOptions.Grouping.HASH : EmitOptions.Grouping.AS_PLANNED,
                        analysed));
    }

    private ModelDescription description(Model model) {
        return catalog.modelDescription(model.name())
                .orElseThrow(
                        () ->
                                new IllegalStateException(
                                        "the plan names a model that is not there: " + model));
    }

    private NativeProgram load(Program program, Stopwatch watch) {
        return programs.computeIfAbsent(
                builder.key(program.canonicalText()),
                key -> {
                    ProgramBuilder.Built built =
                            builder.build(program.text(), program.canonicalText());
                    watch.addCompiler(built.compilerCpuNanos());
                    return new NativeProgram(built.path());
                });
    }

    /** Plans a query without compiling it. */
    PlannedQuery plan(Statement.Query query) {
        return cancellable(() -> plan(query, settings.plannerOptions()));
    }

    /**
     * The emitted program of a query: always freshly emitted, so that it shows this query's own
     * constants.
     */
    Program program(Statement.Query query) {
        return cancellable(
                () -> emit(plan(query, settings.plannerOptions()).plan(), query.sql(), false));
    }

    String plannedText(Statement.Query query) {
        return cancellable(
                () -> {
                    PlannedQuery planned = plan(query, settings.plannerOptions());
                    return Analysis.plan(
                            emit(planned.plan(), query.sql(), false), planned.estimatedRows());
                });
    }

    String command() {
        return String.join(" ", builder.command());
    }

    private <T> T cancellable(Supplier<T> work) {
        DeepStack<T> started = DeepStack.start(work);
        working.add(started);
        try {
            return started.join();
        } finally {
            working.remove(started);
        }
    }

    /** Cancels all work of this moment. From any thread. */
    void cancel() {
        working.forEach(DeepStack::cancel);
    }

    @Override
    public void close() {
        cancel();
        plans.clear();
        programs.values().forEach(NativeProgram::close);
        programs.clear();
    }
}
