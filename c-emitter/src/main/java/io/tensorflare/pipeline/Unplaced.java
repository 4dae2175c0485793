package io.tensorflare.pipeline;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.ExpressionRewriter;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.PlanRewriter;
import io.tensorflare.plan.Position;

/** Plans and expressions without their places in the SQL: for comparing what they do. */
public final class Unplaced {
    private static final ExpressionRewriter EXPRESSIONS =
            new ExpressionRewriter() {
                @Override
                protected Position position(Position position) {
                    return Position.UNKNOWN;
                }
            };

    /** Windows keep their places: two that stand in different places differ. */
    private static final PlanRewriter PLANS =
            new PlanRewriter() {
                @Override
                protected Expression expression(Expression expression) {
                    return Unplaced.of(expression);
                }

                @Override
                protected Position position(Position position) {
                    return Position.UNKNOWN;
                }
            };

    private Unplaced() {}

    public static Expression of(Expression expression) {
        return EXPRESSIONS.rewrite(expression);
    }

    public static Plan of(Plan plan) {
        return plan.accept(PLANS);
    }
}
