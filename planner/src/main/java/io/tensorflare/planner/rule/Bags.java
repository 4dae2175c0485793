package io.tensorflare.planner.rule;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Intersect;
import org.apache.calcite.rel.core.Minus;
import org.apache.calcite.rel.core.SetOp;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/**
 * INTERSECT ALL and EXCEPT ALL without bags: equal rows of each side are numbered, which makes them
 * different, and the numbers taken off again afterwards.
 */
final class Bags {
    private Bags() {}

    static RelNode toSets(RelNode tree) {
        return tree.accept(
                new RelHomogeneousShuttle() {
                    @Override
                    public RelNode visit(RelNode node) {
                        RelNode below = super.visit(node);
                        boolean bag = below instanceof Intersect || below instanceof Minus;
                        return bag && ((SetOp) below).all ? toSet((SetOp) below) : below;
                    }
                });
    }

    private static RelNode toSet(SetOp operation) {
        RelBuilder builder = Phases.builder(operation);
        operation.getInputs().forEach(input -> builder.push(input).project(numbered(builder)));
        int inputs = operation.getInputs().size();
        if (operation instanceof Intersect) {
            builder.intersect(false, inputs);
        } else {
            builder.minus(false, inputs);
        }
        int width = operation.getRowType().getFieldCount();
        List<RexNode> columns = new ArrayList<>();
        for (int i = 0; i < width; i++) {
            columns.add(
                    builder.getRexBuilder()
                            .ensureType(
                                    operation.getRowType().getFieldList().get(i).getType(),
                                    builder.field(i),
                                    true));
        }
        return builder.project(columns, operation.getRowType().getFieldNames(), true).build();
    }

    /** The columns of the builder's top, and a number within rows that are equal. */
    private static List<RexNode> numbered(RelBuilder builder) {
        int width = builder.peek().getRowType().getFieldCount();
        List<RexNode> columns = new ArrayList<>();
        IntStream.range(0, width).forEach(i -> columns.add(builder.field(i)));
        columns.add(
                builder.aggregateCall(SqlStdOperatorTable.ROW_NUMBER)
                        .over()
                        .partitionBy(List.copyOf(columns))
                        .rowsUnbounded()
                        .toRex());
        return columns;
    }
}
