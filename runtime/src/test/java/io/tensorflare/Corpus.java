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

/** An engine and DuckDB over the same {@link TestTables}, and the files of queries for both. */
final class Corpus implements AutoCloseable {
    private final DuckDb duckdb = new DuckDb();
    private final TensorFlare engine;

    /** Writes the tables into {@code folder}. */
    Corpus(Path folder) throws SQLException, IOException {
        TestTables.write(duckdb, folder);
        engine =
                TensorFlare.open(
                        EngineOptions.defaults().withCacheDirectory(folder.resolve("cache")));
        TestTables.NAMES.forEach(
                name -> engine.registerTable(name, folder.resolve(name + ".parquet").toString()));
    }

    /** A query, and its text in DuckDB's dialect. */
    record Case(String sql, String duckSql) {
        @Override
        public String toString() {
            return sql;
        }
    }

    /**
     * The queries of a resource. A query ends at a line's semicolon; a comment {@code -- duckdb:}
     * after it gives the text that DuckDB gets where the dialects differ.
     */
    static Stream<Case> read(String resource) throws IOException {
        String text =
                new String(
                        Corpus.class.getResourceAsStream(resource).readAllBytes(),
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

    TensorFlare engine() {
        return engine;
    }

    /** DuckDB's rows. */
    List<List<Object>> expected(Case query) throws SQLException {
        return duckdb.query(query.duckSql());
    }

    /** Ours are these; in this order, too, where the query has one. */
    void assertRows(List<List<Object>> expected, Case query) {
        assertEquals(
                "",
                Rows.difference(
                        expected, Rows.read(engine.query(query.sql())), isOrdered(query.sql())),
                query.sql());
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

    @Override
    public void close() throws SQLException {
        engine.close();
        duckdb.close();
    }
}
