package io.tensorflare.emit.expression;

import io.tensorflare.plan.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Consumer;

/** Walks over expressions. */
public final class Walk {
    private Walk() {}

    public static void each(Expression expression, Consumer<Expression> visit) {
        visit.accept(expression);
        expression.parts().forEach(part -> each(part, visit));
    }

    /** The columns that occur, each as often as it occurs. */
    public static List<Expression.ColumnReference> columns(Expression expression) {
        List<Expression.ColumnReference> columns = new ArrayList<>();
        each(
                expression,
                part -> {
                    if (part instanceof Expression.ColumnReference column) {
                        columns.add(column);
                    }
                });
        return columns;
    }

    /** How many nodes an expression has. */
    public static int size(Expression expression) {
        int size = 1;
        for (Expression part : expression.parts()) {
            size += size(part);
        }
        return size;
    }
}
