package io.tensorflare.cli;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/** Runs the command as a process of its own, with a home and a cache that belong to the test. */
final class CliProcess {
    private static final long PATIENCE_SECONDS = 120;

    private final Path folder;

    /** What a finished process left. */
    record Outcome(int code, String out, String err) {}

    /** Makes a runner whose home, cache and current folder are in {@code folder}. */
    CliProcess(Path folder) {
        this.folder = folder;
    }

    Path home() {
        return folder.resolve("home");
    }

    Path cache() {
        return folder.resolve("cache");
    }

    Outcome run(String... arguments) {
        return runWithInput("", arguments);
    }

    Outcome runWithInput(String input, String... arguments) {
        List<String> command = new ArrayList<>(command());
        command.addAll(List.of(arguments));
        return finish(command, input);
    }

    /** Runs a line of bash in which {@code "$@"} is the command. */
    Outcome runInShell(String line) {
        List<String> command = new ArrayList<>(List.of("bash", "-c", line, "bash"));
        command.addAll(command());
        return finish(command, "");
    }

    private static List<String> command() {
        String classPath =
                System.getProperty(
                        "surefire.test.class.path", System.getProperty("java.class.path"));
        String java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(
                java,
                "-XX:+UseSerialGC",
                "-XX:TieredStopAtLevel=1",
                "-cp",
                classPath,
                "io.tensorflare.cli.Main");
    }

    private Outcome finish(List<String> command, String input) {
        try {
            Files.createDirectories(home());
            Path in = Files.writeString(folder.resolve("in"), input);
            Path out = folder.resolve("out");
            Path err = folder.resolve("err");
            ProcessBuilder builder =
                    new ProcessBuilder(command)
                            .directory(folder.toFile())
                            .redirectInput(in.toFile())
                            .redirectOutput(out.toFile())
                            .redirectError(err.toFile());
            builder.environment()
                    .putAll(
                            Map.of(
                                    "HOME",
                                    home().toString(),
                                    "TENSORFLARE_CACHE",
                                    cache().toString()));
            Process process = builder.start();
            if (!process.waitFor(PATIENCE_SECONDS, TimeUnit.SECONDS)) {
                process.destroyForcibly();
                throw new IllegalStateException(
                        "still running after " + PATIENCE_SECONDS + " s: " + command);
            }
            return new Outcome(process.exitValue(), Files.readString(out), Files.readString(err));
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (InterruptedException interrupted) {
            throw new IllegalStateException(interrupted);
        }
    }
}
