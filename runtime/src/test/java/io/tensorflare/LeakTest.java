package io.tensorflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.plan.TensorFlareException;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Queries leave no memory behind: what a JVM with a fixed heap holds besides does not grow with
 * them.
 */
class LeakTest {
    private static final int WARM_UP = 500;
    private static final int QUERIES = 2_000;

    /** Queries of every kind of memory: groups, sorters, joins, windows, strings, errors. */
    private static final List<String> TEXTS =
            List.of(
                    "select k, n, count(*), sum(p), count(distinct s) from numbers group by k, n",
                    "select id, w, u from words order by w desc, id",
                    "select a.w, b.n from words a join numbers b on a.id = b.id where b.n > %d",
                    "select count(*) from numbers a where a.id not in (select id from words where id > %d)",
                    "select id, sum(n) over (partition by k order by id rows 3 preceding) from numbers",
                    "select upper(u) || '%d' from words where w like 'word 1%%'",
                    "select 1 / (id - %d) from numbers",
                    "explain select d, count(*) from days where d > date '2020-01-01' group by d");

    @TempDir Path folder;

    @Test
    void memoryStaysWhatItIs() throws SQLException, IOException, InterruptedException {
        try (DuckDb duckdb = new DuckDb()) {
            TestTables.write(duckdb, folder);
        }
        List<Long> kilobytes = measured();
        assertEquals(2, kilobytes.size());
        long grown = kilobytes.get(1) - kilobytes.get(0);
        System.out.println("RssAnon in KB after " + WARM_UP + " and " + QUERIES + ": " + kilobytes);
        assertTrue(grown < 16 << 10, "RssAnon grew by " + grown + " KB");
    }

    private List<Long> measured() throws IOException, InterruptedException {
        Process process =
                new ProcessBuilder(
                                Path.of(System.getProperty("java.home"), "bin", "java").toString(),
                                "-Xms128m",
                                "-Xmx128m",
                                "-XX:+UseSerialGC",
                                "-XX:+AlwaysPreTouch",
                                "-XX:TieredStopAtLevel=1",
                                "-Dorg.bytedeco.javacpp.cachedir="
                                        + System.getProperty("org.bytedeco.javacpp.cachedir"),
                                "-cp",
                                System.getProperty(
                                        "surefire.test.class.path",
                                        System.getProperty("java.class.path")),
                                LeakTest.class.getName(),
                                folder.toString())
                        .redirectError(ProcessBuilder.Redirect.INHERIT)
                        .start();
        String told = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertEquals(0, process.waitFor(), told);
        return told.lines().map(Long::parseLong).toList();
    }

    /** What the process of its own runs; prints its memory twice. */
    public static void main(String[] arguments) throws IOException {
        Path folder = Path.of(arguments[0]);
        EngineOptions options =
                EngineOptions.defaults().withThreads(2).withCacheDirectory(folder.resolve("cache"));
        try (TensorFlare engine = TensorFlare.open(options)) {
            TestTables.NAMES.forEach(
                    name ->
                            engine.registerTable(
                                    name, folder.resolve(name + ".parquet").toString()));
            for (int i = 1; i <= QUERIES; i++) {
                run(engine, TEXTS.get(i % TEXTS.size()).formatted(i % 100));
                if (i == WARM_UP || i == QUERIES) {
                    System.out.println(anonymousKilobytes());
                }
            }
        }
    }

    private static void run(TensorFlare engine, String sql) {
        List<Long> rows = new ArrayList<>();
        try (Result result = engine.execute(sql)) {
            while (result.next()) {
                rows.add((long) result.batch().rows());
            }
        } catch (TensorFlareException divisionByZero) {
            if (!sql.startsWith("select 1 /")) {
                throw divisionByZero;
            }
        }
    }

    private static long anonymousKilobytes() throws IOException {
        return Files.readAllLines(Path.of("/proc/self/status")).stream()
                .filter(line -> line.startsWith("RssAnon:"))
                .map(line -> line.replaceAll("\\D", ""))
                .mapToLong(Long::parseLong)
                .findFirst()
                .orElseThrow();
    }
}
