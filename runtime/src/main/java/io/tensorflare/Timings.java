package io.tensorflare;

/**
 * What one run of a query cost. Times are wall clock in milliseconds, except {@code cpuMs}, which
 * adds up the CPU time of the planning thread, the workers and the compiler.
 *
 * @param cached true where neither planning nor compiling was needed
 * @param rows of the result so far
 */
public record Timings(
        boolean cached,
        double planMs,
        double emitMs,
        double compileMs,
        double executeMs,
        double totalMs,
        double cpuMs,
        long rows) {}
