package io.tensorflare.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.tensorflare.plan.Model;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Plans queries, renders the plans back to SQL, and compares DuckDB's answers to the plan and to
 * the original text.
 */
class AnswersTest {
    /** Our decimals keep six digits or more where DuckDB has doubles. */
    private static final BigDecimal ABSOLUTE = new BigDecimal("0.000002");

    private static final BigDecimal RELATIVE = new BigDecimal("1e-9");

    private static DuckDb duckDb;
    private static MemoryCatalog catalog;

    @BeforeAll
    static void load() throws SQLException {
        duckDb = new DuckDb();
        catalog =
                duckDb.catalog()
                        .model(
                                new Model(
                                        "classifier",
                                        List.of(Type.DOUBLE, Type.DOUBLE),
                                        Type.BIGINT));
    }

    @AfterAll
    static void close() throws SQLException {
        duckDb.close();
    }

    static List<String> tpch() {
        return IntStream.rangeClosed(1, 22)
                .mapToObj(i -> String.format("/tpch/q%02d.sql", i))
                .toList();
    }

    /** The corpus: ours, or ours and DuckDB's after a line "-- duckdb". */
    static List<String> corpus() {
        List<String> queries = new ArrayList<>();
        for (String block : DuckDb.resource("/corpus/queries.sql").split("\n\\s*\n")) {
            if (!block.replaceAll("(?m)^--.*$", "").isBlank()) {
                queries.add(block.strip());
            }
        }
        return queries;
    }

    @ParameterizedTest
    @MethodSource("tpch")
    void answersTpch(String resource) throws SQLException {
        String sql = DuckDb.resource(resource);
        assertSameAnswers(sql, sql);
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void answersCorpus(String block) throws SQLException {
        String[] parts = block.split("-- duckdb\\s*\n", 2);
        assertSameAnswers(parts[0], parts[parts.length - 1]);
    }

    static List<Arguments> forced() {
        List<PlannerOptions> variants =
                List.of(
                        PlannerOptions.DEFAULT.withJoins(PlannerOptions.Joins.HASH),
                        PlannerOptions.DEFAULT.withJoins(PlannerOptions.Joins.DENSE),
                        PlannerOptions.DEFAULT.withJoins(PlannerOptions.Joins.LOOP),
                        PlannerOptions.DEFAULT.withBuild(PlannerOptions.Build.LEFT),
                        PlannerOptions.DEFAULT.withBuild(PlannerOptions.Build.RIGHT),
                        PlannerOptions.DEFAULT.withoutTrust());
        List<Arguments> all = new ArrayList<>();
        for (PlannerOptions options : variants) {
            tpch().forEach(resource -> all.add(Arguments.of(options, resource)));
        }
        return all;
    }

    @ParameterizedTest
    @MethodSource("forced")
    void answersTpchHoweverForced(PlannerOptions options, String resource) throws SQLException {
        String sql = DuckDb.resource(resource);
        assertSameAnswers(plan(sql, options), sql);
    }

    private static Plan plan(String sql, PlannerOptions options) {
        SqlPlanner planner = new SqlPlanner(catalog);
        Statement.Query query = (Statement.Query) planner.parse(SqlScript.split(sql).get(0));
        Instant now = Instant.parse("2024-02-29T12:34:56Z");
        return planner.plan(query, now, ZoneOffset.UTC, options).plan();
    }

    private static void assertSameAnswers(String ours, String theirs) throws SQLException {
        assertSameAnswers(plan(ours, PlannerOptions.DEFAULT), theirs);
    }

    private static void assertSameAnswers(Plan plan, String theirs) throws SQLException {
        List<List<Object>> expected = duckDb.rows(theirs.strip().replaceAll(";\\s*$", ""));
        String rendered = PlanToSql.of(plan);
        List<List<Object>> actual;
        try {
            actual = duckDb.rows(rendered);
        } catch (SQLException failure) {
            throw new SQLException(
                    failure.getMessage() + "\n" + PlanText.of(plan) + "\n" + rendered, failure);
        }
        String context = PlanText.of(plan) + "\n" + rendered + "\n";
        assertEquals(expected.size(), actual.size(), () -> "rows of\n" + context);
        for (int i = 0; i < expected.size(); i++) {
            assertRow(expected.get(i), actual.get(i), context);
        }
    }

    private static void assertRow(List<Object> expected, List<Object> actual, String context) {
        assertEquals(expected.size(), actual.size(), () -> "columns of\n" + context);
        for (int i = 0; i < expected.size(); i++) {
            if (!same(expected.get(i), actual.get(i))) {
                fail(context + "expected " + expected + "\nbut was  " + actual);
            }
        }
    }

    private static boolean same(Object expected, Object actual) {
        if (!(expected instanceof BigDecimal a) || !(actual instanceof BigDecimal b)) {
            return String.valueOf(expected).equals(String.valueOf(actual));
        }
        BigDecimal difference = a.subtract(b).abs();
        return difference.compareTo(ABSOLUTE) <= 0
                || difference.compareTo(a.abs().multiply(RELATIVE)) <= 0;
    }
}
