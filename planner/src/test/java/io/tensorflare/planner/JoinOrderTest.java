package io.tensorflare.planner;

import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Unplaced;
import java.math.BigDecimal;
import java.sql.SQLException;
import java.util.HashSet;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** How many rows come out of all joins of a query together, counted by DuckDB. */
class JoinOrderTest {
    private static DuckDb duckDb;
    private static MemoryCatalog catalog;

    @BeforeAll
    static void load() throws SQLException {
        duckDb = new DuckDb();
        catalog = duckDb.catalog();
    }

    @AfterAll
    static void close() throws SQLException {
        duckDb.close();
    }

    /** Equal groups, and equal sorts, are made once. */
    private static long joined(Plan plan, Set<Plan> made) throws SQLException {
        boolean gathers = plan instanceof Plan.Aggregate || plan instanceof Plan.Sort;
        if (gathers && !made.add(Unplaced.of(plan))) {
            return 0;
        }
        long rows = 0;
        if (plan instanceof Plan.Join) {
            String count = "SELECT count(*) FROM (" + PlanToSql.of(plan) + ")";
            rows = ((BigDecimal) duckDb.rows(count).get(0).get(0)).longValueExact();
        }
        for (Plan input : plan.inputs()) {
            rows += joined(input, made);
        }
        return rows;
    }

    /** The most rows that the order of the joins may make, at a hundredth of scale one. */
    @ParameterizedTest
    @CsvSource({
        "q02, 1700",
        "q03, 2300",
        "q04, 600",
        "q05, 2800",
        "q07, 2500",
        "q08, 750",
        "q09, 7600",
        "q10, 2600",
        "q11, 1300",
        "q12, 400",
        "q13, 15400",
        "q14, 800",
        "q15, 10",
        "q16, 2500",
        "q17, 50",
        "q18, 100",
        "q19, 50",
        "q20, 250",
        "q21, 600",
        "q22, 300"
    })
    void joinsFewRows(String query, long most) throws SQLException {
        Plan plan = Sample.plan(catalog, DuckDb.resource("/tpch/" + query + ".sql"));
        long rows = joined(plan, new HashSet<>());
        assertTrue(rows <= most, () -> query + " joins " + rows + "\n" + PlanText.of(plan));
    }
}
