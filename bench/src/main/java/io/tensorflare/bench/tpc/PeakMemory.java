package io.tensorflare.bench.tpc;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;

/**
 * The most memory of a JVM that opened an engine and ran one query three times, on one thread.
 *
 * @param anonymousMb without pages of files, which the system can drop
 * @param residentMb with them
 */
record PeakMemory(Peer peer, String query, double anonymousMb, double residentMb) {
    private static final int RUNS = 3;
    private static final Path STATUS = Path.of("/proc/self/status");

    /** The figure that is compared: mapped files count for nobody else than us. */
    double compared() {
        return peer == Peer.TENSORFLARE ? anonymousMb : residentMb;
    }

    /** In a process of its own. */
    static PeakMemory measure(Peer peer, String query, Path folder) {
        List<String> command =
                List.of(
                        ProcessHandle.current().info().command().orElse("java"),
                        "-Xmx1g",
                        "-XX:+UseSerialGC",
                        "-cp",
                        System.getProperty("java.class.path"),
                        PeakMemory.class.getName(),
                        peer.name(),
                        query,
                        folder.toString());
        try {
            Process process =
                    new ProcessBuilder(command)
                            .redirectError(ProcessBuilder.Redirect.INHERIT)
                            .start();
            String[] numbers =
                    new String(process.getInputStream().readAllBytes()).strip().split(" ");
            if (process.waitFor() != 0 || numbers.length != 2) {
                throw new IllegalStateException(query + " failed when its memory was measured");
            }
            return new PeakMemory(
                    peer, query, Double.parseDouble(numbers[0]), Double.parseDouble(numbers[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException("interrupted", e);
        }
    }

    /** The process: prints the peaks in MB. Arguments: peer, query, folder. */
    public static void main(String[] arguments) throws InterruptedException {
        String sql =
                QueryText.tpch().stream()
                        .filter(query -> query.name().equals(arguments[1]))
                        .findFirst()
                        .orElseThrow()
                        .sql();
        Sampler sampler = new Sampler();
        Thread thread = new Thread(sampler, "sampler");
        thread.start();
        try (Engine engine = Peer.valueOf(arguments[0]).open(Path.of(arguments[2]))) {
            engine.useThreads(1);
            for (int run = 0; run < RUNS; run++) {
                engine.answer(sql);
            }
            sampler.stop = true;
            thread.join();
        }
        System.out.println(sampler.anonymous / 1024.0 + " " + sampler.resident / 1024.0);
    }

    /** Looks every millisecond. */
    private static final class Sampler implements Runnable {
        private volatile boolean stop;
        private long anonymous;
        private long resident;

        @Override
        public void run() {
            try {
                while (!stop) {
                    for (String line : Files.readAllLines(STATUS)) {
                        if (line.startsWith("RssAnon:")) {
                            anonymous = Math.max(anonymous, kilobytes(line));
                        } else if (line.startsWith("VmRSS:")) {
                            resident = Math.max(resident, kilobytes(line));
                        }
                    }
                    Thread.sleep(1);
                }
            } catch (IOException | InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }

        private static long kilobytes(String line) {
            return Long.parseLong(line.replaceAll("\\D+", ""));
        }
    }
}
