package io.tensorflare.planner.translate;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.validate.Functions;
import io.tensorflare.planner.validate.ModelFunction;
import io.tensorflare.planner.validate.Types;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import org.apache.calcite.rel.type.RelDataType;
import org.apache.calcite.rex.RexCall;
import org.apache.calcite.rex.RexDynamicParam;
import org.apache.calcite.rex.RexInputRef;
import org.apache.calcite.rex.RexLiteral;
import org.apache.calcite.rex.RexNode;
import org.apache.calcite.rex.RexOver;
import org.apache.calcite.rex.RexSubQuery;
import org.apache.calcite.sql.fun.SqlStdOperatorTable;
import org.apache.calcite.sql.type.SqlTypeName;
import org.apache.calcite.util.Sarg;

/** Calcite's scalar expressions over one operator's input to the plan's. */
final class ExpressionTranslator {
    private final List<Column> columns;
    private final Map<RexNode, Integer> predicted;
    private final StatementClock clock;

    /**
     * A translator over an input.
     *
     * @param predicted calls of models and window functions that the input has computed, with their
     *     columns
     */
    ExpressionTranslator(
            List<Column> columns, Map<RexNode, Integer> predicted, StatementClock clock) {
        this.columns = columns;
        this.predicted = predicted;
        this.clock = clock;
    }

    Expression translate(RexNode node) {
        if (node instanceof RexInputRef reference) {
            return column(reference.getIndex());
        }
        if (node instanceof RexLiteral literal) {
            boolean flag = literal.getType().getSqlTypeName() == SqlTypeName.SYMBOL;
            return flag
                    ? Calls.literal(literal.getValue().toString())
                    : Literals.translate(literal);
        }
        if (node instanceof RexDynamicParam parameter) {
            return new Expression.Parameter(
                    parameter.getIndex(), type(parameter.getType(), Position.UNKNOWN));
        }
        if (node instanceof RexOver over) {
            Integer column = predicted.get(over);
            if (column == null) {
                throw unsupported(
                        "window function "
                                + over.getOperator().getName()
                                + " cannot be used in this place; compute it in a sub-query's SELECT",
                        position(over));
            }
            return column(column);
        }
        if (node instanceof RexSubQuery query) {
            throw unsupported(
                    "a sub-query in this place is not supported yet; write it as a join",
                    position(query));
        }
        if (node instanceof RexCall call) {
            return call(call);
        }
        throw unsupported(
                "a sub-query that refers to the query around it in this way is not supported yet; write it as a join",
                Position.UNKNOWN);
    }

    Expression column(int index) {
        Column column = columns.get(index);
        return new Expression.ColumnReference(
                index, column.name(), column.type(), column.nullable());
    }

    private static Position position(RexCall call) {
        return Positions.of(call.getParserPosition());
    }

    private static Type type(RelDataType type, Position position) {
        return Types.fromCalcite(type, position);
    }

    static TensorFlareException unsupported(String sentence, Position position) {
        return new TensorFlareException(ErrorCode.UNSUPPORTED, position, sentence);
    }

    private List<Expression> operands(RexCall call) {
        return new ArrayList<>(call.getOperands().stream().map(this::translate).toList());
    }

    private Expression call(RexCall call) {
        if (call.getOperator() instanceof ModelFunction) {
            Integer column = predicted.get(call);
            if (column == null) {
                throw unsupported(
                        "model "
                                + call.getOperator().getName()
                                + " cannot be called in this place; call it in a sub-query's SELECT",
                        position(call));
            }
            return column(column);
        }
        if (call.getOperator() == SqlStdOperatorTable.DATETIME_PLUS
                || call.getOperator() == SqlStdOperatorTable.MINUS_DATE) {
            return moved(call);
        }
        if (call.getOperator() == Functions.PLACED_CAST) {
            return cast(call);
        }
        return switch (call.getKind()) {
            case CAST -> cast(call);
            case SAFE_CAST ->
                    throw unsupported(
                            "TRY_CAST is not supported yet; use CAST where the values fit",
                            position(call));
            case CASE -> cases(call);
            case SEARCH -> search(call);
            case EQUALS -> compare(Function.EQUAL, call);
            case NOT_EQUALS -> compare(Function.NOT_EQUAL, call);
            case LESS_THAN -> compare(Function.LESS, call);
            case LESS_THAN_OR_EQUAL -> compare(Function.LESS_OR_EQUAL, call);
            case GREATER_THAN -> compare(Function.GREATER, call);
            case GREATER_THAN_OR_EQUAL -> compare(Function.GREATER_OR_EQUAL, call);
            case IS_DISTINCT_FROM -> distinct(Function.IS_DISTINCT_FROM, Function.NOT_EQUAL, call);
            case IS_NOT_DISTINCT_FROM ->
                    distinct(Function.IS_NOT_DISTINCT_FROM, Function.EQUAL, call);
            case PLUS -> arithmetic(Function.ADD, call);
            case MINUS -> arithmetic(Function.SUBTRACT, call);
            case TIMES, CHECKED_TIMES -> arithmetic(Function.MULTIPLY, call);
            case DIVIDE -> arithmetic(Function.DIVIDE, call);
            case MOD -> remainder(call);
            default ->
                    new FunctionTranslator(clock)
                            .translate(
                                    call,
                                    type(call.getType(), position(call)),
                                    operands(call),
                                    position(call));
        };
    }

    private Expression cast(RexCall call) {
        Position position = position(call);
        Expression operand = translate(call.getOperands().get(0));
        Type type = type(call.getType(), position);
        boolean isInterval =
                type.equals(Type.INTERVAL_MONTHS) || type.equals(Type.INTERVAL_MICROSECONDS);
        if (isInterval && !operand.type().equals(type)) {
            throw unsupported(
                    "a cast to INTERVAL is not supported; write INTERVAL '1' DAY times a number",
                    position);
        }
        return Calls.cast(operand, type, position);
    }

    private Expression cases(RexCall call) {
        Position position = position(call);
        Type type = type(call.getType(), position);
        List<RexNode> parts = call.getOperands();
        Expression otherwise = Calls.cast(translate(parts.get(parts.size() - 1)), type, position);
        List<Expression.Case.Branch> branches = new ArrayList<>();
        for (int i = 0; i + 1 < parts.size(); i += 2) {
            branches.add(
                    new Expression.Case.Branch(
                            translate(parts.get(i)),
                            Calls.cast(translate(parts.get(i + 1)), type, position)));
        }
        return coalesced(branches, otherwise, type, position);
    }

    /** CASE WHEN x IS NOT NULL THEN x ... is COALESCE(x, ...). */
    private static Expression coalesced(
            List<Expression.Case.Branch> branches,
            Expression otherwise,
            Type type,
            Position position) {
        List<Expression> values = new ArrayList<>();
        for (Expression.Case.Branch branch : branches) {
            if (!(branch.condition() instanceof Expression.Call test)
                    || test.function() != Function.IS_NOT_NULL
                    || !isSame(test.operands().get(0), branch.value())) {
                return new Expression.Case(branches, otherwise);
            }
            values.add(branch.value());
        }
        values.add(otherwise);
        return Calls.of(Function.COALESCE, type, position, values);
    }

    private static boolean isSame(Expression tested, Expression value) {
        return value.equals(tested)
                || value instanceof Expression.Cast cast && cast.operand().equals(tested);
    }

    private Expression search(RexCall call) {
        RexLiteral set = (RexLiteral) call.getOperands().get(1);
        Type type = type(set.getType(), position(call));
        return Searches.translate(
                translate(call.getOperands().get(0)),
                set.getValueAs(Sarg.class),
                type,
                position(call));
    }

    private Expression compare(Function function, RexCall call) {
        List<Expression> operands = operands(call);
        return Calls.compare(function, operands.get(0), operands.get(1), position(call));
    }

    private Expression distinct(Function function, Function plain, RexCall call) {
        List<Expression> operands = operands(call);
        boolean certain = operands.stream().noneMatch(Expression::nullable);
        return Calls.compare(
                certain ? plain : function, operands.get(0), operands.get(1), position(call));
    }

    private Expression arithmetic(Function function, RexCall call) {
        Position position = position(call);
        Type type = type(call.getType(), position);
        if (type.equals(Type.INTERVAL_MONTHS) || type.equals(Type.INTERVAL_MICROSECONDS)) {
            return interval(function, call, type);
        }
        return Calls.arithmetic(function, operands(call), type, position);
    }

    /** Arithmetic with intervals, in their units: months or microseconds, as BIGINT. */
    private Expression interval(Function function, RexCall call, Type type) {
        Position position = position(call);
        List<Expression> operands = operands(call);
        if (function == Function.DIVIDE) {
            throw unsupported("the division of an interval is not supported", position);
        }
        List<Expression> numbers =
                new ArrayList<>(
                        operands.stream().map(operand -> amount(operand, position)).toList());
        if (function == Function.MULTIPLY && !isInterval(operands.get(1).type())) {
            Collections.reverse(numbers);
        }
        Expression amount = Calls.of(function, Type.BIGINT, position, numbers);
        return amount instanceof Expression.Literal literal
                ? new Expression.Literal(literal.value(), type, position)
                : amount;
    }

    private static boolean isInterval(Type type) {
        return type.equals(Type.INTERVAL_MONTHS) || type.equals(Type.INTERVAL_MICROSECONDS);
    }

    /** An interval's number of months or microseconds; a number as it is. */
    private static Expression amount(Expression value, Position position) {
        if (value instanceof Expression.Literal literal && isInterval(literal.type())) {
            return Calls.literal((Long) literal.value(), Type.BIGINT);
        }
        return Calls.cast(value, Type.BIGINT, position);
    }

    private Expression moved(RexCall call) {
        Position position = position(call);
        if (call.getOperands().size() != 2 || isMoment(call.getOperands().get(1))) {
            throw unsupported(
                    "the difference of two dates as an interval is not supported; write date_diff('day', a, b)",
                    position);
        }
        Expression moment = translate(call.getOperands().get(0));
        RexNode interval = call.getOperands().get(1);
        Type unit = type(interval.getType(), position);
        Expression amount = amount(translate(interval), position);
        boolean back = call.getOperator() == SqlStdOperatorTable.MINUS_DATE;
        return DateTimes.add(moment, unit, back ? negated(amount, position) : amount, position);
    }

    private static boolean isMoment(RexNode node) {
        return switch (node.getType().getSqlTypeName()) {
            case DATE, TIME, TIMESTAMP, TIMESTAMP_WITH_LOCAL_TIME_ZONE -> true;
            default -> false;
        };
    }

    /** The negated amount; a product keeps its shape, with the constant negated. */
    private static Expression negated(Expression amount, Position position) {
        if (amount instanceof Expression.Call call
                && call.function() == Function.MULTIPLY
                && call.operands().get(1) instanceof Expression.Literal unit) {
            return Calls.of(
                    Function.MULTIPLY,
                    Type.BIGINT,
                    position,
                    call.operands().get(0),
                    Calls.literal(-(Long) unit.value(), Type.BIGINT));
        }
        return Calls.of(Function.NEGATE, Type.BIGINT, position, amount);
    }

    private Expression remainder(RexCall call) {
        Position position = position(call);
        Type result = type(call.getType(), position);
        List<Expression> operands = operands(call);
        Type common = TypeRules.common(operands.get(0).type(), operands.get(1).type());
        if (common.kind() == Type.Kind.DECIMAL) {
            return Calls.cast(
                    Calls.arithmetic(Function.REMAINDER, operands, common, position),
                    result,
                    position);
        }
        Expression made =
                Calls.of(
                        Function.REMAINDER,
                        common,
                        position,
                        Calls.cast(operands.get(0), common, position),
                        Calls.cast(operands.get(1), common, position));
        return Calls.cast(made, result, position);
    }
}
