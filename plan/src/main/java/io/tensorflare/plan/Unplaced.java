package io.tensorflare.plan;

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
