package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CWriter;
import io.tensorflare.c.Names;
import io.tensorflare.emit.expression.Context;
import io.tensorflare.emit.expression.Expressions;
import io.tensorflare.emit.expression.Scope;
import io.tensorflare.emit.expression.Walk;
import io.tensorflare.pipeline.Step;
import io.tensorflare.plan.Expression;
import java.util.ArrayList;
import java.util.List;

/** The steps that handle one row at a time: filter and project. */
final class Steps {
    private Steps() {}

    static Scope scope(List<Cell> cells) {
        return (index, c) -> cells.get(index).value(c);
    }

    static void count(Expression expression, int[] uses) {
        Walk.columns(expression).forEach(column -> uses[column.index()]++);
    }

    /** Lets through the rows for which all conjuncts are true. */
    record Filtered(Batch input, List<Expression> conjuncts, int node, Context context, Names names)
            implements Batch.Within {
        @Override
        public boolean isDense() {
            return false;
        }

        @Override
        public List<Cell> enter(CWriter c, int[] uses) {
            int[] all = uses.clone();
            conjuncts.forEach(conjunct -> count(conjunct, all));
            List<Cell> cells = input.enter(c, all);
            CExpr together = CExpr.truth(true);
            for (Expression conjunct : conjuncts) {
                CWriter before = c.inner();
                CExpr truth =
                        new Expressions(context, names, scope(cells), "#" + node, before)
                                .truth(conjunct);
                boolean apart =
                        !before.isEmpty() || together.text().length() + truth.text().length() > 200;
                if (apart) {
                    leave(c, together);
                    c.add(before);
                    together = truth;
                } else {
                    together = together.and(truth);
                }
            }
            leave(c, together);
            return cells;
        }

        private void leave(CWriter c, CExpr truth) {
            if (!truth.isTrue()) {
                c.block("if ($)", "#" + node, () -> c.line("continue;"), truth.not());
            }
        }
    }

    /**
     * Computes new columns: now and once where they are used more than once, else where they are
     * used.
     */
    record Projected(
            Batch input, Step.Project step, List<String> hints, Context context, Names names)
            implements Batch.Within {
        @Override
        public List<Cell> enter(CWriter c, int[] uses) {
            List<Expression> expressions = step.plan().expressions();
            int[] inputUses = new int[step.plan().input().columns().size()];
            for (int i = 0; i < expressions.size(); i++) {
                if (uses[i] > 0) {
                    count(expressions.get(i), inputUses);
                    passOn(expressions.get(i), uses[i] - 1, inputUses);
                }
            }
            List<Cell> before = input.enter(c, inputUses);
            Shared shared =
                    new Shared(context, names, before, hints, "#" + step.node().number(), c);
            shared.compute(step.plan(), uses);
            List<Cell> cells = new ArrayList<>();
            for (int i = 0; i < expressions.size(); i++) {
                cells.add(shared.cell(i));
            }
            return cells;
        }

        private static void passOn(Expression expression, int more, int[] inputUses) {
            if (expression instanceof Expression.ColumnReference column) {
                inputUses[column.index()] += more;
            }
        }
    }
}
