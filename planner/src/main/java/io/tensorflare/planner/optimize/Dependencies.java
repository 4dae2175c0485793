package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.JoinMethod;
import io.tensorflare.plan.Plan;
import io.tensorflare.planner.translate.Columns;
import java.util.BitSet;
import java.util.List;

/**
 * Which columns of an operator's output are the same in all rows that agree in some others. Only
 * what the plan proves counts, and what a run checks: that no two rows of a join's right side have
 * the same keys.
 */
final class Dependencies implements Plan.Visitor<BitSet> {
    private final BitSet given;

    private Dependencies(BitSet given) {
        this.given = given;
    }

    /** All columns that some columns determine, these included. */
    static BitSet closure(Plan plan, BitSet given) {
        BitSet closure = plan.accept(new Dependencies(given));
        closure.or(given);
        return closure;
    }

    private BitSet same(Plan input) {
        return closure(input, given);
    }

    private static BitSet shifted(BitSet columns, int by) {
        BitSet shifted = new BitSet();
        columns.stream().map(column -> column + by).filter(c -> c >= 0).forEach(shifted::set);
        return shifted;
    }

    @Override
    public BitSet visit(Plan.Scan scan) {
        return new BitSet();
    }

    @Override
    public BitSet visit(Plan.Values values) {
        return new BitSet();
    }

    @Override
    public BitSet visit(Plan.Filter filter) {
        return same(filter.input());
    }

    @Override
    public BitSet visit(Plan.Project project) {
        BitSet below = new BitSet();
        for (int column : given.stream().toArray()) {
            if (project.expressions().get(column) instanceof Expression.ColumnReference reference) {
                below.set(reference.index());
            }
        }
        BitSet known = closure(project.input(), below);
        BitSet closure = new BitSet();
        for (int i = 0; i < project.expressions().size(); i++) {
            BitSet used = new BitSet();
            Columns.collect(project.expressions().get(i), used);
            used.andNot(known);
            closure.set(i, used.isEmpty());
        }
        return closure;
    }

    @Override
    public BitSet visit(Plan.Predict predict) {
        int width = predict.input().columns().size();
        return closure(predict.input(), given.get(0, width));
    }

    @Override
    public BitSet visit(Plan.Window window) {
        int width = window.input().columns().size();
        return closure(window.input(), given.get(0, width));
    }

    @Override
    public BitSet visit(Plan.Aggregate aggregate) {
        List<Integer> keys = aggregate.keys();
        BitSet below = new BitSet();
        given.stream().filter(column -> column < keys.size()).forEach(i -> below.set(keys.get(i)));
        BitSet known = closure(aggregate.input(), below);
        BitSet closure = new BitSet();
        boolean whole = true;
        for (int i = 0; i < keys.size(); i++) {
            closure.set(i, known.get(keys.get(i)));
            whole &= closure.get(i);
        }
        if (whole) {
            closure.set(0, keys.size() + aggregate.calls().size());
        }
        return closure;
    }

    @Override
    public BitSet visit(Plan.Sort sort) {
        return same(sort.input());
    }

    @Override
    public BitSet visit(Plan.Limit limit) {
        return same(limit.input());
    }

    @Override
    public BitSet visit(Plan.Union union) {
        return new BitSet();
    }

    @Override
    public BitSet visit(Plan.Join join) {
        int width = join.left().columns().size();
        return switch (join.kind()) {
            case INNER -> inner(join, width);
            case LEFT, SEMI, ANTI, MARK -> closure(join.left(), given.get(0, width));
            case RIGHT ->
                    shifted(
                            closure(
                                    join.right(),
                                    given.get(width, Math.max(width, given.length()))),
                            width);
            case RIGHT_SEMI, RIGHT_ANTI -> same(join.right());
            case FULL -> new BitSet();
        };
    }

    private BitSet inner(Plan.Join join, int width) {
        BitSet closure = (BitSet) given.clone();
        int before = -1;
        while (closure.cardinality() > before) {
            before = closure.cardinality();
            BitSet right = closure.get(width, Math.max(width, closure.length()));
            closure.or(closure(join.left(), closure.get(0, width)));
            closure.or(shifted(closure(join.right(), right), width));
            spread(JoinCondition.of(join), closure, width);
            if (join.method() instanceof JoinMethod.Keyed keyed
                    && keyed.unique()
                    && hasKeys(keyed, closure, width)) {
                closure.set(width, width + join.right().columns().size());
            }
        }
        return closure;
    }

    /** A column determines the one that it equals. */
    private static void spread(JoinCondition condition, BitSet closure, int width) {
        for (JoinCondition.Equality equality : condition.equalities()) {
            if (equality.isOfColumns()) {
                int left = equality.leftColumn();
                int right = width + equality.rightColumn();
                boolean either = closure.get(left) || closure.get(right);
                closure.set(left, either);
                closure.set(right, either);
            }
        }
    }

    private static boolean hasKeys(JoinMethod.Keyed keyed, BitSet closure, int width) {
        return keyed.keys().stream().allMatch(key -> closure.get(width + key.right()));
    }
}
