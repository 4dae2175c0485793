package io.tensorflare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Runs every query of {@code sql/corpus.sql} here and in DuckDB over the same files. */
class SqlCorpusTest {
    @TempDir static Path folder;
    private static DuckDb duckdb;
    private static TensorFlare engine;

    @BeforeAll
    static void open() throws SQLException {
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

    static List<Corpus.Case> corpus() {
        return Corpus.read("corpus.sql");
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void givesTheAnswersOfDuckDb(Corpus.Case query) throws SQLException {
        boolean ordered = query.sql().toLowerCase(Locale.ROOT).contains("order by");
        String difference =
                Rows.difference(
                        duckdb.query(query.duckSql()),
                        Rows.read(engine.query(query.sql())),
                        ordered);
        assertEquals("", difference, query.sql());
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void groupsTheSameByHashing(Corpus.Case query) throws SQLException {
        if (!query.sql().toLowerCase(Locale.ROOT).contains("group by")) {
            return;
        }
        engine.set("grouping", "hash");
        engine.set("threads", "7");
        try {
            givesTheAnswersOfDuckDb(query);
        } finally {
            engine.set("grouping", "planned");
            engine.set("threads", "2");
        }
    }
}
