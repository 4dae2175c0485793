package io.tensorflare.pipeline;

import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.JoinMethod;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import java.util.List;

/** Plans and expressions without their places in the SQL: for comparing what they do. */
public final class Unplaced {
    private static final Strip STRIP = new Strip();

    private Unplaced() {}

    public static Expression of(Expression expression) {
        return expression.accept(STRIP);
    }

    private static List<Expression> of(List<Expression> expressions) {
        return expressions.stream().map(Unplaced::of).toList();
    }

    /** Windows keep their places: two that stand in different places differ. */
    public static Plan of(Plan plan) {
        return plan.accept(new StripPlan());
    }

    private static final class Strip implements Expression.Visitor<Expression> {
        @Override
        public Expression visit(Expression.ColumnReference column) {
            return column;
        }

        @Override
        public Expression visit(Expression.Literal literal) {
            return new Expression.Literal(literal.value(), literal.type(), Position.UNKNOWN);
        }

        @Override
        public Expression visit(Expression.Null literal) {
            return literal;
        }

        @Override
        public Expression visit(Expression.Parameter parameter) {
            return parameter;
        }

        @Override
        public Expression visit(Expression.Call call) {
            return new Expression.Call(
                    call.function(),
                    of(call.operands()),
                    call.type(),
                    call.nullable(),
                    Position.UNKNOWN);
        }

        @Override
        public Expression visit(Expression.Cast cast) {
            return new Expression.Cast(of(cast.operand()), cast.type(), Position.UNKNOWN);
        }

        @Override
        public Expression visit(Expression.Case expression) {
            List<Expression.Case.Branch> branches =
                    expression.branches().stream()
                            .map(
                                    branch ->
                                            new Expression.Case.Branch(
                                                    of(branch.condition()), of(branch.value())))
                            .toList();
            return new Expression.Case(branches, of(expression.otherwise()));
        }

        @Override
        public Expression visit(Expression.InList expression) {
            List<Expression.Literal> values =
                    expression.values().stream()
                            .map(value -> (Expression.Literal) of(value))
                            .toList();
            return new Expression.InList(of(expression.operand()), values);
        }
    }

    private static final class StripPlan implements Plan.Visitor<Plan> {
        @Override
        public Plan visit(Plan.Scan scan) {
            return new Plan.Scan(
                    scan.table(), scan.fields(), of(scan.filters()), scan.rows(), Position.UNKNOWN);
        }

        @Override
        public Plan visit(Plan.Values values) {
            return new Plan.Values(
                    values.columns(), values.rows().stream().map(Unplaced::of).toList());
        }

        @Override
        public Plan visit(Plan.Filter filter) {
            return new Plan.Filter(of(filter.input()), of(filter.conjuncts()));
        }

        @Override
        public Plan visit(Plan.Project project) {
            return new Plan.Project(
                    of(project.input()), project.names(), of(project.expressions()));
        }

        @Override
        public Plan visit(Plan.Predict predict) {
            return new Plan.Predict(
                    of(predict.input()), predict.model(), of(predict.arguments()), predict.name());
        }

        @Override
        public Plan visit(Plan.Aggregate aggregate) {
            List<AggregateCall> calls = aggregate.calls().stream().map(StripPlan::call).toList();
            return new Plan.Aggregate(
                    of(aggregate.input()), aggregate.keys(), calls, aggregate.aggregation());
        }

        private static AggregateCall call(AggregateCall call) {
            return new AggregateCall(
                    call.kind(),
                    call.argument(),
                    call.distinct(),
                    call.filter(),
                    call.column(),
                    Position.UNKNOWN);
        }

        @Override
        public Plan visit(Plan.Sort sort) {
            return new Plan.Sort(of(sort.input()), sort.keys(), sort.limit(), sort.offset());
        }

        @Override
        public Plan visit(Plan.Limit limit) {
            return new Plan.Limit(of(limit.input()), limit.limit(), limit.offset());
        }

        @Override
        public Plan visit(Plan.Window window) {
            return new Plan.Window(
                    of(window.input()), window.partition(), window.order(), window.calls());
        }

        @Override
        public Plan visit(Plan.Union union) {
            return new Plan.Union(
                    union.inputs().stream().map(Unplaced::of).toList(), union.columns());
        }

        @Override
        public Plan visit(Plan.Join join) {
            return new Plan.Join(
                    of(join.left()),
                    of(join.right()),
                    join.kind(),
                    of(join.condition()),
                    method(join.method()),
                    join.columns(),
                    Position.UNKNOWN);
        }

        private static JoinMethod method(JoinMethod method) {
            return method instanceof JoinMethod.Keyed keyed
                    ? new JoinMethod.Keyed(
                            keyed.keys(),
                            of(keyed.residual()),
                            keyed.index(),
                            keyed.unique(),
                            keyed.filtersScan())
                    : method;
        }
    }
}
