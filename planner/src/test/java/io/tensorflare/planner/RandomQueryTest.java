package io.tensorflare.planner;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.plan.ErrorCode;
import io.tensorflare.plan.TensorFlareException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

/** Random queries are answered as DuckDB does, or refused with a sentence: never answered wrong. */
class RandomQueryTest {
    /** More of them: {@code -Drandom.queries=5000}; others: {@code -Drandom.seed=...}. */
    private static final int QUERIES = Integer.getInteger("random.queries", 250);

    private static final long SEED = Long.getLong("random.seed", 1);

    private static final Path TABLES =
            Path.of("../runtime/src/test/resources/sql/small-tables.sql");

    @Test
    void givesTheAnswersOfDuckDb() throws Exception {
        List<String> wrong = new ArrayList<>();
        int refused = 0;
        try (DuckDb duckDb = new DuckDb(Files.readString(TABLES))) {
            Answers answers = new Answers(duckDb, duckDb.catalog());
            for (long seed = SEED; seed < SEED + QUERIES; seed++) {
                String sql = RandomQuery.of(seed, 2 + (int) (seed % 2));
                try {
                    answers.assertSame(sql, sql);
                } catch (TensorFlareException mistake) {
                    refused++;
                    if (mistake.code() != ErrorCode.UNSUPPORTED
                            || mistake.getMessage().contains("cannot be planned")) {
                        wrong.add(seed + ": " + sql + "\n" + mistake.getMessage());
                    }
                } catch (AssertionError | Exception difference) {
                    wrong.add(seed + ": " + sql + "\n" + difference.getMessage());
                }
            }
        }
        assertEquals("", String.join("\n\n", wrong));
        assertTrue(refused <= QUERIES / 50, refused + " of " + QUERIES + " were refused");
    }
}
