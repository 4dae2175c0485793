package io.tensorflare.planner.translate;

import io.tensorflare.plan.TensorFlareException;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rex.RexBuilder;
import org.apache.calcite.rex.RexExecutor;
import org.apache.calcite.rex.RexNode;

/**
 * Evaluates constant expressions for Calcite's rules with our own semantics; what cannot be
 * evaluated stays as it is.
 */
public final class Folding implements RexExecutor {
    private final StatementClock clock;

    public Folding(StatementClock clock) {
        this.clock = clock;
    }

    @Override
    public void reduce(RexBuilder rex, List<RexNode> constants, List<RexNode> reduced) {
        ExpressionTranslator translator = new ExpressionTranslator(List.of(), Map.of(), clock);
        for (RexNode constant : constants) {
            reduced.add(fold(rex, translator, constant));
        }
    }

    private static RexNode fold(RexBuilder rex, ExpressionTranslator translator, RexNode constant) {
        try {
            return Literals.toCalcite(rex, translator.translate(constant), constant);
        } catch (TensorFlareException | ArithmeticException notConstant) {
            return constant;
        }
    }
}
