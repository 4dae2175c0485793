package io.tensorflare;

/**
 * What one run of a query cost. Times are wall clock in milliseconds, except {@code cpuMs}, which
 * adds up the CPU time of the planning thread, the workers and the compiler.
 *
 * @param cached true where neither planning nor compiling was needed
 * @param rows of the result so far
 * @param compilerCpuMs CPU time of the compiler and all that it started: a part of {@code cpuMs}
 */
public record Timings(
        boolean cached,
        double planMs,
        double emitMs,
        double compileMs,
        double executeMs,
        double totalMs,
        double cpuMs,
        long rows,
        double compilerCpuMs) {}
