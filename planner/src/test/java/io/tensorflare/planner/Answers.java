package io.tensorflare.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.fail;

import io.tensorflare.plan.Plan;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;

/** Compares DuckDB's answers to a plan, rendered back to SQL, and to the original text. */
final class Answers {
    /** Our decimals keep six digits or more where DuckDB has doubles. */
    private static final BigDecimal ABSOLUTE = new BigDecimal("0.000002");

    private static final BigDecimal RELATIVE = new BigDecimal("1e-9");

    private final DuckDb duckDb;
    private final MemoryCatalog catalog;

    Answers(DuckDb duckDb, MemoryCatalog catalog) {
        this.duckDb = duckDb;
        this.catalog = catalog;
    }

    Plan plan(String sql, PlannerOptions options) {
        SqlPlanner planner = new SqlPlanner(catalog);
        Statement.Query query = (Statement.Query) planner.parse(SqlScript.split(sql).get(0));
        Instant now = Instant.parse("2024-02-29T12:34:56Z");
        return planner.plan(query, now, ZoneOffset.UTC, options).plan();
    }

    /**
     * Fails where the answers differ.
     *
     * @param ours the text that is planned
     * @param theirs the same question for DuckDB
     */
    void assertSame(String ours, String theirs) throws SQLException {
        assertSame(plan(ours, PlannerOptions.DEFAULT), theirs);
    }

    void assertSame(Plan plan, String theirs) throws SQLException {
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
        assertEquals(
                expected.size(),
                actual.size(),
                () -> "rows of\n" + context + expected + "\n" + actual);
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
