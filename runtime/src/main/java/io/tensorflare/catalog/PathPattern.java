package io.tensorflare.catalog;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.InvalidPathException;
import java.nio.file.Path;
import java.nio.file.PathMatcher;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/**
 * Finds the files that a path means: itself, a folder's Parquet files, or what a glob ({@code *},
 * {@code ?}, {@code [..]}, {@code **}) matches.
 */
final class PathPattern {
    private static final String SUFFIX = ".parquet";

    private PathPattern() {}

    /** Absolute paths in the order of their names; at least one. */
    static List<Path> files(String pattern) {
        Path path = toPath(pattern);
        if (Files.isRegularFile(path)) {
            return List.of(path);
        }
        try {
            List<Path> files = Files.isDirectory(path) ? folder(path) : glob(pattern);
            if (files.isEmpty()) {
                throw missing(pattern, path);
            }
            return files;
        } catch (IOException | java.io.UncheckedIOException e) {
            throw new TensorFlareException(
                    ErrorCode.FILE, "cannot read '" + pattern + "': " + e.getMessage());
        }
    }

    private static Path toPath(String pattern) {
        try {
            return Path.of(pattern).toAbsolutePath().normalize();
        } catch (InvalidPathException e) {
            throw new TensorFlareException(
                    ErrorCode.FILE,
                    "the path has a character that no path can have: " + e.getReason());
        }
    }

    private static TensorFlareException missing(String pattern, Path path) {
        if (Files.isDirectory(path)) {
            return new TensorFlareException(
                    ErrorCode.FILE, "folder '" + pattern + "' holds no " + SUFFIX + " file");
        }
        boolean glob = isGlob(pattern);
        return new TensorFlareException(
                ErrorCode.FILE,
                glob
                        ? "no file matches '" + pattern + "'"
                        : "file '" + pattern + "' does not exist; check the path");
    }

    private static boolean isGlob(String pattern) {
        return pattern.chars().anyMatch(c -> "*?[{".indexOf(c) >= 0);
    }

    private static List<Path> folder(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.filter(PathPattern::isData).filter(Files::isRegularFile).sorted().toList();
        }
    }

    /** Spark leaves {@code _SUCCESS} and {@code .crc} files beside the data. */
    private static boolean isData(Path file) {
        String name = file.getFileName().toString();
        return name.toLowerCase(Locale.ROOT).endsWith(SUFFIX)
                && !name.startsWith("_")
                && !name.startsWith(".");
    }

    private static List<Path> glob(String pattern) throws IOException {
        if (!isGlob(pattern)) {
            return List.of();
        }
        String absolute =
                pattern.startsWith("/") ? pattern : Path.of("").toAbsolutePath() + "/" + pattern;
        int first = 0;
        while (!isGlob(absolute.substring(first, first + 1))) {
            first++;
        }
        Path base = Path.of(absolute.substring(0, absolute.lastIndexOf('/', first) + 1));
        if (!Files.isDirectory(base)) {
            return List.of();
        }
        PathMatcher matcher = FileSystems.getDefault().getPathMatcher("glob:" + absolute);
        int depth =
                absolute.contains("**")
                        ? Integer.MAX_VALUE
                        : (int)
                                        absolute.substring(base.toString().length())
                                                .chars()
                                                .filter(c -> c == '/')
                                                .count()
                                + 1;
        try (Stream<Path> files = Files.walk(base, depth)) {
            return files.filter(matcher::matches).filter(Files::isRegularFile).sorted().toList();
        }
    }
}
