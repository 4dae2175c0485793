package io.tensorflare.planner.rule;

import io.tensorflare.planner.validate.Functions;
import java.util.ArrayList;
import java.util.List;
import org.apache.calcite.rel.RelHomogeneousShuttle;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Aggregate;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.sql.SqlKind;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.tools.RelBuilder;

/**
 * Sub-queries used as values that refer to the query around them. Once that is taken out of them
 * they compute a value for every key there is, and a second row for a key that nobody asks for is
 * no mistake: so they count their rows, and the query around them looks at the count.
 */
final class Singles {
    private Singles() {}

    static RelNode checkedOutside(RelNode tree) {
        return tree.accept(
                new RelHomogeneousShuttle() {
                    @Override
                    public RelNode visit(RelNode node) {
                        RelNode below = super.visit(node);
                        return below instanceof Correlate correlate
                                        && correlate.getRight() instanceof Aggregate aggregate
                                        && isSingleValue(correlate, aggregate)
                                ? checked(correlate, aggregate)
                                : below;
                    }
                });
    }

    private static boolean isSingleValue(Correlate correlate, Aggregate aggregate) {
        return (correlate.getJoinType() == JoinRelType.LEFT
                        || correlate.getJoinType() == JoinRelType.INNER)
                && aggregate.getGroupCount() == 0
                && aggregate.getAggCallList().size() == 1
                && aggregate.getAggCallList().get(0).getAggregation().getKind()
                        == SqlKind.SINGLE_VALUE;
    }

    private static RelNode checked(Correlate correlate, Aggregate aggregate) {
        RelBuilder builder = Phases.builder(correlate).push(aggregate.getInput());
        RexNode value = builder.field(aggregate.getAggCallList().get(0).getArgList().get(0));
        RelNode right =
                builder.aggregate(
                                builder.groupKey(),
                                builder.aggregateCall(SqlStdOperatorTable.ANY_VALUE, value),
                                builder.countStar(null))
                        .build();
        RelNode joined =
                correlate.copy(
                        correlate.getTraitSet(),
                        correlate.getLeft(),
                        right,
                        correlate.getCorrelationId(),
                        correlate.getRequiredColumns(),
                        correlate.getJoinType());
        builder.push(joined);
        int width = correlate.getLeft().getRowType().getFieldCount();
        List<RexNode> columns = new ArrayList<>(builder.fields().subList(0, width));
        columns.add(
                builder.getRexBuilder()
                        .ensureType(
                                correlate.getRowType().getFieldList().get(width).getType(),
                                builder.call(
                                        Functions.SINGLE,
                                        builder.field(width),
                                        builder.field(width + 1)),
                                true));
        return builder.project(columns, correlate.getRowType().getFieldNames(), true).build();
    }
}
