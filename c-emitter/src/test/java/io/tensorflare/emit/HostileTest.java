package io.tensorflare.emit;

import static io.tensorflare.emit.Plans.aggregate;
import static io.tensorflare.emit.Plans.column;
import static io.tensorflare.emit.Plans.hash;
import static io.tensorflare.emit.Plans.nullable;
import static io.tensorflare.emit.Plans.scan;
import static io.tensorflare.emit.Plans.test;
import static io.tensorflare.emit.Plans.text;
import static io.tensorflare.emit.Plans.where;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.plan.AggregateCall.Kind;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** What users write reaches a program's text in comments alone, and cannot leave them. */
class HostileTest {
    private static final String MARKER = "hostile_marker";

    @TempDir private Path folder;

    static Stream<String> words() {
        return Stream.of(
                "*/ int " + MARKER + "; /*",
                "\"; int " + MARKER + "; \"",
                "??/\nint " + MARKER + ";",
                "\\\nint " + MARKER + ";",
                "a\\",
                "// " + MARKER,
                "\r\n#include \"" + MARKER + "\"",
                "@" + MARKER,
                "-" + MARKER,
                "nul\0" + MARKER,
                "\u202e" + MARKER,
                "int",
                "worker",
                "block",
                "flare_raise",
                "keep_a",
                "row",
                "",
                "1 2 3",
                "Größe",
                "日本",
                "x".repeat(65_536),
                "$" + MARKER + "%s");
    }

    @ParameterizedTest
    @MethodSource("words")
    void namesAndLiteralsStayOutOfTheCode(String word) throws IOException, InterruptedException {
        Program program = Emitter.emit(plan(word), EmitOptions.of("select '" + word + "'"));
        for (String compiler : Compilers.ALL) {
            Compilers.require(compiler);
            Compilers.compile(compiler, program.text(), folder);
        }
        boolean readable =
                word.replaceAll("[^a-z_]", "").startsWith("int" + MARKER)
                        || word.contains("\"" + MARKER);
        assertFalse(
                program.canonicalText().contains("int " + MARKER),
                () -> "the word got into the code: " + word);
        assertTrue(
                readable
                        || !program.canonicalText().contains("\"" + word + "\"")
                        || word.matches("[a-z0-9_]*"));
        assertTrue(
                program.canonicalText().lines().filter(line -> line.startsWith("#")).count() == 1);
    }

    /** The word as a table, as columns, as an alias and as a constant. */
    private static Plan plan(String word) {
        Plan.Scan table =
                scan(
                        word,
                        10,
                        nullable(word, Type.VARCHAR),
                        nullable(word, Type.BIGINT),
                        nullable("a" + word, Type.BIGINT));
        Plan.Scan kept =
                where(
                        table,
                        test(Function.EQUAL, column(table, word), text(word)),
                        test(
                                Function.NOT_EQUAL,
                                Plans.call(Function.UPPER, Type.VARCHAR, column(table, word)),
                                text(word)));
        return hash(
                kept,
                List.of(0),
                aggregate(Kind.SUM, 1, word, Type.decimal(38, 0)),
                aggregate(Kind.MAX, 2, word, Type.BIGINT));
    }
}
