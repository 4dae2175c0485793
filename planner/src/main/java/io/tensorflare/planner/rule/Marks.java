package io.tensorflare.planner.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/**
 * Mark joins (EXISTS and IN as a join that adds a BOOLEAN column): takes correlation out of their
 * right side by the short way, a join condition, and turns a filter on the mark into a semi or anti
 * join where three-valued logic allows it.
 */
final class Marks {
    private Marks() {}

    /** Whether an operator of a kind is in the tree. */
    static boolean contains(RelNode tree, Class<? extends RelNode> kind) {
        boolean[] found = {false};
        new RelVisitor() {
            @Override
            public void visit(RelNode node, int ordinal, RelNode parent) {
                found[0] |= kind.isInstance(node);
                super.visit(node, ordinal, parent);
            }
        }.go(tree);
        return found[0];
    }

    /**
     * Takes correlation out the short way: Correlate[MARK](left, Filter(uncorrelated)) becomes
     * Join[MARK] with the correlated conjuncts as its condition.
     */
    static RelNode decorrelate(RelNode tree) {
        return Correlations.bottomUp(
                tree,
                node ->
                        !(node instanceof Correlate correlate)
                                ? node
                                : isMarkLike(correlate.getJoinType())
                                        ? decorrelate(correlate)
                                        : Scalars.decorrelate(correlate));
    }

    private static boolean isMarkLike(JoinRelType type) {
        return type == JoinRelType.LEFT_MARK
                || type == JoinRelType.SEMI
                || type == JoinRelType.ANTI;
    }

    private static RelNode decorrelate(Correlate correlate) {
        CorrelationId id = correlate.getCorrelationId();
        if (!Correlations.uses(correlate.getRight(), id)) {
            return LogicalJoin.create(
                    correlate.getLeft(),
                    correlate.getRight(),
                    List.of(),
                    correlate.getCondition(),
                    Set.of(),
                    correlate.getJoinType());
        }
        return Pulled.of(correlate.getRight(), id)
                .map(pulled -> Correlations.retyped(correlate, join(correlate, pulled)))
                .orElse(correlate);
    }

    private static RelNode join(Correlate correlate, Pulled pulled) {
        RexBuilder rex = correlate.getCluster().getRexBuilder();
        List<RexNode> condition = new ArrayList<>();
        for (RexNode conjunct : pulled.conjuncts()) {
            RexNode moved = Correlations.joined(conjunct, correlate);
            condition.add(
                    moved.getType().isNullable()
                            ? rex.makeCall(SqlStdOperatorTable.IS_TRUE, moved)
                            : moved);
        }
        List<RexNode> moved =
                pulled.outputs().stream()
                        .map(output -> Correlations.joined(output, correlate))
                        .toList();
        int width = correlate.getLeft().getRowType().getFieldCount();
        RexNode own =
                correlate
                        .getCondition()
                        .accept(
                                new RexShuttle() {
                                    @Override
                                    public RexNode visitInputRef(RexInputRef reference) {
                                        return reference.getIndex() < width
                                                ? reference
                                                : moved.get(reference.getIndex() - width);
                                    }
                                });
        condition.addAll(RelOptUtil.conjunctions(own));
        return LogicalJoin.create(
                correlate.getLeft(),
                pulled.base(),
                List.of(),
                RexUtil.composeConjunction(rex, condition),
                Set.of(),
                correlate.getJoinType());
    }

    /**
     * Filter(Join[MARK]) becomes a semi join where the mark must be true, an anti join where it
     * must be false and cannot be NULL.
     */
    static RelNode toSemiJoins(RelNode tree) {
        return Correlations.bottomUp(
                tree,
                node ->
                        node instanceof Filter filter
                                        && filter.getInput() instanceof Join join
                                        && join.getJoinType() == JoinRelType.LEFT_MARK
                                ? toSemiJoin(filter, join)
                                : node);
    }

    private static RelNode toSemiJoin(Filter filter, Join join) {
        int mark = join.getRowType().getFieldCount() - 1;
        List<RexNode> rest = new ArrayList<>();
        JoinRelType type = JoinRelType.LEFT_MARK;
        for (RexNode conjunct : RelOptUtil.conjunctions(filter.getCondition())) {
            if (isReference(conjunct, mark)) {
                type = JoinRelType.SEMI;
            } else if (isNegated(conjunct, mark) && !canBeNull(join.getCondition())) {
                type = JoinRelType.ANTI;
            } else {
                rest.add(conjunct);
            }
        }
        if (type == JoinRelType.LEFT_MARK) {
            return filter;
        }
        RexBuilder rex = filter.getCluster().getRexBuilder();
        RelBuilder builder = Phases.builder(filter);
        builder.push(
                LogicalJoin.create(
                        join.getLeft(),
                        join.getRight(),
                        List.of(),
                        withoutIsTrue(rex, join.getCondition()),
                        Set.of(),
                        type));
        List<RexNode> columns = new ArrayList<>(builder.fields());
        columns.add(
                rex.makeCast(
                        join.getRowType().getFieldList().get(mark).getType(),
                        rex.makeLiteral(type == JoinRelType.SEMI)));
        builder.project(columns, filter.getRowType().getFieldNames(), true);
        return rest.isEmpty() ? builder.build() : builder.filter(rest).build();
    }

    private static boolean isReference(RexNode node, int column) {
        return node instanceof RexInputRef reference && reference.getIndex() == column;
    }

    private static boolean isNegated(RexNode node, int column) {
        return node instanceof RexCall call
                && call.isA(SqlKind.NOT)
                && isReference(call.getOperands().get(0), column);
    }

    private static boolean canBeNull(RexNode condition) {
        return RelOptUtil.conjunctions(condition).stream()
                .anyMatch(conjunct -> conjunct.getType().isNullable());
    }

    /** A semi or anti join asks whether the condition is true anyway. */
    private static RexNode withoutIsTrue(RexBuilder rex, RexNode condition) {
        List<RexNode> conjuncts = new ArrayList<>();
        for (RexNode conjunct : RelOptUtil.conjunctions(condition)) {
            conjuncts.add(
                    conjunct instanceof RexCall call && call.isA(SqlKind.IS_TRUE)
                            ? call.getOperands().get(0)
                            : conjunct);
        }
        return RexUtil.composeConjunction(rex, conjuncts);
    }
}
