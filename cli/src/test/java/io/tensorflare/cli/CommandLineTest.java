package io.tensorflare.cli;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** The command from outside: output, exit codes, one line of error. */
class CommandLineTest {
    @TempDir static Path folder;

    private static CliProcess tensorflare;
    private static String data;

    @BeforeAll
    static void writeData() throws IOException, SQLException {
        tensorflare = new CliProcess(folder);
        Path tables = Files.createDirectories(folder.resolve("data"));
        data = tables.toString();
        TestData.copy(
                """
                SELECT * FROM (VALUES
                  (1::BIGINT, 1.50::DECIMAL(9,2), 0.1::DOUBLE, 'Ann, "A"', DATE '1994-01-01', TIMESTAMP '2024-02-29 12:34:56.5', true),
                  (2, NULL, 'nan', '', NULL, NULL, NULL),
                  (3, -0.05, '-inf', NULL, DATE '1969-12-31', TIMESTAMP '1969-12-31 23:59:59.999999', false)
                ) AS t(id, price, score, name, day, moment, ok)
                """,
                tables.resolve("kinds.parquet"));
        TestData.copy(
                "SELECT range AS n, range % 7 AS g FROM range(300000)",
                tables.resolve("numbers.parquet"));
        TestData.copy("SELECT 42 AS n", tables.resolve("it's; DROP TABLE \"x\"--.parquet"));
    }

    @Test
    void csv() {
        assertPrints(
                """
                id,price,score,name,day,moment,ok
                1,1.50,0.1,"Ann, ""A\""",1994-01-01,2024-02-29 12:34:56.5,true
                2,,NaN,"",,,
                3,-0.05,-Infinity,,1969-12-31,1969-12-31 23:59:59.999999,false
                """,
                query("SELECT * FROM kinds ORDER BY id", "--format", "csv"));
    }

    @Test
    void json() {
        assertPrints(
                """
                [
                  {"id": 1, "price": 1.50, "score": 0.1, "name": "Ann, \\"A\\""},
                  {"id": 2, "price": null, "score": null, "name": ""},
                  {"id": 3, "price": -0.05, "score": null, "name": null}
                ]
                """,
                query("SELECT id, price, score, name FROM kinds ORDER BY id", "--format", "json"));
    }

    /** Folders that compilers search by environment variables hold nothing that is believed. */
    @Test
    void theEnvironmentDoesNotReachTheCompiler() throws IOException {
        Path marker = folder.resolve("marker");
        Path hostile = Files.createDirectories(folder.resolve("hostile/flare")).getParent();
        String code =
                "int system(const char *);\n__attribute__((constructor)) static void f(void) { system(\"touch "
                        + marker
                        + "\"); }\n";
        for (String header : List.of("program.h", "functions.h", "window.h", "stdc-predef.h")) {
            Files.writeString(hostile.resolve("flare").resolve(header), code);
            Files.writeString(hostile.resolve(header), code);
        }
        Path fake = Files.writeString(hostile.resolve("as"), "#!/bin/sh\ntouch " + marker + "\n");
        assertTrue(fake.toFile().setExecutable(true));
        String variables =
                "CPATH=@ C_INCLUDE_PATH=@ COMPILER_PATH=@ LIBRARY_PATH=@ GCC_EXEC_PREFIX=@/ "
                        .replace("@", hostile.toString());
        CliProcess.Outcome outcome =
                tensorflare.runInShell(
                        variables + "\"$@\" query --no-cache --format csv 'select 20 + 3 as n'");
        assertPrints("n\n23\n", outcome);
        assertFalse(Files.exists(marker));
    }

    @Test
    void tableIsTheDefault() {
        assertPrints(
                """
                 id | price
                ----+-------
                  1 |  1.50
                  2 |  NULL
                (2 rows)
                """,
                query("SELECT id, price FROM kinds WHERE id < 3 ORDER BY id"));
    }

    @Test
    void severalStatementsAreSeparatedByAnEmptyLine() {
        assertPrints(
                "a\n3\n\nb\n1\n",
                query(
                        "-- first;\nSELECT count(*) AS a FROM kinds; /* second */ SELECT 1 AS b;",
                        "--format",
                        "csv"));
    }

    @Test
    void sqlComesFromAFileOrStandardInput() throws IOException {
        Path file =
                Files.writeString(
                        folder.resolve("query.sql"), "SELECT count(*) AS n FROM numbers;\n");
        assertPrints(
                "n\n300000\n",
                tensorflare.run("query", "--data", data, "--format", "csv", "-f", file.toString()));
        assertPrints(
                "n\n300000\n",
                tensorflare.runWithInput(
                        "SELECT count(*) AS n FROM numbers",
                        "query",
                        "--data",
                        data,
                        "--format",
                        "csv"));
    }

    @Test
    void hostileTableNamesAreOnlyNames() {
        assertPrints(
                "n\n42\n",
                query("SELECT n FROM \"it's; DROP TABLE \"\"x\"\"--\"", "--format", "csv"));
    }

    @Test
    void mistakesEndInOneLineAndExitCodeOne() {
        assertMistake("numbers", query("SELECT * FROM numbrs"));
        assertMistake("there is no file none.sql", tensorflare.run("query", "-f", "none.sql"));
    }

    @Test
    void whatWasPrintedBeforeAMistakeStays() {
        CliProcess.Outcome outcome =
                query("SELECT 1 AS a; SELECT * FROM nowhere", "--format", "csv");
        assertEquals("a\n1\n", outcome.out());
        assertEquals(ExitCode.USER, outcome.code());
    }

    @Test
    void timingIsAJsonLineARun() {
        CliProcess.Outcome outcome =
                query("SELECT g, count(*) FROM numbers GROUP BY g", "--timing", "--repeat", "3");
        String[] lines = outcome.err().split("\n");
        assertEquals(3, lines.length, outcome.err());
        for (int run = 1; run <= 3; run++) {
            String cached = run == 1 ? "false" : "true";
            assertTrue(
                    lines[run - 1].startsWith(
                            "{\"run\": " + run + ", \"cached\": " + cached + ", \"plan_ms\": "),
                    lines[run - 1]);
            assertTrue(
                    lines[run - 1].contains(", \"rows\": 7, \"compile_cpu_ms\": "), lines[run - 1]);
        }
        assertEquals(1, outcome.out().split("\\(7 rows\\)", -1).length - 1, outcome.out());
    }

    @Test
    void closedPipeEndsQuietly() {
        CliProcess.Outcome outcome =
                tensorflare.runInShell(
                        "\"$@\" query --data data --format csv 'SELECT * FROM numbers' | head -n 1; echo ${PIPESTATUS[0]}");
        assertPrints("n,g\n0\n", outcome);
    }

    @Test
    void interruptCancels() {
        CliProcess.Outcome outcome =
                tensorflare.runInShell(
                        // tests that run in the background inherit that interrupts are ignored
                        "set -m; env --default-signal=INT \"$@\" query --data data --format csv --repeat 1000000 'SELECT sum(n * g) AS s FROM numbers' & "
                                + "for i in {1..300}; do [ -s out ] || sleep 0.1; done; kill -INT $!; wait $!; echo $?");
        assertTrue(outcome.err().matches("(?s)error: [^\n]*cancel[^\n]*\n.*"), outcome.toString());
        assertTrue(outcome.out().endsWith("\n130\n"), outcome.toString());
    }

    @Test
    void inspectShowsTheC() {
        CliProcess.Outcome all =
                tensorflare.run(
                        "inspect", "--data", data, "SELECT g, count(*) FROM numbers GROUP BY g");
        for (String heading :
                new String[] {
                    "== SQL ==", "== Plan ==", "== Pipelines ==", "== C ==", "== Timings =="
                }) {
            assertTrue(all.out().contains(heading), all.out());
        }
        assertTrue(all.out().contains("#include") && all.out().contains("pipeline_1"), all.out());
    }

    @Test
    void startUpFileRunsFirst() throws IOException {
        CliProcess other = new CliProcess(Files.createDirectories(folder.resolve("other")));
        Files.createDirectories(other.home());
        Files.writeString(
                other.home().resolve(".tensorflarerc"),
                "-- mine\nCREATE VIEW one AS SELECT 1 AS n;\n");
        assertPrints("n\n1\n", other.run("query", "--format", "csv", "SELECT * FROM one"));
        Files.writeString(other.home().resolve(".tensorflarerc"), "SET nonsense = 1;");
        assertMistake(".tensorflarerc", other.run("query", "SELECT 1"));
    }

    @Test
    void cacheCanBeCleared() throws IOException {
        CliProcess other = new CliProcess(Files.createDirectories(folder.resolve("cached")));
        other.run("query", "--data", data, "SELECT sum(n) FROM numbers");
        assertTrue(holdsLibraries(other.cache()));
        CliProcess.Outcome outcome = other.run("cache", "clear");
        assertEquals(ExitCode.SUCCESS, outcome.code());
        assertFalse(holdsLibraries(other.cache()));
    }

    private static boolean holdsLibraries(Path folder) throws IOException {
        try (var files = Files.walk(folder)) {
            return files.anyMatch(file -> file.toString().endsWith(".so"));
        }
    }

    private static CliProcess.Outcome query(String sql, String... options) {
        String[] arguments = new String[options.length + 4];
        arguments[0] = "query";
        arguments[1] = "--data";
        arguments[2] = data;
        System.arraycopy(options, 0, arguments, 3, options.length);
        arguments[arguments.length - 1] = sql;
        return tensorflare.run(arguments);
    }

    private static void assertPrints(String expected, CliProcess.Outcome outcome) {
        assertEquals(new CliProcess.Outcome(ExitCode.SUCCESS, expected, ""), outcome);
    }

    private static void assertMistake(String part, CliProcess.Outcome outcome) {
        assertEquals(ExitCode.USER, outcome.code(), outcome.toString());
        assertEquals("", outcome.out());
        assertTrue(
                outcome.err().matches("error: [^\n]*\n"),
                "expected one line, got: " + outcome.err());
        assertTrue(outcome.err().contains(part), outcome.err());
    }
}
