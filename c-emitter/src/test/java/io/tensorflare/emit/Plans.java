package io.tensorflare.emit;

import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Aggregation;
import io.tensorflare.plan.Column;
import io.tensorflare.plan.ColumnStatistics;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.JoinMethod;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.Type;
import java.math.BigDecimal;
import java.time.LocalDate;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.OptionalInt;
import java.util.OptionalLong;

/** Short ways to write plans in tests. */
final class Plans {
    static final Position HERE = new Position(1, 8);

    private Plans() {}

    /** A column that is never NULL, with claimed bounds. */
    static Plan.Scan.Field field(String name, Type type, long minimum, long maximum) {
        ColumnStatistics statistics =
                new ColumnStatistics(
                        OptionalLong.of(minimum),
                        OptionalLong.of(maximum),
                        OptionalLong.empty(),
                        false);
        return new Plan.Scan.Field(new Column(name, type, false), statistics);
    }

    static Plan.Scan.Field field(String name, Type type) {
        return new Plan.Scan.Field(new Column(name, type, false), ColumnStatistics.UNKNOWN);
    }

    static Plan.Scan.Field nullable(String name, Type type) {
        return new Plan.Scan.Field(new Column(name, type, true), ColumnStatistics.UNKNOWN);
    }

    static Plan.Scan scan(String table, long rows, Plan.Scan.Field... fields) {
        return new Plan.Scan(table, List.of(fields), List.of(), rows, HERE);
    }

    static Plan.Scan where(Plan.Scan scan, Expression... filters) {
        return new Plan.Scan(
                scan.table(), scan.fields(), List.of(filters), scan.rows(), scan.position());
    }

    static Expression column(Plan input, String name) {
        List<Column> columns = input.columns();
        for (int i = 0; i < columns.size(); i++) {
            if (columns.get(i).name().equals(name)) {
                return new Expression.ColumnReference(
                        i, name, columns.get(i).type(), columns.get(i).nullable());
            }
        }
        throw new IllegalArgumentException("no column " + name + " in " + columns);
    }

    static Expression.Literal integer(long value) {
        return new Expression.Literal(value, Type.INTEGER, HERE);
    }

    static Expression.Literal bigint(long value) {
        return new Expression.Literal(value, Type.BIGINT, HERE);
    }

    static Expression.Literal decimal(String value, int precision, int scale) {
        return new Expression.Literal(
                new BigDecimal(value).setScale(scale), Type.decimal(precision, scale), HERE);
    }

    static Expression.Literal date(String value) {
        return new Expression.Literal(LocalDate.parse(value).toEpochDay(), Type.DATE, HERE);
    }

    static Expression.Literal text(String value) {
        return new Expression.Literal(value, Type.VARCHAR, HERE);
    }

    static Expression.Literal real(double value) {
        return new Expression.Literal(value, Type.DOUBLE, HERE);
    }

    static Expression call(Function function, Type type, Expression... operands) {
        return Expression.call(function, type, HERE, operands);
    }

    static Expression test(Function function, Expression... operands) {
        return call(function, Type.BOOLEAN, operands);
    }

    static Plan.Project project(Plan input, Object... namesAndExpressions) {
        List<String> names = new ArrayList<>();
        List<Expression> expressions = new ArrayList<>();
        for (int i = 0; i < namesAndExpressions.length; i += 2) {
            names.add((String) namesAndExpressions[i]);
            expressions.add((Expression) namesAndExpressions[i + 1]);
        }
        return new Plan.Project(input, names, expressions);
    }

    static Plan.Filter filter(Plan input, Expression... conjuncts) {
        return new Plan.Filter(input, List.of(conjuncts));
    }

    static AggregateCall aggregate(AggregateCall.Kind kind, int argument, String name, Type type) {
        boolean count = kind == AggregateCall.Kind.COUNT;
        OptionalInt of = argument < 0 ? OptionalInt.empty() : OptionalInt.of(argument);
        return new AggregateCall(
                kind, of, false, OptionalInt.empty(), new Column(name, type, !count), HERE);
    }

    static AggregateCall count(String name) {
        return aggregate(AggregateCall.Kind.COUNT, -1, name, Type.BIGINT);
    }

    static AggregateCall distinct(AggregateCall call) {
        return new AggregateCall(
                call.kind(), call.argument(), true, call.filter(), call.column(), call.position());
    }

    static AggregateCall filtered(AggregateCall call, int filter) {
        return new AggregateCall(
                call.kind(),
                call.argument(),
                call.distinct(),
                OptionalInt.of(filter),
                call.column(),
                call.position());
    }

    static Plan.Aggregate single(Plan input, AggregateCall... calls) {
        return new Plan.Aggregate(input, List.of(), List.of(calls), new Aggregation.Single());
    }

    static Plan.Aggregate hash(Plan input, List<Integer> keys, AggregateCall... calls) {
        return new Plan.Aggregate(input, keys, List.of(calls), new Aggregation.Hash(1_000));
    }

    static Plan.Aggregate direct(
            Plan input,
            List<Integer> keys,
            List<Aggregation.Dimension> dimensions,
            AggregateCall... calls) {
        return new Plan.Aggregate(input, keys, List.of(calls), new Aggregation.Direct(dimensions));
    }

    static Plan.Sort sort(Plan input, OptionalLong limit, long offset, Plan.Sort.Key... keys) {
        return new Plan.Sort(input, List.of(keys), limit, offset);
    }

    static Plan.Sort.Key ascending(int column) {
        return new Plan.Sort.Key(column, Plan.Sort.Direction.ASCENDING, Plan.Sort.Nulls.LAST);
    }

    static Plan.Sort.Key descending(int column) {
        return new Plan.Sort.Key(column, Plan.Sort.Direction.DESCENDING, Plan.Sort.Nulls.FIRST);
    }

    static Plan.Values values(List<Column> columns, Expression[]... rows) {
        return new Plan.Values(columns, Arrays.stream(rows).map(List::of).toList());
    }

    /** A column of the right, as a join's condition sees it. */
    static Expression right(Plan left, Plan right, String name) {
        Expression.ColumnReference own = (Expression.ColumnReference) column(right, name);
        return new Expression.ColumnReference(
                left.columns().size() + own.index(), name, own.type(), own.nullable());
    }

    static Plan.Join join(
            Plan.Join.Kind kind, Plan left, Plan right, Expression condition, JoinMethod method) {
        return new Plan.Join(left, right, kind, condition, method, output(kind, left, right), HERE);
    }

    /**
     * A join by keys.
     *
     * @param keys names of columns: of the left, of the right, and so on
     */
    static Plan.Join keyed(
            Plan.Join.Kind kind,
            Plan left,
            Plan right,
            JoinMethod.Index index,
            boolean unique,
            List<Expression> residual,
            String... keys) {
        List<JoinMethod.Key> pairs = new ArrayList<>();
        List<Expression> conjuncts = new ArrayList<>();
        for (int i = 0; i < keys.length; i += 2) {
            Expression a = column(left, keys[i]);
            Expression b = right(left, right, keys[i + 1]);
            int at = ((Expression.ColumnReference) b).index() - left.columns().size();
            pairs.add(new JoinMethod.Key(((Expression.ColumnReference) a).index(), at, false));
            conjuncts.add(test(Function.EQUAL, a, b));
        }
        conjuncts.addAll(residual);
        Expression condition =
                conjuncts.size() == 1
                        ? conjuncts.get(0)
                        : test(Function.AND, conjuncts.toArray(Expression[]::new));
        return join(
                kind,
                left,
                right,
                condition,
                new JoinMethod.Keyed(pairs, residual, index, unique, true));
    }

    private static List<Column> output(Plan.Join.Kind kind, Plan left, Plan right) {
        boolean leftNull = kind == Plan.Join.Kind.RIGHT || kind == Plan.Join.Kind.FULL;
        boolean rightNull = kind == Plan.Join.Kind.LEFT || kind == Plan.Join.Kind.FULL;
        List<Column> output = new ArrayList<>();
        if (kind != Plan.Join.Kind.RIGHT_SEMI && kind != Plan.Join.Kind.RIGHT_ANTI) {
            left.columns().forEach(column -> output.add(nullable(column, leftNull)));
        }
        switch (kind) {
            case SEMI, ANTI -> {}
            case MARK -> output.add(new Column("mark", Type.BOOLEAN, true));
            default -> right.columns().forEach(column -> output.add(nullable(column, rightNull)));
        }
        return output;
    }

    private static Column nullable(Column column, boolean also) {
        return new Column(column.name(), column.type(), column.nullable() || also);
    }
}
