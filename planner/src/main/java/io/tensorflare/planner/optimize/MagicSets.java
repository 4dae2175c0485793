package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.JoinMethod;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.translate.Columns;
import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;

/**
 * Keeps an aggregate from making groups that nobody asks for: where its result is joined by a group
 * key, and another leaf of the join has few values of that key, the aggregate's input is
 * semi-joined with that leaf first.
 */
final class MagicSets {
    /** A leaf that keeps more of the groups is not worth reading twice. */
    private static final double MOST_KEPT = 0.3;

    private static final double FEWEST_ROWS = 1_000;

    private final JoinProblem problem;
    private final List<JoinLeaf> leaves;
    private final List<List<Integer>> classes;
    private final Estimator estimator;

    private MagicSets(JoinProblem problem, Estimator estimator) {
        this.problem = problem;
        leaves = problem.leaves();
        classes = problem.classes();
        this.estimator = estimator;
    }

    /**
     * Restricts all aggregates among the leaves that it pays for.
     *
     * @param reorder puts the joins of a leaf in order again
     */
    static void restrict(JoinProblem problem, Estimator estimator, UnaryOperator<Plan> reorder) {
        MagicSets sets = new MagicSets(problem, estimator);
        for (JoinLeaf leaf : problem.leaves()) {
            Plan restricted = sets.restricted(leaf);
            if (restricted != leaf.plan()) {
                leaf.replace(reorder.apply(restricted));
                leaf.estimate(estimator);
            }
        }
    }

    /** The leaf and its filter have the same values of the key. */
    private void correct(JoinLeaf leaf, JoinLeaf filter, double kept) {
        long both = 1L << leaves.indexOf(leaf) | 1L << leaves.indexOf(filter);
        problem.corrections().add(new JoinProblem.Correction(both, 1 / kept));
    }

    private Plan restricted(JoinLeaf leaf) {
        Plan best = leaf.plan();
        double least = MOST_KEPT;
        JoinLeaf source = leaf;
        for (int column : leaf.columns().stream().toArray()) {
            int own = column - leaf.first();
            if (own >= leaf.plan().columns().size() || !isGroupKey(leaf.plan(), own)) {
                continue;
            }
            for (int other : equals(leaf, column)) {
                JoinLeaf filter = leaves.get(JoinGraph.leafOf(other, leaves));
                double kept = kept(leaf.column(column), filter, other);
                if (filter != leaf && kept < least && isWorth(leaf.plan(), filter)) {
                    least = kept;
                    source = filter;
                    best = restricted(leaf.plan(), own, filter.plan(), other - filter.first());
                }
            }
        }
        if (source != leaf) {
            correct(leaf, source, least);
        }
        return best;
    }

    private static double kept(ColumnEstimate key, JoinLeaf filter, int other) {
        double values = Math.min(filter.rows(), filter.column(other).distinct());
        return values / Math.max(1, Math.max(key.domain(), filter.column(other).domain()));
    }

    private boolean isWorth(Plan plan, JoinLeaf filter) {
        double rows = estimator.rows(aggregate(plan).input());
        return isCheap(filter.plan()) && rows > FEWEST_ROWS && rows > 4 * filter.rows();
    }

    /** Whether a leaf is a table, filtered. */
    private static boolean isCheap(Plan plan) {
        return plan instanceof Plan.Scan
                || (plan instanceof Plan.Filter || plan instanceof Plan.Project)
                        && isCheap(plan.inputs().get(0));
    }

    /** Columns of other leaves that equal a leaf's column where its rows find partners. */
    private List<Integer> equals(JoinLeaf leaf, int column) {
        List<Integer> equal = new ArrayList<>();
        if (leaf.isInner()) {
            equal.addAll(members(column));
        } else {
            for (Expression conjunct : leaf.conjuncts()) {
                int partner = partner(conjunct, column);
                if (partner >= 0) {
                    equal.addAll(members(partner));
                }
            }
        }
        for (JoinLeaf other : leaves) {
            if (other.kind() == Plan.Join.Kind.SEMI && other != leaf) {
                for (Expression conjunct : other.conjuncts()) {
                    addPartners(conjunct, other, List.copyOf(equal), equal);
                }
            }
        }
        equal.removeIf(member -> !filters(leaves.get(JoinGraph.leafOf(member, leaves))));
        return equal;
    }

    private static boolean filters(JoinLeaf leaf) {
        return leaf.isInner() || leaf.kind() == Plan.Join.Kind.SEMI;
    }

    private void addPartners(
            Expression conjunct, JoinLeaf other, List<Integer> columns, List<Integer> equal) {
        for (int column : columns) {
            int partner = partner(conjunct, column);
            if (partner >= 0 && other.columns().get(partner)) {
                equal.add(partner);
            }
        }
    }

    private List<Integer> members(int column) {
        for (List<Integer> members : classes) {
            if (members.contains(column)) {
                return members;
            }
        }
        return List.of(column);
    }

    /** The column that a condition says is equal to another, or -1. */
    private static int partner(Expression condition, int column) {
        if (condition instanceof Expression.Call call
                && call.function() == Function.EQUAL
                && call.operands().get(0) instanceof Expression.ColumnReference a
                && call.operands().get(1) instanceof Expression.ColumnReference b
                && a.type().equals(b.type())) {
            return a.index() == column ? b.index() : b.index() == column ? a.index() : -1;
        }
        return -1;
    }

    private static boolean isGroupKey(Plan plan, int column) {
        if (plan instanceof Plan.Filter filter) {
            return isGroupKey(filter.input(), column);
        }
        if (plan instanceof Plan.Project project) {
            return project.expressions().get(column) instanceof Expression.ColumnReference reference
                    && isGroupKey(project.input(), reference.index());
        }
        return plan instanceof Plan.Aggregate aggregate && column < aggregate.keys().size();
    }

    private static Plan.Aggregate aggregate(Plan plan) {
        return plan instanceof Plan.Aggregate aggregate
                ? aggregate
                : aggregate(plan.inputs().get(0));
    }

    private static Plan restricted(Plan plan, int column, Plan filter, int key) {
        if (plan instanceof Plan.Aggregate aggregate) {
            return Rebuild.inputs(
                    aggregate, input -> semi(input, aggregate.keys().get(column), filter, key));
        }
        int below =
                plan instanceof Plan.Project project
                        ? ((Expression.ColumnReference) project.expressions().get(column)).index()
                        : column;
        return Rebuild.inputs(plan, input -> restricted(input, below, filter, key));
    }

    private static Plan semi(Plan input, int column, Plan filter, int key) {
        List<Column> both = new ArrayList<>(input.columns());
        both.addAll(filter.columns());
        Expression condition =
                Expression.call(
                        Function.EQUAL,
                        Type.BOOLEAN,
                        Position.UNKNOWN,
                        Columns.reference(both, column),
                        Columns.reference(both, input.columns().size() + key));
        return new Plan.Join(
                input,
                filter,
                Plan.Join.Kind.SEMI,
                condition,
                new JoinMethod.Loop(),
                input.columns(),
                Position.UNKNOWN);
    }
}
