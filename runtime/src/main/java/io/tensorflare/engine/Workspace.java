package io.tensorflare.engine;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.stream.Stream;

/** A temporary folder of one engine, for nobody else to enter, gone when the engine closes. */
record Workspace(Path directory) implements AutoCloseable {
    static Workspace open() {
        try {
            return new Workspace(Files.createTempDirectory("tensorflare"));
        } catch (IOException e) {
            throw new TensorFlareException(
                    ErrorCode.CACHE,
                    "cannot make a temporary folder ("
                            + e
                            + "); set java.io.tmpdir to a folder that can be written");
        }
    }

    @Override
    public void close() {
        try (Stream<Path> files = Files.walk(directory)) {
            for (Path file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.deleteIfExists(file);
            }
        } catch (IOException e) {
            // a left-over temporary folder costs some space, no more
        }
    }
}
