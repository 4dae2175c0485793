package io.tensorflare;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.nio.file.Path;
import java.util.Optional;

/**
 * How an engine is set up; unchanging while it is open.
 *
 * @param threads workers that a query uses at most, at least 1
 * @param memoryBytes budget for decode buffers, hash tables, sorts and results; not the JVM's own
 *     memory or TensorFlow's
 * @param cacheDirectory where compiled programs are kept between processes; empty keeps them in
 *     memory only
 * @param compiler the C compiler's path or name; empty looks for gcc, then clang
 */
public record EngineOptions(
        int threads, long memoryBytes, Optional<Path> cacheDirectory, Optional<String> compiler) {
    private static final int MOST_THREADS = 256;
    private static final long LEAST_MEMORY = 1L << 20;

    public EngineOptions {
        if (threads < 1 || threads > MOST_THREADS) {
            throw new TensorFlareException(
                    ErrorCode.SETTING, "threads must be 1 to " + MOST_THREADS + ", got " + threads);
        }
        if (memoryBytes < LEAST_MEMORY) {
            throw new TensorFlareException(
                    ErrorCode.SETTING,
                    "memory must be at least 1 MB, got " + memoryBytes + " bytes");
        }
    }

    /**
     * All processors, 60 % of the machine's or container's memory, the user's cache folder,
     * TENSORFLARE_CC or the first compiler found.
     */
    public static EngineOptions defaults() {
        String compiler = System.getenv("TENSORFLARE_CC");
        return new EngineOptions(
                Math.min(MOST_THREADS, Runtime.getRuntime().availableProcessors()),
                Math.max(LEAST_MEMORY, machineMemory() / 10 * 6),
                Optional.of(io.tensorflare.compile.DiskCache.userDirectory()),
                Optional.ofNullable(compiler).filter(name -> !name.isBlank()));
    }

    public EngineOptions withThreads(int count) {
        return new EngineOptions(count, memoryBytes, cacheDirectory, compiler);
    }

    public EngineOptions withMemoryBytes(long bytes) {
        return new EngineOptions(threads, bytes, cacheDirectory, compiler);
    }

    public EngineOptions withCacheDirectory(Path directory) {
        return new EngineOptions(threads, memoryBytes, Optional.of(directory), compiler);
    }

    /** Compiled programs are not kept beyond this engine. */
    public EngineOptions withoutCache() {
        return new EngineOptions(threads, memoryBytes, Optional.empty(), compiler);
    }

    public EngineOptions withCompiler(String pathOrName) {
        return new EngineOptions(threads, memoryBytes, cacheDirectory, Optional.of(pathOrName));
    }

    /** As the JVM sees it, so a container's limit counts. */
    private static long machineMemory() {
        java.lang.management.OperatingSystemMXBean system =
                java.lang.management.ManagementFactory.getOperatingSystemMXBean();
        return system instanceof com.sun.management.OperatingSystemMXBean known
                ? known.getTotalMemorySize()
                : Runtime.getRuntime().maxMemory();
    }
}
