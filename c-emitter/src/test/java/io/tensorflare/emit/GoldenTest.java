package io.tensorflare.emit;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The reviewed programs of the golden queries; {@code make golden} writes them anew. */
class GoldenTest {
    static final Path FOLDER = Path.of("src/test/resources/golden");

    static Stream<String> names() {
        return GoldenQueries.all().keySet().stream();
    }

    @ParameterizedTest
    @MethodSource("names")
    void emitsTheReviewedProgram(String name) throws IOException {
        Path folder = FOLDER.resolve(name);
        Program program =
                Emitter.emit(
                        GoldenQueries.all().get(name),
                        EmitOptions.of(Files.readString(folder.resolve("query.sql"))));
        check(
                folder.resolve("plan.txt"),
                String.join("\n", program.plan())
                        + "\n\n"
                        + String.join("\n", program.pipelines())
                        + "\n");
        check(folder.resolve("program.c"), program.text());
    }

    private static void check(Path file, String text) throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(file, text);
        }
        assertEquals(
                Files.readString(file),
                text,
                () -> file + " differs: review it and run make golden");
    }
}
