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
import org.apache.calcite.rel.rules.AggregateProjectMergeRule;
import org.apache.calcite.rel.rules.FilterAggregateTransposeRule;
import org.apache.calcite.rel.rules.FilterCorrelateRule;
import org.apache.calcite.rel.rules.FilterJoinRule.FilterIntoJoinRule;
import org.apache.calcite.rel.rules.FilterJoinRule.JoinConditionPushRule;
import org.apache.calcite.rel.rules.FilterMergeRule;
import org.apache.calcite.rel.rules.FilterProjectTransposeRule;
import org.apache.calcite.rel.rules.FilterSetOpTransposeRule;
import org.apache.calcite.rel.rules.IntersectToDistinctRule;
import org.apache.calcite.rel.rules.MinusToDistinctRule;
import org.apache.calcite.rel.rules.ProjectMergeRule;
import org.apache.calcite.rel.rules.ProjectRemoveRule;
import org.apache.calcite.rel.rules.PruneEmptyRules;
import org.apache.calcite.rel.rules.ReduceExpressionsRule.FilterReduceExpressionsRule;
import org.apache.calcite.rel.rules.ReduceExpressionsRule.JoinReduceExpressionsRule;
import org.apache.calcite.rel.rules.ReduceExpressionsRule.ProjectReduceExpressionsRule;
import org.apache.calcite.rel.rules.SubQueryRemoveRule;
import org.apache.calcite.rel.rules.UnionMergeRule;
import org.apache.calcite.rel.rules.UnionToDistinctRule;
import org.apache.calcite.sql2rel.TopDownGeneralDecorrelator;
import org.apache.calcite.tools.RelBuilder;

/**
 * Rewrites a query's tree in fixed phases, without a search: sub-queries become joins, constants
 * are folded, filters move down to the tables. The order of joins stays that of the text, save what
 * filters that become join conditions change.
 */
public final class Phases {
    // Each rule is made here: CoreRules, the library's list, makes two hundred at its first use.

    private static final List<RelOptRule> SUB_QUERIES =
            List.of(
                    SubQueryRemoveRule.Config.FILTER_ENABLE_MARK_JOIN.toRule(),
                    SubQueryRemoveRule.Config.PROJECT_ENABLE_MARK_JOIN.toRule(),
                    SubQueryRemoveRule.Config.JOIN.toRule());

    private static final List<RelOptRule> BEFORE_DECORRELATION =
            List.of(
                    FilterIntoJoinRule.FilterIntoJoinRuleConfig.DEFAULT.toRule(),
                    FilterCorrelateRule.Config.DEFAULT.toRule(),
                    FilterMergeRule.Config.DEFAULT.toRule());

    private static final List<RelOptRule> BEFORE_MARKS =
            List.of(
                    FilterMergeRule.Config.DEFAULT.toRule(),
                    FilterIntoJoinRule.FilterIntoJoinRuleConfig.DEFAULT.toRule(),
                    FilterProjectTransposeRule.Config.DEFAULT.toRule());

    /** Reducing the condition of a mark join would change the mark's nullability. */
    private static final RelOptRule REDUCE_JOIN =
            JoinReduceExpressionsRule.JoinReduceExpressionsRuleConfig.DEFAULT
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
                    FilterReduceExpressionsRule.FilterReduceExpressionsRuleConfig.DEFAULT.toRule(),
                    ProjectReduceExpressionsRule.ProjectReduceExpressionsRuleConfig.DEFAULT
                            .toRule(),
                    REDUCE_JOIN,
                    FilterMergeRule.Config.DEFAULT.toRule(),
                    ProjectMergeRule.Config.DEFAULT.toRule(),
                    ProjectRemoveRule.Config.DEFAULT.toRule(),
                    PruneEmptyRules.FILTER_INSTANCE,
                    PruneEmptyRules.PROJECT_INSTANCE,
                    PruneEmptyRules.JOIN_LEFT_INSTANCE,
                    PruneEmptyRules.JOIN_RIGHT_INSTANCE,
                    PruneEmptyRules.UNION_INSTANCE,
                    FilterIntoJoinRule.FilterIntoJoinRuleConfig.DEFAULT.toRule(),
                    JoinConditionPushRule.JoinConditionPushRuleConfig.DEFAULT.toRule(),
                    FilterProjectTransposeRule.Config.DEFAULT.toRule(),
                    FilterAggregateTransposeRule.Config.DEFAULT.toRule(),
                    FilterSetOpTransposeRule.Config.DEFAULT.toRule(),
                    AggregateProjectMergeRule.Config.DEFAULT.toRule(),
                    UnionToDistinctRule.Config.DEFAULT.toRule(),
                    IntersectToDistinctRule.Config.DEFAULT.toRule(),
                    MinusToDistinctRule.Config.DEFAULT.toRule(),
                    UnionMergeRule.Config.DEFAULT.toRule());

    private Phases() {}

    /**
     * The rewritten tree, without a {@link Correlate}.
     *
     * @param parts where the text has its longest union, for an error
     * @throws TensorFlareException where a sub-query's reference to the outside cannot be removed
     */
    public static RelNode rewrite(RelNode tree, Position parts) {
        RelNode rel = ConstantRows.gathered(Bags.toSets(tree), parts);
        rel = ConstantRows.gathered(apply(rel, HepMatchOrder.TOP_DOWN, SUB_QUERIES), parts);
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
