package io.tensorflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Text from users never becomes C code or a compiler option: none of these makes the marker file.
 */
class HostileTextTest {
    @TempDir static Path folder;
    private static TensorFlare engine;
    private static Path marker;

    @BeforeAll
    static void open() {
        marker = folder.resolve("marker");
        engine =
                TensorFlare.open(
                        EngineOptions.defaults().withCacheDirectory(folder.resolve("cache")));
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @AfterEach
    void nothingRan() {
        assertFalse(Files.exists(marker));
    }

    /** A constructor in a shared object runs when it is loaded. */
    private static String attack() {
        return "int system(const char *); __attribute__((constructor)) static void f(void) { system(\"touch "
                + marker
                + "\"); }";
    }

    static Stream<String> texts() {
        String code = attack();
        return Stream.of(
                "*/ " + code + " /*",
                "*\\\n/ " + code,
                "??/\n */ " + code,
                "// \\\n" + code,
                "\"; " + code + " char *x = \"",
                "'); " + code,
                "\n#include \"/etc/passwd\"\n",
                "\r\n" + code,
                "@" + folder + "/options",
                "-Xlinker",
                "--version",
                "-o/tmp/x",
                "%n%s%x",
                "\\x2a\\x2f",
                "\u202e\u2028\u2029",
                "int",
                "row",
                "block",
                "exp",
                "",
                " ",
                "日本語",
                "a\tb",
                "x".repeat(64 << 10));
    }

    @ParameterizedTest
    @MethodSource("texts")
    void literals(String text) {
        String quoted = "'" + text.replace("'", "''") + "'";
        assertEquals(List.of(List.of(text)), Rows.read(engine.query("select " + quoted)));
        assertEquals(
                "[[1]]",
                Rows.read(
                                engine.query(
                                        "select count(*) from (values ("
                                                + quoted
                                                + ")) v(x) where x = "
                                                + quoted
                                                + " and x in ("
                                                + quoted
                                                + ", 'b')"))
                        .toString());
    }

    @ParameterizedTest
    @MethodSource("texts")
    void names(String text) throws SQLException {
        if (text.isBlank() || text.length() > 10_000) {
            return; // no SQL name
        }
        String quoted = "\"" + text.replace("\"", "\"\"") + "\"";
        if (text.contains("\n") || text.contains("\r")) {
            assertEquals(
                    ErrorCode.SYNTAX,
                    assertThrows(
                                    TensorFlareException.class,
                                    () -> engine.query("select 1 as " + quoted))
                            .code());
            return;
        }
        assertEquals(List.of(text), columnNames(engine.query("select 1 as " + quoted)));
        try (DuckDb duckdb = new DuckDb()) {
            duckdb.write("hostile", "select 7::int as " + quoted + ", 'v' as other", folder, "");
        }
        engine.registerTable("hostile", folder.resolve("hostile.parquet").toString());
        assertEquals(
                "[[7]]",
                Rows.read(
                                engine.query(
                                        "select sum("
                                                + quoted
                                                + ") from hostile where "
                                                + quoted
                                                + " > 3"))
                        .toString());
        engine.registerTable(text, folder.resolve("hostile.parquet").toString());
        assertEquals(
                "[[v, 1]]",
                Rows.read(
                                engine.query(
                                        "select other, count(*) as "
                                                + quoted
                                                + " from "
                                                + quoted
                                                + " group by other"))
                        .toString());
    }

    private static List<String> columnNames(Result result) {
        try (result) {
            return result.columns().stream().map(column -> column.name()).toList();
        }
    }

    @Test
    void paths() throws IOException, SQLException {
        for (String name :
                List.of(
                        "-o evil",
                        "@options",
                        "*slash",
                        "a'b",
                        "$(touch marker)",
                        "`x`",
                        "; touch marker",
                        "new\nline")) {
            try (DuckDb duckdb = new DuckDb()) {
                duckdb.write("plain", "select 5::int as a", folder, "");
            }
            Path file = folder.resolve(name + ".parquet");
            Files.copy(
                    folder.resolve("plain.parquet"),
                    file,
                    java.nio.file.StandardCopyOption.REPLACE_EXISTING);
            assertEquals(
                    "[[5]]",
                    Rows.read(
                                    engine.query(
                                            "select a from '"
                                                    + file.toString().replace("'", "''")
                                                    + "'"))
                            .toString(),
                    name);
        }
    }

    @Test
    void comments() {
        assertEquals(
                "[[1]]",
                Rows.read(engine.query("select 1 /* *\\\n/ " + attack() + " */ -- */ " + attack()))
                        .toString());
    }

    @Test
    void zeroCharacters() {
        try {
            Rows.read(engine.query("select 'a\0b' from '/tmp/x\0y'"));
        } catch (TensorFlareException mistake) {
            assertTrue(mistake.getMessage().length() < 500, mistake.getMessage());
        }
    }

    @Test
    void aPlantedLibraryIsNotLoaded() throws IOException {
        Path cache = folder.resolve("planted");
        EngineOptions options = EngineOptions.defaults().withCacheDirectory(cache);
        try (TensorFlare first = TensorFlare.open(options)) {
            assertEquals("[[3]]", Rows.read(first.query("select 1 + 2")).toString());
        }
        try (Stream<Path> files = Files.list(cache.resolve("programs"))) {
            for (Path file : files.filter(name -> name.toString().endsWith(".so")).toList()) {
                Files.write(file, "not a library".getBytes(StandardCharsets.UTF_8));
            }
        }
        try (TensorFlare second = TensorFlare.open(options)) {
            assertEquals("[[3]]", Rows.read(second.query("select 1 + 2")).toString());
        }
    }
}
