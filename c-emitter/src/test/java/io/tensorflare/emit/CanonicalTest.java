package io.tensorflare.emit;

import static io.tensorflare.emit.Plans.aggregate;
import static io.tensorflare.emit.Plans.call;
import static io.tensorflare.emit.Plans.column;
import static io.tensorflare.emit.Plans.date;
import static io.tensorflare.emit.Plans.decimal;
import static io.tensorflare.emit.Plans.field;
import static io.tensorflare.emit.Plans.project;
import static io.tensorflare.emit.Plans.scan;
import static io.tensorflare.emit.Plans.single;
import static io.tensorflare.emit.Plans.test;
import static io.tensorflare.emit.Plans.where;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;

import io.tensorflare.plan.AggregateCall.Kind;
import io.tensorflare.plan.Function;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Queries that differ in constants alone are the same program; the same query is always the same
 * text.
 */
class CanonicalTest {
    private static Plan query(String from, String discount, int digits, String factor) {
        Type money = Type.decimal(15, 2);
        Plan.Scan table =
                scan(
                        "lineitem",
                        6_000_000,
                        field("l_shipdate", Type.DATE),
                        field("l_discount", money, 0, 10));
        Plan.Scan kept =
                where(
                        table,
                        test(Function.GREATER_OR_EQUAL, column(table, "l_shipdate"), date(from)),
                        test(
                                Function.LESS,
                                column(table, "l_discount"),
                                decimal(discount, digits + 1, digits)));
        Plan product =
                project(
                        kept,
                        "scaled",
                        call(
                                Function.MULTIPLY,
                                Type.decimal(20, 4),
                                column(kept, "l_discount"),
                                decimal(factor, 5, 2)));
        return single(product, aggregate(Kind.SUM, 0, "total", Type.decimal(38, 4)));
    }

    @Test
    void constantsDoNotChangeTheProgram() {
        Program one = Emitter.emit(query("1994-01-01", "0.05", 2, "1.50"), EmitOptions.of("a"));
        Program other = Emitter.emit(query("1997-06-30", "0.075", 3, "99.99"), EmitOptions.of("b"));
        assertEquals(one.canonicalText(), other.canonicalText());
        assertNotEquals(one.text(), other.text());
    }

    @ParameterizedTest
    @MethodSource("io.tensorflare.emit.GoldenTest#names")
    void theSamePlanGivesTheSameText(String name) {
        String first = Emitter.emit(GoldenQueries.all().get(name), EmitOptions.of("q")).text();
        assertEquals(
                first, Emitter.emit(GoldenQueries.all().get(name), EmitOptions.of("q")).text());
    }

    @Test
    void forcedHashingIsAnotherProgram() {
        Plan plan = GoldenQueries.q01();
        String hashed =
                Emitter.emit(plan, new EmitOptions("q", EmitOptions.Grouping.HASH, false))
                        .canonicalText();
        assertNotEquals(Emitter.emit(plan, EmitOptions.of("q")).canonicalText(), hashed);
    }
}
