package io.tensorflare.emit;

import static io.tensorflare.emit.Plans.column;
import static io.tensorflare.emit.Plans.decimal;
import static io.tensorflare.emit.Plans.field;
import static io.tensorflare.emit.Plans.nullable;
import static io.tensorflare.emit.Plans.scan;
import static io.tensorflare.emit.Plans.test;
import static io.tensorflare.emit.Plans.text;
import static io.tensorflare.emit.Plans.where;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.Collections;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Parameters as the bytes that programs read. */
class ParameterBlockTest {
    private static final Plan.Scan T =
            scan(
                    "t",
                    10,
                    field("price", Type.decimal(15, 2)),
                    field("x", Type.DOUBLE),
                    nullable("s", Type.VARCHAR),
                    field("n", Type.INTEGER));

    private static ByteBuffer block(List<Object> bound, Expression... filters) {
        Program program = Emitter.emit(where(T, filters), EmitOptions.of("q"));
        return ByteBuffer.wrap(ParameterBlock.of(program, bound).bytes())
                .order(ByteOrder.LITTLE_ENDIAN);
    }

    private static void assertRange(long from, long to, Function function, String constant) {
        ByteBuffer block =
                block(
                        List.of(),
                        test(
                                function,
                                column(T, "price"),
                                decimal(
                                        constant,
                                        9,
                                        constant.length() - constant.indexOf('.') - 1)));
        assertEquals(from, block.getLong(0), function + " " + constant);
        assertEquals(to, block.getLong(8), function + " " + constant);
    }

    @Test
    void roundsBoundsToTheColumnsScale() {
        assertRange(Long.MIN_VALUE, 5, Function.LESS, "0.055");
        assertRange(Long.MIN_VALUE, 5, Function.LESS_OR_EQUAL, "0.055");
        assertRange(Long.MIN_VALUE, 4, Function.LESS, "0.05");
        assertRange(6, Long.MAX_VALUE, Function.GREATER, "0.055");
        assertRange(6, Long.MAX_VALUE, Function.GREATER_OR_EQUAL, "0.055");
        assertRange(6, Long.MAX_VALUE, Function.GREATER, "0.05");
        assertRange(5, 5, Function.EQUAL, "0.050");
    }

    @Test
    void allowsNothingWhereNothingFits() {
        ByteBuffer between =
                block(List.of(), test(Function.EQUAL, column(T, "price"), decimal("0.055", 4, 3)));
        assertTrue(between.getLong(0) > between.getLong(8));
        ByteBuffer unknown =
                block(
                        Collections.singletonList(null),
                        test(
                                Function.LESS,
                                column(T, "n"),
                                new Expression.Parameter(0, Type.INTEGER)));
        assertTrue(unknown.getInt(0) > unknown.getInt(4));
    }

    @Test
    void mergesBoundsOfOneColumn() {
        Expression n = column(T, "n");
        ByteBuffer block =
                block(
                        List.of(7L),
                        test(Function.GREATER, n, Plans.integer(3)),
                        test(Function.LESS_OR_EQUAL, n, new Expression.Parameter(0, Type.INTEGER)));
        assertEquals(4, block.getInt(0));
        assertEquals(7, block.getInt(4));
    }

    @Test
    void treatsNanAsTheLargest() {
        Expression x = column(T, "x");
        ByteBuffer greater = block(List.of(), test(Function.GREATER, x, Plans.real(1)));
        assertEquals(Math.nextUp(1.0), greater.getDouble(0));
        assertTrue(Double.isNaN(greater.getDouble(8)));
        ByteBuffer less = block(List.of(), test(Function.LESS, x, Plans.real(Double.NaN)));
        assertEquals(Double.POSITIVE_INFINITY, less.getDouble(8));
    }

    @Test
    void pointsToLongStrings() {
        String word = "a string of more than twelve bytes";
        Program program =
                Emitter.emit(
                        where(T, test(Function.EQUAL, column(T, "s"), text(word))),
                        EmitOptions.of("q"));
        ParameterBlock block = ParameterBlock.of(program, List.of());
        ByteBuffer bytes = ByteBuffer.wrap(block.bytes()).order(ByteOrder.LITTLE_ENDIAN);
        assertArrayEquals(new int[] {8}, block.relocations());
        assertEquals(word.length(), bytes.getInt(0));
        int at = (int) bytes.getLong(8);
        assertEquals(word, new String(block.bytes(), at, word.length(), StandardCharsets.UTF_8));
    }

    @Test
    void keepsShortStringsInside() {
        ByteBuffer block = block(List.of(), test(Function.EQUAL, column(T, "s"), text("short")));
        assertEquals(5, block.getInt(0));
        assertEquals(
                "short",
                new String(Arrays.copyOfRange(block.array(), 4, 9), StandardCharsets.UTF_8));
    }

    @Test
    void sortsListsAndDropsDoubles() {
        Expression.Literal[] values = {
            Plans.integer(5), Plans.integer(-1), Plans.integer(5), Plans.integer(3)
        };
        ByteBuffer block = block(List.of(), new Expression.InList(column(T, "n"), List.of(values)));
        assertEquals(3, block.getLong(8));
        int at = (int) block.getLong(0);
        assertEquals(
                List.of(-1, 3, 5),
                List.of(block.getInt(at), block.getInt(at + 4), block.getInt(at + 8)));
    }

    @Test
    void searchesSinglePrecisionInItsOwnValues() {
        Plan.Scan singles = scan("t", 10, field("r", Type.REAL));
        Expression.Literal tenth = new Expression.Literal(0.1, Type.REAL, Plans.HERE);
        Expression in = new Expression.InList(column(singles, "r"), List.of(tenth));
        Program program = Emitter.emit(Plans.project(singles, "found", in), EmitOptions.of("q"));
        ByteBuffer block =
                ByteBuffer.wrap(ParameterBlock.of(program, List.of()).bytes())
                        .order(ByteOrder.LITTLE_ENDIAN);
        assertEquals((double) 0.1f, block.getDouble((int) block.getLong(0)));
    }

    @Test
    void searchesTruthValues() {
        Plan.Scan flags = scan("t", 10, field("f", Type.BOOLEAN));
        Expression.Literal yes = new Expression.Literal(true, Type.BOOLEAN, Plans.HERE);
        Expression in = new Expression.InList(column(flags, "f"), List.of(yes));
        Program program = Emitter.emit(Plans.project(flags, "found", in), EmitOptions.of("q"));
        ByteBuffer block =
                ByteBuffer.wrap(ParameterBlock.of(program, List.of()).bytes())
                        .order(ByteOrder.LITTLE_ENDIAN);
        assertEquals(1, block.getInt((int) block.getLong(0)));
    }

    @Test
    void asksForEveryParameter() {
        Expression unbound =
                test(Function.LESS, column(T, "n"), new Expression.Parameter(1, Type.INTEGER));
        assertThrows(TensorFlareException.class, () -> block(List.of(1L), unbound));
    }
}
