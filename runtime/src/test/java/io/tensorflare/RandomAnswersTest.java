package io.tensorflare;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.jni.Native;
import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.random.Dice;
import io.tensorflare.random.RandomQuery;
import io.tensorflare.random.RandomTables;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Timer;
import java.util.TimerTask;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/**
 * Random queries over random tables, with random settings, are answered as DuckDB does, or refused
 * with a sentence: never answered wrong.
 */
class RandomAnswersTest {
    /** More of them: {@code -Drandom.queries=5000}; others: {@code -Drandom.seed=...}. */
    private static final int QUERIES = Integer.getInteger("random.queries", 150);

    private static final long SEED = Long.getLong("random.seed", 1);
    private static final int QUERIES_OF_TABLES = 25;
    private static final int TABLES = 6;
    private static final long PATIENCE_MILLIS = 60_000;

    /** What is about to run, for whoever looks why the process ended. */
    private static final Path RUNNING = Path.of("target", "random-query.txt");

    @TempDir static Path folder;

    private final List<String> wrong = new ArrayList<>();
    private final Map<String, Integer> refused = new LinkedHashMap<>();
    private final Timer timer = new Timer(true);
    private int unanswered;

    @Test
    void givesTheAnswersOfDuckDb() throws Exception {
        for (long seed = SEED; seed < SEED + QUERIES; ) {
            long tables = seed / QUERIES_OF_TABLES;
            long end = Math.min(SEED + QUERIES, (tables + 1) * QUERIES_OF_TABLES);
            seed = compare(tables, seed, end);
        }
        int refusals = refused.values().stream().mapToInt(Integer::intValue).sum();
        System.out.println(
                QUERIES
                        + " random queries; DuckDB has no answer to "
                        + unanswered
                        + "; refused "
                        + refused);
        assertEquals("", String.join("\n\n", wrong));
        assertTrue(refusals <= 1 + QUERIES / 20, "refused: " + refused);
        assertTrue(unanswered <= 1 + QUERIES / 20, "DuckDB has no answer to " + unanswered);
    }

    /** Compares queries over the same tables, until DuckDB breaks; returns the next seed. */
    private long compare(long tables, long first, long end) throws SQLException, IOException {
        EngineOptions options =
                EngineOptions.defaults()
                        .withMemoryBytes(1L << 30)
                        .withCacheDirectory(folder.resolve("cache"));
        try (DuckDb duckDb = new DuckDb();
                TensorFlare engine = TensorFlare.open(options)) {
            duckDb.run("set memory_limit = '1GB'");
            List<RandomTables.Table> written = RandomTables.of(tables, TABLES);
            for (RandomTables.Table table : written) {
                String name = table.source().name();
                duckDb.write(name, table.query(), folder, table.options());
                engine.registerTable(name, folder.resolve(name + ".parquet").toString());
            }
            for (long seed = first; seed < end; seed++) {
                RandomQuery.Text query =
                        RandomQuery.of(
                                seed, written.stream().map(RandomTables.Table::source).toList());
                if (!compare(duckDb, engine, query, seed)) {
                    return seed + 1;
                }
            }
        }
        return end;
    }

    /** False where DuckDB is not to be asked any more. */
    private boolean compare(DuckDb duckDb, TensorFlare engine, RandomQuery.Text query, long seed)
            throws IOException {
        String ours = query.sql().replace("{/}", "/");
        String settings = set(engine, seed);
        String context = "seed " + seed + ", " + settings + ":\n" + ours + "\n";
        Files.writeString(RUNNING, context);
        List<List<Object>> expected;
        try {
            expected = duckDb.query(query.sql().replace("{/}", "//"));
        } catch (SQLException failure) {
            unanswered++;
            System.out.println(context + "DuckDB: " + failure.getMessage());
            return !failure.getMessage().contains("INTERNAL");
        }
        try {
            String difference = Rows.difference(expected, answer(engine, ours), query.ordered());
            if (!difference.isEmpty()) {
                report(context + difference);
            }
        } catch (TensorFlareException mistake) {
            if (mistake.code() == ErrorCode.UNSUPPORTED
                    && !mistake.getMessage().contains("cannot be planned")) {
                refused.merge(mistake.getMessage().replaceAll("\\d+", "N"), 1, Integer::sum);
            } else {
                report(context + mistake);
            }
        } catch (RuntimeException | AssertionError failure) {
            report(context + failure);
        } finally {
            Native.setSteps(0, 0);
        }
        return true;
    }

    private void report(String difference) {
        System.out.println("WRONG " + difference);
        wrong.add(difference);
    }

    private List<List<Object>> answer(TensorFlare engine, String sql) {
        TimerTask end =
                new TimerTask() {
                    @Override
                    public void run() {
                        engine.cancel();
                    }
                };
        timer.schedule(end, PATIENCE_MILLIS);
        try {
            return Rows.read(engine.query(sql));
        } finally {
            end.cancel();
        }
    }

    /** Settings at random, most often those that the planner would choose; tells which. */
    private static String set(TensorFlare engine, long seed) {
        Dice dice = new Dice(-seed);
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("threads", dice.one("1", "2", "7"));
        settings.put("joins", dice.one("planned", "planned", "hash", "dense", "loop"));
        settings.put("build", dice.one("planned", "planned", "left", "right"));
        settings.put("grouping", dice.one("planned", "hash"));
        settings.put("aggregates", dice.one("planned", "early", "late"));
        settings.put("fetch", dice.one("planned", "early", "late"));
        settings.forEach(engine::set);
        int rows = dice.one(0, 0, 0, 1, 3);
        Native.setSteps(rows, rows);
        return settings + ", " + rows + " rows a block";
    }
}
