package io.tensorflare.cli;

import io.tensorflare.Timings;
import java.util.Locale;

/**
 * What {@code --timing} prints: one JSON object a run, on one line. Milliseconds have three digits
 * after the point.
 */
final class TimingLine {
    private TimingLine() {}

    /**
     * Writes the line of one run.
     *
     * @param run counts from 1
     */
    static String of(int run, Timings timings) {
        return String.format(
                Locale.ROOT,
                "{\"run\": %d, \"cached\": %b, \"plan_ms\": %.3f, \"emit_ms\": %.3f, \"compile_ms\": %.3f, "
                        + "\"execute_ms\": %.3f, \"total_ms\": %.3f, \"cpu_ms\": %.3f, \"rows\": %d, "
                        + "\"compile_cpu_ms\": %.3f}",
                run,
                timings.cached(),
                timings.planMs(),
                timings.emitMs(),
                timings.compileMs(),
                timings.executeMs(),
                timings.totalMs(),
                timings.cpuMs(),
                timings.rows(),
                timings.compilerCpuMs());
    }
}
