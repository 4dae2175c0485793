package io.tensorflare.cli;

import io.tensorflare.Result;
import io.tensorflare.TensorFlare;
import io.tensorflare.Timings;
import io.tensorflare.cli.format.ResultFormat;
import io.tensorflare.plan.Type;
import java.io.IOException;
import java.io.Writer;
import java.time.ZoneId;
import java.time.ZoneOffset;

/** Runs statements and prints their results, an empty line between two of them. */
final class StatementRunner {
    private final TensorFlare engine;
    private final Writer out;
    private boolean printed;

    StatementRunner(TensorFlare engine, Writer out) {
        this.engine = engine;
        this.out = out;
    }

    /** Runs a statement and prints its result, if it has one. */
    Timings run(String statement, ResultFormat format) throws IOException {
        try (Result result = engine.execute(statement)) {
            if (!result.columns().isEmpty()) {
                if (printed) {
                    out.append('\n');
                }
                printed = true;
                ResultText.print(result, zone(result), format.printer(result.columns(), out));
                out.flush();
            }
            return result.timings();
        }
    }

    /** The engine's setting, as SET changes it; asked for only where it matters. */
    private ZoneId zone(Result result) {
        if (result.columns().stream().noneMatch(column -> column.type() == Type.TIMESTAMP_LOCAL)) {
            return ZoneOffset.UTC;
        }
        try (Result setting = engine.execute("SHOW time_zone")) {
            setting.next();
            return ZoneId.of(setting.batch().vector(0).getString(0));
        }
    }

    /** Runs a statement, reads its result to the end and prints nothing. */
    Timings runSilently(String statement) {
        try (Result result = engine.execute(statement)) {
            while (result.next()) {
                // Fetching is part of running.
            }
            return result.timings();
        }
    }
}
