package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Plan;
import io.tensorflare.plan.PlanRewriter;
import java.util.function.UnaryOperator;

/** Copies an operator with other inputs. */
final class Rebuild extends PlanRewriter {
    private final UnaryOperator<Plan> rewrite;

    private Rebuild(UnaryOperator<Plan> rewrite) {
        this.rewrite = rewrite;
    }

    /** The operator over its inputs rewritten; itself where none changed. */
    static Plan inputs(Plan plan, UnaryOperator<Plan> rewrite) {
        return plan.accept(new Rebuild(rewrite));
    }

    /** Rewrites a tree from its leaves to its root. */
    static Plan bottomUp(Plan plan, UnaryOperator<Plan> rewrite) {
        return rewrite.apply(inputs(plan, input -> bottomUp(input, rewrite)));
    }

    @Override
    protected Plan input(Plan input) {
        return rewrite.apply(input);
    }
}
