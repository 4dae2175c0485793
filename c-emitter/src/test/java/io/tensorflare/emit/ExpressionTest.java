package io.tensorflare.emit;

import static io.tensorflare.emit.Plans.call;
import static io.tensorflare.emit.Plans.column;
import static io.tensorflare.emit.Plans.field;
import static io.tensorflare.emit.Plans.nullable;
import static io.tensorflare.emit.Plans.project;
import static io.tensorflare.emit.Plans.scan;
import static io.tensorflare.emit.Plans.test;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.Expression;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Position;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.plan.Type;
import org.junit.jupiter.api.Test;

/** Single expressions as C. */
class ExpressionTest {
    private static final Plan.Scan T =
            scan(
                    "t",
                    1_000,
                    nullable("a", Type.INTEGER),
                    field("b", Type.INTEGER),
                    field("small", Type.INTEGER, 0, 100),
                    field("price", Type.decimal(15, 2)),
                    field("wide", Type.decimal(30, 4)),
                    nullable("s", Type.VARCHAR),
                    field("d", Type.DATE),
                    field("x", Type.DOUBLE),
                    field("big", Type.BIGINT));

    private static Expression c(String name) {
        return column(T, name);
    }

    /** The C that computes the only column of a result. */
    private static void assertEmits(String expected, Expression expression) {
        String code =
                Emitter.emit(project(T, "result", expression), EmitOptions.of("q")).canonicalText();
        String start = "local->result[row] = ";
        int at = code.indexOf(start) + start.length();
        assertTrue(at > start.length(), code);
        assertEquals(expected, code.substring(at, code.indexOf(";\n", at)));
    }

    @Test
    void checksWhatCanOverflow() {
        assertEmits(
                "flare_add_int32(worker, b[row], b[row], 0)",
                call(Function.ADD, Type.INTEGER, c("b"), c("b")));
        assertEmits(
                "flare_multiply_int64(worker, big[row], big[row], 0)",
                call(Function.MULTIPLY, Type.BIGINT, c("big"), c("big")));
    }

    @Test
    void reliesOnClaimedRanges() {
        assertEmits(
                "small[row] + small[row]",
                call(Function.ADD, Type.INTEGER, c("small"), c("small")));
        String code =
                Emitter.emit(
                                project(
                                        T,
                                        "result",
                                        call(
                                                Function.MULTIPLY,
                                                Type.INTEGER,
                                                c("small"),
                                                c("small"))),
                                EmitOptions.of("q"))
                        .canonicalText();
        assertTrue(
                code.contains("{ .name = \"small\", .type = FLARE_INT32, .has_range = true"), code);
    }

    @Test
    void guardsDivisionAgainstNull() {
        assertEmits(
                "a_valid[row] ? flare_divide_int32(worker, a[row], b[row], 0) : 0",
                call(Function.DIVIDE, Type.INTEGER, c("a"), c("b")));
    }

    @Test
    void widensExactProducts() {
        assertEmits(
                "flare_multiply_wide_int64(price[row], price[row])",
                call(Function.MULTIPLY, Type.decimal(30, 4), c("price"), c("price")));
        assertEmits(
                "flare_add_int128(worker, wide[row], wide[row], 0)",
                call(Function.ADD, Type.decimal(31, 4), c("wide"), c("wide")));
    }

    @Test
    void bringsLiteralsToTheScaleOfTheirColumn() {
        assertEmits(
                "flare_int128_of(parameters->price_minuend - price[row])",
                call(Function.SUBTRACT, Type.decimal(19, 2), Plans.decimal("1", 1, 0), c("price")));
    }

    @Test
    void comparesDoublesInTotalOrder() {
        assertEmits(
                "flare_less_double(x[row], parameters->x_bound)",
                test(Function.LESS, c("x"), Plans.real(1.5)));
        assertEmits(
                "!flare_equal_double(x[row], parameters->x_equal)",
                test(Function.NOT_EQUAL, c("x"), Plans.real(1.5)));
    }

    @Test
    void asksStringsOnlyWhereThereAreSome() {
        assertEmits(
                "s_valid[row] ? flare_length(s[row]) : 0",
                call(Function.LENGTH, Type.BIGINT, c("s")));
    }

    @Test
    void takesDatesApart() {
        assertEmits(
                "(int64_t)flare_year_of_date(d[row])", call(Function.YEAR, Type.BIGINT, c("d")));
        assertEmits(
                "flare_extract_date(FLARE_MONTH, d[row])",
                call(Function.MONTH, Type.BIGINT, c("d")));
    }

    @Test
    void castsBetweenTypes() {
        assertEmits("(double)b[row]", new Expression.Cast(c("b"), Type.DOUBLE, Plans.HERE));
        assertEmits(
                "flare_cast_double_to_int32(worker, x[row], 0)",
                new Expression.Cast(c("x"), Type.INTEGER, Plans.HERE));
        assertEmits(
                "flare_rescale_int64(worker, price[row], -1, 15, 0)",
                new Expression.Cast(c("price"), Type.decimal(15, 1), Plans.HERE));
        assertEmits("(int64_t)b[row]", new Expression.Cast(c("b"), Type.BIGINT, Plans.HERE));
    }

    @Test
    void namesWhatCannotRunAndWhere() {
        Expression bad = new Expression.Cast(c("d"), Type.BIGINT, new Position(3, 14));
        TensorFlareException mistake =
                assertThrows(
                        TensorFlareException.class,
                        () -> Emitter.emit(project(T, "result", bad), EmitOptions.of("q")));
        assertEquals(ErrorCode.UNSUPPORTED, mistake.code());
        assertEquals(new Position(3, 14), mistake.position());
    }
}
