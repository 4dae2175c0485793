package io.tensorflare.planner.translate;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.ExpressionRewriter;
import java.util.List;
import java.util.function.Function;

/** Copies an expression with its column references replaced. */
public final class Substitution extends ExpressionRewriter {
    private final Function<Expression.ColumnReference, Expression> replacement;

    public Substitution(Function<Expression.ColumnReference, Expression> replacement) {
        this.replacement = replacement;
    }

    @Override
    public Expression visit(Expression.ColumnReference column) {
        return replacement.apply(column);
    }

    @Override
    protected boolean nullable(Expression.Call call, List<Expression> operands) {
        return call.function().nullable(operands);
    }
}
