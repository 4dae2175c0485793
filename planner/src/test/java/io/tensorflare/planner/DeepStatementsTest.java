package io.tensorflare.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.plan.DeepStack;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.time.Instant;
import java.time.ZoneOffset;
import java.util.concurrent.CountDownLatch;
import java.util.function.IntFunction;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * What is nested deeply or chained long is planned, or refused with one sentence; it never
 * overflows.
 */
class DeepStatementsTest {
    private static final String NESTED =
            "the statement is nested more than 1000 deep; take it apart with WITH or views (line 1, column ";

    private static String many(int count, String separator, IntFunction<String> item) {
        return IntStream.range(0, count).mapToObj(item).collect(Collectors.joining(separator));
    }

    private static void plan(String sql) {
        SqlPlanner planner = new SqlPlanner(new MemoryCatalog());
        Statement statement = planner.parse(SqlScript.split(sql).get(0));
        planner.plan((Statement.Query) statement, Instant.EPOCH, ZoneOffset.UTC);
    }

    static Stream<String> planned() {
        String from = " from (values (1)) as t(x)";
        return Stream.of(
                "select " + many(1_000, " + ", i -> "x") + from,
                "select case "
                        + many(500, " ", i -> "when x = " + i + " then x + " + i)
                        + " end"
                        + from,
                "select x" + from + " where " + "not ".repeat(900) + "x = 1",
                "select " + "- ".repeat(900) + "x" + from,
                "select x" + from + " where x in (" + many(10_000, ", ", Integer::toString) + ")",
                "select " + "(".repeat(900) + "x" + ")".repeat(900) + from,
                "select "
                        + "case when x = 1 then 0 else ".repeat(200)
                        + "1"
                        + " end".repeat(200)
                        + from,
                "select x from "
                        + "(select x from ".repeat(100)
                        + "(values (1)) as t(x)"
                        + ") as s".repeat(100),
                "select x" + from + " where " + many(500, " or ", i -> "x + 1 = " + i),
                many(100, " union all ", i -> "select " + i));
    }

    @ParameterizedTest
    @MethodSource("planned")
    void plans(String sql) {
        plan(sql);
    }

    static Stream<String> refused() {
        return Stream.of(
                "select " + "(".repeat(20_000) + "1" + ")".repeat(20_000),
                "select " + "not ".repeat(100_000) + "true",
                "select " + "- ".repeat(100_000) + "1",
                "select " + "case when true then ".repeat(5_000) + "1" + " end".repeat(5_000),
                "select " + "(not ".repeat(600) + "true" + ")".repeat(600),
                "select * from " + "(select * from ".repeat(5_000) + "t" + ")".repeat(5_000),
                "select " + "abs(".repeat(100_000));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void refusesWhatIsNestedTooDeeply(String sql) {
        TensorFlareException refusal = assertThrows(TensorFlareException.class, () -> plan(sql));
        assertEquals(ErrorCode.UNSUPPORTED, refusal.code());
        assertTrue(refusal.getMessage().startsWith(NESTED), refusal.getMessage());
    }

    @Test
    void refusesChainsThatAreTooLong() {
        TensorFlareException refusal =
                assertThrows(
                        TensorFlareException.class,
                        () -> plan("select " + many(100_000, " + ", i -> "1")));
        assertTrue(
                refusal.getMessage().startsWith("a chain has more than 20000 operators"),
                refusal.getMessage());
    }

    @Test
    void manyShortChainsAreNoLongOne() {
        String row = "(" + many(100, ", ", i -> i + " + 1") + ")";
        plan("select count(*) from (values " + many(250, ", ", i -> row) + ")");
    }

    @Test
    void workCanBeCancelled() throws InterruptedException {
        CountDownLatch begun = new CountDownLatch(1);
        DeepStack<Integer> work =
                DeepStack.start(
                        () -> {
                            begun.countDown();
                            while (true) {
                                DeepStack.check();
                            }
                        });
        begun.await();
        work.cancel();
        assertEquals(
                ErrorCode.CANCELLED, assertThrows(TensorFlareException.class, work::join).code());
    }

    @Test
    void anOverflowIsASentence() {
        DeepStack<Integer> work = DeepStack.start(() -> deeper(0));
        assertEquals(
                "the statement is nested too deeply; take it apart with WITH or views",
                assertThrows(TensorFlareException.class, work::join).getMessage());
    }

    private static int deeper(int depth) {
        return deeper(depth + 1) + 1;
    }
}
