package io.tensorflare.architecture;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.function.Predicate;
import java.util.stream.Stream;

/** The source files of all modules, as they lie in the checkout. */
final class Sources {
    static final List<String> MODULES =
            List.of("plan", "planner", "c-emitter", "jni", "runtime", "tensorflow", "cli", "bench");

    private static final Path ROOT = root();

    private Sources() {}

    private static Path root() {
        String root = System.getProperty("tensorflare.root");
        if (root == null) {
            throw new IllegalStateException(
                    "The build sets tensorflare.root to the checkout's folder");
        }
        return Path.of(root).toAbsolutePath().normalize();
    }

    /** Returns the files of {@code folder}, relative to the root, that end in {@code suffix}. */
    static List<Path> files(String folder, String... suffixes) {
        Path start = ROOT.resolve(folder);
        if (!Files.isDirectory(start)) {
            return List.of();
        }
        Predicate<Path> wanted =
                path -> Stream.of(suffixes).anyMatch(suffix -> path.toString().endsWith(suffix));
        try (Stream<Path> paths = Files.walk(start)) {
            return paths.filter(wanted).map(ROOT::relativize).sorted().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** Returns the lines of a file, given relative to the root. */
    static List<String> lines(Path file) {
        try {
            return Files.readAllLines(ROOT.resolve(file));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
