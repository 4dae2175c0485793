package io.tensorflare.planner.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.UnaryOperator;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rel.core.Filter;
import org.apache.calcite.rel.core.Join;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexUtil;
import org.apache.calcite.rex.RexVisitorImpl;
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
     * Correlate[MARK](left, Project*(Filter(uncorrelated))) becomes Join[MARK] with the correlated
     * conjuncts as its condition.
     */
    static RelNode decorrelate(RelNode tree) {
        return bottomUp(
                tree,
                node ->
                        node instanceof Correlate correlate && isMarkLike(correlate.getJoinType())
                                ? decorrelate(correlate)
                                : node);
    }

    private static boolean isMarkLike(JoinRelType type) {
        return type == JoinRelType.LEFT_MARK
                || type == JoinRelType.SEMI
                || type == JoinRelType.ANTI;
    }

    private static RelNode bottomUp(RelNode tree, UnaryOperator<RelNode> rewrite) {
        List<RelNode> inputs = new ArrayList<>();
        boolean changed = false;
        for (RelNode input : tree.getInputs()) {
            RelNode next = bottomUp(input, rewrite);
            changed |= next != input;
            inputs.add(next);
        }
        return rewrite.apply(changed ? tree.copy(tree.getTraitSet(), inputs) : tree);
    }

    /**
     * The right side taken apart: what it computes and what it filters by, both over {@code base}.
     */
    private record Peeled(RelNode base, List<RexNode> outputs, List<RexNode> conjuncts) {}

    private static Peeled peel(RelNode right) {
        RexBuilder rex = right.getCluster().getRexBuilder();
        List<RexNode> outputs = new ArrayList<>();
        for (int i = 0; i < right.getRowType().getFieldCount(); i++) {
            outputs.add(rex.makeInputRef(right, i));
        }
        List<RexNode> conjuncts = new ArrayList<>();
        RelNode base = right;
        while (true) {
            if (base instanceof Project project && !project.containsOver()) {
                outputs = RelOptUtil.pushPastProject(outputs, project);
                conjuncts = new ArrayList<>(RelOptUtil.pushPastProject(conjuncts, project));
                base = project.getInput();
            } else if (base instanceof Filter filter) {
                conjuncts.addAll(RelOptUtil.conjunctions(filter.getCondition()));
                base = filter.getInput();
            } else {
                return new Peeled(base, outputs, conjuncts);
            }
        }
    }

    private static RelNode decorrelate(Correlate correlate) {
        CorrelationId id = correlate.getCorrelationId();
        if (!uses(correlate.getRight(), id)) {
            return LogicalJoin.create(
                    correlate.getLeft(),
                    correlate.getRight(),
                    List.of(),
                    correlate.getCondition(),
                    Set.of(),
                    correlate.getJoinType());
        }
        Peeled peeled = peel(correlate.getRight());
        if (uses(peeled.base(), id)) {
            return correlate;
        }
        List<RexNode> below = new ArrayList<>();
        List<RexNode> above = new ArrayList<>();
        for (RexNode conjunct : peeled.conjuncts()) {
            (uses(conjunct, id) ? above : below).add(conjunct);
        }
        RelBuilder builder = Phases.builder(correlate).push(peeled.base());
        RelNode base = below.isEmpty() ? builder.build() : builder.filter(below).build();
        return retyped(correlate, join(correlate, base, above, peeled.outputs()));
    }

    private static RelNode join(
            Correlate correlate, RelNode base, List<RexNode> above, List<RexNode> outputs) {
        RexBuilder rex = correlate.getCluster().getRexBuilder();
        RexShuttle toJoin = new ToJoin(correlate);
        List<RexNode> condition = new ArrayList<>();
        for (RexNode conjunct : above) {
            RexNode moved = conjunct.accept(toJoin);
            condition.add(
                    moved.getType().isNullable()
                            ? rex.makeCall(SqlStdOperatorTable.IS_TRUE, moved)
                            : moved);
        }
        List<RexNode> moved = outputs.stream().map(output -> output.accept(toJoin)).toList();
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
                base,
                List.of(),
                RexUtil.composeConjunction(rex, condition),
                Set.of(),
                correlate.getJoinType());
    }

    /**
     * Moves an expression of a correlate's right side to the join: outer columns to the left's, its
     * own behind them.
     */
    private static final class ToJoin extends RexShuttle {
        private final Correlate correlate;
        private final int width;

        ToJoin(Correlate correlate) {
            this.correlate = correlate;
            width = correlate.getLeft().getRowType().getFieldCount();
        }

        @Override
        public RexNode visitFieldAccess(RexFieldAccess access) {
            if (access.getReferenceExpr() instanceof RexCorrelVariable variable
                    && variable.id.equals(correlate.getCorrelationId())) {
                return correlate
                        .getCluster()
                        .getRexBuilder()
                        .makeInputRef(correlate.getLeft(), access.getField().getIndex());
            }
            return super.visitFieldAccess(access);
        }

        @Override
        public RexNode visitInputRef(RexInputRef reference) {
            return new RexInputRef(reference.getIndex() + width, reference.getType());
        }
    }

    private static RelNode retyped(RelNode old, RelNode made) {
        if (old.getRowType().equals(made.getRowType())) {
            return made;
        }
        RelBuilder builder = Phases.builder(made).push(made);
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < made.getRowType().getFieldCount(); i++) {
            columns.add(
                    builder.getRexBuilder()
                            .ensureType(
                                    old.getRowType().getFieldList().get(i).getType(),
                                    builder.field(i),
                                    true));
        }
        return builder.project(columns, old.getRowType().getFieldNames(), true).build();
    }

    private static boolean uses(RelNode tree, CorrelationId id) {
        boolean[] found = {false};
        new RelVisitor() {
            @Override
            public void visit(RelNode node, int ordinal, RelNode parent) {
                RelOptUtil.VariableUsedVisitor visitor = new RelOptUtil.VariableUsedVisitor(null);
                node.accept(visitor);
                found[0] |= visitor.variables.contains(id);
                super.visit(node, ordinal, parent);
            }
        }.go(tree);
        return found[0];
    }

    private static boolean uses(RexNode expression, CorrelationId id) {
        boolean[] found = {false};
        expression.accept(
                new RexVisitorImpl<Void>(true) {
                    @Override
                    public Void visitCorrelVariable(RexCorrelVariable variable) {
                        found[0] |= variable.id.equals(id);
                        return null;
                    }
                });
        return found[0];
    }

    /**
     * Filter(Join[MARK]) becomes a semi join where the mark must be true, an anti join where it
     * must be false and cannot be NULL.
     */
    static RelNode toSemiJoins(RelNode tree) {
        return bottomUp(
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
