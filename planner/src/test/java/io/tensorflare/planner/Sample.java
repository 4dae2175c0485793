package io.tensorflare.planner;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.ColumnStatistics;
import io.tensorflare.plan.Model;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.catalog.Table;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.List;
import java.util.OptionalLong;

/** Two small tables and a model, and a moment to plan at. */
final class Sample {
    private static final Instant NOW = Instant.parse("2024-02-29T12:34:56Z");

    private Sample() {}

    static MemoryCatalog catalog() {
        Table data =
                new Table(
                        "data",
                        List.of(
                                field("cluster", Type.INTEGER, false, 0, 3),
                                field("murder", Type.DOUBLE, false),
                                field("assault", Type.DOUBLE, false),
                                field("population", Type.DOUBLE, false),
                                field("rape", Type.DOUBLE, true)),
                        200);
        Table lineitem =
                new Table(
                        "lineitem",
                        List.of(
                                field("l_quantity", Type.decimal(15, 2), false),
                                field("l_extendedprice", Type.decimal(15, 2), false),
                                field("l_discount", Type.decimal(15, 2), false),
                                field("l_shipdate", Type.DATE, false, 8_036, 10_561),
                                new Plan.Scan.Field(
                                        new Column("l_returnflag", Type.VARCHAR, false),
                                        new ColumnStatistics(
                                                OptionalLong.empty(),
                                                OptionalLong.empty(),
                                                OptionalLong.of(3),
                                                true)),
                                field("l_comment", Type.VARCHAR, true)),
                        6_000_000);
        return new MemoryCatalog()
                .table(data)
                .table(lineitem)
                .file("dir/crime.parquet", data)
                .model(
                        new Model(
                                "classifier",
                                List.of(Type.REAL, Type.REAL, Type.REAL, Type.REAL),
                                Type.BIGINT));
    }

    private static Plan.Scan.Field field(String name, Type type, boolean nullable) {
        return MemoryCatalog.field(name, type, nullable);
    }

    private static Plan.Scan.Field field(
            String name, Type type, boolean nullable, long minimum, long maximum) {
        ColumnStatistics statistics =
                new ColumnStatistics(
                        OptionalLong.of(minimum),
                        OptionalLong.of(maximum),
                        OptionalLong.of(maximum - minimum + 1),
                        false);
        return new Plan.Scan.Field(new Column(name, type, nullable), statistics);
    }

    static PlannedQuery planned(MemoryCatalog catalog, String sql) {
        SqlPlanner planner = new SqlPlanner(catalog);
        Statement.Query query = (Statement.Query) planner.parse(SqlScript.split(sql).get(0));
        return planner.plan(query, NOW, ZoneOffset.UTC);
    }

    static Plan plan(MemoryCatalog catalog, String sql) {
        return planned(catalog, sql).plan();
    }

    static Plan plan(String sql) {
        return plan(catalog(), sql);
    }
}
