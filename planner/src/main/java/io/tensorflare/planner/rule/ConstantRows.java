package io.tensorflare.planner.rule;

import com.google.common.collect.ImmutableList;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Project;
import org.apache.calcite.rel.core.Union;
import org.apache.calcite.rel.core.Values;
import org.apache.calcite.rel.logical.LogicalUnion;
import org.apache.calcite.rel.logical.LogicalValues;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rel.type.RelDataTypeField;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexUtil;

/**
 * Rows of VALUES that are expressions come as a union of as many queries. Those that are constant
 * are computed here and become one table: rewriting and compiling take a time that grows with the
 * square of a union's inputs.
 */
final class ConstantRows {
    /** Inputs of one union that are no constant rows: each is a pipeline of its own. */
    private static final int MOST_INPUTS = 500;

    private ConstantRows() {}

    /**
     * @param parts where the text has its longest union, for an error
     */
    static RelNode gathered(RelNode tree, Position parts) {
        return tree.accept(
                new RelHomogeneousShuttle() {
                    @Override
                    public RelNode visit(RelNode node) {
                        RelNode below = super.visit(node);
                        return below instanceof Union union && union.all
                                ? gathered(union, parts)
                                : below;
                    }
                });
    }

    private static RelNode gathered(Union union, Position parts) {
        List<RelNode> inputs = new ArrayList<>();
        List<ImmutableList<RexLiteral>> rows = new ArrayList<>();
        for (RelNode input : union.getInputs()) {
            Optional<List<ImmutableList<RexLiteral>>> constant = rows(input, union.getRowType());
            if (constant.isPresent()) {
                rows.addAll(constant.get());
            } else {
                flush(union, rows, inputs);
                inputs.add(input);
            }
        }
        flush(union, rows, inputs);
        int count = inputs.stream().mapToInt(ConstantRows::parts).sum();
        if (count > MOST_INPUTS) {
            throw new TensorFlareException(
                    ErrorCode.UNSUPPORTED,
                    parts,
                    "a UNION ALL, or a list of VALUES, has "
                            + count
                            + " parts that are no constants, but at most "
                            + MOST_INPUTS
                            + " are possible; put the rows into a table");
        }
        if (inputs.size() == union.getInputs().size()) {
            return union;
        }
        return inputs.size() == 1 ? inputs.get(0) : LogicalUnion.create(inputs, true);
    }

    /** A chain of unions is nested, one in the other. */
    private static int parts(RelNode input) {
        int count = 0;
        RelNode rest = input;
        while (rest instanceof Union union && union.all) {
            count += union.getInputs().size() - 1;
            rest = union.getInput(0);
        }
        return count + 1;
    }

    private static void flush(
            Union union, List<ImmutableList<RexLiteral>> rows, List<RelNode> inputs) {
        if (!rows.isEmpty()) {
            inputs.add(
                    LogicalValues.create(
                            union.getCluster(), union.getRowType(), ImmutableList.copyOf(rows)));
            rows.clear();
        }
    }

    /** The rows of an input, where they are constant, with the types of the union. */
    private static Optional<List<ImmutableList<RexLiteral>>> rows(
            RelNode input, RelDataType types) {
        if (input instanceof Values values) {
            List<ImmutableList<RexLiteral>> rows = new ArrayList<>();
            for (ImmutableList<RexLiteral> tuple : values.getTuples()) {
                Optional<ImmutableList<RexLiteral>> row = row(input, tuple, types);
                if (row.isEmpty()) {
                    return Optional.empty();
                }
                rows.add(row.get());
            }
            return Optional.of(rows);
        }
        boolean oneRow =
                input instanceof Project project
                        && project.getInput() instanceof Values values
                        && values.getTuples().size() == 1;
        return oneRow
                ? row(input, ((Project) input).getProjects(), types).map(List::of)
                : Optional.empty();
    }

    private static Optional<ImmutableList<RexLiteral>> row(
            RelNode input, List<? extends RexNode> expressions, RelDataType types) {
        RexBuilder rex = input.getCluster().getRexBuilder();
        RexExecutor executor = input.getCluster().getPlanner().getExecutor();
        List<RexNode> wanted = new ArrayList<>();
        for (RelDataTypeField field : types.getFieldList()) {
            RexNode expression = expressions.get(field.getIndex());
            if (!RexUtil.isConstant(expression)
                    || RexUtil.SubQueryFinder.find(expression) != null) {
                return Optional.empty();
            }
            wanted.add(rex.ensureType(field.getType(), expression, false));
        }
        List<RexNode> reduced = new ArrayList<>();
        executor.reduce(rex, wanted, reduced);
        ImmutableList.Builder<RexLiteral> row = ImmutableList.builder();
        for (RexNode value : reduced) {
            if (!(value instanceof RexLiteral literal)) {
                return Optional.empty();
            }
            row.add(literal);
        }
        return Optional.of(row.build());
    }
}
