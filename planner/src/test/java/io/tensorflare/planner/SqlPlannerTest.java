package io.tensorflare.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorflare.plan.Model;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.catalog.Table;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import org.junit.jupiter.api.Test;

class SqlPlannerTest {
    private static final MemoryCatalog CATALOG =
            new MemoryCatalog()
                    .table(
                            new Table(
                                    "data",
                                    List.of(
                                            MemoryCatalog.field("cluster", Type.INTEGER, false),
                                            MemoryCatalog.field("murder", Type.DOUBLE, false),
                                            MemoryCatalog.field("assault", Type.DOUBLE, false),
                                            MemoryCatalog.field("population", Type.DOUBLE, false),
                                            MemoryCatalog.field("rape", Type.DOUBLE, true)),
                                    200))
                    .table(
                            new Table(
                                    "lineitem",
                                    List.of(
                                            MemoryCatalog.field(
                                                    "l_quantity", Type.decimal(15, 2), false),
                                            MemoryCatalog.field(
                                                    "l_extendedprice", Type.decimal(15, 2), false),
                                            MemoryCatalog.field(
                                                    "l_discount", Type.decimal(15, 2), false),
                                            MemoryCatalog.field("l_shipdate", Type.DATE, false),
                                            MemoryCatalog.field("l_comment", Type.VARCHAR, true)),
                                    6_000_000))
                    .model(
                            new Model(
                                    "classifier",
                                    List.of(Type.REAL, Type.REAL, Type.REAL, Type.REAL),
                                    Type.BIGINT));

    private static Plan plan(String sql) {
        SqlPlanner planner = new SqlPlanner(CATALOG);
        Statement.Query query = (Statement.Query) planner.parse(SqlScript.split(sql).get(0));
        return planner.plan(query, Instant.parse("2024-02-29T12:34:56Z"), ZoneOffset.UTC).plan();
    }

    private static void assertPlans(String expected, String sql) {
        assertEquals(expected, PlanText.of(plan(sql)));
    }

    @Test
    void plansTheClassifierQueryOfTheArticle() {
        assertPlans(
                """
                Sort cluster ASCENDING nulls LAST
                  Aggregate by (cluster): class1 BIGINT NOT NULL = SUM(case_classifier), class2 BIGINT NOT NULL = SUM(case_classifier_2) Hash[estimatedGroups=53]
                    Project cluster = cluster, case_classifier = CASE(EQUAL(classifier, 0) -> 1, else 0), case_classifier_2 = CASE(EQUAL(classifier, 1) -> 1, else 0)
                      Predict classifier = classifier(murder::REAL, assault::REAL, population::REAL, rape::REAL)
                        Scan data(cluster, murder, assault, population, rape)""",
                """
                SELECT
                    cluster,
                    sum(case when classification = 0 then 1 else 0 end) as class1,
                    sum(case when classification = 1 then 1 else 0 end) as class2
                FROM
                    (
                        SELECT
                            cluster,
                            classifier(murder, assault, population, rape) as classification
                        FROM
                            data
                    )
                GROUP BY cluster
                ORDER BY cluster
                """);
    }

    @Test
    void plansQ6() {
        assertPlans(
                """
                Aggregate by (): revenue DECIMAL(38, 4) = SUM(multiply_l_extendedprice) Single[]
                  Project multiply_l_extendedprice = MULTIPLY(l_extendedprice, l_discount)
                    Scan lineitem(l_quantity, l_extendedprice, l_discount, l_shipdate) where GREATER_OR_EQUAL(l_shipdate, 1994-01-01), LESS(l_shipdate, 1995-01-01), GREATER_OR_EQUAL(l_discount, 0.05), LESS_OR_EQUAL(l_discount, 0.07), LESS(l_quantity, 24.00)""",
                """
                select sum(l_extendedprice * l_discount) as revenue
                from lineitem
                where l_shipdate >= date '1994-01-01' and l_shipdate < date '1994-01-01' + interval '1' year
                    and l_discount between 0.06 - 0.01 and 0.06 + 0.01 and l_quantity < 24
                """);
    }
}
