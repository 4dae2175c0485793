package io.tensorflare.plan;

import java.util.List;

/**
 * Copies a plan; a subclass overrides what becomes different. Inputs are rewritten first. What
 * doesn't change is shared with the original.
 */
public abstract class PlanRewriter implements Plan.Visitor<Plan> {
    /** What an operator's input becomes. */
    protected Plan input(Plan input) {
        return input.accept(this);
    }

    /** What an expression of an operator becomes. */
    protected Expression expression(Expression expression) {
        return expression;
    }

    /** The place in the SQL that a copy gets. */
    protected Position position(Position position) {
        return position;
    }

    private List<Expression> expressions(List<Expression> expressions) {
        return ExpressionRewriter.each(expressions, this::expression);
    }

    @Override
    public Plan visit(Plan.Scan scan) {
        List<Expression> filters = expressions(scan.filters());
        Position position = position(scan.position());
        return filters == scan.filters() && position == scan.position()
                ? scan
                : new Plan.Scan(scan.table(), scan.fields(), filters, scan.rows(), position);
    }

    @Override
    public Plan visit(Plan.Values values) {
        List<List<Expression>> rows = ExpressionRewriter.each(values.rows(), this::expressions);
        return rows == values.rows() ? values : new Plan.Values(values.columns(), rows);
    }

    @Override
    public Plan visit(Plan.Filter filter) {
        Plan input = input(filter.input());
        List<Expression> conjuncts = expressions(filter.conjuncts());
        return input == filter.input() && conjuncts == filter.conjuncts()
                ? filter
                : new Plan.Filter(input, conjuncts);
    }

    @Override
    public Plan visit(Plan.Project project) {
        Plan input = input(project.input());
        List<Expression> expressions = expressions(project.expressions());
        return input == project.input() && expressions == project.expressions()
                ? project
                : new Plan.Project(input, project.names(), expressions);
    }

    @Override
    public Plan visit(Plan.Predict predict) {
        Plan input = input(predict.input());
        List<Expression> arguments = expressions(predict.arguments());
        return input == predict.input() && arguments == predict.arguments()
                ? predict
                : new Plan.Predict(input, predict.model(), arguments, predict.name());
    }

    @Override
    public Plan visit(Plan.Aggregate aggregate) {
        Plan input = input(aggregate.input());
        List<AggregateCall> calls = ExpressionRewriter.each(aggregate.calls(), this::call);
        return input == aggregate.input() && calls == aggregate.calls()
                ? aggregate
                : new Plan.Aggregate(input, aggregate.keys(), calls, aggregate.aggregation());
    }

    private AggregateCall call(AggregateCall call) {
        Position position = position(call.position());
        return position == call.position()
                ? call
                : new AggregateCall(
                        call.kind(),
                        call.argument(),
                        call.distinct(),
                        call.filter(),
                        call.column(),
                        position);
    }

    @Override
    public Plan visit(Plan.Sort sort) {
        Plan input = input(sort.input());
        return input == sort.input()
                ? sort
                : new Plan.Sort(input, sort.keys(), sort.limit(), sort.offset());
    }

    @Override
    public Plan visit(Plan.Limit limit) {
        Plan input = input(limit.input());
        return input == limit.input()
                ? limit
                : new Plan.Limit(input, limit.limit(), limit.offset());
    }

    @Override
    public Plan visit(Plan.Window window) {
        Plan input = input(window.input());
        return input == window.input()
                ? window
                : new Plan.Window(input, window.partition(), window.order(), window.calls());
    }

    @Override
    public Plan visit(Plan.Union union) {
        List<Plan> inputs = ExpressionRewriter.each(union.inputs(), this::input);
        return inputs == union.inputs() ? union : new Plan.Union(inputs, union.columns());
    }

    @Override
    public Plan visit(Plan.Join join) {
        Plan left = input(join.left());
        Plan right = input(join.right());
        Expression condition = expression(join.condition());
        JoinMethod method = method(join.method());
        Position position = position(join.position());
        return left == join.left()
                        && right == join.right()
                        && condition == join.condition()
                        && method == join.method()
                        && position == join.position()
                ? join
                : new Plan.Join(
                        left, right, join.kind(), condition, method, join.columns(), position);
    }

    private JoinMethod method(JoinMethod method) {
        if (!(method instanceof JoinMethod.Keyed keyed)) {
            return method;
        }
        List<Expression> residual = expressions(keyed.residual());
        return residual == keyed.residual()
                ? method
                : new JoinMethod.Keyed(
                        keyed.keys(), residual, keyed.index(), keyed.unique(), keyed.filtersScan());
    }
}
