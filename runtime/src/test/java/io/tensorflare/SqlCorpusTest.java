package io.tensorflare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Runs every query of {@code sql/corpus.sql} here and in DuckDB over the same files. A query ends
 * at a line's semicolon; a comment {@code -- duckdb:} after it gives the text that DuckDB gets
 * where the dialects differ.
 */
class SqlCorpusTest {
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

    record Case(String sql, String duckSql) {
        @Override
        public String toString() {
            return sql;
        }
    }

    static Stream<Case> corpus() throws IOException {
        return read("/sql/corpus.sql");
    }

    /** The queries of a file. */
    static Stream<Case> read(String resource) throws IOException {
        String text =
                new String(
                        SqlCorpusTest.class.getResourceAsStream(resource).readAllBytes(),
                        StandardCharsets.UTF_8);
        List<Case> cases = new ArrayList<>();
        StringBuilder sql = new StringBuilder();
        for (String line : text.lines().toList()) {
            String marker = "-- duckdb:";
            if (line.startsWith(marker)) {
                Case last = cases.remove(cases.size() - 1);
                cases.add(new Case(last.sql(), line.substring(marker.length()).strip()));
            } else if (!line.startsWith("--")) {
                sql.append(line).append('\n');
                if (line.stripTrailing().endsWith(";")) {
                    String statement = sql.toString().strip();
                    statement = statement.substring(0, statement.length() - 1);
                    cases.add(new Case(statement, statement));
                    sql.setLength(0);
                }
            }
        }
        return cases.stream();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void givesTheAnswersOfDuckDb(Case query) throws SQLException {
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
    void groupsTheSameByHashing(Case query) throws SQLException {
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
