package io.tensorflare.emit;

import static io.tensorflare.emit.Plans.aggregate;
import static io.tensorflare.emit.Plans.call;
import static io.tensorflare.emit.Plans.column;
import static io.tensorflare.emit.Plans.date;
import static io.tensorflare.emit.Plans.decimal;
import static io.tensorflare.emit.Plans.field;
import static io.tensorflare.emit.Plans.project;
import static io.tensorflare.emit.Plans.scan;
import static io.tensorflare.emit.Plans.single;
import static io.tensorflare.emit.Plans.test;
import static io.tensorflare.emit.Plans.where;

import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import java.util.LinkedHashMap;
import java.util.Map;

/** The plans of the golden queries, as the planner makes them. */
final class GoldenQueries {
    private static final Type MONEY = Type.decimal(15, 2);

    private GoldenQueries() {}

    static Map<String, Plan> all() {
        Map<String, Plan> plans = new LinkedHashMap<>();
        plans.put("q06", q06());
        return plans;
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
        return single(
                product, aggregate(AggregateCall.Kind.SUM, 0, "revenue", Type.decimal(38, 4)));
    }
}
