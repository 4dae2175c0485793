package io.tensorflare.emit.operator;

import io.tensorflare.c.CWriter;
import io.tensorflare.c.Names;
import io.tensorflare.emit.expression.Context;
import io.tensorflare.emit.expression.Expressions;
import io.tensorflare.emit.expression.Value;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import java.util.ArrayList;
import java.util.List;

/**
 * The columns of one projection for the current row: what is used more than once is computed once.
 */
final class Shared {
    private final Context context;
    private final Names names;
    private final List<Cell> input;
    private final String node;
    private final CWriter c;
    private final List<Cell> cells = new ArrayList<>();

    Shared(Context context, Names names, List<Cell> input, String node, CWriter c) {
        this.context = context;
        this.names = names;
        this.input = input;
        this.node = node;
        this.c = c;
    }

    void compute(Plan.Project project, int[] uses) {
        for (int i = 0; i < project.expressions().size(); i++) {
            cells.add(column(project.expressions().get(i), project.names().get(i), uses[i]));
        }
    }

    Cell cell(int index) {
        return cells.get(index);
    }

    private Cell column(Expression expression, String name, int uses) {
        if (expression instanceof Expression.ColumnReference column) {
            return input.get(column.index());
        }
        Cell lazily = Cell.lazily(writer -> expressions(writer).value(expression));
        if (uses <= 1 || isConstant(expression)) {
            return lazily;
        }
        Value kept = expressions(c).keep(lazily.value(c), name);
        return Cell.of(kept);
    }

    private static boolean isConstant(Expression expression) {
        return expression instanceof Expression.Null;
    }

    private Expressions expressions(CWriter writer) {
        return new Expressions(context, names, Steps.scope(input), node, writer);
    }
}
