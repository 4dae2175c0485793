package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.translate.Calls;
import io.tensorflare.planner.translate.Columns;
import io.tensorflare.planner.translate.Joins;
import io.tensorflare.planner.translate.TypeRules;
import java.util.ArrayList;
import java.util.List;

/**
 * Makes every value that a join compares for equality a column of its side, both of one type, by
 * projections below the join and one above it that leaves them out.
 */
final class KeyColumns {
    private static final int DIGITS = 38;

    private final Plan.Join join;
    private final List<Expression> left = new ArrayList<>();
    private final List<Expression> right = new ArrayList<>();

    private KeyColumns(Plan.Join join) {
        this.join = join;
        List<Column> leftColumns = join.left().columns();
        List<Column> rightColumns = join.right().columns();
        for (int i = 0; i < leftColumns.size(); i++) {
            left.add(Columns.reference(leftColumns, i));
        }
        for (int i = 0; i < rightColumns.size(); i++) {
            right.add(Columns.reference(rightColumns, i));
        }
    }

    /** The join, or a projection over one that has columns as keys. */
    static Plan of(Plan.Join join) {
        JoinCondition condition = JoinCondition.of(join);
        boolean plain =
                condition.equalities().stream()
                        .allMatch(equality -> equality.isOfColumns() || !canBeKey(equality));
        return plain ? join : new KeyColumns(join).with(condition);
    }

    /** Whether both sides' values have a type that holds either's. */
    private static boolean canBeKey(JoinCondition.Equality equality) {
        Type a = equality.left().type();
        Type b = equality.right().type();
        if (a.equals(b)) {
            return true;
        }
        if (!(a instanceof Type.Decimal first) || !(b instanceof Type.Decimal second)) {
            return false;
        }
        int whole =
                Math.max(first.precision() - first.scale(), second.precision() - second.scale());
        return whole + Math.max(first.scale(), second.scale()) <= DIGITS;
    }

    private Plan with(JoinCondition condition) {
        int leftWidth = left.size();
        int rightWidth = right.size();
        List<int[]> keys = new ArrayList<>();
        List<JoinCondition.Equality> equalities = new ArrayList<>();
        List<Expression> rest = new ArrayList<>(condition.rest());
        for (JoinCondition.Equality equality : condition.equalities()) {
            if (canBeKey(equality)) {
                Type type = TypeRules.common(equality.left().type(), equality.right().type());
                keys.add(
                        new int[] {
                            column(left, equality.left(), type),
                            column(right, equality.right(), type)
                        });
                equalities.add(equality);
            } else {
                rest.add(equality.whole());
            }
        }
        Plan newLeft = projected(join.left(), left);
        Plan newRight = projected(join.right(), right);
        List<Column> both = new ArrayList<>(newLeft.columns());
        both.addAll(newRight.columns());
        List<Expression> conjuncts = new ArrayList<>();
        for (int i = 0; i < keys.size(); i++) {
            Function function =
                    equalities.get(i).nullsEqual() ? Function.IS_NOT_DISTINCT_FROM : Function.EQUAL;
            conjuncts.add(
                    Calls.compare(
                            function,
                            Columns.reference(both, keys.get(i)[0]),
                            Columns.reference(both, newLeft.columns().size() + keys.get(i)[1]),
                            join.position()));
        }
        int shift = newLeft.columns().size() - leftWidth;
        rest.forEach(
                conjunct ->
                        conjuncts.add(
                                Columns.renumber(
                                        conjunct,
                                        column -> column < leftWidth ? column : column + shift)));
        return trimmed(
                newLeft, newRight, Calls.and(conjuncts, join.position()), leftWidth, rightWidth);
    }

    /** The number of a column that holds a value, which is added where there is none. */
    private static int column(List<Expression> columns, Expression value, Type type) {
        Expression cast = Calls.cast(value, type, io.tensorflare.plan.Position.UNKNOWN);
        int known = columns.indexOf(cast);
        if (known >= 0) {
            return known;
        }
        columns.add(cast);
        return columns.size() - 1;
    }

    private static Plan projected(Plan plan, List<Expression> expressions) {
        List<Column> columns = plan.columns();
        if (columns.size() == expressions.size()) {
            return plan;
        }
        List<String> names = new ArrayList<>(columns.stream().map(Column::name).toList());
        for (int i = columns.size(); i < expressions.size(); i++) {
            names.add(Columns.nameOf(expressions.get(i), "$key") + "_key");
        }
        return new Plan.Project(plan, names, expressions);
    }

    private Plan trimmed(
            Plan newLeft, Plan newRight, Expression condition, int leftWidth, int rightWidth) {
        List<Column> columns = Joins.columns(newLeft, newRight, join.kind(), condition, List.of());
        Plan keyed =
                new Plan.Join(
                        newLeft,
                        newRight,
                        join.kind(),
                        condition,
                        join.method(),
                        columns,
                        join.position());
        List<Expression> kept = new ArrayList<>();
        int widened = newLeft.columns().size();
        for (int i = 0; i < columns.size(); i++) {
            boolean ofRight = isOfRight(i, widened);
            int own = ofRight && !isRightOnly() ? i - widened : i;
            boolean mark = join.kind() == Plan.Join.Kind.MARK && i == widened;
            if (mark || own < (ofRight ? rightWidth : leftWidth)) {
                kept.add(Columns.reference(columns, i));
            }
        }
        return new Plan.Project(keyed, join.columns().stream().map(Column::name).toList(), kept);
    }

    private boolean isRightOnly() {
        return join.kind() == Plan.Join.Kind.RIGHT_SEMI || join.kind() == Plan.Join.Kind.RIGHT_ANTI;
    }

    private boolean isOfRight(int column, int widened) {
        return isRightOnly() || column >= widened;
    }
}
