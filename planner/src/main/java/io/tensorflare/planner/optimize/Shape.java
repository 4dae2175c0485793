package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Position;
import java.util.List;

/**
 * What an expression computes, without where it stands in the text and how columns are called: two
 * expressions of one shape give the same value.
 */
final class Shape implements Expression.Visitor<Expression> {
    private static final Shape SHAPE = new Shape();

    private Shape() {}

    static Expression of(Expression expression) {
        return expression.accept(SHAPE);
    }

    static boolean same(Expression a, Expression b) {
        return of(a).equals(of(b));
    }

    @Override
    public Expression visit(Expression.ColumnReference column) {
        return new Expression.ColumnReference(column.index(), "", column.type(), column.nullable());
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
        List<Expression> operands = call.operands().stream().map(Shape::of).toList();
        return new Expression.Call(
                call.function(), operands, call.type(), call.nullable(), Position.UNKNOWN);
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
                expression.values().stream().map(value -> (Expression.Literal) of(value)).toList();
        return new Expression.InList(of(expression.operand()), values);
    }
}
