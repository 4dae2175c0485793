package io.tensorflare.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.ColumnStatistics;
import io.tensorflare.plan.JoinMethod;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.catalog.Table;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** How joins find partners, and which side is kept. */
class MethodChoiceTest {
    private static final MemoryCatalog CATALOG =
            new MemoryCatalog()
                    .table(
                            new Table(
                                    "sales",
                                    List.of(
                                            field("item", Type.INTEGER, 1, 1_000, 1_000),
                                            field("shop", Type.BIGINT, 0, 1L << 40, 500),
                                            field("price", Type.decimal(9, 2), 0, 99_999, 5_000),
                                            nullable("note")),
                                    1_000_000))
                    .table(
                            new Table(
                                    "items",
                                    List.of(
                                            field("item", Type.INTEGER, 1, 1_000, 1_000),
                                            field("price", Type.decimal(12, 4), 0, 999, 500),
                                            nullable("note")),
                                    1_000))
                    .table(
                            new Table(
                                    "shops",
                                    List.of(
                                            field("shop", Type.BIGINT, 0, 1L << 40, 400),
                                            field("country", Type.INTEGER, 1, 5, 5)),
                                    500));

    private static Plan.Scan.Field field(
            String name, Type type, long minimum, long maximum, long distinct) {
        return new Plan.Scan.Field(
                new Column(name, type, false),
                new ColumnStatistics(
                        OptionalLong.of(minimum),
                        OptionalLong.of(maximum),
                        OptionalLong.of(distinct),
                        false));
    }

    private static Plan.Scan.Field nullable(String name) {
        return MemoryCatalog.field(name, Type.VARCHAR, true);
    }

    private static Plan plan(String sql, PlannerOptions options) {
        SqlPlanner planner = new SqlPlanner(CATALOG);
        Statement.Query query = (Statement.Query) planner.parse(SqlScript.split(sql).get(0));
        return planner.plan(query, Instant.EPOCH, ZoneOffset.UTC, options).plan();
    }

    private static Plan.Join join(Plan plan) {
        return plan instanceof Plan.Join join ? join : join(plan.inputs().get(0));
    }

    private static String text(Plan.Join join) {
        String sides = join.kind() + " " + table(join.left()) + " " + table(join.right());
        if (!(join.method() instanceof JoinMethod.Keyed keyed)) {
            return sides + " loop";
        }
        String keys =
                keyed.keys().stream()
                        .map(
                                key ->
                                        join.left().columns().get(key.left()).name()
                                                + (key.nullsEqual() ? "<=>" : "=")
                                                + join.right().columns().get(key.right()).name())
                        .collect(Collectors.joining(","));
        String index =
                keyed.index() instanceof JoinMethod.Index.Dense dense
                        ? "array " + dense.minimum() + ".." + dense.maximum()
                        : "hash";
        return sides
                + " "
                + index
                + " "
                + keys
                + (keyed.unique() ? " unique" : "")
                + (keyed.filtersScan() ? " filters" : "")
                + (keyed.residual().isEmpty() ? "" : " residual " + keyed.residual().size());
    }

    private static String table(Plan plan) {
        return plan instanceof Plan.Scan scan ? scan.table() : table(plan.inputs().get(0));
    }

    private static void assertJoins(String expected, String sql) {
        assertJoins(expected, sql, PlannerOptions.DEFAULT);
    }

    private static void assertJoins(String expected, String sql, PlannerOptions options) {
        assertEquals(expected, text(join(plan(sql, options))));
    }

    @Test
    void keepsTheSmallSideInAnArray() {
        assertJoins(
                "INNER sales items array 1..1000 item=item unique",
                "SELECT * FROM items JOIN sales ON items.item = sales.item");
        assertJoins(
                "INNER sales items array 1..1000 item=item unique",
                "SELECT * FROM sales JOIN items ON items.item = sales.item");
    }

    @Test
    void hashesWhatIsNotDense() {
        assertJoins(
                "INNER sales shops hash shop=shop",
                "SELECT * FROM sales JOIN shops ON sales.shop = shops.shop");
    }

    @Test
    void fewKeysFilterTheScan() {
        assertJoins(
                "INNER sales items array 5..50 item=item unique filters",
                "SELECT * FROM sales JOIN items ON items.item = sales.item WHERE items.item BETWEEN 5 AND 50");
    }

    @Test
    void outerAndSemiJoinsTurnWhenTheirLeftIsSmall() {
        assertJoins(
                "RIGHT sales items array 1..1000 item=item unique",
                "SELECT * FROM items LEFT JOIN sales ON items.item = sales.item");
        assertJoins(
                "RIGHT_SEMI sales items array 1..1000 item=item unique",
                "SELECT * FROM items WHERE EXISTS (SELECT 1 FROM sales WHERE items.item = sales.item)");
        assertJoins(
                "RIGHT_ANTI sales items array 1..1000 item=item unique",
                "SELECT * FROM items WHERE NOT EXISTS (SELECT 1 FROM sales WHERE items.item = sales.item)");
        assertJoins(
                "SEMI sales items array 1..1000 item=item unique",
                "SELECT * FROM sales WHERE item IN (SELECT item FROM items)");
    }

    @Test
    void groupKeysAreUniqueWhateverStatisticsSay() {
        String sql =
                "SELECT * FROM items JOIN (SELECT shop, count(*) AS n FROM shops GROUP BY shop) s ON items.item = s.shop";
        assertJoins(
                "INNER items shops hash item_key=shop unique",
                sql,
                PlannerOptions.DEFAULT.withoutTrust().withBuild(PlannerOptions.Build.RIGHT));
        assertJoins(
                "INNER sales items array 1..1000 item=item",
                "SELECT * FROM sales JOIN items ON items.item = sales.item",
                PlannerOptions.DEFAULT.withoutTrust());
    }

    @Test
    void expressionsAndDecimalsBecomeKeys() {
        assertJoins(
                "INNER sales items hash price_key=price residual 1",
                "SELECT * FROM sales JOIN items ON sales.price = items.price AND sales.item < items.item");
        assertJoins(
                "INNER sales items hash add_item_key=add_item_key",
                "SELECT * FROM sales JOIN items ON sales.item + 1 = items.item + 2");
    }

    @Test
    void oneKeyIsEnoughWhereItIsUnique() {
        assertJoins(
                "INNER sales items array 1..1000 item=item unique residual 1",
                "SELECT * FROM sales JOIN items ON sales.item = items.item AND sales.note = items.note");
        assertJoins(
                "INNER sales items hash item=item,note=note",
                "SELECT * FROM sales JOIN items ON sales.item = items.item AND sales.note = items.note",
                PlannerOptions.DEFAULT.withoutTrust().withJoins(PlannerOptions.Joins.HASH));
    }

    @Test
    void compositeKeysAreHashedOrAnArrayAndARest() {
        String sql =
                "SELECT * FROM items JOIN sales ON items.item = sales.item AND items.note = sales.note";
        PlannerOptions options = PlannerOptions.DEFAULT.withBuild(PlannerOptions.Build.LEFT);
        assertJoins("INNER items sales hash item=item,note=note", sql, options);
        assertJoins(
                "INNER items sales array 1..1000 item=item residual 1",
                sql,
                options.withJoins(PlannerOptions.Joins.DENSE));
    }

    @Test
    void nullsAreEqualWhereAsked() {
        assertJoins(
                "INNER sales items hash note<=>note",
                "SELECT * FROM sales JOIN items ON sales.note IS NOT DISTINCT FROM items.note");
        assertJoins(
                "INNER sales items array 1..1000 item=item unique",
                "SELECT * FROM sales JOIN items ON sales.item IS NOT DISTINCT FROM items.item");
    }

    @Test
    void whatIsForcedIsTaken() {
        String sql = "SELECT * FROM sales JOIN items ON items.item = sales.item";
        PlannerOptions options = PlannerOptions.DEFAULT;
        assertJoins(
                "INNER sales items hash item=item unique",
                sql,
                options.withJoins(PlannerOptions.Joins.HASH));
        assertJoins("INNER sales items loop", sql, options.withJoins(PlannerOptions.Joins.LOOP));
        assertJoins(
                "INNER items sales array 1..1000 item=item",
                sql,
                options.withBuild(PlannerOptions.Build.LEFT));
    }

    @Test
    void inequalitiesAreTestedPairByPair() {
        assertJoins(
                "INNER sales items loop",
                "SELECT * FROM sales JOIN items ON items.item < sales.item");
    }
}
