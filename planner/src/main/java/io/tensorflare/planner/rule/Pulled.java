package io.tensorflare.planner.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * A sub-query taken apart: what refers to the query around it is pulled up to its top.
 *
 * @param base refers to nothing outside
 * @param outputs the sub-query's columns over the base
 * @param conjuncts what its rows must pass, over the base; each refers to the query around
 */
record Pulled(RelNode base, List<RexNode> outputs, List<RexNode> conjuncts) {
    /** Empty where a reference lies below an operator that it cannot be pulled through. */
    static Optional<Pulled> of(RelNode query, CorrelationId id) {
        if (!Correlations.uses(query, id)) {
            return Optional.of(new Pulled(query, references(query, 0), List.of()));
        }
        if (query instanceof Project project && !project.containsOver()) {
            return of(project.getInput(), id)
                    .map(
                            input ->
                                    new Pulled(
                                            input.base,
                                            input.substituted(project.getProjects()),
                                            input.conjuncts));
        }
        if (query instanceof Filter filter && !filter.containsOver()) {
            return of(filter.getInput(), id).map(input -> input.filtered(filter, id));
        }
        if (query instanceof Join join) {
            return join.getJoinType() == JoinRelType.INNER ? inner(join, id) : outer(join, id);
        }
        return Optional.empty();
    }

    private static List<RexNode> references(RelNode query, int offset) {
        RexBuilder rex = query.getCluster().getRexBuilder();
        List<RexNode> references = new ArrayList<>();
        query.getRowType()
                .getFieldList()
                .forEach(
                        field ->
                                references.add(
                                        rex.makeInputRef(
                                                field.getType(), field.getIndex() + offset)));
        return references;
    }

    private List<RexNode> substituted(List<RexNode> expressions) {
        return expressions.stream()
                .map(expression -> Correlations.substituted(expression, outputs))
                .toList();
    }

    private Pulled filtered(Filter filter, CorrelationId id) {
        List<RexNode> above = new ArrayList<>(conjuncts);
        List<RexNode> below = new ArrayList<>();
        for (RexNode conjunct : substituted(RelOptUtil.conjunctions(filter.getCondition()))) {
            (Correlations.uses(conjunct, id) ? above : below).add(conjunct);
        }
        RelNode kept =
                below.isEmpty() ? base : Phases.builder(base).push(base).filter(below).build();
        return new Pulled(kept, outputs, above);
    }

    private static Optional<Pulled> inner(Join join, CorrelationId id) {
        Optional<Pulled> left = of(join.getLeft(), id);
        Optional<Pulled> right = of(join.getRight(), id);
        if (left.isEmpty() || right.isEmpty()) {
            return Optional.empty();
        }
        int width = left.get().base.getRowType().getFieldCount();
        List<RexNode> shifted = references(right.get().base, width);
        List<RexNode> outputs = new ArrayList<>(left.get().outputs);
        right.get()
                .outputs
                .forEach(output -> outputs.add(Correlations.substituted(output, shifted)));
        List<RexNode> above = new ArrayList<>(left.get().conjuncts);
        right.get()
                .conjuncts
                .forEach(conjunct -> above.add(Correlations.substituted(conjunct, shifted)));
        List<RexNode> condition = new ArrayList<>();
        for (RexNode conjunct : RelOptUtil.conjunctions(join.getCondition())) {
            RexNode moved = Correlations.substituted(conjunct, outputs);
            (Correlations.uses(moved, id) ? above : condition).add(moved);
        }
        RelNode base = joined(join, left.get().base, right.get().base, condition);
        return Optional.of(new Pulled(base, outputs, above));
    }

    /** Joins that keep rows of the left, or only look for partners: the left may refer outside. */
    private static Optional<Pulled> outer(Join join, CorrelationId id) {
        boolean keepsLeft =
                switch (join.getJoinType()) {
                    case LEFT, SEMI, ANTI, LEFT_MARK -> true;
                    default -> false;
                };
        Optional<Pulled> pulled = keepsLeft ? of(join.getLeft(), id) : Optional.empty();
        if (pulled.isEmpty() || Correlations.uses(join.getRight(), id)) {
            return Optional.empty();
        }
        Pulled left = pulled.get();
        int width = left.base.getRowType().getFieldCount();
        List<RexNode> both = new ArrayList<>(left.outputs);
        both.addAll(references(join.getRight(), width));
        List<RexNode> condition =
                RelOptUtil.conjunctions(join.getCondition()).stream()
                        .map(conjunct -> Correlations.substituted(conjunct, both))
                        .toList();
        if (condition.stream().anyMatch(conjunct -> Correlations.uses(conjunct, id))) {
            return Optional.empty();
        }
        RelNode base = joined(join, left.base, join.getRight(), condition);
        List<RexNode> outputs = new ArrayList<>(left.outputs);
        List<RexNode> all = references(base, 0);
        outputs.addAll(all.subList(width, all.size()));
        return Optional.of(new Pulled(base, outputs, left.conjuncts));
    }

    private static RelNode joined(Join join, RelNode left, RelNode right, List<RexNode> condition) {
        RexBuilder rex = join.getCluster().getRexBuilder();
        return LogicalJoin.create(
                left,
                right,
                List.of(),
                RexUtil.composeConjunction(rex, condition),
                Set.of(),
                join.getJoinType());
    }
}
