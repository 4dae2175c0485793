package io.tensorflare;

import io.tensorflare.catalog.EngineCatalog;
import io.tensorflare.emit.Program;
import io.tensorflare.engine.Analysis;
import io.tensorflare.engine.ModelStore;
import io.tensorflare.engine.QueryEngine;
import io.tensorflare.engine.Settings;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.planner.Statement;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * An engine: tables, views and models by name, and SQL over them. Thread-safe; many threads may
 * query one engine. Everything it knows goes when it is closed.
 *
 * <pre>{@code
 * try (TensorFlare engine = TensorFlare.open()) {
 *     engine.registerTable("cities", "data/cities.parquet");
 *     try (Result result = engine.query("select name, population from cities order by population desc limit 3")) {
 *         while (result.next()) {
 *             Batch batch = result.batch();
 *             for (int row = 0; row < batch.rows(); row++) {
 *                 System.out.println(batch.vector(0).getString(row) + " " + batch.vector(1).getLong(row));
 *             }
 *         }
 *     }
 * }
 * }</pre>
 *
 * <p>A mistake in SQL, a file or a model is a {@link TensorFlareException} with one sentence; the
 * engine serves the next query.
 */
public final class TensorFlare implements AutoCloseable {
    private final EngineCatalog catalog = new EngineCatalog();
    private final Settings settings;
    private final ModelStore models;
    private final QueryEngine engine;
    private final StatementExecutor statements;

    private TensorFlare(EngineOptions options, ProgressListener listener) {
        this.settings = new Settings(options.threads(), options.memoryBytes());
        this.models = new ModelStore(listener);
        this.engine = new QueryEngine(options, catalog, settings, models);
        this.statements = new StatementExecutor(this, catalog, settings, models);
    }

    /**
     * Begins to load, beside the caller, what the first query of a process needs; opening an engine
     * does so, too. For programs that have something else to do before they open one.
     */
    public static void warmUp() {
        QueryEngine.warmUp();
    }

    public static TensorFlare open() {
        return open(EngineOptions.defaults());
    }

    public static TensorFlare open(EngineOptions options) {
        return open(options, ProgressListener.NONE);
    }

    /**
     * @param listener hears of long activities such as unpacking TensorFlow for the first time
     */
    public static TensorFlare open(EngineOptions options, ProgressListener listener) {
        return new TensorFlare(options, listener);
    }

    /**
     * Makes a Parquet file, the Parquet files of a folder, or those that a glob matches, a table.
     * Replaces a table of that name.
     */
    public void registerTable(String name, String pathOrGlob) {
        catalog.putTable(name, pathOrGlob);
    }

    /**
     * Makes a stored model a scalar function of that name. Its arguments bind by position. Replaces
     * a model of that name.
     */
    public void registerModel(String name, Path directory) {
        registerModel(name, directory, Map.of());
    }

    /**
     * @param options as in CREATE MODEL ... WITH, keys in lower case
     */
    public void registerModel(String name, Path directory, Map<String, String> options) {
        catalog.putModel(name, models.describe(directory, options));
    }

    /** Changes a setting, as SET does. */
    public void set(String name, String value) {
        settings.set(name, value, Position.UNKNOWN);
    }

    /** Starts a query; its rows come as they are asked for. */
    public Result query(String sql) {
        Statement statement = engine.parse(sql);
        if (statement instanceof Statement.Query query) {
            return start(query, List.of());
        }
        throw new TensorFlareException(
                ErrorCode.UNSUPPORTED,
                statement.position(),
                "this statement is no query; run it with execute");
    }

    /**
     * Runs one statement of any kind; one that has nothing to tell gives a result without columns.
     */
    public Result execute(String sql) {
        return statements.execute(engine.parse(sql));
    }

    /** Plans and compiles a query with parameters ({@code ?}) once, to be run with many values. */
    public PreparedQuery prepare(String sql) {
        Statement statement = engine.parse(sql);
        if (statement instanceof Statement.Query query) {
            return new PreparedQuery(this, query, engine.parameters(query));
        }
        throw new TensorFlareException(
                ErrorCode.UNSUPPORTED, statement.position(), "only a query can be prepared");
    }

    /** The plan of a query, one operator a line. */
    public String explain(String sql) {
        return explain(requireQuery(sql));
    }

    String explain(Statement.Query query) {
        return engine.plan(query);
    }

    /** Shows what becomes of a query, and runs it once for the timings. */
    public Inspection inspect(String sql) {
        Statement.Query query = requireQuery(sql);
        Program program = engine.program(query);
        Timings timings;
        try (Result result = start(query, List.of())) {
            while (result.next()) {
                // rows are not shown, only what they cost
            }
            timings = result.timings();
        }
        return new Inspection(
                sql,
                String.join("\n", program.plan().stream().filter(line -> !line.isEmpty()).toList()),
                String.join("\n", program.pipelines()),
                program.text(),
                engine.compileCommand(),
                timings);
    }

    private Statement.Query requireQuery(String sql) {
        Statement statement = engine.parse(sql);
        if (statement instanceof Statement.Query query) {
            return query;
        }
        if (statement instanceof Statement.Explain explain) {
            return explain.query();
        }
        throw new TensorFlareException(
                ErrorCode.UNSUPPORTED, statement.position(), "only a query has a plan");
    }

    /** Runs a query for what it costs alone. */
    Result analyze(Statement.Query query) {
        return TextRows.result(Analysis.COLUMNS, engine.analyze(query));
    }

    Result start(Statement.Query query, List<Object> values) {
        QueryEngine.Started started = engine.start(query, values);
        return new Result(started.columns(), new NativeRows(started.columns(), started.query()));
    }

    /** Plans a query without running it; throws what is wrong with it. Returns its columns. */
    List<Column> check(Statement.Query query) {
        return engine.check(query);
    }

    /** Names of the tables and views. */
    public List<String> tables() {
        return List.copyOf(catalog.tableNames());
    }

    /** Names of the models. */
    public List<String> models() {
        return List.copyOf(catalog.modelNames());
    }

    /** Column names of a table; empty where there is no such table. */
    public List<String> columns(String table) {
        return catalog.table(table)
                .map(found -> found.fields().stream().map(field -> field.column().name()).toList())
                .orElse(List.of());
    }

    /** Stops everything that runs on this engine soon; their results throw. From any thread. */
    public void cancel() {
        engine.cancel();
    }

    @Override
    public void close() {
        engine.close();
        models.close();
    }
}
