package io.tensorflare.planner.translate;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.IntUnaryOperator;

/** References to columns: made, found and renumbered. */
public final class Columns {
    private Columns() {}

    public static Expression.ColumnReference reference(Plan plan, int index) {
        return reference(plan.columns(), index);
    }

    public static Expression.ColumnReference reference(List<Column> columns, int index) {
        Column column = columns.get(index);
        return new Expression.ColumnReference(
                index, column.name(), column.type(), column.nullable());
    }

    /** The columns that an expression reads. */
    public static void collect(Expression expression, BitSet into) {
        if (expression instanceof Expression.ColumnReference reference) {
            into.set(reference.index());
        }
        expression.parts().forEach(child -> collect(child, into));
    }

    /** The expression over columns that have moved. */
    public static Expression renumber(Expression expression, IntUnaryOperator moved) {
        return expression.accept(
                new Substitution(
                        reference ->
                                new Expression.ColumnReference(
                                        moved.applyAsInt(reference.index()),
                                        reference.name(),
                                        reference.type(),
                                        reference.nullable())));
    }

    /** The expression with the references replaced by what computes them. */
    public static Expression substitute(Expression expression, List<Expression> values) {
        return expression.accept(new Substitution(reference -> values.get(reference.index())));
    }

    /** A readable name for a column that SQL did not name. */
    public static String nameOf(Expression expression, String given) {
        if (!isInvented(given)) {
            return given;
        }
        if (expression instanceof Expression.ColumnReference reference) {
            return reference.name();
        }
        BitSet used = new BitSet();
        collect(expression, used);
        String first = firstColumn(expression);
        if (expression instanceof Expression.Call call) {
            String function = call.function().name().toLowerCase(Locale.ROOT);
            return first.isEmpty() ? function : function + "_" + first;
        }
        if (expression instanceof Expression.Cast && !first.isEmpty()) {
            return first;
        }
        if (expression instanceof Expression.Case) {
            return first.isEmpty() ? "choice" : "case_" + first;
        }
        return expression instanceof Expression.Literal
                ? "constant"
                : first.isEmpty() ? "value" : first;
    }

    private static String firstColumn(Expression expression) {
        if (expression instanceof Expression.ColumnReference reference) {
            return reference.name();
        }
        return expression.parts().stream()
                .map(Columns::firstColumn)
                .filter(name -> !name.isEmpty())
                .findFirst()
                .orElse("");
    }

    /** Whether a name is one of Calcite's making. */
    public static boolean isInvented(String name) {
        return name.startsWith("$") || name.startsWith("EXPR$");
    }

    /** A name that is not taken yet; it is taken now. */
    public static String unique(String name, Set<String> taken) {
        String unique = name;
        for (int i = 2; !taken.add(unique.toLowerCase(Locale.ROOT)); i++) {
            unique = name + "_" + i;
        }
        return unique;
    }

    public static List<Column> renamed(List<Column> columns, List<String> names) {
        List<Column> renamed = new ArrayList<>();
        for (int i = 0; i < columns.size(); i++) {
            renamed.add(new Column(names.get(i), columns.get(i).type(), columns.get(i).nullable()));
        }
        return renamed;
    }
}
