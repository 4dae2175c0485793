package io.tensorflare.bench;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import org.openjdk.jmh.results.RunResult;
import org.openjdk.jmh.runner.Runner;
import org.openjdk.jmh.runner.RunnerException;
import org.openjdk.jmh.runner.options.ChainedOptionsBuilder;
import org.openjdk.jmh.runner.options.OptionsBuilder;
import org.openjdk.jmh.runner.options.VerboseMode;

/**
 * Runs the comparison with DuckDB. Arguments: the folder with the generated tables, and the file
 * for the table of results.
 */
public final class Main {
    private Main() {}

    public static void main(String[] arguments) throws IOException, SQLException, RunnerException {
        if (arguments.length != 2) {
            System.err.println("usage: Main FOLDER RESULTS.md");
            System.exit(1);
        }
        BenchFiles files = new BenchFiles(Path.of(arguments[0]));
        files.prepare();
        ResultTable table = new ResultTable(run(files));
        Path results = Path.of(arguments[1]);
        Files.createDirectories(results.toAbsolutePath().getParent());
        Files.writeString(results, table.text());
        System.out.println();
        System.out.println(table.text());
    }

    /**
     * Peers are measured one right after the other for each question, so that the machine is in the
     * same mood for both.
     */
    private static List<RunResult> run(BenchFiles files) throws RunnerException {
        List<RunResult> results = new ArrayList<>();
        for (Question question : Question.values()) {
            for (String threads : List.of("1", "2")) {
                ChainedOptionsBuilder options =
                        options(files, QueryBenchmark.class)
                                .param("question", question.name())
                                .param("threads", threads);
                results.addAll(run(options));
            }
        }
        results.addAll(run(options(files, ModelBenchmark.class)));
        return results;
    }

    private static ChainedOptionsBuilder options(BenchFiles files, Class<?> benchmark) {
        return new OptionsBuilder()
                .include(benchmark.getName())
                .addProfiler(CpuTime.class)
                .jvmArgsAppend(files.option())
                .shouldFailOnError(true)
                .verbosity(VerboseMode.NORMAL);
    }

    private static Collection<RunResult> run(ChainedOptionsBuilder options) throws RunnerException {
        return new Runner(options.build()).run();
    }
}
