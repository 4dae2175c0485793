package io.tensorflare.bench.tpc;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorflare.EngineOptions;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * All queries of TPC-H give DuckDB's answers on tables that are there: {@code
 * -Dtensorflare.tpch=DIR}, at any scale, by any writer; with {@code -Dtensorflare.tpch.nulls=true}
 * on copies in which one value of ten is null. It prints a line a query; {@code make test-tpch}
 * runs it.
 */
@EnabledIfSystemProperty(named = "tensorflare.tpch", matches = ".+")
class TpchFolderTest {
    private static final boolean NULLS = Boolean.getBoolean("tensorflare.tpch.nulls");

    @TempDir static Path temporary;

    private static TensorFlareEngine engine;
    private static DuckDbEngine duckDb;

    @BeforeAll
    static void open() throws IOException {
        Path folder = Path.of(System.getProperty("tensorflare.tpch"));
        if (NULLS) {
            Path copies = temporary.resolve("nulls");
            TpchFiles.writeWithNulls(folder, copies);
            folder = copies;
        }
        EngineOptions options =
                EngineOptions.defaults().withCacheDirectory(temporary.resolve("cache"));
        engine = TensorFlareEngine.open(options, folder, QueryText.TPCH_TABLES);
        duckDb = DuckDbEngine.open(DuckDbEngine.Tables.PARQUET, folder, QueryText.TPCH_TABLES);
    }

    @AfterAll
    static void close() {
        engine.close();
        duckDb.close();
    }

    static List<QueryText> queries() {
        return QueryText.tpch();
    }

    @ParameterizedTest
    @MethodSource("queries")
    void givesDuckDbsAnswer(QueryText query) {
        ExpectedAnswer expected = duckDb.expected(query.sql());
        for (int threads : List.of(1, 2, 7)) {
            engine.useThreads(threads);
            Answer answer = engine.answer(query.sql());
            assertEquals("", expected.differenceOf(answer), query + ", threads " + threads);
        }
        System.out.println(query + " is equal on 1, 2 and 7 threads, rows: " + expected.rows());
    }
}
