package io.tensorflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Each mistake ends in one line on standard error that says what to do, and exit code 1. Runs in
 * this process, so output is not seen.
 */
class MistakesTest {
    @TempDir static Path folder;

    private static String data;

    @BeforeAll
    static void writeData() throws Exception {
        data = Files.createDirectories(folder.resolve("data")).toString();
        TestData.copy("SELECT range AS n FROM range(1000)", Path.of(data, "numbers.parquet"));
    }

    @Test
    void inSql() {
        assertMistake("nn", "query", "--data", data, "SELECT\n  nn FROM numbers");
        assertMistake("(line 2, column 3)", "query", "--data", data, "SELECT\n  nn FROM numbers");
        assertMistake(
                "(line 3, column 9)",
                "query",
                "--data",
                data,
                "SHOW TABLES;\n\n SELECT nn FROM numbers");
        assertMistake("numbers", "query", "--data", data, "SELECT * FROM numbrs");
        assertMistake("line 1", "query", "SELECT FROM WHERE");
        assertMistake("there is no SQL", "query", " ; -- nothing");
        assertMistake("line 2", "query", "-- a comment first\nSELECT FROM");
    }

    @Test
    void inFiles() throws IOException {
        byte[] whole = Files.readAllBytes(Path.of(data, "numbers.parquet"));
        Path truncated =
                Files.write(
                        folder.resolve("truncated.parquet"),
                        Arrays.copyOf(whole, whole.length / 2));
        Path text =
                Files.writeString(
                        folder.resolve("text.parquet"), "no Parquet at all, but long enough");
        assertMistake("nowhere.parquet", "query", "--table", "t=nowhere.parquet", "SELECT 1");
        assertMistake("truncated.parquet", "query", "--table", "t=" + truncated, "SELECT * FROM t");
        assertMistake("text.parquet", "query", "--table", "t=" + text, "SELECT * FROM t");
        assertMistake(
                "data folder nowhere does not exist", "query", "--data", "nowhere", "SELECT 1");
        assertMistake("there is no file none.sql", "query", "-f", "none.sql");
        assertMistake("is a folder", "query", "-f", data);
        Path latin =
                Files.write(
                        folder.resolve("latin.sql"),
                        "SELECT 'é'".getBytes(StandardCharsets.ISO_8859_1));
        assertMistake("is not UTF-8", "query", "-f", latin.toString());
        assertMistake("given twice", "query", "-f", latin.toString(), "SELECT 1");
        assertMistake(data, "query", "--model", "m=" + data, "SELECT 1");
    }

    @Test
    void inOptions() {
        assertMistake("is not an amount of memory", "query", "--memory", "much", "SELECT 1");
        assertMistake("--repeat must be at least 1", "query", "--repeat", "0", "SELECT 1");
        assertMistake("threads must be 1 to", "query", "--threads", "0", "SELECT 1");
        assertMistake("'--frmat'", "query", "--frmat", "csv", "SELECT 1");
        assertMistake("'--format'", "query", "--format", "xml", "SELECT 1");
        assertMistake("KEY=VALUE", "query", "--table", "lineitem", "SELECT 1");
        assertMistake(
                "--threads stands before 'query'; write it after",
                "--threads",
                "1",
                "query",
                "SELECT 1");
        assertMistake("Unmatched argument", "querry", "SELECT 1");
        assertMistake(
                "between 0.001 and",
                "generate",
                "tpch",
                "--scale",
                "0",
                "--out",
                folder.resolve("none").toString());
    }

    @Test
    void badFileInADataFolderIsOnlyNoted() throws Exception {
        Path mixed = Files.createDirectories(folder.resolve("mixed"));
        Files.copy(Path.of(data, "numbers.parquet"), mixed.resolve("numbers.parquet"));
        Files.writeString(mixed.resolve("bad.parquet"), "no Parquet at all, but long enough");
        Files.writeString(mixed.resolve("people.csv"), "name\n");
        String err =
                run(
                        ExitCode.SUCCESS,
                        "query",
                        "--format",
                        "csv",
                        "--data",
                        mixed.toString(),
                        "SELECT n FROM numbers LIMIT 0");
        String[] lines = err.split("\n");
        assertEquals(2, lines.length, err);
        assertTrue(lines[0].startsWith("note: ") && lines[0].contains("bad.parquet"), err);
        assertTrue(lines[1].startsWith("note: ") && lines[1].contains("people.csv"), err);
    }

    private static void assertMistake(String part, String... arguments) {
        String err = run(ExitCode.USER, arguments);
        assertTrue(err.matches("error: [^\n]*\n"), "expected one line, got: " + err);
        assertTrue(err.contains(part), err);
    }

    private static String run(int code, String... arguments) {
        PrintStream before = System.err;
        ByteArrayOutputStream err = new ByteArrayOutputStream();
        System.setErr(new PrintStream(err, true, StandardCharsets.UTF_8));
        try {
            assertEquals(code, Main.run(arguments), () -> String.join(" ", arguments) + ": " + err);
        } finally {
            System.setErr(before);
        }
        return err.toString(StandardCharsets.UTF_8);
    }
}
