package io.tensorflare.emit;

import static io.tensorflare.emit.Plans.aggregate;
import static io.tensorflare.emit.Plans.call;
import static io.tensorflare.emit.Plans.column;
import static io.tensorflare.emit.Plans.count;
import static io.tensorflare.emit.Plans.field;
import static io.tensorflare.emit.Plans.filter;
import static io.tensorflare.emit.Plans.integer;
import static io.tensorflare.emit.Plans.nullable;
import static io.tensorflare.emit.Plans.project;
import static io.tensorflare.emit.Plans.scan;
import static io.tensorflare.emit.Plans.single;
import static io.tensorflare.emit.Plans.test;
import static io.tensorflare.emit.Plans.text;
import static io.tensorflare.emit.Plans.where;

import io.tensorflare.plan.AggregateCall.Kind;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import java.util.List;

/** The plans of the golden queries that show expressions and filters. */
final class GoldenExpressions {
    private GoldenExpressions() {}

    static Plan.Scan three() {
        return scan(
                "t",
                1_000,
                nullable("a", Type.INTEGER),
                nullable("b", Type.INTEGER),
                field("c", Type.INTEGER),
                nullable("s", Type.VARCHAR));
    }

    static Plan nulls() {
        Plan.Scan t = three();
        Expression a = column(t, "a");
        Expression b = column(t, "b");
        Expression c = column(t, "c");
        Expression less = test(Function.LESS, a, b);
        Expression large = test(Function.GREATER, c, integer(5));
        Plan kept =
                filter(
                        project(t, "a", a, "b", b, "c", c, "s", column(t, "s")),
                        test(Function.NOT, test(Function.AND, less, large)));
        return project(
                kept,
                "and_value",
                test(Function.AND, less, large),
                "or_value",
                test(Function.OR, test(Function.IS_NULL, a), test(Function.EQUAL, a, b)),
                "not_value",
                test(Function.NOT, less),
                "distinct_value",
                test(Function.IS_DISTINCT_FROM, a, b),
                "first_value",
                call(Function.COALESCE, Type.INTEGER, a, b, c),
                "quotient",
                call(Function.DIVIDE, Type.INTEGER, a, b));
    }

    static Plan choices() {
        Plan.Scan t = three();
        Expression a = column(t, "a");
        Expression b = column(t, "b");
        Expression c = column(t, "c");
        Expression safe =
                new Expression.Case(
                        List.of(
                                new Expression.Case.Branch(
                                        test(Function.NOT_EQUAL, b, integer(0)),
                                        call(Function.DIVIDE, Type.INTEGER, a, b))),
                        new Expression.Null(Type.INTEGER));
        Expression sized =
                new Expression.Case(
                        List.of(
                                new Expression.Case.Branch(
                                        test(Function.LESS, c, integer(10)), text("small")),
                                new Expression.Case.Branch(
                                        test(Function.LESS, c, integer(100)),
                                        call(Function.UPPER, Type.VARCHAR, column(t, "s")))),
                        text("large"));
        return project(
                t,
                "safe",
                safe,
                "size",
                sized,
                "largest",
                call(Function.GREATEST, Type.INTEGER, a, b, c));
    }

    static Plan decimals() {
        Type wide = Type.decimal(30, 4);
        Plan.Scan t =
                scan(
                        "ledger",
                        1_000_000,
                        field("amount", wide),
                        nullable("rate", Type.decimal(18, 6)),
                        field("units", Type.BIGINT));
        Expression product =
                call(
                        Function.MULTIPLY,
                        Type.decimal(38, 8),
                        column(t, "amount"),
                        column(t, "rate"));
        Plan.Project projected =
                project(
                        t,
                        "product",
                        product,
                        "ratio",
                        call(
                                Function.DIVIDE,
                                Type.decimal(38, 10),
                                column(t, "amount"),
                                column(t, "rate")),
                        "sum",
                        call(
                                Function.ADD,
                                Type.decimal(38, 6),
                                column(t, "amount"),
                                column(t, "rate")),
                        "units",
                        column(t, "units"));
        return single(
                projected,
                aggregate(Kind.SUM, 0, "total", Type.decimal(38, 8)),
                aggregate(Kind.AVG, 1, "mean_ratio", Type.decimal(38, 16)),
                aggregate(Kind.MAX, 2, "largest", Type.decimal(38, 6)),
                aggregate(Kind.SUM, 3, "all_units", Type.decimal(38, 0)));
    }

    static Plan filters() {
        Plan.Scan orders =
                scan(
                        "orders",
                        1_500_000,
                        field("o_orderdate", Type.DATE),
                        nullable("o_clerk", Type.VARCHAR),
                        nullable("o_comment", Type.VARCHAR),
                        field("o_shippriority", Type.INTEGER),
                        field("o_custkey", Type.BIGINT),
                        nullable("o_shipdate", Type.DATE));
        Expression year = call(Function.YEAR, Type.BIGINT, column(orders, "o_orderdate"));
        Plan.Scan kept =
                where(
                        orders,
                        test(Function.EQUAL, year, Plans.bigint(1995)),
                        test(
                                Function.LIKE,
                                column(orders, "o_comment"),
                                text("%special%"),
                                text("")),
                        new Expression.InList(
                                column(orders, "o_shippriority"),
                                List.of(integer(1), integer(3), integer(2))),
                        test(Function.IS_NOT_NULL, column(orders, "o_clerk")),
                        test(
                                Function.EQUAL,
                                call(Function.UPPER, Type.VARCHAR, column(orders, "o_clerk")),
                                text("CLERK#000000951")),
                        test(
                                Function.LESS,
                                column(orders, "o_orderdate"),
                                column(orders, "o_shipdate")),
                        test(
                                Function.GREATER_OR_EQUAL,
                                column(orders, "o_custkey"),
                                new Expression.Parameter(0, Type.BIGINT)),
                        test(
                                Function.GREATER,
                                call(
                                        Function.DIVIDE,
                                        Type.BIGINT,
                                        Plans.bigint(1_000_000),
                                        column(orders, "o_custkey")),
                                Plans.bigint(10)));
        return single(kept, count("orders"));
    }
}
