package io.tensorflare.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import java.io.File;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Assumptions;

/** Runs the compilers that generated programs must please, with warnings as errors. */
final class Compilers {
    static final List<String> ALL = List.of("gcc", "clang", "tcc");

    private static final List<String> FLAGS =
            List.of(
                    "-std=c11",
                    "-O1",
                    "-g1",
                    "-fPIC",
                    "-shared",
                    "-ffp-contract=off",
                    "-fno-strict-aliasing",
                    "-fwrapv",
                    "-fvisibility=hidden",
                    "-nostdinc",
                    "-Wall",
                    "-Wextra",
                    "-Wshadow",
                    "-Wconversion",
                    "-Werror");

    private Compilers() {}

    /** Skips the test where a compiler is missing; on a build server that is a failure. */
    static void require(String compiler) {
        boolean there =
                Stream.of(System.getenv("PATH").split(File.pathSeparator))
                        .anyMatch(folder -> Files.isExecutable(Path.of(folder, compiler)));
        if (!there && "true".equals(System.getenv("CI"))) {
            fail(compiler + " is missing: install it");
        }
        if (!there) {
            System.out.println("SKIPPED: " + compiler + " is missing");
        }
        Assumptions.assumeTrue(there, () -> "SKIPPED: " + compiler + " is missing");
    }

    /** Compiles a program and fails with what the compiler says; gives the seconds that it took. */
    static double compile(String compiler, String text, Path folder)
            throws IOException, InterruptedException {
        Path source = Files.writeString(folder.resolve("program.c"), text);
        Path messages = folder.resolve("messages.txt");
        List<String> command = new ArrayList<>(List.of(compiler));
        command.addAll(FLAGS);
        command.addAll(
                List.of(
                        "-I",
                        root().resolve("native/include").toString(),
                        source.toString(),
                        "-o",
                        folder.resolve("program.so").toString()));
        long start = System.nanoTime();
        Process process =
                new ProcessBuilder(command)
                        .redirectErrorStream(true)
                        .redirectOutput(messages.toFile())
                        .start();
        if (!process.waitFor(60, TimeUnit.SECONDS)) {
            process.destroyForcibly();
            fail(compiler + " did not end within a minute");
        }
        assertEquals("", Files.readString(messages), compiler + " has something to say");
        assertEquals(0, process.exitValue());
        return (System.nanoTime() - start) / 1e9;
    }

    static Path root() {
        return Path.of(System.getProperty("tensorflare.root", ".."));
    }
}
