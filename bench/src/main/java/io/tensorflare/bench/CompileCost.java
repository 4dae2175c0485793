package io.tensorflare.bench;

import io.tensorflare.EngineOptions;
import io.tensorflare.Result;
import io.tensorflare.TensorFlare;
import io.tensorflare.Timings;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * What compiling costs: CPU time (user and system) of the compiler with all that it starts, and the
 * wait for it, of fresh engines without a cache, beside what it may cost with that many pipelines.
 * Arguments: a folder of Parquet files, the compilers in a list with commas, and files with one
 * query each, or folders of such files.
 */
public final class CompileCost {
    private static final int RUNS = 15;

    private static final int START_MS = 30;
    private static final int PIPELINE_MS = 10;

    private CompileCost() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 3) {
            System.err.println("usage: CompileCost FOLDER gcc[,clang,...] QUERY.sql|FOLDER...");
            System.exit(1);
        }
        System.out.println(
                "| query | compiler | pipelines | target ms | CPU ms | least | wall ms | |");
        System.out.println("| --- | --- | --: | --: | --: | --: | --: | --- |");
        for (int i = 2; i < arguments.length; i++) {
            for (Path query : queries(Path.of(arguments[i]))) {
                for (String compiler : arguments[1].split(",")) {
                    System.out.println(line(Path.of(arguments[0]), query, compiler));
                }
            }
        }
    }

    private static List<Path> queries(Path path) throws IOException {
        if (!Files.isDirectory(path)) {
            return List.of(path);
        }
        try (Stream<Path> files = Files.list(path)) {
            return files.filter(file -> file.toString().endsWith(".sql")).sorted().toList();
        }
    }

    private static String line(Path tables, Path query, String compiler) throws IOException {
        String sql = Files.readString(query);
        List<Timings> timings = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            timings.add(compile(tables, sql, compiler));
        }
        int pipelines = pipelines(tables, sql);
        int target = START_MS + PIPELINE_MS * pipelines;
        double median = sorted(timings.stream().map(Timings::compilerCpuMs)).get(RUNS / 2);
        return String.format(
                Locale.ROOT,
                "| %s | %s | %d | %d | %.1f | %.1f | %.1f | %s |",
                query.getFileName(),
                compiler,
                pipelines,
                target,
                median,
                sorted(timings.stream().map(Timings::compilerCpuMs)).get(0),
                sorted(timings.stream().map(Timings::compileMs)).get(RUNS / 2),
                median <= target ? "" : "above");
    }

    private static List<Double> sorted(Stream<Double> values) {
        return values.sorted().toList();
    }

    private static Timings compile(Path tables, String sql, String compiler) throws IOException {
        EngineOptions options = EngineOptions.defaults().withoutCache().withCompiler(compiler);
        try (TensorFlare engine = open(tables, options);
                Result result = engine.query(sql)) {
            return result.timings();
        }
    }

    private static int pipelines(Path tables, String sql) throws IOException {
        try (TensorFlare engine = open(tables, EngineOptions.defaults().withoutCache())) {
            return (int) engine.inspect(sql).pipelines().lines().count();
        }
    }

    private static TensorFlare open(Path tables, EngineOptions options) throws IOException {
        TensorFlare engine = TensorFlare.open(options);
        try (Stream<Path> files = Files.list(tables)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
                String name = file.getFileName().toString().replace(".parquet", "");
                engine.registerTable(name, file.toString());
            }
        }
        return engine;
    }
}
