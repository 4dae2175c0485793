package io.tensorflare.planner.translate;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Model;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import io.tensorflare.planner.validate.ModelFunction;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexVisitorImpl;

/**
 * Finds calls of models in expressions and puts a {@link Plan.Predict} below for each distinct one.
 */
final class ModelCalls {
    private final StatementClock clock;

    ModelCalls(StatementClock clock) {
        this.clock = clock;
    }

    /** The distinct calls in expressions, inner ones first. */
    private static Set<RexCall> in(Iterable<? extends RexNode> expressions) {
        Set<RexCall> calls = new LinkedHashSet<>();
        for (RexNode expression : expressions) {
            expression.accept(
                    new RexVisitorImpl<Void>(true) {
                        @Override
                        public Void visitCall(RexCall call) {
                            super.visitCall(call);
                            if (call.getOperator() instanceof ModelFunction) {
                                calls.add(call);
                            }
                            return null;
                        }
                    });
        }
        return calls;
    }

    static boolean isIn(RexNode expression) {
        return !in(List.of(expression)).isEmpty();
    }

    /** The input with a column for each call that it has not computed yet. */
    Translated computed(Translated input, Iterable<? extends RexNode> expressions) {
        Plan plan = input.plan();
        Map<RexNode, Integer> predicted = new HashMap<>(input.predicted());
        for (RexCall call : in(expressions)) {
            if (!predicted.containsKey(call)) {
                plan = predict(plan, call, predicted);
                predicted.put(call, plan.columns().size() - 1);
            }
        }
        return new Translated(plan, input.width(), predicted);
    }

    private Plan predict(Plan input, RexCall call, Map<RexNode, Integer> predicted) {
        Model model = ((ModelFunction) call.getOperator()).model();
        Position position = Positions.of(call.getParserPosition());
        ExpressionTranslator translator =
                new ExpressionTranslator(input.columns(), predicted, clock);
        List<Expression> arguments = new ArrayList<>();
        for (int i = 0; i < model.arguments().size(); i++) {
            arguments.add(
                    Calls.cast(
                            translator.translate(call.getOperands().get(i)),
                            model.arguments().get(i),
                            position));
        }
        Set<String> taken = new HashSet<>();
        input.columns().stream()
                .map(Column::name)
                .forEach(name -> taken.add(name.toLowerCase(Locale.ROOT)));
        return new Plan.Predict(input, model, arguments, Columns.unique(model.name(), taken));
    }
}
