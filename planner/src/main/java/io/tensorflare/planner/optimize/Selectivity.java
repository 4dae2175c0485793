package io.tensorflare.planner.optimize;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.translate.TypeRules;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Which part of the rows a filter keeps. Comparisons of one column with constants are merged into
 * one interval; parts of different columns are multiplied with exponential back-off, since filters
 * are seldom independent.
 */
final class Selectivity {
    private static final double COMPARISON = 0.35;
    private static final double OF_COLUMNS = 0.5;
    private static final double PATTERN = 0.1;
    private static final double OTHER = 0.33;

    /** Whole numbers below it are exact as doubles. */
    private static final double EXACT = 1L << 53;

    private final Estimate input;
    private final ColumnEstimate[] columns;
    private final Map<Integer, double[]> intervals = new HashMap<>();
    private final List<Double> parts = new ArrayList<>();

    private Selectivity(Estimate input) {
        this.input = input;
        columns = input.columns().toArray(ColumnEstimate[]::new);
    }

    /** The rows for which all conjuncts are true. */
    static Estimate filtered(Estimate input, List<Expression> conjuncts) {
        if (conjuncts.isEmpty()) {
            return input;
        }
        Selectivity selectivity = new Selectivity(input);
        conjuncts.forEach(selectivity::add);
        double part = selectivity.part();
        double rows = input.rows() * part;
        return new Estimate(rows, List.of(selectivity.columns), input.keys()).among(rows);
    }

    /** The part of the rows for which all conjuncts are true, 0 to 1. */
    static double of(Estimate input, List<Expression> conjuncts) {
        Selectivity selectivity = new Selectivity(input);
        conjuncts.forEach(selectivity::add);
        return selectivity.part();
    }

    private double part() {
        intervals.forEach((column, bounds) -> parts.add(narrowed(column, bounds)));
        intervals.clear();
        parts.sort(null);
        double product = 1;
        double exponent = 1;
        for (double part : parts) {
            product *= Math.pow(part, exponent);
            exponent /= 2;
        }
        return product;
    }

    private double narrowed(int column, double[] bounds) {
        ColumnEstimate estimate = columns[column];
        if (estimate.range().isEmpty()) {
            boolean both = Double.isFinite(bounds[0]) && Double.isFinite(bounds[1]);
            return both ? COMPARISON / 2 : COMPARISON;
        }
        Range range = estimate.range().get();
        double low = Math.max(range.minimum(), Math.ceil(bounds[0]));
        double high = Math.min(range.maximum(), Math.floor(bounds[1]));
        double part = Math.max(0, high - low + 1) / range.width();
        if (high >= low) {
            columns[column] =
                    estimate.withDistinct(estimate.distinct() * part)
                            .withRange(within(range, bounds));
        }
        return Math.max(part, 1 / Math.max(1, input.rows())) * (1 - estimate.nulls());
    }

    /** Bounds that a double holds exactly narrow a range: arrays rest on it. */
    private static Range within(Range range, double[] bounds) {
        long low = Math.abs(bounds[0]) < EXACT ? (long) Math.ceil(bounds[0]) : range.minimum();
        long high = Math.abs(bounds[1]) < EXACT ? (long) Math.floor(bounds[1]) : range.maximum();
        return range.and(new Range(low, Math.max(low, high)));
    }

    private void add(Expression conjunct) {
        if (conjunct instanceof Expression.Call call && isComparison(call.function())) {
            addComparison(call);
        } else {
            parts.add(part(conjunct));
        }
    }

    private static boolean isComparison(Function function) {
        return switch (function) {
            case EQUAL, LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL -> true;
            default -> false;
        };
    }

    private void addComparison(Expression.Call call) {
        Expression first = plain(call.operands().get(0));
        Expression second = plain(call.operands().get(1));
        boolean turned = first instanceof Expression.Literal;
        Expression column = turned ? second : first;
        Expression constant = turned ? first : second;
        if (!(column instanceof Expression.ColumnReference reference)
                || !(constant instanceof Expression.Literal literal)) {
            parts.add(part(call));
            return;
        }
        double value = units(literal, reference.type());
        if (call.function() == Function.EQUAL) {
            addEquality(reference.index(), value);
        } else if (Double.isNaN(value)) {
            parts.add(COMPARISON);
        } else {
            addBound(
                    reference.index(), turned ? mirrored(call.function()) : call.function(), value);
        }
    }

    private void addEquality(int column, double value) {
        ColumnEstimate estimate = columns[column];
        parts.add((1 - estimate.nulls()) / Math.max(1, estimate.distinct()));
        ColumnEstimate single = estimate.withDistinct(1).withNulls(0);
        boolean exact =
                Math.abs(value) < EXACT
                        && value == Math.rint(value)
                        && estimate.range().isPresent();
        columns[column] = exact ? single.withRange(new Range((long) value, (long) value)) : single;
    }

    private void addBound(int column, Function function, double value) {
        double[] bounds =
                intervals.computeIfAbsent(
                        column,
                        unused ->
                                new double[] {Double.NEGATIVE_INFINITY, Double.POSITIVE_INFINITY});
        switch (function) {
            case LESS -> bounds[1] = Math.min(bounds[1], Math.ceil(value) - 1);
            case LESS_OR_EQUAL -> bounds[1] = Math.min(bounds[1], value);
            case GREATER -> bounds[0] = Math.max(bounds[0], Math.floor(value) + 1);
            case GREATER_OR_EQUAL -> bounds[0] = Math.max(bounds[0], value);
            default -> throw new IllegalStateException("no comparison: " + function);
        }
    }

    private static Function mirrored(Function function) {
        return switch (function) {
            case LESS -> Function.GREATER;
            case LESS_OR_EQUAL -> Function.GREATER_OR_EQUAL;
            case GREATER -> Function.LESS;
            case GREATER_OR_EQUAL -> Function.LESS_OR_EQUAL;
            default -> function;
        };
    }

    /** The value without conversions between integers. */
    private static Expression plain(Expression expression) {
        return expression instanceof Expression.Cast cast
                        && TypeRules.isInteger(cast.type())
                        && TypeRules.isInteger(cast.operand().type())
                ? plain(cast.operand())
                : expression;
    }

    /** A constant in the units of a column's bounds; not a number where there are none. */
    private static double units(Expression.Literal literal, Type type) {
        if (!(literal.value() instanceof Number number)) {
            return Double.NaN;
        }
        if (type instanceof Type.Decimal decimal) {
            BigDecimal value =
                    number instanceof BigDecimal exact
                            ? exact
                            : new BigDecimal(number.toString().replace("NaN", "0"));
            return value.movePointRight(decimal.scale()).doubleValue();
        }
        return number.doubleValue();
    }

    private double part(Expression condition) {
        if (condition instanceof Expression.InList list) {
            double distinct = Estimator.expression(list.operand(), input).distinct();
            return Math.min(1, list.values().size() / Math.max(1, distinct));
        }
        if (condition instanceof Expression.Literal literal) {
            return Boolean.TRUE.equals(literal.value()) ? 1 : 0;
        }
        return condition instanceof Expression.Call call ? part(call) : OTHER;
    }

    private double part(Expression.Call call) {
        List<Expression> operands = call.operands();
        return switch (call.function()) {
            case AND -> of(input, operands);
            case OR -> {
                double none = 1;
                for (Expression operand : operands) {
                    none *= 1 - of(input, List.of(operand));
                }
                yield 1 - none;
            }
            case NOT, IS_NOT_TRUE -> 1 - of(input, operands);
            case IS_TRUE -> of(input, operands);
            case IS_NULL -> Math.max(0.001, nulls(operands.get(0)));
            case IS_NOT_NULL -> 1 - nulls(operands.get(0));
            case LIKE, ILIKE, STARTS_WITH, ENDS_WITH, CONTAINS -> PATTERN;
            case EQUAL, IS_NOT_DISTINCT_FROM -> equality(operands);
            case NOT_EQUAL, IS_DISTINCT_FROM -> 1 - equality(operands);
            case LESS, LESS_OR_EQUAL, GREATER, GREATER_OR_EQUAL ->
                    operands.stream().anyMatch(operand -> operand instanceof Expression.Literal)
                            ? COMPARISON
                            : OF_COLUMNS;
            default -> OTHER;
        };
    }

    private double nulls(Expression operand) {
        return operand instanceof Expression.ColumnReference reference
                ? columns[reference.index()].nulls()
                : 0;
    }

    private double equality(List<Expression> operands) {
        double most = 1;
        for (Expression operand : operands) {
            most = Math.max(most, Estimator.expression(operand, input).distinct());
        }
        return 1 / most;
    }
}
