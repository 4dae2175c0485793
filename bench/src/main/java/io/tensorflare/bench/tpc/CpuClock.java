package io.tensorflare.bench.tpc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.NoSuchFileException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;

/**
 * CPU time of this process's threads in nanoseconds, as Linux counts it for each; without those
 * that compile Java or collect its garbage. Threads that have ended are not counted: both engines
 * keep theirs.
 */
final class CpuClock {
    private static final Path TASKS = Path.of("/proc/self/task");
    private static final List<String> OF_THE_JVM =
            List.of("C1 ", "C2 ", "VM ", "GC ", "G1 ", "Sweeper", "Monitor Deflati");

    private CpuClock() {}

    static long nanos() {
        try (Stream<Path> tasks = Files.list(TASKS)) {
            return tasks.mapToLong(CpuClock::nanos).sum();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static long nanos(Path task) {
        try {
            String name = Files.readString(task.resolve("comm"));
            if (OF_THE_JVM.stream().anyMatch(name::startsWith)) {
                return 0;
            }
            String times = Files.readString(task.resolve("schedstat"));
            return Long.parseLong(times.substring(0, times.indexOf(' ')));
        } catch (NoSuchFileException ended) {
            return 0;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
