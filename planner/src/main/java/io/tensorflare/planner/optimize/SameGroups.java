package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Unplaced;
import java.util.ArrayList;
import java.util.List;

/**
 * Joins the same groups once: where one leaf has the groups of an aggregate, and a semi join asks
 * that some of these very groups exist for the same key, the leaf takes the semi join's filters.
 */
final class SameGroups {
    private final List<JoinLeaf> leaves;
    private final List<List<Integer>> classes;

    private SameGroups(JoinProblem problem) {
        leaves = problem.leaves();
        classes = problem.classes();
    }

    /** Takes out the semi joins that are not needed. */
    static void merge(JoinProblem problem) {
        SameGroups groups = new SameGroups(problem);
        List.copyOf(problem.leaves()).stream()
                .filter(leaf -> leaf.kind() == Plan.Join.Kind.SEMI)
                .filter(groups::isMerged)
                .forEach(problem.leaves()::remove);
    }

    private boolean isMerged(JoinLeaf semi) {
        List<Expression> filters = new ArrayList<>();
        Plan groups = below(semi.plan(), filters);
        if (!(groups instanceof Plan.Aggregate aggregate)) {
            return false;
        }
        Plan same = Unplaced.of(groups);
        for (JoinLeaf leaf : leaves) {
            if (leaf.isInner()
                    && Unplaced.of(below(leaf.plan(), new ArrayList<>())).equals(same)
                    && haveEqualKeys(semi, leaf, aggregate.keys().size())) {
                leaf.replace(Filters.over(leaf.plan(), filters));
                return true;
            }
        }
        return false;
    }

    /** What filters are over. */
    private static Plan below(Plan plan, List<Expression> filters) {
        if (plan instanceof Plan.Filter filter) {
            filters.addAll(filter.conjuncts());
            return below(filter.input(), filters);
        }
        return plan;
    }

    /** Whether the semi join's conditions are that all keys are the leaf's. */
    private boolean haveEqualKeys(JoinLeaf semi, JoinLeaf leaf, int keys) {
        List<Integer> equal = new ArrayList<>();
        for (Expression conjunct : semi.conjuncts()) {
            int key = key(conjunct, semi, leaf);
            if (key < 0 || key >= keys || equal.contains(key)) {
                return false;
            }
            equal.add(key);
        }
        return equal.size() == keys && keys > 0;
    }

    /** The key that a condition says is equal in both, or -1. */
    private int key(Expression condition, JoinLeaf semi, JoinLeaf leaf) {
        if (!(condition instanceof Expression.Call call)
                || call.function() != Function.EQUAL
                || !(call.operands().get(0) instanceof Expression.ColumnReference a)
                || !(call.operands().get(1) instanceof Expression.ColumnReference b)
                || !a.type().equals(b.type())) {
            return -1;
        }
        boolean first = semi.columns().get(a.index());
        int key = (first ? a.index() : b.index()) - semi.first();
        int other = first ? b.index() : a.index();
        boolean same =
                other == leaf.first() + key
                        || classes.stream()
                                .anyMatch(
                                        members ->
                                                members.contains(other)
                                                        && members.contains(leaf.first() + key));
        return semi.columns().get(first ? a.index() : b.index()) && same ? key : -1;
    }
}
