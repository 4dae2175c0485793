package io.tensorflare.planner.translate;

import io.tensorflare.plan.Expression;
import java.util.ArrayList;
import java.util.List;

/** The expressions directly inside another. */
final class Children implements Expression.Visitor<List<Expression>> {
    @Override
    public List<Expression> visit(Expression.ColumnReference column) {
        return List.of();
    }

    @Override
    public List<Expression> visit(Expression.Literal literal) {
        return List.of();
    }

    @Override
    public List<Expression> visit(Expression.Null literal) {
        return List.of();
    }

    @Override
    public List<Expression> visit(Expression.Parameter parameter) {
        return List.of();
    }

    @Override
    public List<Expression> visit(Expression.Call call) {
        return call.operands();
    }

    @Override
    public List<Expression> visit(Expression.Cast cast) {
        return List.of(cast.operand());
    }

    @Override
    public List<Expression> visit(Expression.Case expression) {
        List<Expression> children = new ArrayList<>();
        for (Expression.Case.Branch branch : expression.branches()) {
            children.add(branch.condition());
            children.add(branch.value());
        }
        children.add(expression.otherwise());
        return children;
    }

    @Override
    public List<Expression> visit(Expression.InList expression) {
        return List.of(expression.operand());
    }
}
