package io.tensorflare.engine;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorflare.parquet.ParquetChunk;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.Type;
import java.math.BigDecimal;
import java.util.List;
import java.util.OptionalLong;
import org.junit.jupiter.api.Test;

class RowGroupPrunerTest {
    private static final Expression.ColumnReference NUMBER =
            new Expression.ColumnReference(0, "n", Type.BIGINT, true);
    private static final Expression.ColumnReference PRICE =
            new Expression.ColumnReference(0, "p", Type.decimal(10, 2), true);

    @Test
    void keepsGroupsThatMayHoldARow() {
        assertMayMatch(true, call(Function.EQUAL, NUMBER, number(10)));
        assertMayMatch(true, call(Function.EQUAL, NUMBER, number(20)));
        assertMayMatch(false, call(Function.EQUAL, NUMBER, number(21)));
        assertMayMatch(false, call(Function.LESS, NUMBER, number(10)));
        assertMayMatch(true, call(Function.LESS_OR_EQUAL, NUMBER, number(10)));
        assertMayMatch(false, call(Function.GREATER, NUMBER, number(20)));
        assertMayMatch(true, call(Function.GREATER_OR_EQUAL, NUMBER, number(20)));
        assertMayMatch(true, call(Function.NOT_EQUAL, NUMBER, number(15)));
    }

    @Test
    void readsLiteralsOnTheLeft() {
        assertMayMatch(false, call(Function.GREATER, number(10), NUMBER));
        assertMayMatch(true, call(Function.GREATER, number(11), NUMBER));
        assertMayMatch(false, call(Function.LESS, number(20), NUMBER));
    }

    @Test
    void comparesDecimalsAtTheirScale() {
        assertMayMatch(true, call(Function.EQUAL, PRICE, decimal("0.10")));
        assertMayMatch(true, call(Function.EQUAL, PRICE, decimal("0.20")));
        assertMayMatch(false, call(Function.EQUAL, PRICE, decimal("0.201")));
        assertMayMatch(false, call(Function.GREATER, PRICE, decimal("0.2")));
    }

    @Test
    void looksAtEveryValueOfALongList() {
        Expression in = new Expression.InList(NUMBER, List.of(number(1), number(12)));
        Expression out = new Expression.InList(NUMBER, List.of(number(1), number(30)));
        assertMayMatch(true, in);
        assertMayMatch(false, out);
    }

    private static Expression call(Function function, Expression left, Expression right) {
        return Expression.call(function, Type.BOOLEAN, Position.UNKNOWN, left, right);
    }

    private static Expression.Literal number(long value) {
        return new Expression.Literal(value, Type.BIGINT, Position.UNKNOWN);
    }

    private static Expression.Literal decimal(String text) {
        BigDecimal value = new BigDecimal(text);
        return new Expression.Literal(value, Type.decimal(10, value.scale()), Position.UNKNOWN);
    }

    private static void assertMayMatch(boolean expected, Expression conjunct) {
        ParquetChunk chunk =
                new ParquetChunk(
                        0,
                        0,
                        100,
                        0,
                        OptionalLong.of(0),
                        OptionalLong.of(10),
                        OptionalLong.of(20),
                        OptionalLong.empty(),
                        false);
        assertEquals(
                expected,
                RowGroupPruner.mayMatch(List.of(conjunct), column -> chunk),
                conjunct.toString());
    }
}
