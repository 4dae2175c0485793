package io.tensorflare.emit;

import static io.tensorflare.emit.Plans.aggregate;
import static io.tensorflare.emit.Plans.column;
import static io.tensorflare.emit.Plans.count;
import static io.tensorflare.emit.Plans.decimal;
import static io.tensorflare.emit.Plans.distinct;
import static io.tensorflare.emit.Plans.field;
import static io.tensorflare.emit.Plans.hash;
import static io.tensorflare.emit.Plans.nullable;
import static io.tensorflare.emit.Plans.scan;
import static io.tensorflare.emit.Plans.test;
import static io.tensorflare.emit.Plans.where;

import io.tensorflare.plan.AggregateCall.Kind;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import java.util.List;

/** Golden plans with DISTINCT calls. */
final class GoldenDistinct {
    private GoldenDistinct() {}

    static Plan besideOthers() {
        Plan.Scan orders =
                scan(
                        "orders",
                        1_500_000,
                        nullable("o_clerk", Type.VARCHAR),
                        field("o_custkey", Type.BIGINT),
                        field("o_orderdate", Type.DATE));
        return hash(
                orders,
                List.of(2),
                distinct(aggregate(Kind.COUNT, 0, "clerks", Type.BIGINT)),
                distinct(aggregate(Kind.SUM, 1, "customers", Type.decimal(38, 0))),
                count("orders"));
    }

    /** Groups that take nothing from rows but distinct values, one of which each row has. */
    static Plan alone() {
        Plan.Scan orders =
                scan(
                        "orders",
                        1_500_000,
                        field("o_orderpriority", Type.VARCHAR),
                        field("o_orderdate", Type.DATE),
                        field("o_custkey", Type.BIGINT),
                        field("o_totalprice", Type.decimal(15, 2)));
        return hash(
                where(
                        orders,
                        test(
                                Function.GREATER,
                                column(orders, "o_totalprice"),
                                decimal("1000.00", 15, 2))),
                List.of(0, 1),
                distinct(aggregate(Kind.COUNT, 2, "customers", Type.BIGINT)));
    }
}
