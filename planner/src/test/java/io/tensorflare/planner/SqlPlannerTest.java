package io.tensorflare.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.catalog.View;
import java.time.Duration;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Assertions;
import org.junit.jupiter.api.Test;

class SqlPlannerTest {
    private static final String CLASSIFIER_QUERY =
            """
            SELECT
            \tcluster,
            \tsum(case when classification = 0 then 1 else 0 end) as class1,
            \tsum(case when classification = 1 then 1 else 0 end) as class2,
            \tsum(case when classification = 2 then 1 else 0 end) as class3,
            \tsum(case when classification = 3 then 1 else 0 end) as class4
            FROM
            \t(
            \t\tSELECT
            \t\t\tcluster,
            \t\t\tclassifier(murder, assault, population, rape) as classification
            \t\tFROM
            \t\t\tdata
            \t)
            GROUP BY cluster
            ORDER BY cluster
            """;

    private static void assertPlans(String expected, String sql) {
        assertEquals(expected.strip(), PlanText.of(Sample.plan(sql)));
    }

    private static String columns(String sql) {
        return Sample.plan(sql).columns().stream()
                .map(Column::toString)
                .collect(Collectors.joining(", "));
    }

    @Test
    void plansTheClassifierQueryOfTheArticle() {
        assertPlans(
                """
                Sort cluster ASCENDING nulls LAST
                  Aggregate by (cluster): class1 BIGINT NOT NULL = SUM(case_classifier), class2 BIGINT NOT NULL = SUM(case_classifier_2), \
                class3 BIGINT NOT NULL = SUM(case_classifier_3), class4 BIGINT NOT NULL = SUM(case_classifier_4) \
                Direct[dimensions=[Range[minimum=0, maximum=3]]]
                    Project cluster = cluster, case_classifier = CASE(EQUAL(classifier, 0) -> 1, else 0), \
                case_classifier_2 = CASE(EQUAL(classifier, 1) -> 1, else 0), case_classifier_3 = CASE(EQUAL(classifier, 2) -> 1, else 0), \
                case_classifier_4 = CASE(EQUAL(classifier, 3) -> 1, else 0)
                      Predict classifier = classifier(murder::REAL, assault::REAL, population::REAL, rape::REAL)
                        Scan data(cluster, murder, assault, population, rape)
                """,
                CLASSIFIER_QUERY);
    }

    @Test
    void pushesFiltersIntoTheScanAndFoldsConstants() {
        assertPlans(
                """
                Aggregate by (): revenue DECIMAL(38, 4) = SUM(multiply_l_extendedprice) Single[]
                  Project multiply_l_extendedprice = MULTIPLY(l_extendedprice, l_discount)
                    Scan lineitem(l_quantity, l_extendedprice, l_discount, l_shipdate) where GREATER_OR_EQUAL(l_shipdate, 1994-01-01), \
                LESS(l_shipdate, 1995-01-01), GREATER_OR_EQUAL(l_discount, 0.05), LESS_OR_EQUAL(l_discount, 0.07), LESS(l_quantity, 24.00)
                """,
                """
                select sum(l_extendedprice * l_discount) as revenue
                from lineitem
                where l_shipdate >= date '1994-01-01' and l_shipdate < date '1994-01-01' + interval '1' year
                    and l_discount between 0.06 - 0.01 and 0.06 + 0.01 and l_quantity < 24
                """);
    }

    @Test
    void runsAModelOnceForEachDistinctCallAndAfterCheapFilters() {
        assertPlans(
                """
                Project a = classifier, b = ADD(classifier, 1)
                  Filter EQUAL(classifier, cluster::BIGINT)
                    Predict classifier = classifier(murder::REAL, assault::REAL, population::REAL, rape::REAL)
                      Scan data(cluster, murder, assault, population, rape) where GREATER(murder, 1.0)
                """,
                """
                select classifier(murder, assault, population, rape) as a, classifier(murder, assault, population, rape) + 1 as b
                from data
                where classifier(murder, assault, population, rape) = cluster and murder > 1
                """);
        assertPlans(
                "Scan data(cluster)",
                "select cluster from (select cluster, classifier(murder, assault, population, rape) as unread from data)");
    }

    @Test
    void choosesHowToAggregateFromStatistics() {
        assertPlans(
                """
                Aggregate by (l_returnflag, year_l_shipdate): n BIGINT NOT NULL = COUNT(*) \
                Direct[dimensions=[Ids[estimate=3], Range[minimum=1992, maximum=1998]]]
                  Project l_returnflag = l_returnflag, year_l_shipdate = YEAR(l_shipdate)
                    Scan lineitem(l_shipdate, l_returnflag)
                """
                        .replace("year_l_shipdate", "y"),
                "select l_returnflag, year(l_shipdate) as y, count(*) as n from lineitem group by 1, 2");
        assertTrue(
                PlanText.of(Sample.plan("select l_comment, count(*) from lineitem group by 1"))
                        .contains("Hash["));
        assertTrue(
                PlanText.of(
                                Sample.plan(
                                        "select cluster, count(distinct murder) from data group by 1"))
                        .contains("Hash["));
    }

    @Test
    void givesResultsTheTypesOfTheDocumentation() {
        assertEquals(
                "sum(cluster) BIGINT, sum(l_quantity) DECIMAL(38, 2), avg(l_quantity) DECIMAL(38, 8), avg(cluster) DOUBLE, sum(murder) DOUBLE, count(*) BIGINT NOT NULL",
                columns(
                        "select sum(cluster), sum(l_quantity), avg(l_quantity), avg(cluster), sum(murder), count(*) from data, lineitem"));
        assertEquals(
                "a DECIMAL(31, 4) NOT NULL, b DECIMAL(38, 6) NOT NULL, c DECIMAL(33, 18) NOT NULL, d INTEGER NOT NULL, e DECIMAL(17, 2) NOT NULL",
                columns(
                        "select l_extendedprice * (1 - l_discount) as a, l_extendedprice * (1 - l_discount) * (1 - l_discount) as b, l_quantity / l_discount as c,"
                                + " 7 / 2 as d, l_quantity + 1.5 + 2 as e from lineitem"));
        assertEquals(
                "a DOUBLE NOT NULL, b DOUBLE, c DOUBLE NOT NULL, d DOUBLE, e DOUBLE NOT NULL, f DOUBLE, g BOOLEAN NOT NULL",
                columns(
                        "select stddev_pop(l_quantity) as a, stddev(l_quantity) as b, var_pop(l_quantity) as c, var_samp(l_quantity) as d,"
                                + " stddev_pop(l_quantity) * 2 as e, variance(l_quantity) filter (where l_discount > 0) as f,"
                                + " var_samp(l_quantity) is null as g from lineitem group by l_discount"));
        assertTrue(
                PlanText.of(
                                Sample.plan(
                                        "select var_samp(l_quantity) is null from lineitem group by l_discount"))
                        .contains("IS_NULL("));
        assertEquals(
                "sum(big) DECIMAL(38, 0)",
                columns("select sum(big) from (select cast(cluster as bigint) as big from data)"));
    }

    @Test
    void namesColumnsAsTheTextDoes() {
        assertEquals(
                "CLUSTER INTEGER NOT NULL, murder + 1 DOUBLE NOT NULL, x DOUBLE NOT NULL, cluster::text VARCHAR NOT NULL",
                columns("select CLUSTER, murder  +\n 1, murder as x, cluster::text from data"));
    }

    @Test
    void leavesToTheRunWhatCannotBeFolded() {
        assertPlans(
                "Project d = ADD_MONTHS(2020-01-01, 1199999988), q = DIVIDE(1, 0)\n  Values []  ",
                "select date '2020-01-01' + interval '99999999' year as d, 1 / 0 as q");
    }

    @Test
    void readsFilesByPath() {
        assertPlans(
                "Scan dir/crime.parquet(cluster) where GREATER(murder, 1.0)"
                        .replace("(cluster)", "(cluster, murder)"),
                "select crime.cluster, murder from 'dir/crime.parquet' where murder > 1");
        assertPlans(
                "Scan dir/crime.parquet(cluster)",
                "select c.cluster from \"dir/crime.parquet\" as c");
    }

    @Test
    void expandsViews() {
        MemoryCatalog catalog = Sample.catalog();
        catalog.view(
                new View(
                        "many",
                        "select cluster as c, murder from data where murder > 1",
                        new Position(1, 1)));
        catalog.view(new View("more", "select c from MANY where c > 2", new Position(1, 1)));
        assertEquals(
                "Scan data(cluster, murder) where GREATER(murder, 1.0), GREATER(cluster, 2)",
                PlanText.of(((Plan.Project) Sample.plan(catalog, "select * from More")).input()));
    }

    @Test
    void fixesTheTimeOfAStatement() {
        PlannedQuery planned =
                Sample.planned(
                        Sample.catalog(),
                        "select current_date as d from data where current_date - interval '1' day > date '2000-01-01'");
        assertEquals("Project d = 2024-02-29\n  Scan data()", PlanText.of(planned.plan()));
        assertEquals(PlannedQuery.Lifetime.STATEMENT, planned.lifetime());
        assertEquals(
                PlannedQuery.Lifetime.CATALOG,
                Sample.planned(Sample.catalog(), "select 1").lifetime());
    }

    @Test
    void typesParameters() {
        PlannedQuery planned =
                Sample.planned(
                        Sample.catalog(),
                        "select murder from data where murder > ? and cluster = ?");
        assertEquals(List.of(Type.DOUBLE, Type.INTEGER), planned.parameters());
        assertEquals(
                "Scan data(cluster, murder) where GREATER(murder, ?0), EQUAL(cluster, ?1)",
                PlanText.of(((Plan.Project) planned.plan()).input()));
    }

    @Test
    void warmsUpWithoutTables() {
        new SqlPlanner(new MemoryCatalog()).warmUp();
    }

    @Test
    void testsWhatCanFailLast() {
        assertPlans(
                "Project cluster = cluster\n  Scan data(cluster, murder, assault) where LESS(murder, 5.0), GREATER(assault, murder), EQUAL(DIVIDE(1, cluster), 1)",
                "select cluster from data where 1 / cluster = 1 and assault > murder and murder < 5");
    }

    @Test
    void plansLongListsAndChainsInTime() {
        String numbers =
                IntStream.range(0, 10_000)
                        .mapToObj(i -> Integer.toString(i * 3))
                        .collect(Collectors.joining(", "));
        String terms =
                IntStream.range(0, 1_000)
                        .mapToObj(i -> "murder + assault = " + i)
                        .collect(Collectors.joining(" or "));
        String branches =
                IntStream.range(0, 500)
                        .mapToObj(i -> "when " + i + " then 'v" + i + "'")
                        .collect(Collectors.joining(" "));
        String columns =
                IntStream.range(0, 1_000)
                        .mapToObj(i -> "murder + " + i)
                        .collect(Collectors.joining(", "));
        Assertions.assertTimeout(
                Duration.ofSeconds(30),
                () -> {
                    Sample.plan("select 1 from data where cluster in (" + numbers + ")");
                    Sample.plan("select 1 from data where " + terms);
                    Sample.plan("select case cluster " + branches + " end from data");
                    Sample.plan("select " + columns + " from data");
                });
    }
}
