package io.tensorflare.planner;

import io.tensorflare.plan.Expression;
import java.math.BigDecimal;
import java.util.stream.Collectors;

/** An expression as text, for tests to compare. */
final class ExpressionText implements Expression.Visitor<String> {
    static String of(Expression expression) {
        return expression.accept(new ExpressionText());
    }

    @Override
    public String visit(Expression.ColumnReference column) {
        return column.name();
    }

    @Override
    public String visit(Expression.Literal literal) {
        return switch (literal.type().kind()) {
            case VARCHAR -> "'" + literal.value() + "'";
            case DECIMAL -> ((BigDecimal) literal.value()).toPlainString();
            case DATE -> java.time.LocalDate.ofEpochDay((Long) literal.value()).toString();
            default -> literal.value().toString();
        };
    }

    @Override
    public String visit(Expression.Null literal) {
        return "NULL";
    }

    @Override
    public String visit(Expression.Parameter parameter) {
        return "?" + parameter.index();
    }

    @Override
    public String visit(Expression.Call call) {
        return call.function()
                + call.operands().stream()
                        .map(ExpressionText::of)
                        .collect(Collectors.joining(", ", "(", ")"));
    }

    @Override
    public String visit(Expression.Cast cast) {
        return of(cast.operand()) + "::" + cast.type();
    }

    @Override
    public String visit(Expression.Case expression) {
        String branches =
                expression.branches().stream()
                        .map(branch -> of(branch.condition()) + " -> " + of(branch.value()))
                        .collect(Collectors.joining(", "));
        return "CASE(" + branches + ", else " + of(expression.otherwise()) + ")";
    }

    @Override
    public String visit(Expression.InList expression) {
        return of(expression.operand())
                + " IN "
                + expression.values().stream()
                        .map(ExpressionText::of)
                        .collect(Collectors.joining(", ", "(", ")"));
    }
}
