package io.tensorflare.planner.rule;

import com.google.common.collect.ImmutableList;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import java.util.Collection;
import java.util.List;
import org.apache.calcite.plan.Contexts;
import org.apache.calcite.plan.RelOptCostImpl;
import org.apache.calcite.plan.RelOptRule;
import org.apache.calcite.plan.hep.HepMatchOrder;
import org.apache.calcite.plan.hep.HepPlanner;
import org.apache.calcite.plan.hep.HepProgram;
import org.apache.calcite.rel.RelNode;
import org.apache.calcite.rel.core.Correlate;
import org.apache.calcite.rel.core.JoinRelType;
import org.apache.calcite.rel.core.RelFactories;
import org.apache.calcite.rel.logical.LogicalJoin;
import org.apache.calcite.rel.rules.CoreRules;
import org.apache.calcite.rel.rules.PruneEmptyRules;
import org.apache.calcite.sql2rel.TopDownGeneralDecorrelator;
import org.apache.calcite.tools.RelBuilder;

/**
 * Rewrites a query's tree in fixed phases, without a search: sub-queries become joins, constants
 * are folded, filters move down to the tables. The order of joins stays that of the text, save what
 * filters that become join conditions change.
 */
public final class Phases {
    private static final List<RelOptRule> SUB_QUERIES =
            List.of(
                    CoreRules.FILTER_SUB_QUERY_TO_MARK_CORRELATE,
                    CoreRules.PROJECT_SUB_QUERY_TO_MARK_CORRELATE,
                    CoreRules.JOIN_SUB_QUERY_TO_CORRELATE);

    private static final List<RelOptRule> BEFORE_DECORRELATION =
            List.of(CoreRules.FILTER_INTO_JOIN, CoreRules.FILTER_CORRELATE, CoreRules.FILTER_MERGE);

    private static final List<RelOptRule> BEFORE_MARKS =
            List.of(
                    CoreRules.FILTER_MERGE,
                    CoreRules.FILTER_INTO_JOIN,
                    CoreRules.FILTER_PROJECT_TRANSPOSE);

    /** Reducing the condition of a mark join would change the mark's nullability. */
    private static final RelOptRule REDUCE_JOIN =
            CoreRules.JOIN_REDUCE_EXPRESSIONS
                    .config
                    .withOperandSupplier(
                            operand ->
                                    operand.operand(LogicalJoin.class)
                                            .predicate(
                                                    join ->
                                                            join.getJoinType()
                                                                    != JoinRelType.LEFT_MARK)
                                            .anyInputs())
                    .toRule();

    private static final List<RelOptRule> SIMPLIFY =
            List.of(
                    CoreRules.FILTER_REDUCE_EXPRESSIONS,
                    CoreRules.PROJECT_REDUCE_EXPRESSIONS,
                    REDUCE_JOIN,
                    CoreRules.FILTER_MERGE,
                    CoreRules.PROJECT_MERGE,
                    CoreRules.PROJECT_REMOVE,
                    PruneEmptyRules.FILTER_INSTANCE,
                    PruneEmptyRules.PROJECT_INSTANCE,
                    PruneEmptyRules.JOIN_LEFT_INSTANCE,
                    PruneEmptyRules.JOIN_RIGHT_INSTANCE,
                    PruneEmptyRules.UNION_INSTANCE,
                    CoreRules.FILTER_INTO_JOIN,
                    CoreRules.JOIN_CONDITION_PUSH,
                    CoreRules.FILTER_PROJECT_TRANSPOSE,
                    CoreRules.FILTER_AGGREGATE_TRANSPOSE,
                    CoreRules.FILTER_SET_OP_TRANSPOSE,
                    CoreRules.AGGREGATE_PROJECT_MERGE,
                    CoreRules.UNION_TO_DISTINCT,
                    CoreRules.INTERSECT_TO_DISTINCT,
                    CoreRules.MINUS_TO_DISTINCT,
                    CoreRules.UNION_MERGE);

    private Phases() {}

    /**
     * The rewritten tree, without a {@link Correlate}.
     *
     * @throws TensorFlareException where a sub-query's reference to the outside cannot be removed
     */
    public static RelNode rewrite(RelNode tree) {
        RelNode rel = ConstantRows.gathered(Bags.toSets(tree));
        rel = ConstantRows.gathered(apply(rel, HepMatchOrder.TOP_DOWN, SUB_QUERIES));
        rel = Singles.checkedOutside(rel);
        rel = apply(rel, HepMatchOrder.BOTTOM_UP, BEFORE_DECORRELATION);
        rel = Marks.decorrelate(rel);
        rel = decorrelated(rel);
        rel = apply(rel, HepMatchOrder.BOTTOM_UP, BEFORE_MARKS);
        rel = Marks.toSemiJoins(rel);
        return apply(rel, HepMatchOrder.BOTTOM_UP, SIMPLIFY);
    }

    /** The library's way, which fails in many ways where it knows none. */
    private static RelNode decorrelated(RelNode rel) {
        if (!Marks.contains(rel, Correlate.class)) {
            return rel;
        }
        try {
            RelNode flat = TopDownGeneralDecorrelator.decorrelateQuery(rel, builder(rel));
            if (!Marks.contains(flat, Correlate.class)) {
                return flat;
            }
        } catch (RuntimeException | AssertionError failure) {
            throw tooCorrelated(failure);
        }
        throw tooCorrelated(null);
    }

    private static TensorFlareException tooCorrelated(Throwable cause) {
        return new TensorFlareException(
                ErrorCode.UNSUPPORTED,
                Position.UNKNOWN,
                "a sub-query that refers to the query around it in this way is not supported yet; write it as a join",
                cause);
    }

    static RelBuilder builder(RelNode rel) {
        return RelFactories.LOGICAL_BUILDER.create(rel.getCluster(), null);
    }

    private static RelNode apply(RelNode rel, HepMatchOrder order, Collection<RelOptRule> rules) {
        HepProgram program =
                HepProgram.builder()
                        .addMatchOrder(order)
                        .addRuleCollection(ImmutableList.copyOf(rules))
                        .build();
        HepPlanner planner =
                new HepPlanner(program, Contexts.empty(), true, null, RelOptCostImpl.FACTORY);
        planner.setExecutor(rel.getCluster().getPlanner().getExecutor());
        planner.setRoot(rel);
        return planner.findBestExp();
    }
}
