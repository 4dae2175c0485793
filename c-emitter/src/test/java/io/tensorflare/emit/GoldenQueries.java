package io.tensorflare.emit;

import static io.tensorflare.emit.Plans.aggregate;
import static io.tensorflare.emit.Plans.ascending;
import static io.tensorflare.emit.Plans.call;
import static io.tensorflare.emit.Plans.column;
import static io.tensorflare.emit.Plans.count;
import static io.tensorflare.emit.Plans.date;
import static io.tensorflare.emit.Plans.decimal;
import static io.tensorflare.emit.Plans.descending;
import static io.tensorflare.emit.Plans.direct;
import static io.tensorflare.emit.Plans.field;
import static io.tensorflare.emit.Plans.filter;
import static io.tensorflare.emit.Plans.hash;
import static io.tensorflare.emit.Plans.integer;
import static io.tensorflare.emit.Plans.nullable;
import static io.tensorflare.emit.Plans.project;
import static io.tensorflare.emit.Plans.scan;
import static io.tensorflare.emit.Plans.single;
import static io.tensorflare.emit.Plans.sort;
import static io.tensorflare.emit.Plans.test;
import static io.tensorflare.emit.Plans.text;
import static io.tensorflare.emit.Plans.values;
import static io.tensorflare.emit.Plans.where;

import io.tensorflare.plan.AggregateCall.Kind;
import io.tensorflare.plan.Aggregation;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.ColumnStatistics;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Model;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalLong;

/** The plans of the golden queries, as the planner makes them. */
final class GoldenQueries {
    private static final Type MONEY = Type.decimal(15, 2);

    private GoldenQueries() {}

    static Map<String, Plan> all() {
        Map<String, Plan> plans = new LinkedHashMap<>();
        plans.put("q06", q06());
        plans.put("q01", q01());
        plans.put("predict", predict());
        plans.put("predict_nulls", predictNulls());
        plans.put("group_by", groupBy());
        plans.put("distinct", GoldenDistinct.besideOthers());
        plans.put("count_distinct", GoldenDistinct.alone());
        plans.put("top_k", topK());
        plans.put("window", GoldenWindows.window());
        plans.put("union_all", unionAll());
        plans.put("values", valuesOnly());
        plans.put("rows", rows());
        plans.put("nulls", GoldenExpressions.nulls());
        plans.put("case", GoldenExpressions.choices());
        plans.put("decimals", GoldenExpressions.decimals());
        plans.put("filters", GoldenExpressions.filters());
        plans.put("select_distinct", selectDistinct());
        plans.put("count", countAll());
        plans.put("nested", sortedGroups());
        plans.putAll(GoldenJoins.all());
        return plans;
    }

    private static Plan.Scan lineitem() {
        return scan(
                "lineitem",
                6_001_215,
                coded("l_returnflag", Type.VARCHAR),
                coded("l_linestatus", Type.VARCHAR),
                field("l_quantity", MONEY, 100, 5000),
                field("l_extendedprice", MONEY, 90100, 10494950),
                field("l_discount", MONEY, 0, 10),
                field("l_tax", MONEY, 0, 8),
                field("l_shipdate", Type.DATE, 8036, 10561));
    }

    private static Plan.Scan.Field coded(String name, Type type) {
        ColumnStatistics statistics =
                new ColumnStatistics(
                        OptionalLong.empty(), OptionalLong.empty(), OptionalLong.of(3), true);
        return new Plan.Scan.Field(new Column(name, type, false), statistics);
    }

    static Plan q01() {
        Plan.Scan lineitem = lineitem();
        Plan.Scan kept =
                where(
                        lineitem,
                        test(
                                Function.LESS_OR_EQUAL,
                                column(lineitem, "l_shipdate"),
                                date("1998-09-02")));
        Expression one = decimal("1", 10, 0);
        Expression discounted =
                call(Function.SUBTRACT, Type.decimal(16, 2), one, column(kept, "l_discount"));
        Expression price =
                call(
                        Function.MULTIPLY,
                        Type.decimal(31, 4),
                        column(kept, "l_extendedprice"),
                        discounted);
        Expression taxed = call(Function.ADD, Type.decimal(16, 2), one, column(kept, "l_tax"));
        Expression charge = call(Function.MULTIPLY, Type.decimal(38, 6), price, taxed);
        Plan.Project projected =
                project(
                        kept,
                        "l_returnflag",
                        column(kept, "l_returnflag"),
                        "l_linestatus",
                        column(kept, "l_linestatus"),
                        "l_quantity",
                        column(kept, "l_quantity"),
                        "l_extendedprice",
                        column(kept, "l_extendedprice"),
                        "$f4",
                        price,
                        "$f5",
                        charge,
                        "l_discount",
                        column(kept, "l_discount"));
        Plan.Aggregate grouped =
                direct(
                        projected,
                        List.of(0, 1),
                        List.of(new Aggregation.Dimension.Ids(3), new Aggregation.Dimension.Ids(2)),
                        aggregate(Kind.SUM, 2, "sum_qty", Type.decimal(38, 2)),
                        aggregate(Kind.SUM, 3, "sum_base_price", Type.decimal(38, 2)),
                        aggregate(Kind.SUM, 4, "sum_disc_price", Type.decimal(38, 4)),
                        aggregate(Kind.SUM, 5, "sum_charge", Type.decimal(38, 6)),
                        aggregate(Kind.AVG, 2, "avg_qty", Type.decimal(38, 8)),
                        aggregate(Kind.AVG, 3, "avg_price", Type.decimal(38, 8)),
                        aggregate(Kind.AVG, 6, "avg_disc", Type.decimal(38, 8)),
                        count("count_order"));
        return sort(grouped, OptionalLong.empty(), 0, ascending(0), ascending(1));
    }

    static Plan predict() {
        Plan.Scan crime =
                scan(
                        "crime",
                        2_000_000,
                        field("murder", Type.DOUBLE),
                        field("assault", Type.DOUBLE),
                        field("population", Type.DOUBLE),
                        field("rape", Type.DOUBLE),
                        field("cluster", Type.BIGINT, 0, 3));
        return classified(crime);
    }

    static Plan predictNulls() {
        Plan.Scan crime =
                scan(
                        "crime",
                        2_000_000,
                        nullable("murder", Type.DOUBLE),
                        field("assault", Type.DOUBLE),
                        field("population", Type.DOUBLE),
                        nullable("rape", Type.DOUBLE),
                        field("cluster", Type.BIGINT, 0, 3));
        return classified(
                filter(
                        project(
                                crime,
                                "murder",
                                column(crime, "murder"),
                                "assault",
                                column(crime, "assault"),
                                "population",
                                column(crime, "population"),
                                "rape",
                                column(crime, "rape"),
                                "cluster",
                                column(crime, "cluster")),
                        test(Function.LESS, column(crime, "murder"), column(crime, "rape"))));
    }

    private static Plan classified(Plan input) {
        Model model =
                new Model(
                        "classifier",
                        List.of(Type.REAL, Type.REAL, Type.REAL, Type.REAL),
                        Type.BIGINT);
        List<Expression> arguments =
                List.of("murder", "assault", "population", "rape").stream()
                        .map(
                                name ->
                                        (Expression)
                                                new Expression.Cast(
                                                        column(input, name), Type.REAL, Plans.HERE))
                        .toList();
        Plan predicted = new Plan.Predict(input, model, arguments, "classification");
        Plan matching =
                filter(
                        predicted,
                        test(
                                Function.EQUAL,
                                column(predicted, "classification"),
                                column(predicted, "cluster")));
        Plan projected = project(matching, "cluster", column(matching, "cluster"));
        return direct(
                projected,
                List.of(0),
                List.of(new Aggregation.Dimension.Range(0, 3)),
                count("total"));
    }

    static Plan groupBy() {
        Plan.Scan orders =
                scan(
                        "orders",
                        1_500_000,
                        nullable("o_clerk", Type.VARCHAR),
                        field("o_custkey", Type.BIGINT, 1, 150_000),
                        nullable("o_totalprice", MONEY),
                        nullable("o_comment", Type.VARCHAR),
                        nullable("o_weight", Type.DOUBLE));
        Plan.Aggregate grouped =
                hash(
                        orders,
                        List.of(0, 1),
                        aggregate(Kind.SUM, 2, "total", Type.decimal(38, 2)),
                        aggregate(Kind.AVG, 4, "weight", Type.DOUBLE),
                        aggregate(Kind.MIN, 3, "first_comment", Type.VARCHAR),
                        aggregate(Kind.MAX, 2, "largest", MONEY),
                        aggregate(Kind.STDDEV_SAMP, 4, "spread", Type.DOUBLE),
                        count("orders"));
        return filter(grouped, test(Function.GREATER, column(grouped, "orders"), Plans.bigint(10)));
    }

    static Plan topK() {
        Plan.Scan orders =
                scan(
                        "orders",
                        1_500_000,
                        field("o_orderkey", Type.BIGINT),
                        nullable("o_totalprice", MONEY),
                        nullable("o_comment", Type.VARCHAR));
        return sort(orders, OptionalLong.of(10), 5, descending(1), ascending(0));
    }

    static Plan unionAll() {
        Plan.Scan a =
                scan("shipped", 1_000, field("part", Type.INTEGER), coded("mode", Type.VARCHAR));
        Plan.Scan b =
                scan("ordered", 1_000, field("part", Type.INTEGER), nullable("mode", Type.VARCHAR));
        Plan union =
                new Plan.Union(
                        List.of(a, b),
                        List.of(
                                new Column("part", Type.INTEGER, false),
                                new Column("mode", Type.VARCHAR, true)));
        return hash(union, List.of(1), aggregate(Kind.SUM, 0, "parts", Type.BIGINT));
    }

    static Plan valuesOnly() {
        List<Column> columns =
                List.of(
                        new Column("id", Type.INTEGER, false),
                        new Column("name", Type.VARCHAR, true));
        return values(
                columns,
                new Expression[] {integer(1), text("one")},
                new Expression[] {integer(2), new Expression.Null(Type.VARCHAR)},
                new Expression[] {integer(3), text("*/ three ??/ and a longer text")});
    }

    static Plan rows() {
        Plan.Scan orders =
                scan(
                        "orders",
                        1_500_000,
                        field("o_orderkey", Type.BIGINT),
                        nullable("o_totalprice", MONEY),
                        nullable("o_comment", Type.VARCHAR));
        Plan.Scan kept =
                where(
                        orders,
                        test(Function.GREATER, column(orders, "o_orderkey"), Plans.bigint(7)));
        Plan.Project projected =
                project(
                        kept,
                        "o_comment",
                        column(kept, "o_comment"),
                        "doubled",
                        call(
                                Function.ADD,
                                Type.decimal(16, 2),
                                column(kept, "o_totalprice"),
                                column(kept, "o_totalprice")),
                        "half",
                        call(
                                Function.DIVIDE,
                                Type.BIGINT,
                                Plans.bigint(1_000_000),
                                column(kept, "o_orderkey")));
        return new Plan.Limit(projected, OptionalLong.of(100), 20);
    }

    static Plan selectDistinct() {
        Plan.Scan t = GoldenExpressions.three();
        return hash(project(t, "s", column(t, "s"), "a", column(t, "a")), List.of(0, 1));
    }

    static Plan countAll() {
        return single(scan("t", 1_000), count("rows"));
    }

    static Plan sortedGroups() {
        Plan first = selectDistinct();
        Plan.Project upper =
                project(
                        first,
                        "s",
                        call(Function.UPPER, Type.VARCHAR, column(first, "s")),
                        "a",
                        column(first, "a"),
                        "few",
                        test(Function.LESS, column(first, "a"), integer(9)));
        Plan again =
                hash(
                        upper,
                        List.of(0),
                        aggregate(Kind.SUM, 1, "total", Type.BIGINT),
                        Plans.filtered(count("few"), 2));
        return sort(
                new Plan.Limit(again, OptionalLong.of(7), 0),
                OptionalLong.empty(),
                3,
                descending(0));
    }

    static Plan q06() {
        Plan.Scan lineitem =
                scan(
                        "lineitem",
                        6_001_215,
                        field("l_shipdate", Type.DATE, 8036, 10561),
                        field("l_discount", MONEY, 0, 10),
                        field("l_quantity", MONEY, 100, 5000),
                        field("l_extendedprice", MONEY, 90100, 10494950));
        Plan.Scan kept =
                where(
                        lineitem,
                        test(
                                Function.GREATER_OR_EQUAL,
                                column(lineitem, "l_shipdate"),
                                date("1994-01-01")),
                        test(Function.LESS, column(lineitem, "l_shipdate"), date("1995-01-01")),
                        test(
                                Function.GREATER_OR_EQUAL,
                                column(lineitem, "l_discount"),
                                decimal("0.05", 3, 2)),
                        test(
                                Function.LESS_OR_EQUAL,
                                column(lineitem, "l_discount"),
                                decimal("0.07", 3, 2)),
                        test(Function.LESS, column(lineitem, "l_quantity"), decimal("24", 10, 0)));
        Plan product =
                project(
                        kept,
                        "$f0",
                        call(
                                Function.MULTIPLY,
                                Type.decimal(30, 4),
                                column(kept, "l_extendedprice"),
                                column(kept, "l_discount")));
        return single(product, aggregate(Kind.SUM, 0, "revenue", Type.decimal(38, 4)));
    }
}
