package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.ExpressionRewriter;
import io.tensorflare.plan.Position;

/**
 * What an expression computes, without where it stands in the text and how columns are called: two
 * expressions of one shape give the same value.
 */
final class Shape extends ExpressionRewriter {
    private static final Shape SHAPE = new Shape();

    private Shape() {}

    static Expression of(Expression expression) {
        return SHAPE.rewrite(expression);
    }

    static boolean same(Expression a, Expression b) {
        return of(a).equals(of(b));
    }

    @Override
    public Expression visit(Expression.ColumnReference column) {
        return new Expression.ColumnReference(column.index(), "", column.type(), column.nullable());
    }

    @Override
    protected Position position(Position position) {
        return Position.UNKNOWN;
    }
}
