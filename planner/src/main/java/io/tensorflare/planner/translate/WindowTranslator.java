package io.tensorflare.planner.translate;

import io.tensorflare.plan.AggregateCall;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.Type;
import io.tensorflare.plan.WindowFunction;
import io.tensorflare.planner.validate.Types;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Optional;
import java.util.OptionalInt;
import org.apache.calcite.rel.RelFieldCollation;
import org.apache.calcite.rex.RexFieldCollation;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexWindowExclusion;

/** One window function of Calcite's to the plan's; columns that it reads are asked for below. */
final class WindowTranslator {
    private final ExpressionTranslator expressions;
    private final Windows.Below below;

    WindowTranslator(ExpressionTranslator expressions, Windows.Below below) {
        this.expressions = expressions;
        this.below = below;
    }

    /** Which rows go together, and how they are ordered. */
    record Order(List<Integer> partition, List<Plan.Sort.Key> keys) {}

    /** A function with the type of its column. */
    record Found(
            WindowFunction function, Type type, boolean nullable, String name, Position position) {}

    Order order(RexOver over) {
        List<Integer> partition =
                over.getWindow().partitionKeys.stream()
                        .map(expressions::translate)
                        .filter(key -> key.literal().isEmpty())
                        .map(below::column)
                        .distinct()
                        .toList();
        List<Plan.Sort.Key> keys = new ArrayList<>();
        for (RexFieldCollation collation : over.getWindow().orderKeys) {
            Expression key = ranges(over).key().orElse(expressions.translate(collation.left));
            boolean first = collation.getNullDirection() == RelFieldCollation.NullDirection.FIRST;
            keys.add(
                    new Plan.Sort.Key(
                            below.column(key),
                            collation.getDirection().isDescending()
                                    ? Plan.Sort.Direction.DESCENDING
                                    : Plan.Sort.Direction.ASCENDING,
                            first ? Plan.Sort.Nulls.FIRST : Plan.Sort.Nulls.LAST));
        }
        return new Order(partition, keys);
    }

    private FrameTranslator ranges(RexOver over) {
        return new FrameTranslator(over, expressions, below);
    }

    Found function(RexOver over) {
        Position position = Windows.position(over);
        String name = over.getAggOperator().getName().toUpperCase(Locale.ROOT);
        if (over.isDistinct()) {
            throw ExpressionTranslator.unsupported(
                    name + "(DISTINCT ...) OVER is not supported; count in a sub-query and join",
                    position);
        }
        if (over.getWindow().getExclude() != RexWindowExclusion.EXCLUDE_NO_OTHER) {
            throw ExpressionTranslator.unsupported(
                    "EXCLUDE in a window's frame is not supported; leave it out", position);
        }
        return switch (name) {
            case "ROW_NUMBER", "RANK", "DENSE_RANK", "PERCENT_RANK", "CUME_DIST" ->
                    ranking(over, WindowFunction.Ranking.Kind.valueOf(name));
            case "NTILE" ->
                    found(
                            over,
                            new WindowFunction.Ntile(number(over.getOperands().get(0), position)),
                            false);
            case "LAG", "LEAD" -> shift(over, WindowFunction.Shift.Way.valueOf(name));
            case "FIRST_VALUE" -> end(over, WindowFunction.End.Side.FIRST);
            case "LAST_VALUE" -> end(over, WindowFunction.End.Side.LAST);
            case "NTH_VALUE" -> nth(over);
            default -> framed(over, AggregateTranslator.kind(name, position));
        };
    }

    private Found ranking(RexOver over, WindowFunction.Ranking.Kind kind) {
        return found(over, new WindowFunction.Ranking(kind), false);
    }

    private static Type type(RexOver over) {
        return Types.fromCalcite(over.getType(), Windows.position(over));
    }

    private Found found(RexOver over, WindowFunction function, boolean nullable) {
        String name = over.getAggOperator().getName().toLowerCase(Locale.ROOT);
        if (!over.getOperands().isEmpty()) {
            Expression first = expressions.translate(over.getOperands().get(0));
            if (first.literal().isEmpty()) {
                name += "_" + Columns.nameOf(first, "$");
            }
        }
        return new Found(function, type(over), nullable, name, Windows.position(over));
    }

    private Expression number(RexNode node, Position position) {
        return Calls.cast(expressions.translate(node), Type.BIGINT, position);
    }

    /** The first operand, with the type of the result. */
    private Expression argument(RexOver over) {
        return Calls.cast(
                expressions.translate(over.getOperands().get(0)),
                type(over),
                Windows.position(over));
    }

    private Found shift(RexOver over, WindowFunction.Shift.Way way) {
        Position position = Windows.position(over);
        List<RexNode> operands = over.getOperands();
        Expression argument = argument(over);
        Expression rows =
                operands.size() > 1
                        ? number(operands.get(1), position)
                        : Calls.literal(1, Type.BIGINT);
        Optional<Expression> otherwise =
                operands.size() > 2
                        ? Optional.of(
                                Calls.cast(
                                        expressions.translate(operands.get(2)),
                                        type(over),
                                        position))
                        : Optional.empty();
        boolean nullable =
                argument.nullable()
                        || rows.nullable()
                        || otherwise.map(Expression::nullable).orElse(true);
        return found(
                over,
                new WindowFunction.Shift(
                        way, below.column(argument), rows, otherwise, over.ignoreNulls()),
                nullable);
    }

    private Found end(RexOver over, WindowFunction.End.Side side) {
        Expression argument = argument(over);
        FrameTranslator frame = ranges(over);
        return found(
                over,
                new WindowFunction.End(
                        side, below.column(argument), over.ignoreNulls(), frame.frame()),
                argument.nullable() || frame.canBeEmpty());
    }

    private Found nth(RexOver over) {
        Expression number = number(over.getOperands().get(1), Windows.position(over));
        return found(
                over,
                new WindowFunction.Nth(
                        below.column(argument(over)),
                        number,
                        over.ignoreNulls(),
                        ranges(over).frame()),
                true);
    }

    private Found framed(RexOver over, AggregateCall.Kind kind) {
        List<RexNode> operands = over.getOperands();
        Position position = Windows.position(over);
        if (operands.size() > 1) {
            throw ExpressionTranslator.unsupported(
                    over.getAggOperator().getName()
                            + " of several columns is not supported with OVER",
                    position);
        }
        Optional<Expression> argument = operands.stream().findFirst().map(expressions::translate);
        FrameTranslator frame = ranges(over);
        boolean sample =
                kind == AggregateCall.Kind.STDDEV_SAMP || kind == AggregateCall.Kind.VAR_SAMP;
        boolean nullable =
                kind != AggregateCall.Kind.COUNT
                        && (sample || frame.canBeEmpty() || argument.orElseThrow().nullable());
        return found(
                over,
                new WindowFunction.Framed(
                        kind,
                        argument.map(value -> OptionalInt.of(below.column(value)))
                                .orElse(OptionalInt.empty()),
                        OptionalInt.empty(),
                        frame.frame()),
                nullable);
    }
}
