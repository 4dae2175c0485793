package io.tensorflare.engine;

import io.tensorflare.Timings;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.util.function.Supplier;

/** Takes the time of one query's stages, and the CPU time of the threads that plan it. */
final class Stopwatch {
    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    /** What follows each other in a query. */
    enum Stage {
        PLAN,
        EMIT,
        COMPILE,
        EXECUTE
    }

    private final long startNanos = System.nanoTime();
    private final long startCpuNanos = THREADS.getCurrentThreadCpuTime();
    private final long[] stageNanos = new long[Stage.values().length];
    private long markNanos = startNanos;
    private long endNanos;
    private long planningCpuNanos;
    private long compilerCpuNanos;
    private boolean cached = true;

    /** The time since the last call was this stage's. */
    void done(Stage stage) {
        long now = System.nanoTime();
        stageNanos[stage.ordinal()] += now - markNanos;
        markNanos = now;
    }

    /** Does what planning and compiling need on this thread, whose CPU time counts. */
    <T> T working(Supplier<T> work) {
        long before = THREADS.getCurrentThreadCpuTime();
        cached = false;
        try {
            return work.get();
        } finally {
            planningCpuNanos += THREADS.getCurrentThreadCpuTime() - before;
        }
    }

    void addCompiler(long cpuNanos) {
        compilerCpuNanos += cpuNanos;
    }

    /** The workers begin; to be called by the thread that made this. */
    void started() {
        planningCpuNanos += THREADS.getCurrentThreadCpuTime() - startCpuNanos;
    }

    /** The last batch is there; only the first call counts. */
    void ended() {
        if (endNanos == 0) {
            done(Stage.EXECUTE);
            endNanos = markNanos;
        }
    }

    Timings timings(long workerCpuNanos, long rows) {
        long end = endNanos == 0 ? System.nanoTime() : endNanos;
        long execute = endNanos == 0 ? end - markNanos : stageNanos[Stage.EXECUTE.ordinal()];
        return new Timings(
                cached,
                ms(stageNanos[Stage.PLAN.ordinal()]),
                ms(stageNanos[Stage.EMIT.ordinal()]),
                ms(stageNanos[Stage.COMPILE.ordinal()]),
                ms(execute),
                ms(end - startNanos),
                ms(planningCpuNanos + compilerCpuNanos + workerCpuNanos),
                rows,
                ms(compilerCpuNanos));
    }

    private static double ms(long nanos) {
        return nanos / 1e6;
    }
}
