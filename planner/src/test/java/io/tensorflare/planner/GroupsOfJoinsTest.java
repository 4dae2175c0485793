package io.tensorflare.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.ColumnStatistics;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.catalog.Table;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.Optional;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Where aggregates of joined rows are computed, and when columns are read that are only shown. */
class GroupsOfJoinsTest {
    private static final PlannerOptions PLANNED = PlannerOptions.DEFAULT;
    private static final PlannerOptions EARLY =
            PLANNED.withAggregates(PlannerOptions.Aggregates.EARLY);
    private static final PlannerOptions LATE =
            PLANNED.withAggregates(PlannerOptions.Aggregates.LATE);

    private static final MemoryCatalog CATALOG =
            new MemoryCatalog()
                    .table(
                            new Table(
                                    "sales",
                                    List.of(
                                            field("item", 1, 1_000, 1_000),
                                            field("shop", 0, 1L << 40, 500),
                                            field("price", 0, 99_999, 5_000)),
                                    1_000_000))
                    .table(
                            new Table(
                                    "items",
                                    List.of(
                                            field("item", 1, 1_000, 1_000),
                                            field("maker", 1, 50, 50),
                                            MemoryCatalog.field("note", Type.VARCHAR, true)),
                                    1_000));

    private static Plan.Scan.Field field(String name, long minimum, long maximum, long distinct) {
        return new Plan.Scan.Field(
                new Column(name, Type.BIGINT, false),
                new ColumnStatistics(
                        OptionalLong.of(minimum),
                        OptionalLong.of(maximum),
                        OptionalLong.of(distinct),
                        false));
    }

    private static Plan planned(String sql, PlannerOptions options) {
        SqlPlanner planner = new SqlPlanner(CATALOG);
        Statement.Query query = (Statement.Query) planner.parse(SqlScript.split(sql).get(0));
        return planner.plan(query, Instant.EPOCH, ZoneOffset.UTC, options).plan();
    }

    private static void assertShape(String expected, String sql, PlannerOptions options) {
        Plan plan = planned(sql, options);
        assertEquals(expected, shape(plan), () -> PlanText.of(plan));
    }

    /** Names of operators, without projections and filters. */
    private static String shape(Plan plan) {
        String inputs =
                plan.inputs().stream()
                        .map(GroupsOfJoinsTest::shape)
                        .collect(Collectors.joining(", "));
        if (plan instanceof Plan.Scan scan) {
            return scan.table();
        }
        return plan instanceof Plan.Project || plan instanceof Plan.Filter
                ? inputs
                : plan.getClass().getSimpleName() + "(" + inputs + ")";
    }

    private static final String OUTER =
            "FROM items LEFT JOIN sales ON items.item = sales.item GROUP BY items.item";

    @Test
    void groupsManyRowsBeforeTheyAreJoined() {
        String sql = "SELECT items.item, sum(price), count(*), count(shop) " + OUTER;
        assertShape("Aggregate(Join(items, Aggregate(sales)))", sql, PLANNED);
        assertShape("Aggregate(Join(sales, items))", sql, LATE);
    }

    @Test
    void countsRowsOfTheSideWhereItsColumnIsNeverNull() {
        String calls = "SELECT items.item, count(shop), sum(price) ";
        for (String sql :
                List.of(
                        calls + OUTER,
                        calls + OUTER.replace("items LEFT JOIN sales", "sales RIGHT JOIN items"))) {
            Plan.Aggregate parts =
                    aggregate(aggregate(planned(sql, EARLY)).orElseThrow().input()).orElseThrow();
            assertEquals(
                    List.of("COUNT OptionalInt.empty false", "SUM OptionalInt[1] false"),
                    parts.calls().stream()
                            .map(
                                    call ->
                                            call.kind()
                                                    + " "
                                                    + call.argument()
                                                    + " "
                                                    + call.column().nullable())
                            .toList());
            assertEquals(List.of("item", "price"), scan(parts), () -> PlanText.of(parts));
        }
    }

    private static Optional<Plan.Aggregate> aggregate(Plan plan) {
        return plan instanceof Plan.Aggregate aggregate
                ? Optional.of(aggregate)
                : plan.inputs().stream().flatMap(input -> aggregate(input).stream()).findFirst();
    }

    /** The columns read below a plan of one table. */
    private static List<String> scan(Plan plan) {
        return plan.inputs().isEmpty()
                ? plan.columns().stream().map(Column::name).toList()
                : scan(plan.inputs().get(0));
    }

    @Test
    void joinsFirstWhereThatLeavesFewRows() {
        String sql =
                "SELECT items.item, sum(price) FROM items JOIN sales ON items.item = sales.item"
                        + " WHERE maker = 7 GROUP BY items.item";
        assertShape("Aggregate(Join(sales, items))", sql, PLANNED);
        assertShape("Aggregate(Join(Aggregate(Join(sales, items)), items))", sql, EARLY);
    }

    @Test
    void groupsThatAreThereCostNothing() {
        String sql =
                "SELECT items.item, sum(shop) FROM items JOIN sales ON items.item = sales.item"
                        + " WHERE maker = 7 AND items.item IN"
                        + " (SELECT item FROM sales GROUP BY item HAVING sum(shop) > 9)"
                        + " GROUP BY items.item";
        assertShape("Aggregate(Join(Aggregate(Join(sales, items)), items))", sql, PLANNED);
        assertShape(
                "Aggregate(Join(sales, Join(Aggregate(Join(sales, items)), items)))", sql, LATE);
    }

    @Test
    void totalsAreMadeOfGroupsThatAreThere() {
        String groups =
                "SELECT item, sum(price) AS total FROM sales GROUP BY item HAVING sum(price) > ";
        String once = "Join(Aggregate(sales), Aggregate(Aggregate(sales)))";
        String twice = "Join(Aggregate(sales), Aggregate(sales))";
        assertShape(once, groups + "(SELECT sum(price) * 0.01 FROM sales)", PLANNED);
        assertShape(twice, groups + "(SELECT sum(price) * 0.01 FROM sales)", LATE);
        assertShape(twice, groups + "(SELECT avg(price) FROM sales)", PLANNED);
        assertShape(twice, groups + "(SELECT sum(DISTINCT price) FROM sales)", PLANNED);
        assertShape(twice, groups + "(SELECT sum(shop) FROM sales)", PLANNED);
        assertShape(twice, groups + "(SELECT sum(price) FROM sales WHERE shop = 1)", PLANNED);
    }

    @Test
    void whatARowWithoutPartnerGivesIsNotGuessed() {
        for (String call :
                List.of(
                        "sum(coalesce(price, 1))",
                        "sum(2)",
                        "count(*) FILTER (WHERE shop IS NULL)",
                        "avg(price)",
                        "count(DISTINCT price)",
                        "sum(price / shop)",
                        "sum(price + maker)")) {
            assertShape(
                    "Aggregate(Join(sales, items))",
                    "SELECT items.item, " + call + " " + OUTER,
                    EARLY);
        }
    }

    private static final String TOP =
            "SELECT items.item, note, sum(price) AS total FROM items JOIN sales"
                    + " ON items.item = sales.item GROUP BY items.item, note ";

    @Test
    void readsTextForTheRowsThatAreLeft() {
        PlannerOptions late = LATE.withFetch(PlannerOptions.Fetch.LATE);
        String top = "Sort(Aggregate(Join(sales, items)))";
        String fetched = "Join(" + top + ", Join(items, " + top + "))";
        assertShape(fetched, TOP + "ORDER BY total LIMIT 5", LATE);
        assertShape(top, TOP + "ORDER BY total LIMIT 9500", LATE);
        assertShape(fetched, TOP + "ORDER BY total LIMIT 9500", late);
        assertShape(
                top, TOP + "ORDER BY total LIMIT 5", LATE.withFetch(PlannerOptions.Fetch.EARLY));
    }

    @Test
    void readsAtOnceWhatIsNotOnlyShown() {
        PlannerOptions late = LATE.withFetch(PlannerOptions.Fetch.LATE);
        String top = "Sort(Aggregate(Join(sales, items)))";
        assertShape(top, TOP + "ORDER BY note LIMIT 5", late);
        assertShape(top, TOP + "HAVING note > 'a' OR sum(price) > 7 ORDER BY total LIMIT 5", late);
        assertShape("Sort(Aggregate(Join(sales, items)))", TOP + "ORDER BY total", late);
        assertShape(top, TOP + "ORDER BY total LIMIT 5", late.withoutTrust());
    }
}
