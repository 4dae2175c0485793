package io.tensorflare.emit.expression;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.expression.Value.Hazard;
import io.tensorflare.plan.Expression;
import java.util.ArrayList;
import java.util.List;
import java.util.function.BinaryOperator;

/**
 * Three-valued logic. A condition asks one of two questions, is it TRUE or is it FALSE, and each is
 * plain two-valued C: NOT swaps them, AND and OR pass them on. Only the value of a boolean that may
 * be NULL asks both.
 */
final class Logic {
    /** Larger terms of a conjunction or disjunction become functions of their own. */
    private static final int LARGEST = 160;

    private final Expressions expressions;

    Logic(Expressions expressions) {
        this.expressions = expressions;
    }

    /** The value of a logical call. */
    Value value(Expression.Call call) {
        CExpr truth = truth(call);
        if (!call.nullable() || isNeverNull(call)) {
            return new Value(truth, CExpr.truth(true), Interval.of(0, 1), Hazard.RAISES);
        }
        CExpr isTrue = expressions.local(CType.BOOL, "is_true", truth);
        CExpr isFalse = expressions.local(CType.BOOL, "is_false", falsity(call));
        return new Value(isTrue, isTrue.or(isFalse), Interval.of(0, 1), Hazard.NONE);
    }

    private boolean isNeverNull(Expression.Call call) {
        return switch (call.function()) {
            case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE -> true;
            default -> false;
        };
    }

    CExpr truth(Expression condition) {
        if (condition instanceof Expression.Call call) {
            List<Expression> operands = call.operands();
            switch (call.function()) {
                case AND:
                    return chain(operands, Question.IS_TRUE, true);
                case OR:
                    return chain(operands, Question.IS_TRUE, false);
                case NOT, IS_FALSE:
                    return falsity(operands.get(0));
                case IS_TRUE:
                    return truth(operands.get(0));
                case IS_NOT_TRUE:
                    return truth(operands.get(0)).not();
                case IS_NOT_FALSE:
                    return falsity(operands.get(0)).not();
                case IS_NULL:
                    return expressions.value(operands.get(0)).valid().not();
                case IS_NOT_NULL:
                    return expressions.value(operands.get(0)).valid();
                default:
                    break;
            }
        }
        return expressions.value(condition).truth();
    }

    CExpr falsity(Expression condition) {
        if (condition instanceof Expression.Call call) {
            switch (call.function()) {
                case AND:
                    return chain(call.operands(), Question.IS_FALSE, false);
                case OR:
                    return chain(call.operands(), Question.IS_FALSE, true);
                case NOT:
                    return truth(call.operands().get(0));
                case IS_NULL, IS_NOT_NULL, IS_TRUE, IS_NOT_TRUE, IS_FALSE, IS_NOT_FALSE:
                    return truth(condition).not();
                default:
                    break;
            }
        }
        return expressions.value(condition).falsity();
    }

    private enum Question {
        IS_TRUE,
        IS_FALSE
    }

    private CExpr ask(Expression condition, Question question) {
        return question == Question.IS_TRUE ? truth(condition) : falsity(condition);
    }

    /**
     * {@code a && b && c} or {@code a || b || c}: a term is evaluated only where those before it
     * have not settled the matter.
     */
    private CExpr chain(List<Expression> terms, Question question, boolean conjunction) {
        List<List<Expression>> parts = parts(terms);
        if (parts.size() > 1) {
            return functions(parts, question, conjunction);
        }
        BinaryOperator<CExpr> operator = conjunction ? CExpr::and : CExpr::or;
        CExpr result = ask(terms.get(0), question);
        for (Expression term : terms.subList(1, terms.size())) {
            CWriter inside = expressions.c().deeper();
            CExpr next = new Logic(expressions.to(inside)).ask(term, question);
            result =
                    inside.isEmpty()
                            ? operator.apply(result, next)
                            : stepwise(result, inside, next, conjunction);
        }
        return result;
    }

    /** The next term needs statements: they run under the condition that the term is needed. */
    private CExpr stepwise(CExpr soFar, CWriter statements, CExpr next, boolean conjunction) {
        CWriter c = expressions.c();
        boolean started = soFar.isVariable() && soFar.text().startsWith("holds");
        CExpr holds = started ? soFar : CExpr.name(CType.BOOL, expressions.names().unique("holds"));
        if (!started) {
            c.line("bool $ = $;", holds, soFar);
        }
        c.block(
                "if ($)",
                () -> c.add(statements).line("$ = $;", holds, next),
                conjunction ? holds : holds.not());
        return holds;
    }

    private static List<List<Expression>> parts(List<Expression> terms) {
        List<List<Expression>> parts = new ArrayList<>();
        List<Expression> part = new ArrayList<>();
        int size = 0;
        for (Expression term : terms) {
            int more = Walk.size(term);
            if (!part.isEmpty() && size + more > LARGEST) {
                parts.add(part);
                part = new ArrayList<>();
                size = 0;
            }
            part.add(term);
            size += more;
        }
        parts.add(part);
        return parts;
    }

    private CExpr functions(List<List<Expression>> parts, Question question, boolean conjunction) {
        List<CExpr> calls = new ArrayList<>();
        for (List<Expression> part : parts) {
            String name = conjunction ? "all_of" : "any_of";
            Helper helper = new Helper(expressions, part, name);
            calls.add(
                    helper.condition(inner -> new Logic(inner).chain(part, question, conjunction)));
        }
        return calls.stream().reduce(conjunction ? CExpr::and : CExpr::or).orElseThrow();
    }
}
