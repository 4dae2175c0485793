package io.tensorflare.compile;

import java.nio.file.Path;
import java.util.List;
import java.util.Map;

/**
 * Runs a program by its absolute path and arguments: no shell, only the environment given, a
 * process group of its own.
 */
public interface Spawner {
    /**
     * @param exitCode 128 + signal if it was killed
     * @param cpuNanos of the process and all its children
     * @param output what it wrote to standard error, cut to a few thousand bytes
     */
    record Outcome(int exitCode, long cpuNanos, String output) {}

    /**
     * Waits for the end. Throws a {@link io.tensorflare.plan.TensorFlareException} if it cannot be
     * started or takes too long.
     */
    Outcome run(
            List<String> command, Map<String, String> environment, Path directory, int timeoutMs);
}
