package io.tensorflare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import io.tensorflare.jni.Native;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs the queries of {@code sql/windows.sql} on 1, 2 and 7 threads, row by row, and in DuckDB. */
class WindowCorpusTest {
    @TempDir static Path folder;
    private static DuckDb duckdb;
    private static TensorFlare engine;

    @BeforeAll
    static void open() throws SQLException, IOException {
        duckdb = new DuckDb();
        TestTables.write(duckdb, folder);
        engine =
                TensorFlare.open(
                        EngineOptions.defaults().withCacheDirectory(folder.resolve("cache")));
        TestTables.NAMES.forEach(
                name -> engine.registerTable(name, folder.resolve(name + ".parquet").toString()));
    }

    @AfterAll
    static void close() throws SQLException {
        engine.close();
        duckdb.close();
    }

    static Stream<SqlCorpusTest.Case> corpus() throws IOException {
        return SqlCorpusTest.read("/sql/windows.sql");
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void givesTheAnswersOfDuckDb(SqlCorpusTest.Case query) throws SQLException {
        boolean ordered = isOrdered(query.sql());
        List<List<Object>> expected = duckdb.query(query.duckSql());
        for (String threads : List.of("1", "2", "7")) {
            engine.set("threads", threads);
            assertRows(expected, ordered, query.sql());
        }
        Native.setSteps(1, 1);
        try {
            assertRows(expected, ordered, query.sql());
        } finally {
            Native.setSteps(0, 0);
        }
    }

    private static void assertRows(List<List<Object>> expected, boolean ordered, String sql) {
        assertEquals("", Rows.difference(expected, Rows.read(engine.query(sql)), ordered), sql);
    }

    /** Whether the whole query has an ORDER BY; those of windows and sub-queries do not count. */
    private static boolean isOrdered(String sql) {
        String outside = sql.toLowerCase(Locale.ROOT);
        for (String before = ""; !before.equals(outside); ) {
            before = outside;
            outside = outside.replaceAll("\\([^()]*\\)", " ");
        }
        return outside.contains("order by");
    }
}
