package io.tensorflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** EXPLAIN ANALYZE, and what happens where the estimates behind a plan are lies. */
class AnalysisTest {
    private static final String JOIN =
            "select count(*), min(v), max(n) from facts join lying on facts.k = lying.k";

    @TempDir static Path folder;
    private static TensorFlare engine;

    @BeforeAll
    static void open() throws SQLException {
        try (DuckDb duckdb = new DuckDb()) {
            duckdb.write(
                    "facts",
                    "select (1 + i % 1000)::int as k, i::int as n from range(50000) r(i)",
                    folder,
                    ", row_group_size 10000");
            // 1 twice and no 2: 1000 rows between 1 and 1000 look like a key
            duckdb.write(
                    "lying",
                    "select case when i = 2 then 1 else i end::int as k, 'v' || i as v from range(1, 1001) r(i)",
                    folder,
                    "");
        }
        engine = TensorFlare.open(EngineOptions.defaults().withoutCache());
        for (String name : List.of("facts", "lying")) {
            engine.registerTable(name, folder.resolve(name + ".parquet").toString());
        }
    }

    @AfterAll
    static void close() {
        engine.close();
    }

    @Test
    void aWrongAssumptionIsPlannedAgainAndRemembered() {
        List<List<Object>> expected =
                List.of(List.of(BigDecimal.valueOf(50_000), "v1", BigDecimal.valueOf(49_999)));
        assertEquals(expected, Rows.read(engine.query(JOIN)));
        Result again = engine.query(JOIN);
        assertEquals(expected, Rows.read(again));
        assertTrue(again.timings().cached(), again.timings().toString());
    }

    private static List<Object> row(List<List<Object>> rows, String start) {
        return rows.stream()
                .filter(
                        row ->
                                row.get(0)
                                        .toString()
                                        .strip()
                                        .replaceAll("^#\\d+ +", "")
                                        .startsWith(start))
                .findFirst()
                .orElseThrow(() -> new AssertionError("no " + start + " in " + rows));
    }

    @Test
    void analysisTellsRowsTimesAndPruning() {
        List<List<Object>> rows =
                Rows.read(
                        engine.execute(
                                "explain analyze select k, count(*) from facts where n >= 41000 group by k"));
        List<Object> scan = row(rows, "Scan facts");
        assertEquals("9000", scan.get(2));
        assertEquals("5 row groups -> 1", scan.get(7));
        assertEquals("1000", row(rows, "Aggregate").get(2));
        List<Object> pipeline = row(rows, "pipeline 1");
        assertEquals("9000", pipeline.get(2));
        assertTrue(Long.parseLong(pipeline.get(5).toString()) > 1000, pipeline.toString());
        assertTrue(Double.parseDouble(row(rows, "compile").get(3).toString()) > 0);
        assertEquals("1000", row(rows, "total").get(2));
    }

    /** The tables: facts has k = 1 .. 1000 fifty times; lying has k = 1 twice and no 2. */
    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            textBlock =
                    """
                    Join inner      | 99    | facts f join lying l on f.k = l.k and l.v <> 'v1' where f.n < 100
                    Join right      | 101   | (select * from facts where n < 100) f left join lying l on f.k = l.k
                    Join full       | 1001  | (select * from facts where n < 100) f full join lying l on f.k = l.k
                    Join anti       | 900   | lying l where not exists (select 1 from facts f where f.k = l.k and f.n < 100)
                    Join right anti | 100   | lying l where not exists (select 1 from facts f where f.k = l.k and f.n % 1000 >= 100)
                    Join right semi | 1000  | lying l where exists (select 1 from facts f where f.k = l.k)
                    Join semi       | 50    | facts f where exists (select 1 from lying l where f.k = l.k and l.v = 'v3')
                    Limit           | 10    | (select * from facts limit 10)
                    Filter          | 10    | (select k from facts group by k having min(n) < 10)
                    Union           | 51000 | (select k from facts union all select k from lying)
                    Scan facts      | 16667 | facts where n % 3 = 0
                    Aggregate by k  | 1000  | (select k, count(distinct n), count(distinct n % 7) from facts where n % 3 = 0 group by k)
                    """)
    void operatorsInsideOfPipelinesAreCounted(String operator, String rows, String from) {
        for (int threads : new int[] {1, 3}) {
            engine.execute("set threads = " + threads);
            List<List<Object>> analysis =
                    Rows.read(engine.execute("explain analyze select count(*) from " + from));
            assertEquals(rows, row(analysis, operator).get(2), analysis.toString());
        }
    }

    @Test
    void analysedAndPlainProgramsStayApart() {
        String sql = "select count(*) from facts where n % 5 = 0";
        engine.execute("explain analyze " + sql).close();
        assertFalse(engine.inspect(sql).c().contains("row_counts"));
        assertEquals(List.of(List.of(BigDecimal.valueOf(10_000))), Rows.read(engine.query(sql)));
        assertEquals(
                "10000", row(Rows.read(engine.execute("explain analyze " + sql)), "Scan").get(2));
    }

    @Test
    void explainTellsWhatIsExpected() {
        List<List<Object>> rows =
                Rows.read(engine.execute("explain select k from facts where n >= 40000"));
        assertTrue(rows.get(0).get(0).toString().matches(".*\\[~\\d+]"), rows.toString());
    }
}
