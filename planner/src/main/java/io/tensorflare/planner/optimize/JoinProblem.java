package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.PlannerOptions;
import io.tensorflare.planner.translate.Calls;
import io.tensorflare.planner.translate.Columns;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.List;
import java.util.Optional;
import java.util.function.UnaryOperator;

/**
 * What the search for an order needs: leaves with all filters that are theirs, columns that must be
 * equal as classes, and what other conditions there are.
 */
final class JoinProblem {
    /** A part of the pairs that a condition of several leaves, no equality, lets through. */
    private static final double BETWEEN = 0.9;

    /** Far from what a double cannot hold. */
    private static final double MOST_PAIRS = 1e30;

    /**
     * A condition between leaves.
     *
     * @param leaves that it reads, a bit each
     * @param equality whether an index can find its pairs
     */
    record Edge(Expression condition, long leaves, double part, boolean equality) {}

    /**
     * Leaves that share their filters: together they have so many times the rows that they would
     * have if they were independent.
     */
    record Correction(long leaves, double factor) {}

    private final List<JoinLeaf> leaves;
    private final List<Correction> corrections = new ArrayList<>();
    private final List<Expression> conditions;
    private final List<Expression> outputs;
    private final List<Edge> edges = new ArrayList<>();
    private final List<List<Integer>> classes = new ArrayList<>();
    private final List<Expression> constants = new ArrayList<>();

    private JoinProblem(JoinGraph.Flat flat) {
        leaves = flat.leaves();
        conditions = new ArrayList<>(flat.conditions());
        outputs = flat.outputs();
    }

    /**
     * Prepares the search.
     *
     * @param reorder puts the joins of a leaf in order again
     */
    static JoinProblem of(
            JoinGraph.Flat flat,
            Estimator estimator,
            PlannerOptions options,
            UnaryOperator<Plan> reorder) {
        JoinProblem problem = new JoinProblem(flat);
        problem.makeInner();
        problem.takeSidesOfSemiJoins();
        problem.normalise();
        problem.gatherClasses();
        if (options.aggregates() != PlannerOptions.Aggregates.LATE) {
            SameGroups.merge(problem);
        }
        problem.spreadBounds();
        problem.leaves.forEach(leaf -> leaf.estimate(estimator));
        List<Double> parts = problem.impliedFilters();
        problem.pushFilters();
        problem.leaves.forEach(leaf -> leaf.estimate(estimator));
        MagicSets.restrict(problem, estimator, reorder);
        problem.gatherEdges(parts);
        problem.leaves.forEach(problem::needs);
        return problem;
    }

    List<Correction> corrections() {
        return corrections;
    }

    List<JoinLeaf> leaves() {
        return leaves;
    }

    List<Expression> outputs() {
        return outputs;
    }

    List<Edge> edges() {
        return edges;
    }

    /** Columns that are equal in every row of the result; all of inner leaves. */
    List<List<Integer>> classes() {
        return classes;
    }

    /** Conditions that read no column. */
    List<Expression> constants() {
        return constants;
    }

    int leafOf(int column) {
        return JoinGraph.leafOf(column, leaves);
    }

    private long leavesOf(Expression expression) {
        return JoinGraph.leavesOf(expression, leaves);
    }

    /** An outer join whose missing rows are dropped later is an inner join. */
    private void makeInner() {
        boolean changed = true;
        while (changed) {
            changed = false;
            for (JoinLeaf leaf : leaves) {
                BitSet columns = leaf.columns();
                if (leaf.kind() == Plan.Join.Kind.LEFT
                        && conditions.stream()
                                .anyMatch(condition -> NullRejection.rejects(condition, columns))) {
                    conditions.addAll(leaf.becomeInner());
                    changed = true;
                }
            }
        }
    }

    /**
     * What a semi join asks of its left alone is a filter; what an outer, semi or anti join asks of
     * its right alone is a filter of the right.
     */
    private void takeSidesOfSemiJoins() {
        for (int i = 0; i < leaves.size(); i++) {
            JoinLeaf leaf = leaves.get(i);
            long own = 1L << i;
            if (leaf.kind() == Plan.Join.Kind.SEMI) {
                List<Expression> ofLeft =
                        leaf.conjuncts().stream().filter(c -> (leavesOf(c) & own) == 0).toList();
                conditions.addAll(ofLeft);
                leaf.conjuncts().removeAll(ofLeft);
            }
            if (!leaf.isInner() && leaf.kind() != Plan.Join.Kind.MARK) {
                List<Expression> ofRight =
                        leaf.conjuncts().stream().filter(c -> leavesOf(c) == own).toList();
                leaf.filter(ofRight);
                leaf.conjuncts().removeAll(ofRight);
            }
        }
    }

    /** IS NOT DISTINCT FROM is plain equality where neither side can be NULL. */
    private void normalise() {
        conditions.replaceAll(JoinProblem::plain);
        leaves.forEach(leaf -> leaf.conjuncts().replaceAll(JoinProblem::plain));
    }

    private static Expression plain(Expression condition) {
        boolean plain =
                condition instanceof Expression.Call call
                        && call.function() == Function.IS_NOT_DISTINCT_FROM
                        && call.operands().stream().noneMatch(Expression::nullable);
        return plain
                ? Calls.compare(
                        Function.EQUAL,
                        ((Expression.Call) condition).operands().get(0),
                        ((Expression.Call) condition).operands().get(1),
                        ((Expression.Call) condition).position())
                : condition;
    }

    /** Removes equalities of columns from the conditions and makes classes of them. */
    private void gatherClasses() {
        List<Expression> others = new ArrayList<>();
        for (Expression condition : conditions) {
            if (isColumnEquality(condition)) {
                List<Expression> sides = ((Expression.Call) condition).operands();
                unite(
                        ((Expression.ColumnReference) sides.get(0)).index(),
                        ((Expression.ColumnReference) sides.get(1)).index());
            } else {
                others.add(condition);
            }
        }
        conditions.clear();
        conditions.addAll(others);
        classes.forEach(this::equaliseWithinLeaves);
    }

    private boolean isColumnEquality(Expression condition) {
        return condition instanceof Expression.Call call
                && call.function() == Function.EQUAL
                && call.operands().get(0) instanceof Expression.ColumnReference a
                && call.operands().get(1) instanceof Expression.ColumnReference b
                && a.type().equals(b.type())
                && leaves.get(leafOf(a.index())).isInner()
                && leaves.get(leafOf(b.index())).isInner();
    }

    private void unite(int a, int b) {
        List<Integer> first = classOf(a);
        List<Integer> second = classOf(b);
        if (first != second) {
            first.addAll(second);
            classes.removeIf(candidate -> candidate == second);
        }
    }

    private List<Integer> classOf(int column) {
        for (List<Integer> members : classes) {
            if (members.contains(column)) {
                return members;
            }
        }
        List<Integer> single = new ArrayList<>(List.of(column));
        classes.add(single);
        return single;
    }

    private void equaliseWithinLeaves(List<Integer> members) {
        for (int i = 0; i < members.size(); i++) {
            for (int j = i + 1; j < members.size(); j++) {
                int a = members.get(i);
                int b = members.get(j);
                if (leafOf(a) == leafOf(b)) {
                    leaves.get(leafOf(a)).filter(List.of(equality(a, b)));
                }
            }
        }
    }

    /** Two columns' equality. */
    Expression equality(int a, int b) {
        return Expression.call(
                Function.EQUAL,
                Type.BOOLEAN,
                io.tensorflare.plan.Position.UNKNOWN,
                reference(a),
                reference(b));
    }

    Expression.ColumnReference reference(int column) {
        JoinLeaf leaf = leaves.get(leafOf(column));
        Expression.ColumnReference own = Columns.reference(leaf.plan(), column - leaf.first());
        return new Expression.ColumnReference(column, own.name(), own.type(), own.nullable());
    }

    /** Bounds of a column bound all columns that equal it. */
    private void spreadBounds() {
        List<Expression> spread = new ArrayList<>();
        for (Expression condition : conditions) {
            if (!(condition instanceof Expression.Call call)
                    || !(call.operands().get(0) instanceof Expression.ColumnReference reference)
                    || !isBound(call)) {
                continue;
            }
            for (List<Integer> members : classes) {
                if (members.contains(reference.index())) {
                    members.stream()
                            .filter(member -> member != reference.index())
                            .map(member -> Columns.renumber(condition, unused -> member))
                            .forEach(spread::add);
                }
            }
        }
        conditions.addAll(spread);
    }

    private static boolean isBound(Expression.Call call) {
        boolean compares =
                switch (call.function()) {
                    case EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
                    default -> false;
                };
        return compares
                && call.operands().get(1) instanceof Expression.Literal
                && Estimator.isWhole(call.operands().get(0).type());
    }

    /** Filters single leaves by what ORs over several imply; returns what each OR keeps besides. */
    private List<Double> impliedFilters() {
        List<Double> parts = new ArrayList<>();
        Estimate all = all();
        List<Expression> implied = new ArrayList<>();
        for (Expression condition : conditions) {
            double part = 1;
            if (Factors.isOr(condition) && Long.bitCount(leavesOf(condition)) > 1) {
                part = Selectivity.of(all, List.of(condition));
                for (int i = 0; i < leaves.size(); i++) {
                    Optional<Expression> filter = implied((Expression.Call) condition, i);
                    if (filter.isPresent()) {
                        implied.add(filter.get());
                        part /= Math.max(1e-9, Selectivity.of(all, List.of(filter.get())));
                    }
                }
            }
            parts.add(Math.min(1, part));
        }
        implied.forEach(
                filter ->
                        leaves.get(Long.numberOfTrailingZeros(leavesOf(filter)))
                                .filter(List.of(filter)));
        return parts;
    }

    private Optional<Expression> implied(Expression.Call or, int leaf) {
        boolean reads = (leavesOf(or) >> leaf & 1) != 0 && leaves.get(leaf).isInner();
        return reads
                ? Factors.implied(or, condition -> leavesOf(condition) == 1L << leaf)
                : Optional.empty();
    }

    /** All leaves' columns by their numbers, in all combinations of their rows. */
    private Estimate all() {
        double rows = 1;
        List<ColumnEstimate> columns = new ArrayList<>();
        for (JoinLeaf leaf : leaves) {
            rows = Math.min(MOST_PAIRS, rows * Math.max(1, leaf.rows()));
            columns.addAll(leaf.estimate().columns());
            while (columns.size() < leaf.first() + leaf.width()) {
                columns.add(ColumnEstimate.unknown(2, new ColumnEstimate.Source(leaf.rows())));
            }
        }
        return new Estimate(rows, columns, List.of());
    }

    /** Conditions of one inner leaf become its filters. */
    private void pushFilters() {
        for (int i = 0; i < leaves.size(); i++) {
            if (leaves.get(i).isInner()) {
                long own = 1L << i;
                leaves.get(i).filter(conditions.stream().filter(c -> leavesOf(c) == own).toList());
            }
        }
    }

    private boolean isPushed(long mask) {
        return Long.bitCount(mask) == 1 && leaves.get(Long.numberOfTrailingZeros(mask)).isInner();
    }

    private void gatherEdges(List<Double> parts) {
        Estimate all = all();
        for (int i = 0; i < conditions.size(); i++) {
            Expression condition = conditions.get(i);
            long mask = leavesOf(condition);
            if (mask == 0) {
                constants.add(condition);
            } else if (!isPushed(mask)) {
                double part =
                        parts.get(i) < 1
                                ? parts.get(i)
                                : Math.min(BETWEEN, Selectivity.of(all, List.of(condition)));
                edges.add(new Edge(condition, mask, part, isEquality(condition)));
            }
        }
    }

    private boolean isEquality(Expression condition) {
        boolean equal =
                condition instanceof Expression.Call call
                        && (call.function() == Function.EQUAL
                                || call.function() == Function.IS_NOT_DISTINCT_FROM);
        if (!equal) {
            return false;
        }
        List<Expression> sides = ((Expression.Call) condition).operands();
        long left = leavesOf(sides.get(0));
        long right = leavesOf(sides.get(1));
        return left != 0 && right != 0 && (left & right) == 0;
    }

    private void needs(JoinLeaf leaf) {
        if (leaf.isInner()) {
            return;
        }
        long own = 1L << leaves.indexOf(leaf);
        long mask = 0;
        for (Expression conjunct : leaf.conjuncts()) {
            mask |= leavesOf(conjunct);
        }
        leaf.need((mask & ~own) == 0 ? 1L : mask & ~own);
    }
}
