package io.tensorflare.planner.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.function.UnaryOperator;
import org.apache.calcite.plan.RelOptUtil;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.RelVisitor;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.CorrelationId;
import org.apache.calcite.rex.RexCorrelVariable;
import org.apache.calcite.rex.RexFieldAccess;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexShuttle;
import org.apache.calcite.rex.RexVisitorImpl;
import org.apache.calcite.tools.RelBuilder;

/** References from a sub-query to the query around it: found, and moved to a join of the two. */
final class Correlations {
    private Correlations() {}

    static boolean uses(RelNode tree, CorrelationId id) {
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

    static boolean uses(RexNode expression, CorrelationId id) {
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

    /** The expression with the columns of its input replaced by what computes them. */
    static RexNode substituted(RexNode expression, List<RexNode> columns) {
        return expression.accept(
                new RexShuttle() {
                    @Override
                    public RexNode visitInputRef(RexInputRef reference) {
                        return columns.get(reference.getIndex());
                    }
                });
    }

    /**
     * An expression of a correlate's right side over both sides joined: outer columns are the
     * left's, its own come behind them.
     */
    static RexNode joined(RexNode expression, Correlate correlate) {
        int width = correlate.getLeft().getRowType().getFieldCount();
        return expression.accept(
                new RexShuttle() {
                    @Override
                    public RexNode visitFieldAccess(RexFieldAccess access) {
                        if (access.getReferenceExpr() instanceof RexCorrelVariable variable
                                && variable.id.equals(correlate.getCorrelationId())) {
                            return correlate
                                    .getCluster()
                                    .getRexBuilder()
                                    .makeInputRef(
                                            correlate.getLeft(), access.getField().getIndex());
                        }
                        return super.visitFieldAccess(access);
                    }

                    @Override
                    public RexNode visitInputRef(RexInputRef reference) {
                        return new RexInputRef(reference.getIndex() + width, reference.getType());
                    }
                });
    }

    static RelNode bottomUp(RelNode tree, UnaryOperator<RelNode> rewrite) {
        List<RelNode> inputs = new ArrayList<>();
        boolean changed = false;
        for (RelNode input : tree.getInputs()) {
            RelNode next = bottomUp(input, rewrite);
            changed |= next != input;
            inputs.add(next);
        }
        return rewrite.apply(changed ? tree.copy(tree.getTraitSet(), inputs) : tree);
    }

    /** The new tree with the columns' names and types of the old. */
    static RelNode retyped(RelNode old, RelNode made) {
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
}
