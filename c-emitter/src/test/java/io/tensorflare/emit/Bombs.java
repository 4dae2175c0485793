package io.tensorflare.emit;

import static io.tensorflare.emit.Plans.call;
import static io.tensorflare.emit.Plans.column;
import static io.tensorflare.emit.Plans.filter;
import static io.tensorflare.emit.Plans.nullable;
import static io.tensorflare.emit.Plans.project;
import static io.tensorflare.emit.Plans.scan;
import static io.tensorflare.emit.Plans.test;
import static io.tensorflare.emit.Plans.text;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.IntStream;

/** Queries of unusual size, which must still compile soon. */
final class Bombs {
    private Bombs() {}

    static Map<String, Plan> all() {
        Map<String, Plan> bombs = new LinkedHashMap<>();
        bombs.put("in_list", inList(10_000));
        bombs.put("columns", columns(1_000));
        bombs.put("sums", sums(1_000));
        bombs.put("case", branches(500));
        bombs.put("or", terms(1_000));
        bombs.put("or_raising", raisingTerms(1_000));
        bombs.put("and_nullable", conjuncts(1_000));
        bombs.put("nested", nested(500));
        bombs.put("coalesce", coalesce(200));
        bombs.put("concat", concat(1_000));
        bombs.put("grouped", grouped(300));
        return bombs;
    }

    private static Plan.Scan table() {
        return scan(
                "t",
                1_000_000,
                nullable("a", Type.BIGINT),
                nullable("b", Type.VARCHAR),
                nullable("c", Type.INTEGER));
    }

    static Plan inList(int size) {
        Plan.Scan t = table();
        List<Expression.Literal> values =
                IntStream.range(0, size).mapToObj(i -> text("value " + i)).toList();
        Expression concatenated = call(Function.CONCAT, Type.VARCHAR, column(t, "b"), text("x"));
        return filter(
                t,
                new Expression.InList(column(t, "b"), values),
                new Expression.InList(concatenated, values));
    }

    static Plan columns(int count) {
        Plan.Scan.Field[] fields = new Plan.Scan.Field[count];
        for (int i = 0; i < count; i++) {
            fields[i] = nullable("column" + i, Type.BIGINT);
        }
        return scan("wide", 1_000, fields);
    }

    static Plan sums(int count) {
        Plan.Scan t = table();
        Object[] columns = new Object[2 * count];
        for (int i = 0; i < count; i++) {
            columns[2 * i] = "s" + i;
            columns[2 * i + 1] = call(Function.ADD, Type.BIGINT, column(t, "a"), Plans.bigint(i));
        }
        return project(
                filter(
                        t,
                        test(
                                Function.GREATER,
                                call(
                                        Function.DIVIDE,
                                        Type.BIGINT,
                                        Plans.bigint(100),
                                        column(t, "a")),
                                Plans.bigint(0))),
                columns);
    }

    static Plan branches(int count) {
        Plan.Scan t = table();
        List<Expression.Case.Branch> branches = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            branches.add(
                    new Expression.Case.Branch(
                            test(Function.EQUAL, column(t, "a"), Plans.bigint(i)),
                            call(Function.CONCAT, Type.VARCHAR, column(t, "b"), text("v" + i))));
        }
        return project(
                t, "chosen", new Expression.Case(branches, new Expression.Null(Type.VARCHAR)));
    }

    static Plan terms(int count) {
        Plan.Scan t = table();
        Expression[] terms = new Expression[count];
        for (int i = 0; i < count; i++) {
            terms[i] =
                    i % 2 == 0
                            ? test(Function.EQUAL, column(t, "a"), Plans.bigint(i))
                            : test(Function.LIKE, column(t, "b"), text("%" + i), text(""));
        }
        return filter(t, test(Function.OR, terms));
    }

    static Plan raisingTerms(int count) {
        Plan.Scan t = table();
        Expression[] terms = new Expression[count];
        for (int i = 0; i < count; i++) {
            terms[i] =
                    test(
                            Function.EQUAL,
                            call(
                                    Function.DIVIDE,
                                    Type.BIGINT,
                                    column(t, "a"),
                                    call(
                                            Function.ADD,
                                            Type.BIGINT,
                                            column(t, "a"),
                                            Plans.bigint(i))),
                            Plans.bigint(i));
        }
        return project(
                t,
                "any",
                test(Function.OR, terms),
                "none",
                test(Function.NOT, test(Function.OR, terms)));
    }

    static Plan conjuncts(int count) {
        Plan.Scan t = table();
        Expression[] terms = new Expression[count];
        for (int i = 0; i < count; i++) {
            terms[i] =
                    test(
                            Function.NOT_EQUAL,
                            call(
                                    Function.REMAINDER,
                                    Type.BIGINT,
                                    column(t, "a"),
                                    Plans.bigint(i + 1)),
                            Plans.bigint(i));
        }
        return filter(t, terms);
    }

    static Plan nested(int depth) {
        Plan.Scan t = table();
        Expression sum = column(t, "a");
        for (int i = 0; i < depth; i++) {
            sum =
                    call(
                            Function.DIVIDE,
                            Type.BIGINT,
                            call(Function.ADD, Type.BIGINT, sum, Plans.bigint(i)),
                            Plans.bigint(3));
        }
        return project(t, "deep", sum);
    }

    static Plan coalesce(int count) {
        Plan.Scan t = table();
        Expression[] operands = new Expression[count];
        for (int i = 0; i < count; i++) {
            operands[i] = call(Function.ADD, Type.BIGINT, column(t, "a"), Plans.bigint(i));
        }
        return project(
                t,
                "first",
                call(Function.COALESCE, Type.BIGINT, operands),
                "largest",
                call(Function.GREATEST, Type.BIGINT, operands));
    }

    static Plan concat(int count) {
        Plan.Scan t = table();
        Expression[] operands = new Expression[count];
        for (int i = 0; i < count; i++) {
            operands[i] = i % 2 == 0 ? column(t, "b") : text("and " + i);
        }
        return project(t, "long", call(Function.CONCAT, Type.VARCHAR, operands));
    }

    static Plan grouped(int count) {
        Plan.Scan t = table();
        Object[] columns = new Object[2 * count + 2];
        for (int i = 0; i < count; i++) {
            columns[2 * i] = "x" + i;
            columns[2 * i + 1] = call(Function.ADD, Type.BIGINT, column(t, "a"), Plans.bigint(i));
        }
        columns[2 * count] = "k";
        columns[2 * count + 1] = column(t, "c");
        Plan input = project(t, columns);
        io.tensorflare.plan.AggregateCall[] calls = new io.tensorflare.plan.AggregateCall[count];
        for (int i = 0; i < count; i++) {
            calls[i] =
                    Plans.aggregate(
                            io.tensorflare.plan.AggregateCall.Kind.SUM,
                            i,
                            "s" + i,
                            Type.decimal(38, 0));
        }
        return Plans.hash(input, List.of(count), calls);
    }
}
