package io.tensorflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.time.Duration;
import java.time.Instant;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;

/** What goes wrong in joins and sub-queries is told, and the engine goes on. */
@Timeout(value = 2, unit = TimeUnit.MINUTES)
class JoinFaultsTest {
    private static final long SMALL = 8L << 20;

    @TempDir Path folder;
    private DuckDb duckdb;
    private TensorFlare engine;

    @BeforeEach
    void open() throws SQLException {
        duckdb = new DuckDb();
        duckdb.write(
                "facts",
                "select i::bigint as id, (i % 1000)::int as k, (i % 7)::int as z, 9223372036854775807 - i::bigint as big,"
                        + " (99999999999999999999999999999999999999 - i)::decimal(38,0) as huge, 'text ' || i as s from range(300000) r(i)",
                folder,
                ", row_group_size 40960");
        duckdb.write(
                "keys",
                "select i::int as k, (i % 3)::int as z, (i + 1)::bigint as n, 'k' || i as name from range(1000) r(i)",
                folder,
                "");
        engine = open(1L << 30);
    }

    private TensorFlare open(long memory) {
        TensorFlare opened =
                TensorFlare.open(
                        EngineOptions.defaults()
                                .withThreads(2)
                                .withMemoryBytes(memory)
                                .withoutCache());
        opened.registerTable("facts", folder.resolve("facts.parquet").toString());
        opened.registerTable("keys", folder.resolve("keys.parquet").toString());
        return opened;
    }

    @AfterEach
    void close() throws SQLException {
        engine.close();
        duckdb.close();
    }

    private void assertFails(ErrorCode code, String part, String sql) {
        assertFails(engine, code, part, sql);
    }

    /** The query fails as said, and after it another one runs. */
    private static void assertFails(TensorFlare engine, ErrorCode code, String part, String sql) {
        TensorFlareException failure =
                assertThrows(TensorFlareException.class, () -> Rows.read(engine.query(sql)), sql);
        assertEquals(code, failure.code(), failure.getMessage());
        assertTrue(failure.getMessage().contains(part), failure.getMessage());
        assertEquals(
                "[[1000]]",
                Rows.read(
                                engine.query(
                                        "select count(*) from keys a join keys b on a.k = b.k where b.n > 0"))
                        .toString());
    }

    @Test
    void overflowOfIntegers() {
        assertFails(
                ErrorCode.OVERFLOW,
                "",
                "select max(facts.big + keys.n) from facts join keys on facts.k = keys.k");
        assertFails(
                ErrorCode.OVERFLOW,
                "",
                "select count(*) from facts join keys on facts.big + keys.n > 0");
    }

    @Test
    void overflowOfDecimals() {
        assertFails(
                ErrorCode.OVERFLOW,
                "",
                "select sum(facts.huge) from facts join keys on facts.k = keys.k");
    }

    @Test
    void divisionByZeroInAJoinsCondition() {
        assertFails(
                ErrorCode.DIVISION_BY_ZERO,
                "",
                "select count(*) from facts join keys on facts.k = keys.k and facts.id / keys.z > 3");
        assertFails(
                ErrorCode.DIVISION_BY_ZERO,
                "",
                "select count(*) from facts join keys on facts.k = keys.n / keys.z");
        assertFails(
                ErrorCode.DIVISION_BY_ZERO,
                "",
                "select sum(keys.n) from facts left join keys on facts.k / facts.z = keys.k");
    }

    /** The rows that would divide by zero don't survive the filter that was written before. */
    @Test
    void divisionsOfRowsThatDontCount() {
        assertEquals(
                "[[666]]",
                Rows.read(
                                engine.query(
                                        "select count(*) from (select * from keys where z <> 0) a join keys b on a.k = b.k and 6 / a.z > 0"))
                        .toString());
    }

    @Test
    void aValueOfTwoRows() {
        assertFails(
                ErrorCode.ROWS,
                "row",
                "select count(*) from keys where n = (select n from keys where z = 1)");
        assertFails(
                ErrorCode.ROWS,
                "row",
                "select count(*) from keys a where n > (select f.id from facts f where f.k = a.k)");
    }

    @Test
    void moreThanTheBudget() {
        try (TensorFlare small = open(SMALL)) {
            for (String sql :
                    new String[] {
                        "select max(a.s), max(b.s) from facts a join facts b on a.id = b.id",
                        "select count(*) from (select s, count(*) as n from facts group by s) g where n > 1",
                        "select f.id, f.s, keys.name from facts f join keys on f.k = keys.k order by keys.name, f.s",
                        "select count(*) from facts a where a.s not in (select s from facts b where b.id > 5)"
                    }) {
                assertFails(small, ErrorCode.MEMORY, "memory", sql);
            }
        }
    }

    /**
     * Cancels a query once its build sides are read: what remains takes minutes.
     *
     * @param built rows of the tables that are built
     */
    private void assertCancels(String sql, long built) throws InterruptedException {
        Result result = engine.query(sql);
        CompletableFuture<Throwable> outcome =
                CompletableFuture.supplyAsync(
                        () -> assertThrows(TensorFlareException.class, () -> Rows.read(result)));
        while (result.progress().rowsDone() < built) {
            assertTrue(!outcome.isDone(), "the query was over before it could be cancelled");
            Thread.sleep(1);
        }
        Instant start = Instant.now();
        result.cancel();
        TensorFlareException stopped = (TensorFlareException) outcome.join();
        assertEquals(ErrorCode.CANCELLED, stopped.code(), stopped.getMessage());
        assertTrue(
                Duration.between(start, Instant.now()).toMillis() < 3_000,
                "took " + Duration.between(start, Instant.now()));
    }

    @Test
    void cancelWhileProbing() throws InterruptedException {
        assertCancels("select count(*) from facts a join facts b on a.id + b.id < 5", 300_000);
        assertCancels(
                "select sum(a.id + b.id + c.id) from facts a, facts b, facts c where a.k = b.k and b.k = c.k",
                600_000);
    }

    @Test
    void cancelWhileBuilding() throws InterruptedException {
        engine.set("build", "right");
        assertCancels(
                "select count(*) from keys join (select a.k + b.k as x from facts a join facts b on a.id + b.id < 5) c on keys.k = c.x",
                300_000);
    }

    @Test
    void aFileThatChanges() throws SQLException {
        String sql = "select count(*), sum(keys.n) from facts join keys on facts.k = keys.k";
        assertEquals("[[300000, 150150000]]", Rows.read(engine.query(sql)).toString());
        // More rows, keys that are not unique any more, and outside of the range that was planned
        // for.
        duckdb.write(
                "changed",
                "select (i % 500 + 250)::int as k, 0::int as z, 1::bigint as n, 'k' as name from range(2000) r(i)",
                folder,
                "");
        assertTrue(
                folder.resolve("changed.parquet")
                        .toFile()
                        .renameTo(folder.resolve("keys.parquet").toFile()));
        assertEquals("[[600000, 600000]]", Rows.read(engine.query(sql)).toString());
    }

    @Test
    void aFileThatIsGone() throws java.io.IOException {
        String sql = "select count(*) from facts join keys on facts.k = keys.k";
        assertEquals("[[300000]]", Rows.read(engine.query(sql)).toString());
        Path keys = folder.resolve("keys.parquet");
        Path away = folder.resolve("away");
        Files.move(keys, away);
        TensorFlareException failure =
                assertThrows(TensorFlareException.class, () -> Rows.read(engine.query(sql)));
        assertEquals(ErrorCode.FILE, failure.code(), failure.getMessage());
        Files.move(away, keys);
        assertEquals("[[300000]]", Rows.read(engine.query(sql)).toString());
    }
}
