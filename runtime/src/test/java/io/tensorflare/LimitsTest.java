package io.tensorflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.plan.TensorFlareException;
import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Large texts compile in little time. */
class LimitsTest {
    /**
     * A bomb takes minutes. The target is 2 s on a quiet machine; a test must also pass where
     * others compute.
     */
    private static final double MOST_COMPILE_MS = 8_000;

    @TempDir static Path folder;
    private static TensorFlare engine;

    @BeforeAll
    static void open() throws SQLException {
        try (DuckDb duckdb = new DuckDb()) {
            duckdb.write(
                    "numbers",
                    "select i::int as id, (i % 7)::int as k, 'w' || i as w from range(3000) r(i)",
                    folder,
                    "");
        }
        engine = TensorFlare.open(EngineOptions.defaults().withoutCache());
        engine.registerTable("numbers", folder.resolve("numbers.parquet").toString());
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    private static String list(
            int count, String separator, java.util.function.IntFunction<String> item) {
        return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining(separator));
    }

    private static List<List<Object>> run(String sql) {
        Result result = engine.query(sql);
        List<List<Object>> rows = Rows.read(result);
        double compileMs = result.timings().compileMs();
        assertTrue(compileMs < MOST_COMPILE_MS, "compiling took " + compileMs + " ms");
        return rows;
    }

    @Test
    void tenThousandValuesInAList() {
        String list = list(10_000, ", ", i -> Integer.toString(2 * i));
        assertEquals(
                List.of(List.of(BigDecimal.valueOf(1500))),
                run("select count(*) from numbers where id in (" + list + ")"));
        String texts = list(10_000, ", ", i -> "'w" + 2 * i + "'");
        assertEquals(
                List.of(List.of(BigDecimal.valueOf(1500))),
                run("select count(*) from numbers where w in (" + texts + ")"));
    }

    @Test
    void aThousandColumns() {
        List<List<Object>> rows =
                run(
                        "select "
                                + list(1_000, ", ", i -> "id + " + i + " as c" + i)
                                + " from numbers where id = 5");
        assertEquals(1, rows.size());
        assertEquals(BigDecimal.valueOf(1004), rows.get(0).get(999));
    }

    @Test
    void fiveHundredBranches() {
        String branches = list(500, " ", i -> "when id = " + i + " then " + (i * 3));
        assertEquals(
                List.of(List.of(BigDecimal.valueOf(3 * 499 * 500 / 2))),
                run("select sum(case " + branches + " else 0 end) from numbers"));
    }

    @Test
    void aThousandTermsOfOr() {
        String terms = list(1_000, " or ", i -> "id + k = " + (i * 2));
        List<List<Object>> expected =
                run("select count(*) from numbers where (id + k) % 2 = 0 and id + k < 2000");
        assertEquals(expected, run("select count(*) from numbers where " + terms));
    }

    @Test
    void twoThousandTermsOfAndAndOr() {
        String terms = list(1_000, " and ", i -> "(id <> " + 2 * i + " or k = " + i % 7 + ")");
        List<List<Object>> expected =
                run(
                        "select count(*) from numbers where id >= 2000 or id % 2 = 1"
                                + " or k = (id - id % 2) / 2 % 7");
        assertEquals(expected, run("select count(*) from numbers where " + terms));
    }

    @Test
    void manyRowsOfExpressions() {
        String rows = list(5_000, ", ", i -> "(" + i + " + 1, 'x' || '" + i + "')");
        assertEquals(
                List.of(
                        List.of(
                                BigDecimal.valueOf(5_000),
                                BigDecimal.valueOf(5_000 * 5_001 / 2),
                                BigDecimal.valueOf(5_000))),
                run(
                        "select count(*), sum(a), count(distinct b) from (values "
                                + rows
                                + ") as t(a, b)"));
    }

    @Test
    void manyRowsThatAreNoConstants() {
        String rows = list(600, ", ", i -> "((select max(id) from numbers) + " + i + ")");
        TensorFlareException mistake =
                assertThrows(
                        TensorFlareException.class,
                        () -> engine.query("select count(*) from (values " + rows + ") as t(a)"));
        assertTrue(mistake.getMessage().contains("at most 500"), mistake.getMessage());
    }

    @Test
    void aHundredAggregates() {
        List<List<Object>> rows =
                run(
                        "select k, "
                                + list(100, ", ", i -> "sum(id + " + i + ")")
                                + " from numbers group by k");
        assertEquals(7, rows.size());
    }

    @Test
    void anotherConstantIsTheSameProgram() {
        Rows.read(engine.query("select count(*) from numbers where id > 10"));
        Result other = engine.query("select count(*) from numbers where id > 2000");
        assertEquals(List.of(List.of(BigDecimal.valueOf(999))), Rows.read(other));
        assertEquals(0, other.timings().compilerCpuMs(), "compiled again: " + other.timings());
    }
}
