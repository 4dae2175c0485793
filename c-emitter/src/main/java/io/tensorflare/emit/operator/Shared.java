package io.tensorflare.emit.operator;

import io.tensorflare.c.CWriter;
import io.tensorflare.c.Names;
import io.tensorflare.emit.expression.Context;
import io.tensorflare.emit.expression.Expressions;
import io.tensorflare.emit.expression.Value;
import io.tensorflare.emit.expression.Walk;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Unplaced;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * The columns of one projection for the current row: what is used more than once is computed once.
 */
final class Shared {
    private final Context context;
    private final Names names;
    private final List<Cell> input;
    private final List<String> hints;
    private final String node;
    private final CWriter c;
    private final List<Cell> cells = new ArrayList<>();
    private final Map<Expression, Value> known = new HashMap<>();

    Shared(
            Context context,
            Names names,
            List<Cell> input,
            List<String> hints,
            String node,
            CWriter c) {
        this.hints = hints;
        this.context = context;
        this.names = names;
        this.input = input;
        this.node = node;
        this.c = c;
    }

    void compute(Plan.Project project, int[] uses) {
        for (Expression shared : Common.of(project.expressions(), uses)) {
            Value value = expressions(c).value(shared);
            known.put(shared, expressions(c).keep(value, hint(project, shared)));
        }
        for (int i = 0; i < project.expressions().size(); i++) {
            cells.add(column(project.expressions().get(i), hints.get(i), uses[i]));
        }
    }

    /** The name of the column that is just this, or what it does to its first column. */
    private String hint(Plan.Project project, Expression shared) {
        for (int i = 0; i < project.expressions().size(); i++) {
            if (Unplaced.of(project.expressions().get(i)).equals(shared)) {
                return hints.get(i);
            }
        }
        return Walk.columns(shared).get(0).name()
                + "_"
                + ((Expression.Call) shared).function().name();
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
        return new Expressions(context, names, Steps.scope(input), node, known, writer);
    }
}
