package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.JoinMethod;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import io.tensorflare.planner.translate.Calls;
import io.tensorflare.planner.translate.Columns;
import io.tensorflare.planner.translate.Joins;
import io.tensorflare.planner.translate.Substitution;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Builds the plan of an order that was found. */
final class JoinBuilder {
    private final JoinProblem problem;
    private final Map<Long, JoinSearch.Step> steps;

    private JoinBuilder(JoinProblem problem, Map<Long, JoinSearch.Step> steps) {
        this.problem = problem;
        this.steps = steps;
    }

    /**
     * A part of the plan.
     *
     * @param numbers the tree's number of each of its columns
     */
    private record Part(Plan plan, List<Integer> numbers) {}

    /** The plan with the tree's output columns, named as before. */
    static Plan build(JoinProblem problem, Map<Long, JoinSearch.Step> steps, List<Column> columns) {
        JoinBuilder builder = new JoinBuilder(problem, steps);
        Part whole = builder.part((1L << problem.leaves().size()) - 1);
        Plan filtered = Filters.over(whole.plan(), problem.constants());
        Part part = new Part(filtered, whole.numbers());
        List<Expression> outputs =
                problem.outputs().stream()
                        .map(output -> rebound(output, part.numbers(), filtered.columns()))
                        .toList();
        return new Plan.Project(filtered, columns.stream().map(Column::name).toList(), outputs);
    }

    private static Expression rebound(
            Expression expression, List<Integer> numbers, List<Column> columns) {
        return expression.accept(
                new Substitution(
                        reference ->
                                Columns.reference(columns, numbers.indexOf(reference.index()))));
    }

    private Part part(long set) {
        if (Long.bitCount(set) == 1) {
            JoinLeaf leaf = problem.leaves().get(Long.numberOfTrailingZeros(set));
            List<Integer> numbers = new ArrayList<>();
            for (int i = 0; i < leaf.plan().columns().size(); i++) {
                numbers.add(leaf.first() + i);
            }
            return new Part(leaf.plan(), numbers);
        }
        JoinSearch.Step step = steps.get(set);
        Part left = part(step.left());
        Part right = part(step.right());
        boolean single = Long.bitCount(step.right()) == 1;
        JoinLeaf leaf = problem.leaves().get(Long.numberOfTrailingZeros(step.right()));
        return single && !leaf.isInner()
                ? attached(left, right, leaf, step)
                : inner(left, right, step);
    }

    private Part inner(Part left, Part right, JoinSearch.Step step) {
        List<Expression> conjuncts = new ArrayList<>();
        for (List<Integer> members : problem.classes()) {
            int a = member(members, left);
            int b = member(members, right);
            if (a >= 0 && b >= 0) {
                conjuncts.add(problem.equality(a, b));
            }
        }
        conjuncts.addAll(conditions(step, false));
        List<Integer> numbers = new ArrayList<>(left.numbers());
        numbers.addAll(right.numbers());
        return new Part(
                join(left.plan(), right.plan(), Plan.Join.Kind.INNER, conjuncts, numbers), numbers);
    }

    /** The member of a class that comes first in a part, or -1: nearest to the first scan. */
    private static int member(List<Integer> members, Part part) {
        for (int number : part.numbers()) {
            if (members.contains(number)) {
                return number;
            }
        }
        return -1;
    }

    /** Conditions that can be tested once a step is done, not before. */
    private List<Expression> conditions(JoinSearch.Step step, boolean ofRightAlone) {
        List<Expression> conditions = new ArrayList<>();
        for (JoinProblem.Edge edge : problem.edges()) {
            boolean within = (edge.leaves() & ~(step.left() | step.right())) == 0;
            boolean before =
                    (edge.leaves() & ~step.left()) == 0
                            || !ofRightAlone && (edge.leaves() & ~step.right()) == 0;
            if (within && !before) {
                conditions.add(edge.condition());
            }
        }
        return conditions;
    }

    private Part attached(Part left, Part right, JoinLeaf leaf, JoinSearch.Step step) {
        List<Integer> both = new ArrayList<>(left.numbers());
        both.addAll(right.numbers());
        Plan join = join(left.plan(), right.plan(), leaf.kind(), leaf.conjuncts(), both);
        List<Integer> numbers = new ArrayList<>(left.numbers());
        switch (leaf.kind()) {
            case LEFT -> numbers.addAll(right.numbers());
            case MARK -> numbers.add(leaf.first() + leaf.plan().columns().size());
            default -> {
                // a semi or anti join gives the left's columns alone
            }
        }
        List<Expression> after =
                conditions(step, true).stream()
                        .map(condition -> rebound(condition, numbers, join.columns()))
                        .toList();
        return new Part(Filters.over(join, after), numbers);
    }

    private static Plan join(
            Plan left,
            Plan right,
            Plan.Join.Kind kind,
            List<Expression> conjuncts,
            List<Integer> numbers) {
        List<Column> both = new ArrayList<>(left.columns());
        both.addAll(right.columns());
        Set<Expression> rebound = new LinkedHashSet<>();
        conjuncts.forEach(conjunct -> rebound.add(rebound(conjunct, numbers, both)));
        Position position = position(rebound);
        Expression condition =
                rebound.isEmpty() ? Calls.literal(true) : Calls.and(List.copyOf(rebound), position);
        return new Plan.Join(
                left,
                right,
                kind,
                condition,
                new JoinMethod.Loop(),
                Joins.columns(left, right, kind, condition, List.of()),
                position);
    }

    private static Position position(Set<Expression> conjuncts) {
        return conjuncts.stream()
                .filter(conjunct -> conjunct instanceof Expression.Call)
                .map(conjunct -> ((Expression.Call) conjunct).position())
                .filter(Position::isKnown)
                .findFirst()
                .orElse(Position.UNKNOWN);
    }
}
