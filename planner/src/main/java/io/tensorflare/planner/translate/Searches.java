package io.tensorflare.planner.translate;

import com.google.common.collect.BoundType;
import com.google.common.collect.Range;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import org.apache.calcite.rex.RexUnknownAs;
import org.apache.calcite.util.Sarg;

/** Takes Calcite's search arguments apart: points become IN, ranges comparisons. */
final class Searches {
    private Searches() {}

    /** Whether the operand lies in the set; what NULL gives, the set says. */
    @SuppressWarnings({"rawtypes", "unchecked"})
    static Expression translate(Expression operand, Sarg sarg, Type type, Position position) {
        Expression inside =
                inside(
                        operand,
                        (Set<Range<Comparable<?>>>) sarg.rangeSet.asRanges(),
                        (Set<Range<Comparable<?>>>) sarg.rangeSet.complement().asRanges(),
                        type,
                        position);
        if (sarg.nullAs == RexUnknownAs.UNKNOWN || !operand.nullable()) {
            return inside;
        }
        boolean admitsNull = sarg.nullAs == RexUnknownAs.TRUE;
        Expression test =
                Calls.of(
                        admitsNull ? Function.IS_NULL : Function.IS_NOT_NULL,
                        Type.BOOLEAN,
                        position,
                        operand);
        if (inside instanceof Expression.Literal constant) {
            boolean all = (Boolean) constant.value();
            return all == admitsNull ? constant : test;
        }
        return admitsNull
                ? Calls.or(List.of(test, inside), position)
                : Calls.and(List.of(test, inside), position);
    }

    private static Expression inside(
            Expression operand,
            Set<Range<Comparable<?>>> ranges,
            Set<Range<Comparable<?>>> gaps,
            Type type,
            Position position) {
        if (ranges.isEmpty()) {
            return Calls.literal(false);
        }
        if (gaps.isEmpty()) {
            return Calls.literal(true);
        }
        if (gaps.stream().allMatch(Searches::isPoint)) {
            return Calls.not(points(operand, gaps, type, position), position);
        }
        List<Expression> parts = new ArrayList<>();
        List<Range<Comparable<?>>> points = ranges.stream().filter(Searches::isPoint).toList();
        if (!points.isEmpty()) {
            parts.add(points(operand, points, type, position));
        }
        for (Range<Comparable<?>> range : ranges) {
            if (!isPoint(range)) {
                parts.add(range(operand, range, type, position));
            }
        }
        return Calls.or(parts, position);
    }

    private static boolean isPoint(Range<Comparable<?>> range) {
        return range.hasLowerBound()
                && range.hasUpperBound()
                && range.lowerEndpoint().equals(range.upperEndpoint());
    }

    private static Expression points(
            Expression operand,
            Iterable<Range<Comparable<?>>> points,
            Type type,
            Position position) {
        List<Expression.Literal> values = new ArrayList<>();
        for (Range<Comparable<?>> point : points) {
            values.add(Literals.value(point.lowerEndpoint(), type));
        }
        return among(operand, values, position);
    }

    /** The operand among constants of whatever types, NULL among them. */
    static Expression in(Expression operand, List<Expression> constants, Position position) {
        List<Expression.Literal> values = new ArrayList<>();
        boolean hasNull = false;
        for (Expression constant : constants) {
            hasNull |= constant instanceof Expression.Null;
            if (constant instanceof Expression.Literal literal) {
                values.add(comparable(literal, operand.type(), position));
            }
        }
        if (values.isEmpty()) {
            return new Expression.Null(Type.BOOLEAN);
        }
        Expression in = among(operand, values, position);
        return hasNull ? Calls.or(List.of(in, new Expression.Null(Type.BOOLEAN)), position) : in;
    }

    private static Expression.Literal comparable(
            Expression.Literal literal, Type type, Position position) {
        boolean same =
                literal.type().equals(type)
                        || TypeRules.isNumeric(literal.type()) && TypeRules.isNumeric(type);
        if (same) {
            return literal;
        }
        boolean moments =
                literal.type().kind() == Type.Kind.DATE && type.kind() == Type.Kind.TIMESTAMP;
        if (literal.type().kind() == Type.Kind.VARCHAR || moments) {
            return CastFolder.fold(literal, type)
                    .orElseThrow(
                            () ->
                                    new TensorFlareException(
                                            ErrorCode.TYPE,
                                            position,
                                            "'"
                                                    + literal.value()
                                                    + "' in the IN list is not a "
                                                    + type));
        }
        throw new TensorFlareException(
                ErrorCode.TYPE,
                position,
                "IN compares " + type + " with " + literal.type() + "; cast one of them");
    }

    /** The operand among constants; those that its type cannot hold are compared in a wider one. */
    private static Expression among(
            Expression operand, List<Expression.Literal> values, Position position) {
        if (values.size() == 1) {
            return Calls.compare(Function.EQUAL, operand, values.get(0), position);
        }
        List<Expression.Literal> converted = new ArrayList<>();
        for (Expression.Literal value : values) {
            Expression same =
                    value.type().equals(operand.type())
                            ? value
                            : Calls.exactly(value, operand.type());
            if (!same.type().equals(operand.type())) {
                Type common = TypeRules.common(operand.type(), value.type());
                Expression wider = Calls.cast(operand, common, position);
                return new Expression.InList(
                        wider,
                        values.stream()
                                .map(each -> CastFolder.fold(each, common).orElseThrow())
                                .distinct()
                                .toList());
            }
            converted.add((Expression.Literal) same);
        }
        return new Expression.InList(operand, converted.stream().distinct().toList());
    }

    private static Expression range(
            Expression operand, Range<Comparable<?>> range, Type type, Position position) {
        List<Expression> bounds = new ArrayList<>();
        if (range.hasLowerBound()) {
            Function function =
                    range.lowerBoundType() == BoundType.CLOSED
                            ? Function.GREATER_OR_EQUAL
                            : Function.GREATER;
            bounds.add(
                    Calls.compare(
                            function,
                            operand,
                            Literals.value(range.lowerEndpoint(), type),
                            position));
        }
        if (range.hasUpperBound()) {
            Function function =
                    range.upperBoundType() == BoundType.CLOSED
                            ? Function.LESS_OR_EQUAL
                            : Function.LESS;
            bounds.add(
                    Calls.compare(
                            function,
                            operand,
                            Literals.value(range.upperEndpoint(), type),
                            position));
        }
        return Calls.and(bounds, position);
    }
}
