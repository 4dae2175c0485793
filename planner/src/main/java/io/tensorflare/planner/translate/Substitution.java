package io.tensorflare.planner.translate;

import io.tensorflare.plan.Expression;
import java.util.List;
import java.util.function.Function;

/** Copies an expression with its column references replaced. */
public final class Substitution implements Expression.Visitor<Expression> {
    private final Function<Expression.ColumnReference, Expression> replacement;

    public Substitution(Function<Expression.ColumnReference, Expression> replacement) {
        this.replacement = replacement;
    }

    @Override
    public Expression visit(Expression.ColumnReference column) {
        return replacement.apply(column);
    }

    @Override
    public Expression visit(Expression.Literal literal) {
        return literal;
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
        List<Expression> operands =
                call.operands().stream().map(operand -> operand.accept(this)).toList();
        return new Expression.Call(
                call.function(),
                operands,
                call.type(),
                call.function().nullable(operands),
                call.position());
    }

    @Override
    public Expression visit(Expression.Cast cast) {
        return new Expression.Cast(cast.operand().accept(this), cast.type(), cast.position());
    }

    @Override
    public Expression visit(Expression.Case expression) {
        List<Expression.Case.Branch> branches =
                expression.branches().stream()
                        .map(
                                branch ->
                                        new Expression.Case.Branch(
                                                branch.condition().accept(this),
                                                branch.value().accept(this)))
                        .toList();
        return new Expression.Case(branches, expression.otherwise().accept(this));
    }

    @Override
    public Expression visit(Expression.InList expression) {
        return new Expression.InList(expression.operand().accept(this), expression.values());
    }
}
