package io.tensorflare.planner.translate;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.Type;
import io.tensorflare.plan.WindowFrame;
import java.util.Optional;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexWindow;
import org.apache.calcite.rex.RexWindowBound;

/**
 * The frame of one window function. A distance in the order key's values becomes a column below
 * that holds the limit, key minus or plus distance; the key is widened where the limits need it.
 */
final class FrameTranslator {
    private final RexWindow window;
    private final Position position;
    private final ExpressionTranslator expressions;
    private final Windows.Below below;

    FrameTranslator(RexOver over, ExpressionTranslator expressions, Windows.Below below) {
        this.window = over.getWindow();
        this.position = Windows.position(over);
        this.expressions = expressions;
        this.below = below;
    }

    WindowFrame frame() {
        boolean rows = window.isRows();
        boolean ordered = !window.orderKeys.isEmpty();
        boolean whole =
                window.getLowerBound().isUnbounded() && window.getUpperBound().isUnbounded();
        if (whole || !ordered && !rows) {
            return WindowFrame.whole();
        }
        return new WindowFrame(
                rows ? WindowFrame.Unit.ROWS : WindowFrame.Unit.RANGE,
                bound(window.getLowerBound()),
                bound(window.getUpperBound()));
    }

    /** A frame that holds its own row is never empty. */
    boolean canBeEmpty() {
        return window.getLowerBound().isFollowing() && !window.getLowerBound().isUnbounded()
                || window.getUpperBound().isPreceding() && !window.getUpperBound().isUnbounded();
    }

    private WindowFrame.Bound bound(RexWindowBound bound) {
        if (bound.isUnbounded()) {
            return new WindowFrame.Bound.Unbounded();
        }
        if (bound.isCurrentRow()) {
            return new WindowFrame.Bound.CurrentRow();
        }
        if (!window.isRows()) {
            return new WindowFrame.Bound.Limit(below.column(limit(bound)));
        }
        Expression rows = Calls.cast(distance(bound), Type.BIGINT, position);
        return bound.isPreceding()
                ? new WindowFrame.Bound.Preceding(rows)
                : new WindowFrame.Bound.Following(rows);
    }

    /** A constant: frames of neighbours may only move forward. */
    private Expression.Literal distance(RexWindowBound bound) {
        Optional<Expression.Literal> constant = expressions.translate(bound.getOffset()).literal();
        boolean forward =
                constant.map(Expression.Literal::value)
                        .map(value -> ((Number) value).doubleValue() >= 0)
                        .orElse(false);
        if (!forward) {
            throw ExpressionTranslator.unsupported(
                    "the distance of a window's frame must be a constant that is not negative",
                    position);
        }
        return constant.get();
    }

    /** The order key in the type of the limits; empty where there are none. */
    Optional<Expression> key() {
        if (window.isRows()) {
            return Optional.empty();
        }
        Expression key = null;
        for (RexWindowBound bound :
                new RexWindowBound[] {window.getLowerBound(), window.getUpperBound()}) {
            if (bound.getOffset() != null) {
                key = Calls.cast(plainKey(), limitType(), position);
            }
        }
        return Optional.ofNullable(key);
    }

    private Expression plainKey() {
        if (window.orderKeys.size() != 1) {
            throw ExpressionTranslator.unsupported(
                    "a RANGE frame with a distance needs exactly one ORDER BY key", position);
        }
        return expressions.translate(window.orderKeys.get(0).left);
    }

    /** A type that holds keys and limits: wide enough not to overflow where there is one. */
    private Type limitType() {
        Type type = widened(plainKey().type());
        for (RexWindowBound bound :
                new RexWindowBound[] {window.getLowerBound(), window.getUpperBound()}) {
            RexNode offset = bound.getOffset();
            if (offset != null && TypeRules.isNumeric(type)) {
                type = TypeRules.common(type, widened(expressions.translate(offset).type()));
            }
        }
        return type instanceof Type.Decimal decimal && decimal.precision() < 38
                ? Type.decimal(decimal.precision() + 1, decimal.scale())
                : type;
    }

    private static Type widened(Type type) {
        return switch (type.kind()) {
            case TINYINT, SMALLINT, INTEGER -> Type.BIGINT;
            case REAL -> Type.DOUBLE;
            default -> type;
        };
    }

    private Expression limit(RexWindowBound bound) {
        Expression.Literal distance = distance(bound);
        boolean down = window.orderKeys.get(0).getDirection().isDescending();
        boolean minus = bound.isPreceding() != down;
        Type type = limitType();
        Expression key = Calls.cast(plainKey(), type, position);
        if (TypeRules.isNumeric(type)) {
            return Calls.cast(
                    Calls.of(
                            minus ? Function.SUBTRACT : Function.ADD,
                            type,
                            position,
                            key,
                            Calls.cast(distance, type, position)),
                    type,
                    position);
        }
        boolean moves =
                type.equals(Type.DATE)
                        || type.equals(Type.TIMESTAMP)
                        || type.equals(Type.TIMESTAMP_LOCAL);
        if (!moves) {
            throw ExpressionTranslator.unsupported(
                    "a RANGE frame with a distance needs an ORDER BY key that is a number, a date or a timestamp",
                    position);
        }
        long units = (Long) distance.value();
        return DateTimes.add(
                key, distance.type(), Calls.literal(minus ? -units : units, Type.BIGINT), position);
    }
}
