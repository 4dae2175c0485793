package io.tensorflare.engine;

import io.tensorflare.parquet.ParquetChunk;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Expression.ColumnReference;
import io.tensorflare.plan.Expression.Literal;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Type;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalLong;
import java.util.function.IntFunction;

/**
 * Tells from the bounds of its chunks whether a row group can hold a row that passes a scan's
 * filters.
 */
final class RowGroupPruner {
    private RowGroupPruner() {}

    /**
     * @param chunk the chunk of a column of the scan, by number
     * @return false only where some conjunct is true for no value between the bounds
     */
    static boolean mayMatch(List<Expression> conjuncts, IntFunction<ParquetChunk> chunk) {
        return conjuncts.stream().allMatch(conjunct -> mayBeTrue(conjunct, chunk));
    }

    private static boolean mayBeTrue(Expression conjunct, IntFunction<ParquetChunk> chunk) {
        if (conjunct instanceof Expression.InList in
                && in.operand() instanceof ColumnReference column) {
            return in.values().stream()
                    .anyMatch(value -> mayBeTrue(Function.EQUAL, column, value, chunk));
        }
        if (!(conjunct instanceof Expression.Call call) || call.operands().size() != 2) {
            return true;
        }
        Expression left = call.operands().get(0);
        Expression right = call.operands().get(1);
        if (left instanceof ColumnReference column && right instanceof Literal literal) {
            return mayBeTrue(call.function(), column, literal, chunk);
        }
        if (right instanceof ColumnReference column && left instanceof Literal literal) {
            return mayBeTrue(mirrored(call.function()), column, literal, chunk);
        }
        return true;
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

    private static boolean mayBeTrue(
            Function comparison,
            ColumnReference column,
            Literal literal,
            IntFunction<ParquetChunk> chunks) {
        ParquetChunk chunk = chunks.apply(column.index());
        OptionalLong minimum = chunk.minimum();
        OptionalLong maximum = chunk.maximum();
        if (minimum.isEmpty() || maximum.isEmpty()) {
            return true;
        }
        BigDecimal value = number(literal);
        if (value == null) {
            return true;
        }
        int scale = column.type() instanceof Type.Decimal decimal ? decimal.scale() : 0;
        int toMinimum = value.compareTo(BigDecimal.valueOf(minimum.getAsLong(), scale));
        int toMaximum = value.compareTo(BigDecimal.valueOf(maximum.getAsLong(), scale));
        return switch (comparison) {
            case EQUAL -> toMinimum >= 0 && toMaximum <= 0;
            case LESS -> toMinimum > 0;
            case LESS_OR_EQUAL -> toMinimum >= 0;
            case GREATER -> toMaximum < 0;
            case GREATER_OR_EQUAL -> toMaximum <= 0;
            default -> true;
        };
    }

    /** The literal as the bounds count, or null where it is no exact number, date or time. */
    private static BigDecimal number(Literal literal) {
        if (literal.value() instanceof Long value) {
            return BigDecimal.valueOf(value);
        }
        return literal.value() instanceof BigDecimal value ? value : null;
    }
}
