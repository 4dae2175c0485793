package io.tensorflare.cli;

import io.tensorflare.Result;
import io.tensorflare.TensorFlare;
import io.tensorflare.Timings;
import io.tensorflare.cli.format.ResultFormat;
import java.io.IOException;
import java.time.ZoneId;

/** Runs statements and prints their results, an empty line between two of them. */
final class StatementRunner {
    private final TensorFlare engine;
    private final Appendable out;
    private boolean printed;

    StatementRunner(TensorFlare engine, Appendable out) {
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
                ResultText.print(result, zone(), format.printer(result.columns(), out));
            }
            return result.timings();
        }
    }

    /** The engine's setting, as SET changes it. */
    private ZoneId zone() {
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
