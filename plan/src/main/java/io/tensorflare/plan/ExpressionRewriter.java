package io.tensorflare.plan;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Copies an expression; a subclass overrides what becomes different. Parts are rewritten first.
 * What doesn't change is shared with the original.
 */
public abstract class ExpressionRewriter implements Expression.Visitor<Expression> {
    public final Expression rewrite(Expression expression) {
        return expression.accept(this);
    }

    public final List<Expression> rewrite(List<Expression> expressions) {
        return each(expressions, this::rewrite);
    }

    /** The place in the SQL that a copy gets. */
    protected Position position(Position position) {
        return position;
    }

    /** Whether a call over rewritten operands can be NULL. */
    protected boolean nullable(Expression.Call call, List<Expression> operands) {
        return call.nullable();
    }

    /** The items rewritten; the list itself where none changed. */
    static <T> List<T> each(List<T> items, UnaryOperator<T> rewrite) {
        List<T> rewritten = new ArrayList<>(items.size());
        boolean same = true;
        for (T item : items) {
            T copy = rewrite.apply(item);
            same &= copy == item;
            rewritten.add(copy);
        }
        return same ? items : rewritten;
    }

    @Override
    public Expression visit(Expression.ColumnReference column) {
        return column;
    }

    @Override
    public Expression visit(Expression.Literal literal) {
        return literal(literal);
    }

    private Expression.Literal literal(Expression.Literal literal) {
        Position position = position(literal.position());
        return position == literal.position()
                ? literal
                : new Expression.Literal(literal.value(), literal.type(), position);
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
        List<Expression> operands = rewrite(call.operands());
        Position position = position(call.position());
        return operands == call.operands() && position == call.position()
                ? call
                : new Expression.Call(
                        call.function(), operands, call.type(), nullable(call, operands), position);
    }

    @Override
    public Expression visit(Expression.Cast cast) {
        Expression operand = rewrite(cast.operand());
        Position position = position(cast.position());
        return operand == cast.operand() && position == cast.position()
                ? cast
                : new Expression.Cast(operand, cast.type(), position);
    }

    @Override
    public Expression visit(Expression.Case expression) {
        List<Expression.Case.Branch> branches = each(expression.branches(), this::branch);
        Expression otherwise = rewrite(expression.otherwise());
        return branches == expression.branches() && otherwise == expression.otherwise()
                ? expression
                : new Expression.Case(branches, otherwise);
    }

    private Expression.Case.Branch branch(Expression.Case.Branch branch) {
        Expression condition = rewrite(branch.condition());
        Expression value = rewrite(branch.value());
        return condition == branch.condition() && value == branch.value()
                ? branch
                : new Expression.Case.Branch(condition, value);
    }

    @Override
    public Expression visit(Expression.InList expression) {
        Expression operand = rewrite(expression.operand());
        List<Expression.Literal> values = each(expression.values(), this::literal);
        return operand == expression.operand() && values == expression.values()
                ? expression
                : new Expression.InList(operand, values);
    }
}
