package io.tensorflare.emit;

import static io.tensorflare.emit.Plans.aggregate;
import static io.tensorflare.emit.Plans.call;
import static io.tensorflare.emit.Plans.column;
import static io.tensorflare.emit.Plans.count;
import static io.tensorflare.emit.Plans.date;
import static io.tensorflare.emit.Plans.field;
import static io.tensorflare.emit.Plans.hash;
import static io.tensorflare.emit.Plans.join;
import static io.tensorflare.emit.Plans.keyed;
import static io.tensorflare.emit.Plans.nullable;
import static io.tensorflare.emit.Plans.scan;
import static io.tensorflare.emit.Plans.single;
import static io.tensorflare.emit.Plans.where;

import io.tensorflare.plan.AggregateCall.Kind;
import io.tensorflare.plan.Aggregation;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.JoinMethod;
import io.tensorflare.plan.JoinMethod.Index;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** The plans of the golden queries with joins. */
final class GoldenJoins {
    private static final Type MONEY = Type.decimal(15, 2);
    private static final Index HASH = new Index.Hash(100_000);
    private static final Index DENSE = new Index.Dense(1, 150_000);

    private GoldenJoins() {}

    static Map<String, Plan> all() {
        Map<String, Plan> plans = new LinkedHashMap<>();
        plans.put("join_dense", dense());
        plans.put("join_hash", inner(HASH, false, false));
        plans.put("join_unique", inner(HASH, true, true));
        plans.put("join_pairs_dense", inner(DENSE, false, true));
        plans.put("join_left", outer(Plan.Join.Kind.LEFT, HASH, false));
        plans.put("join_left_residual", residual(Plan.Join.Kind.LEFT, HASH, false));
        plans.put("join_left_unique", residual(Plan.Join.Kind.LEFT, DENSE, true));
        plans.put("join_full", residual(Plan.Join.Kind.FULL, HASH, false));
        plans.put("join_right", outer(Plan.Join.Kind.RIGHT, HASH, true));
        plans.put("join_semi", residual(Plan.Join.Kind.SEMI, HASH, false));
        plans.put("join_anti", residual(Plan.Join.Kind.ANTI, HASH, false));
        plans.put("join_set", outer(Plan.Join.Kind.SEMI, DENSE, false));
        plans.put("join_right_semi", residual(Plan.Join.Kind.RIGHT_SEMI, HASH, false));
        plans.put("join_right_anti", outer(Plan.Join.Kind.RIGHT_ANTI, HASH, true));
        plans.put("join_mark", mark());
        plans.put("join_mark_loop", markLoop());
        plans.put("join_loop", loop());
        plans.put("join_one_row", oneRow());
        plans.put("join_strings", strings());
        plans.put("group_array", groupArray());
        return plans;
    }

    private static Plan.Scan customer() {
        return scan(
                "customer",
                150_000,
                field("c_custkey", Type.BIGINT, 1, 150_000),
                field("c_nationkey", Type.INTEGER, 0, 24),
                field("c_mktsegment", Type.VARCHAR),
                field("c_acctbal", MONEY, -99_999, 999_999));
    }

    private static Plan.Scan orders() {
        Plan.Scan orders =
                scan(
                        "orders",
                        1_500_000,
                        field("o_custkey", Type.BIGINT, 1, 149_999),
                        field("o_orderdate", Type.DATE, 8035, 10_440),
                        field("o_totalprice", MONEY, 85_771, 55_528_516));
        return where(
                orders,
                call(
                        Function.GREATER_OR_EQUAL,
                        Type.BOOLEAN,
                        column(orders, "o_orderdate"),
                        date("1995-01-01")));
    }

    private static Plan dense() {
        Plan.Join join =
                keyed(
                        Plan.Join.Kind.INNER,
                        orders(),
                        customer(),
                        DENSE,
                        true,
                        List.of(),
                        "o_custkey",
                        "c_custkey");
        return hash(
                join,
                List.of(5),
                aggregate(Kind.SUM, 2, "total", Type.decimal(38, 2)),
                count("orders"));
    }

    private static Plan inner(Index index, boolean unique, boolean count) {
        Plan.Join join =
                keyed(
                        Plan.Join.Kind.INNER,
                        orders(),
                        customer(),
                        index,
                        unique,
                        List.of(),
                        "o_custkey",
                        "c_custkey");
        return count
                ? single(
                        join,
                        aggregate(Kind.SUM, 6, "balance", Type.decimal(38, 2)),
                        count("orders"))
                : join;
    }

    private static Plan outer(Plan.Join.Kind kind, Index index, boolean unique) {
        return keyed(
                kind, orders(), customer(), index, unique, List.of(), "o_custkey", "c_custkey");
    }

    private static Plan residual(Plan.Join.Kind kind, Index index, boolean unique) {
        Plan left = orders();
        Plan right = customer();
        Expression less =
                call(
                        Function.LESS,
                        Type.BOOLEAN,
                        column(left, "o_totalprice"),
                        Plans.right(left, right, "c_acctbal"));
        return keyed(kind, left, right, index, unique, List.of(less), "o_custkey", "c_custkey");
    }

    private static Plan.Scan some(String table, String prefix) {
        return scan(
                table,
                1_000,
                nullable(prefix + "_number", Type.INTEGER),
                nullable(prefix + "_text", Type.VARCHAR),
                nullable(prefix + "_ratio", Type.DOUBLE));
    }

    private static Plan mark() {
        return keyed(
                Plan.Join.Kind.MARK,
                some("a", "a"),
                some("b", "b"),
                HASH,
                false,
                List.of(),
                "a_number",
                "b_number");
    }

    private static Plan markLoop() {
        Plan left = some("a", "a");
        Plan right = some("b", "b");
        Expression less =
                call(
                        Function.LESS,
                        Type.BOOLEAN,
                        column(left, "a_ratio"),
                        Plans.right(left, right, "b_ratio"));
        return keyed(
                Plan.Join.Kind.MARK,
                left,
                right,
                HASH,
                false,
                List.of(less),
                "a_number",
                "b_number");
    }

    private static Plan loop() {
        Plan left = some("a", "a");
        Plan right = some("b", "b");
        return join(
                Plan.Join.Kind.INNER,
                left,
                right,
                call(
                        Function.LESS,
                        Type.BOOLEAN,
                        column(left, "a_number"),
                        Plans.right(left, right, "b_number")),
                new JoinMethod.Loop());
    }

    private static Plan oneRow() {
        Plan left = customer();
        Plan right =
                single(
                        customer(),
                        aggregate(Kind.AVG, 3, "average", Type.decimal(38, 8)),
                        aggregate(Kind.SINGLE_VALUE, 2, "segment", Type.VARCHAR));
        return join(
                Plan.Join.Kind.INNER,
                left,
                right,
                call(
                        Function.GREATER,
                        Type.BOOLEAN,
                        column(left, "c_acctbal"),
                        Plans.right(left, right, "average")),
                new JoinMethod.Loop());
    }

    private static Plan groupArray() {
        return Plans.direct(
                customer(),
                List.of(0),
                List.of(new Aggregation.Dimension.Range(1, 150_000)),
                aggregate(Kind.SUM, 3, "balance", Type.decimal(38, 2)));
    }

    private static Plan strings() {
        Plan left = some("a", "a");
        Plan right = some("b", "b");
        return Plans.keyed(
                Plan.Join.Kind.FULL,
                left,
                right,
                HASH,
                false,
                List.of(),
                "a_text",
                "b_text",
                "a_ratio",
                "b_ratio");
    }
}
