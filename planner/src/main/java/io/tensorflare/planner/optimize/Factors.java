package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Position;
import io.tensorflare.planner.translate.Calls;
import io.tensorflare.planner.translate.Conjuncts;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/** Takes out of an OR what all its parts have in common, or what they say of one table. */
final class Factors {
    private Factors() {}

    /** The conjuncts of a condition; common factors of an OR become conjuncts of their own. */
    static List<Expression> conjuncts(Expression condition) {
        List<Expression> all = new ArrayList<>();
        for (Expression conjunct : Conjuncts.of(condition)) {
            if (isOr(conjunct)) {
                all.addAll(factored((Expression.Call) conjunct));
            } else {
                all.add(conjunct);
            }
        }
        return all;
    }

    static boolean isOr(Expression expression) {
        return expression instanceof Expression.Call call && call.function() == Function.OR;
    }

    private static List<Expression> factored(Expression.Call or) {
        List<List<Expression>> parts = or.operands().stream().map(Conjuncts::of).toList();
        List<Expression> common = new ArrayList<>();
        List<Expression> shapes = new ArrayList<>();
        for (Expression candidate : parts.get(0)) {
            Expression shape = Shape.of(candidate);
            boolean everywhere =
                    parts.stream()
                            .allMatch(
                                    part ->
                                            part.stream()
                                                    .anyMatch(
                                                            other ->
                                                                    Shape.of(other).equals(shape)));
            if (everywhere && !shapes.contains(shape)) {
                common.add(candidate);
                shapes.add(shape);
            }
        }
        if (common.isEmpty()) {
            return List.of(or);
        }
        without(parts, shapes, or.position()).ifPresent(common::add);
        return common;
    }

    /** The OR without its common factors; nothing where a part has no others. */
    private static Optional<Expression> without(
            List<List<Expression>> parts, List<Expression> shapes, Position position) {
        List<Expression> rest = new ArrayList<>();
        for (List<Expression> part : parts) {
            List<Expression> left =
                    part.stream().filter(conjunct -> !shapes.contains(Shape.of(conjunct))).toList();
            if (left.isEmpty()) {
                return Optional.empty();
            }
            rest.add(Calls.and(left, position));
        }
        return Optional.of(Calls.or(rest, position));
    }

    /**
     * What an OR implies by those of its conjuncts that pass a test; nothing where a part has none
     * of them.
     */
    static Optional<Expression> implied(Expression.Call or, Predicate<Expression> test) {
        List<Expression> parts = new ArrayList<>();
        for (Expression operand : or.operands()) {
            List<Expression> passing = Conjuncts.of(operand).stream().filter(test).toList();
            if (passing.isEmpty()) {
                return Optional.empty();
            }
            parts.add(Calls.and(passing, or.position()));
        }
        return Optional.of(Calls.or(parts, or.position()));
    }
}
