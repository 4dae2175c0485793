package io.tensorflare.emit.expression;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import io.tensorflare.emit.expression.Value.Hazard;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;
import java.util.ArrayList;
import java.util.List;

/** CASE, COALESCE, GREATEST and LEAST: only what is chosen is evaluated. */
final class Choices {
    private static final int MOST_OPERANDS = 200;

    /** Longer chains are written as statements. */
    private static final int SHORT = 72;

    /** More branches than that are continued in a function of their own. */
    private static final int MOST_BRANCHES = 24;

    private final Expressions expressions;

    Choices(Expressions expressions) {
        this.expressions = expressions;
    }

    Value value(Expression.Call call) {
        if (call.operands().size() > MOST_OPERANDS) {
            throw new TensorFlareException(
                    ErrorCode.UNSUPPORTED,
                    call.position(),
                    call.function()
                            + " of "
                            + call.operands().size()
                            + " values cannot run, at most "
                            + MOST_OPERANDS
                            + " can: nest several of them");
        }
        return switch (call.function()) {
            case COALESCE -> coalesce(call);
            default -> extreme(call);
        };
    }

    Value value(Expression.Case expression) {
        List<Expression.Case.Branch> branches = expression.branches();
        if (branches.size() > MOST_BRANCHES) {
            Expression.Case rest =
                    new Expression.Case(
                            branches.subList(MOST_BRANCHES, branches.size()),
                            expression.otherwise());
            return chosen(branches.subList(0, MOST_BRANCHES), rest, expression);
        }
        return chosen(branches, expression.otherwise(), expression);
    }

    /** The type in which all values of a choice can be held. */
    private record Target(CType type, Interval range, boolean nullable) {}

    private Value chosen(
            List<Expression.Case.Branch> branches, Expression otherwise, Expression whole) {
        boolean isShort = isSmall(branches, otherwise) && fits(branches, otherwise);
        return isShort
                ? conditional(expressions, branches, otherwise, expressions.c())
                : statements(branches, otherwise, whole);
    }

    private static boolean isSmall(List<Expression.Case.Branch> branches, Expression otherwise) {
        int size = Walk.size(otherwise);
        for (Expression.Case.Branch branch : branches) {
            size += Walk.size(branch.condition()) + Walk.size(branch.value());
        }
        return branches.size() <= 2 && size <= 16;
    }

    /** Whether {@code a ? x : b ? y : z} is short and needs no statements. */
    private boolean fits(List<Expression.Case.Branch> branches, Expression otherwise) {
        CWriter statements = expressions.c().inner();
        Value value = conditional(expressions.scratch(), branches, otherwise, statements);
        return statements.isEmpty()
                && value.code().text().length() <= SHORT
                && value.valid().text().length() <= SHORT;
    }

    private Value conditional(
            Expressions at,
            List<Expression.Case.Branch> branches,
            Expression otherwise,
            CWriter into) {
        Expressions inside = at.to(into);
        Value result = branch(inside, otherwise, "otherwise");
        for (int i = branches.size() - 1; i >= 0; i--) {
            CExpr condition = inside.truth(branches.get(i).condition());
            Value value = branch(inside, branches.get(i).value(), "value");
            CType type = wider(value.type(), result.type());
            Value yes = to(value, type);
            Value no = to(result, type);
            CExpr code = condition.choose(yes.guarded(), no.guarded());
            CExpr valid = condition.choose(yes.valid(), no.valid());
            boolean raises = yes.hazard() == Hazard.RAISES || no.hazard() == Hazard.RAISES;
            result =
                    new Value(
                            code,
                            valid,
                            value.range().hull(result.range()),
                            raises ? Hazard.RAISES : Hazard.NONE);
        }
        return result;
    }

    private static Value branch(Expressions inside, Expression expression, String name) {
        return inside.named(
                expression,
                Expressions.columnName(expression).equals("constant")
                        ? name
                        : Expressions.columnName(expression) + "_" + name);
    }

    /** A variable that an if-else chain sets. */
    private Value statements(
            List<Expression.Case.Branch> branches, Expression otherwise, Expression whole) {
        Target target = target(whole);
        CWriter c = expressions.c();
        CExpr chosen = CExpr.name(target.type(), expressions.names().unique("chosen"));
        CExpr valid =
                target.nullable()
                        ? CExpr.name(CType.BOOL, expressions.names().unique("chosen_valid"))
                        : CExpr.truth(true);
        c.line("$ $;", target.type(), chosen);
        if (target.nullable()) {
            c.line("bool $;", valid);
        }
        Setter setter = new Setter(target, chosen, valid);
        chain(expressions, branches, otherwise, setter);
        return new Value(chosen, valid, target.range(), Hazard.NONE);
    }

    private record Setter(Target target, CExpr chosen, CExpr valid) {
        void set(Expressions at, Value value) {
            Value converted = to(value, target.type());
            at.c()
                    .line(
                            "$ = $;",
                            chosen,
                            target.nullable() ? converted.zeroed() : converted.guarded())
                    .note(at.node());
            if (target.nullable()) {
                at.c().line("$ = $;", valid, converted.valid());
            }
        }
    }

    /** Conditions that need statements of their own go one level further in. */
    private void chain(
            Expressions at,
            List<Expression.Case.Branch> branches,
            Expression otherwise,
            Setter setter) {
        if (branches.isEmpty()) {
            otherwise(at, otherwise, setter);
            return;
        }
        Expression.Case.Branch first = branches.get(0);
        CExpr condition = at.truth(first.condition());
        at.c()
                .either(
                        condition,
                        inside ->
                                setter.set(
                                        at.to(inside),
                                        branch(at.to(inside), first.value(), "value")),
                        inside ->
                                chain(
                                        at.to(inside),
                                        branches.subList(1, branches.size()),
                                        otherwise,
                                        setter));
    }

    /** The rest of a long CASE is a function of its own. */
    private void otherwise(Expressions at, Expression otherwise, Setter setter) {
        boolean large =
                otherwise instanceof Expression.Case rest
                        && rest.branches().size() > MOST_BRANCHES / 4;
        setter.set(
                at,
                large
                        ? outlined(at, (Expression.Case) otherwise)
                        : branch(at, otherwise, "otherwise"));
    }

    private Value outlined(Expressions at, Expression.Case rest) {
        Helper helper = new Helper(at, List.of(rest), "case_of");
        Target target = target(rest);
        CExpr valid = CExpr.truth(!target.nullable());
        Value shape = new Value(target.type().zero(), valid, target.range(), Hazard.NONE);
        return helper.value(shape, inside -> new Choices(inside).value(rest));
    }

    private Target target(Expression whole) {
        List<Expression> values = new ArrayList<>();
        results(whole, values);
        Type type = whole.type();
        boolean nullable = values.stream().anyMatch(Expression::nullable);
        return new Target(Machine.type(type), Machine.range(type), nullable);
    }

    private static void results(Expression whole, List<Expression> values) {
        if (whole instanceof Expression.Case expression) {
            expression.branches().forEach(branch -> values.add(branch.value()));
            results(expression.otherwise(), values);
        } else if (whole instanceof Expression.Call call) {
            values.addAll(call.operands());
        } else {
            values.add(whole);
        }
    }

    private static CType wider(CType a, CType b) {
        return a.compareTo(b) >= 0 ? a : b;
    }

    static Value to(Value value, CType type) {
        if (value.type() == type) {
            return value;
        }
        return type == CType.INT128
                ? value.withCode(Exact.to128(value))
                : value.withCode(value.code().cast(type));
    }

    /** The first that is not NULL. */
    private Value coalesce(Expression.Call call) {
        List<Expression> operands = call.operands();
        if (operands.size() > 3) {
            return value(asCase(operands));
        }
        Value result = operand(operands.get(operands.size() - 1));
        for (int i = operands.size() - 2; i >= 0; i--) {
            CWriter before = expressions.c().inner();
            Value next = named(expressions.to(before), operands.get(i));
            expressions.c().add(before);
            if (next.nullable()
                    && next.valid().text().length() + next.code().text().length() > SHORT) {
                next = expressions.keep(next, "coalesce");
            }
            CType type = wider(next.type(), result.type());
            Value yes = to(next, type);
            Value no = to(result, type);
            if (!yes.nullable()) {
                result = yes;
                continue;
            }
            CExpr code = yes.valid().choose(yes.code(), no.guarded());
            Hazard hazard =
                    yes.hazard() == Hazard.RAISES || no.hazard() == Hazard.RAISES
                            ? Hazard.RAISES
                            : Hazard.NONE;
            result =
                    new Value(
                            code,
                            yes.valid().or(no.valid()),
                            yes.range().hull(no.range()),
                            no.nullable() && type == CType.STRING
                                    ? hazard.and(Hazard.READS)
                                    : hazard);
        }
        return result;
    }

    private static Expression.Case asCase(List<Expression> operands) {
        List<Expression.Case.Branch> branches = new ArrayList<>();
        for (Expression operand : operands.subList(0, operands.size() - 1)) {
            branches.add(
                    new Expression.Case.Branch(
                            Expression.call(
                                    Function.IS_NOT_NULL, Type.BOOLEAN, Position.UNKNOWN, operand),
                            operand));
        }
        return new Expression.Case(branches, operands.get(operands.size() - 1));
    }

    private Value operand(Expression operand) {
        return named(expressions, operand);
    }

    private static Value named(Expressions at, Expression operand) {
        return at.named(operand, Expressions.columnName(operand) + "_value");
    }

    /** Passes over NULLs. */
    private Value extreme(Expression.Call call) {
        Function better = call.function() == Function.GREATEST ? Function.GREATER : Function.LESS;
        Value best = expressions.keep(operand(call.operands().get(0)), Functions.name(call));
        for (Expression operand : call.operands().subList(1, call.operands().size())) {
            Value next = expressions.keep(operand(operand), Functions.name(call));
            CType type = wider(next.type(), best.type());
            Value a = to(next, type);
            Value b = to(best, type);
            CExpr take = a.valid().and(b.valid().not().or(Comparison.compare(better, a, b)));
            Value chosen =
                    new Value(
                            take.choose(a.code(), b.code()),
                            a.valid().or(b.valid()),
                            a.range().hull(b.range()),
                            Hazard.NONE);
            best = expressions.keep(chosen, Functions.name(call));
        }
        return best;
    }
}
