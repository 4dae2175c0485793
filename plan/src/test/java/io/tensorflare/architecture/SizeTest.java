package io.tensorflare.architecture;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

/** A file that outgrows its budget holds two things: cut it where they meet. */
class SizeTest {
    private static final int JAVA_LINES = 400;
    private static final int C_LINES = 600;

    @Test
    void javaFilesStayWithinTheirBudget() {
        Stream<Path> files =
                Sources.MODULES.stream()
                        .flatMap(module -> Sources.files(module + "/src", ".java").stream());
        assertEquals(List.of(), above(JAVA_LINES, files));
    }

    @Test
    void nativeFilesStayWithinTheirBudget() {
        assertEquals(
                List.of(), above(C_LINES, Sources.files("native", ".c", ".h", ".cpp").stream()));
    }

    private static List<String> above(int budget, Stream<Path> files) {
        return files.filter(file -> Sources.lines(file).size() > budget)
                .map(file -> file + " has " + Sources.lines(file).size() + " lines")
                .toList();
    }
}
