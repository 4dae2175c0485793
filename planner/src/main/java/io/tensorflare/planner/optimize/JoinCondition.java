package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.translate.Columns;
import io.tensorflare.planner.translate.Conjuncts;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;

/**
 * A join's condition taken apart.
 *
 * @param equalities of a value of the left with a value of the right
 * @param rest all other conjuncts, over both sides' columns
 */
record JoinCondition(List<Equality> equalities, List<Expression> rest) {
    /**
     * Two values that must be equal.
     *
     * @param right over the right's own columns
     * @param nullsEqual whether null equals null
     * @param whole the conjunct, over both sides' columns
     */
    record Equality(Expression left, Expression right, boolean nullsEqual, Expression whole) {
        /** Whether both are columns of one type, as a key must be. */
        boolean isOfColumns() {
            return left instanceof Expression.ColumnReference
                    && right instanceof Expression.ColumnReference
                    && left.type().equals(right.type());
        }

        int leftColumn() {
            return ((Expression.ColumnReference) left).index();
        }

        int rightColumn() {
            return ((Expression.ColumnReference) right).index();
        }
    }

    static JoinCondition of(Plan.Join join) {
        int leftWidth = join.left().columns().size();
        List<Equality> equalities = new ArrayList<>();
        List<Expression> rest = new ArrayList<>();
        for (Expression conjunct : Conjuncts.of(join.condition())) {
            Equality equality = equality(conjunct, leftWidth, join.kind());
            if (equality == null) {
                rest.add(conjunct);
            } else {
                equalities.add(equality);
            }
        }
        return new JoinCondition(equalities, rest);
    }

    /**
     * Where one side is never null no null is equal to anything, which is as good as NULL, save for
     * a mark.
     */
    private static Equality equality(Expression conjunct, int leftWidth, Plan.Join.Kind kind) {
        if (!isEqualityCall(conjunct)) {
            return null;
        }
        Expression.Call call = (Expression.Call) conjunct;
        Expression first = call.operands().get(0);
        Expression second = call.operands().get(1);
        boolean straight = isWithin(first, 0, leftWidth) && isWithin(second, leftWidth, -1);
        boolean crossed = isWithin(second, 0, leftWidth) && isWithin(first, leftWidth, -1);
        if (!straight && !crossed) {
            return null;
        }
        Expression right = straight ? second : first;
        return new Equality(
                straight ? first : second,
                Columns.renumber(right, column -> column - leftWidth),
                call.function() == Function.IS_NOT_DISTINCT_FROM
                        && (kind == Plan.Join.Kind.MARK || first.nullable() && second.nullable()),
                conjunct);
    }

    /** Whether a condition asks for two values to be equal that can be keys. */
    static boolean isEqualityCall(Expression condition) {
        return condition instanceof Expression.Call call
                && (call.function() == Function.EQUAL
                        || call.function() == Function.IS_NOT_DISTINCT_FROM)
                && isKeyType(call.operands().get(0).type());
    }

    private static boolean isKeyType(Type type) {
        return type.kind() != Type.Kind.LIST
                && type.kind() != Type.Kind.STRUCT
                && type.kind() != Type.Kind.BINARY;
    }

    /** Whether an expression reads columns, all of them from {@code from} to below {@code to}. */
    private static boolean isWithin(Expression expression, int from, int to) {
        BitSet used = new BitSet();
        Columns.collect(expression, used);
        return !used.isEmpty() && used.nextSetBit(0) >= from && (to < 0 || used.length() <= to);
    }
}
