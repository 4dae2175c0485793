package io.tensorflare.cli;

import io.tensorflare.Inspection;
import io.tensorflare.TensorFlare;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** {@code tensorflare inspect}: shows what becomes of a query. */
@Command(
        name = "inspect",
        description =
                "Shows what becomes of a query: plan, pipelines, C and what each stage took. Other statements are run first.")
final class InspectCommand implements Callable<Integer> {
    @Mixin private SqlInput input;
    @Mixin private EngineSettings settings;

    @Option(
            names = "--stage",
            paramLabel = "STAGE",
            description = "Shows one stage alone: sql, plan, pipelines, c, compile or timings.")
    private Stage only;

    /** What can be seen of a query, in the order in which it comes about. */
    private enum Stage {
        SQL("SQL"),
        PLAN("Plan"),
        PIPELINES("Pipelines"),
        C("C"),
        COMPILE("Compile"),
        TIMINGS("Timings");

        private final String heading;

        Stage(String heading) {
            this.heading = heading;
        }

        String text(Inspection inspection) {
            return switch (this) {
                case SQL -> inspection.sql().strip();
                case PLAN -> inspection.plan();
                case PIPELINES -> inspection.pipelines();
                case C -> inspection.c();
                case COMPILE -> inspection.compileCommand();
                case TIMINGS -> TimingLine.of(1, inspection.timings());
            };
        }
    }

    @Override
    public Integer call() throws IOException {
        List<String> statements = input.statements();
        try (Output out = Output.standard();
                TensorFlare engine = settings.open()) {
            Interrupts.cancelling(
                    engine::cancel, interrupts -> inspectAll(statements, engine, out));
            return ExitCode.SUCCESS;
        }
    }

    private void inspectAll(List<String> statements, TensorFlare engine, Output out)
            throws IOException {
        for (String statement : statements) {
            if (Queries.isQuery(statement)) {
                print(engine.inspect(statement), out);
            } else {
                engine.execute(statement).close();
            }
        }
    }

    private void print(Inspection inspection, Output out) throws IOException {
        if (only != null) {
            out.append(only.text(inspection).stripTrailing()).append('\n');
            return;
        }
        for (Stage stage : Stage.values()) {
            out.append("== ").append(stage.heading).append(" ==\n");
            out.append(stage.text(inspection).stripTrailing()).append("\n\n");
        }
    }
}
