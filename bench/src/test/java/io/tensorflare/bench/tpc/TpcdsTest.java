package io.tensorflare.bench.tpc;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.EngineOptions;
import io.tensorflare.ProgressListener;
import io.tensorflare.cli.generate.Encoding;
import io.tensorflare.cli.generate.Target;
import io.tensorflare.cli.generate.TpcdsGenerator;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The queries of TPC-DS give DuckDB's answers, or fail as {@code tpcds/refused.txt} says, so that
 * those don't grow in number unseen: where a construct is missing, where a fault of ours is known,
 * and where a sum over so few rows is zero and divided by, which is NULL or NaN in DuckDB. The
 * property {@code tensorflare.tpcds} names a folder of tables that were generated before, at any
 * scale.
 */
class TpcdsTest {
    private static final double SCALE = 0.01;
    private static final long MEMORY = 2L << 30;

    @TempDir static Path temporary;

    private static final String GENERATED = System.getProperty("tensorflare.tpcds");
    private static final Map<String, String> REFUSED = refused();
    private static TensorFlareEngine engine;
    private static DuckDbEngine duckDb;

    @BeforeAll
    static void open() throws IOException {
        Path folder = GENERATED == null ? temporary.resolve("tables") : Path.of(GENERATED);
        if (GENERATED == null) {
            Target target =
                    new Target(
                            folder,
                            Target.Existing.REFUSE,
                            Encoding.ofRowGroups(Encoding.DEFAULT_ROW_GROUP));
            new TpcdsGenerator(target, 2, ProgressListener.NONE).generate(SCALE);
        }
        List<String> tables = tables(folder);
        assertEquals(24, tables.size());
        EngineOptions options =
                EngineOptions.defaults()
                        .withMemoryBytes(MEMORY)
                        .withThreads(2)
                        .withCacheDirectory(temporary.resolve("cache"));
        engine = TensorFlareEngine.open(options, folder, tables);
        duckDb = DuckDbEngine.open(DuckDbEngine.Tables.PARQUET, folder, tables);
    }

    private static List<String> tables(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.map(file -> file.getFileName().toString().replace(".parquet", ""))
                    .toList();
        }
    }

    @AfterAll
    static void close() {
        engine.close();
        duckDb.close();
    }

    static List<QueryText> queries() {
        return QueryText.tpcds();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void givesDuckDbsAnswerOrSaysWhatIsMissing(QueryText query) {
        String sentence = REFUSED.get(query.name());
        Answer answer;
        try {
            answer = engine.answer(query.sql());
        } catch (RuntimeException refusal) {
            assertTrue(
                    sentence != null && String.valueOf(refusal.getMessage()).contains(sentence),
                    query + " is refused: " + refusal.getMessage());
            return;
        }
        assertEquals("", duckDb.expected(duckSql(query)).differenceOf(answer), query.name());
        assertTrue(sentence == null || GENERATED != null, query + " runs: take it from the list");
    }

    /** A test of no rows would show little. */
    @Test
    void answersHaveRows() {
        long count =
                queries().stream()
                        .filter(query -> duckDb.expected(duckSql(query)).rows() > 0)
                        .count();
        assertTrue(count >= 80, "only " + count + " answers have rows");
    }

    @Test
    void isWhole() {
        assertEquals(103, queries().size());
    }

    /**
     * The text with the types that it has here: DuckDB divides integers by a sign of their own, and
     * quotients of decimals are doubles there, which shows where something is computed with them.
     */
    private static String duckSql(QueryText query) {
        return query.sql()
                .replaceAll("(\\w+_item_qty|ss_qty|hd_dep_count|inv_after) /", "$1 //")
                .replaceAll("(\\w+_item_rev / [(].*?[)])", "cast($1 AS DECIMAL(38, 6))")
                .replaceAll("(?m)^(.* / 3(\\.0)?) [*] 100", "cast($1 AS DECIMAL(38, 6)) * 100")
                .replaceAll("(\\w+_sales / w_warehouse_sq_ft)", "cast($1 AS DECIMAL(38, 6))");
    }

    @Test
    void tablesHaveTheirRows() {
        assertEquals(
                "[[1920800]]",
                duckDb.answer("SELECT count(*) FROM customer_demographics").rows().toString());
        assertEquals(
                "[[0]]",
                duckDb.answer(
                                "SELECT count(*) FROM store_sales LEFT JOIN item ON ss_item_sk = i_item_sk WHERE i_item_sk IS NULL")
                        .rows()
                        .toString());
    }

    /** Lines of a query's name and a part of the sentence. */
    private static Map<String, String> refused() {
        try (InputStream in = TpcdsTest.class.getResourceAsStream("/tpcds/refused.txt")) {
            return new String(in.readAllBytes(), StandardCharsets.UTF_8)
                    .lines()
                    .map(line -> line.split(" ", 2))
                    .collect(Collectors.toMap(parts -> parts[0], parts -> parts[1]));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
