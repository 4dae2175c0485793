package io.tensorflare.cli;

import io.tensorflare.TensorFlare;
import io.tensorflare.Timings;
import io.tensorflare.cli.format.ResultFormat;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tensorflare query}: runs statements and prints their results. */
@Command(name = "query", description = "Runs SQL statements in order and prints each result.")
final class QueryCommand implements Callable<Integer> {
    @Mixin private final SqlInput input;
    @Mixin private final EngineSettings settings;

    @Option(
            names = "--format",
            paramLabel = "FORMAT",
            description = "table, csv or json (default: table).")
    private ResultFormat format = ResultFormat.TABLE;

    @Option(
            names = "--timing",
            description = "Prints what each run cost on standard error, one line of JSON a run.")
    private boolean timing;

    @Option(
            names = "--repeat",
            paramLabel = "N",
            description = "Runs each query N times in this process and prints its result once.")
    private int repeat = 1;

    /** For picocli, which fills the fields. */
    QueryCommand() {
        this(new SqlInput(), new EngineSettings());
    }

    /** Runs what {@code input} gives as {@code settings} say. */
    QueryCommand(SqlInput input, EngineSettings settings) {
        this.input = input;
        this.settings = settings;
    }

    @Override
    public Integer call() throws IOException {
        Numbers.positive("--repeat", repeat);
        List<String> statements = input.statements();
        try (Output out = Output.standard();
                TensorFlare engine = settings.open()) {
            Interrupts.cancelling(
                    engine::cancel,
                    interrupts -> runAll(statements, new StatementRunner(engine, out), interrupts));
            return ExitCode.SUCCESS;
        }
    }

    private void runAll(List<String> statements, StatementRunner runner, Interrupts interrupts)
            throws IOException {
        for (String statement : statements) {
            interrupts.throwIfAsked();
            report(1, runner.run(statement, format));
            for (int run = 2; run <= repeat && Queries.isQuery(statement); run++) {
                interrupts.throwIfAsked();
                report(run, runner.runSilently(statement));
            }
        }
    }

    private void report(int run, Timings timings) {
        if (timing) {
            System.err.println(TimingLine.of(run, timings));
        }
    }
}
