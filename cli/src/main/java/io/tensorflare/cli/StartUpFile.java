package io.tensorflare.cli;

import io.tensorflare.SqlText;
import io.tensorflare.TensorFlare;
import io.tensorflare.plan.TensorFlareException;
import java.nio.file.Files;
import java.nio.file.Path;

/**
 * The user's {@code ~/.tensorflarerc}: statements that every engine of the command line runs first.
 */
final class StartUpFile {
    private StartUpFile() {}

    static void run(TensorFlare engine) {
        Path file = home().resolve(".tensorflarerc");
        if (!Files.isRegularFile(file)) {
            return;
        }
        for (String statement : SqlText.statements(SqlInput.readFile(file))) {
            try {
                engine.execute(statement).close();
            } catch (TensorFlareException failure) {
                throw new TensorFlareException(failure.code(), file + ": " + failure.getMessage());
            }
        }
    }

    /** The user's home folder, by $HOME as shells have it. */
    static Path home() {
        String home = System.getenv("HOME");
        return Path.of(home != null && !home.isBlank() ? home : System.getProperty("user.home"));
    }
}
