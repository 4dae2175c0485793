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
 * wait for it, medians of fresh engines without a cache. Arguments: a folder of Parquet files, the
 * compilers in a list with commas, and files with one query each.
 */
public final class CompileCost {
    private static final int RUNS = 15;

    private CompileCost() {}

    public static void main(String[] arguments) throws IOException {
        if (arguments.length < 3) {
            System.err.println("usage: CompileCost FOLDER gcc[,clang,...] QUERY.sql...");
            System.exit(1);
        }
        System.out.println("| query | compiler | CPU ms | least | wall ms |");
        System.out.println("| --- | --- | --: | --: | --: |");
        for (int i = 2; i < arguments.length; i++) {
            Path query = Path.of(arguments[i]);
            for (String compiler : arguments[1].split(",")) {
                System.out.println(line(Path.of(arguments[0]), query, compiler));
            }
        }
    }

    private static String line(Path tables, Path query, String compiler) throws IOException {
        String sql = Files.readString(query);
        List<Timings> timings = new ArrayList<>();
        for (int run = 0; run < RUNS; run++) {
            timings.add(compile(tables, sql, compiler));
        }
        return String.format(
                Locale.ROOT,
                "| %s | %s | %.1f | %.1f | %.1f |",
                query.getFileName(),
                compiler,
                sorted(timings.stream().map(Timings::compilerCpuMs)).get(RUNS / 2),
                sorted(timings.stream().map(Timings::compilerCpuMs)).get(0),
                sorted(timings.stream().map(Timings::compileMs)).get(RUNS / 2));
    }

    private static List<Double> sorted(Stream<Double> values) {
        return values.sorted().toList();
    }

    private static Timings compile(Path tables, String sql, String compiler) throws IOException {
        EngineOptions options = EngineOptions.defaults().withoutCache().withCompiler(compiler);
        try (TensorFlare engine = TensorFlare.open(options);
                Stream<Path> files = Files.list(tables)) {
            for (Path file : files.filter(path -> path.toString().endsWith(".parquet")).toList()) {
                String name = file.getFileName().toString().replace(".parquet", "");
                engine.registerTable(name, file.toString());
            }
            try (Result result = engine.query(sql)) {
                return result.timings();
            }
        }
    }
}
