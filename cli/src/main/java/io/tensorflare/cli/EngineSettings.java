package io.tensorflare.cli;

import io.tensorflare.EngineOptions;
import io.tensorflare.TensorFlare;
import io.tensorflare.cli.terminal.ProgressBar;
import io.tensorflare.plan.TensorFlareException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import picocli.CommandLine.Option;

/** The options of every command that opens an engine: its tables, its models, its limits. */
final class EngineSettings {
    @Option(
            names = "--data",
            paramLabel = "DIR",
            description =
                    "Makes each Parquet file, and each folder of Parquet files, in DIR a table of its name.")
    private List<Path> folders = List.of();

    @Option(
            names = "--table",
            paramLabel = "NAME=PATH",
            description = "Makes a file, folder or glob a table.")
    private Map<String, String> tables = new LinkedHashMap<>();

    @Option(
            names = "--model",
            paramLabel = "NAME=DIR",
            description = "Makes a TensorFlow SavedModel a function.")
    private Map<String, Path> models = new LinkedHashMap<>();

    @Option(
            names = "--threads",
            paramLabel = "N",
            description = "Threads a query uses at most (default: one a processor).")
    private Integer threads;

    @Option(
            names = "--memory",
            paramLabel = "SIZE",
            description =
                    "Memory for queries, such as 512MB or 4GB (default: 60 %% of the machine's).")
    private String memory;

    @Option(
            names = "--no-cache",
            description = "Neither reads nor writes the cache of compiled programs on disk.")
    private boolean noCache;

    /** Opens an engine that knows the user's start-up file, and these tables and models. */
    TensorFlare open() {
        TensorFlare engine = TensorFlare.open(options(), ProgressBar.onStandardError());
        try {
            StartUpFile.run(engine);
            if (threads != null) {
                // The command line has the last word.
                engine.set("threads", threads.toString());
            }
            for (Path folder : folders) {
                registerAll(engine, DataFolder.read(folder));
            }
            tables.forEach(engine::registerTable);
            models.forEach(engine::registerModel);
            return engine;
        } catch (RuntimeException failure) {
            engine.close();
            throw failure;
        }
    }

    private EngineOptions options() {
        EngineOptions options = EngineOptions.defaults();
        if (threads != null) {
            options = options.withThreads(threads);
        }
        if (memory != null) {
            options = options.withMemoryBytes(MemorySize.parse(memory).bytes());
        }
        return noCache ? options.withoutCache() : options;
    }

    private static void registerAll(TensorFlare engine, DataFolder folder) {
        folder.tables().forEach((name, path) -> register(engine, name, path));
        for (Path file : folder.csv()) {
            note(file + " is no table yet: only Parquet can be read, not CSV");
        }
    }

    /** One bad file does not keep the user from the other tables; a query that names it fails. */
    private static void register(TensorFlare engine, String name, Path path) {
        try {
            engine.registerTable(name, path.toString());
        } catch (TensorFlareException unreadable) {
            note(path + " is no table: " + unreadable.getMessage());
        }
    }

    private static void note(String sentence) {
        System.err.println("note: " + Failures.oneLine(sentence));
    }
}
