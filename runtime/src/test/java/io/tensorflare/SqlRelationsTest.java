package io.tensorflare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.nio.file.Path;
import java.sql.SQLException;
import java.util.List;
import java.util.Locale;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Joins, sub-queries, set operations and grouping sets over the tables of {@code
 * sql/small-tables.sql}, here and in DuckDB.
 */
class SqlRelationsTest {
    private static final Pattern TABLE = Pattern.compile("create table (\\w+) as");

    @TempDir static Path folder;
    private static DuckDb duckdb;
    private static TensorFlare engine;

    @BeforeAll
    static void open() throws SQLException {
        String tables = Corpus.text("small-tables.sql");
        duckdb = new DuckDb();
        duckdb.run(tables);
        engine =
                TensorFlare.open(
                        EngineOptions.defaults().withCacheDirectory(folder.resolve("cache")));
        List<String> names =
                TABLE.matcher(tables).results().map((MatchResult match) -> match.group(1)).toList();
        for (String name : names) {
            Path file = folder.resolve(name + ".parquet");
            duckdb.run("copy " + name + " to '" + file + "' (format parquet)");
            engine.registerTable(name, file.toString());
        }
    }

    @AfterAll
    static void close() throws SQLException {
        engine.close();
        duckdb.close();
    }

    static List<Corpus.Case> corpus() {
        return Stream.of("joins.sql", "sets.sql", "subqueries.sql")
                .flatMap(name -> Corpus.read(name).stream())
                .toList();
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void givesTheAnswersOfDuckDb(Corpus.Case query) throws SQLException {
        boolean ordered = query.sql().toLowerCase(Locale.ROOT).matches(".*order by[^()]*");
        String difference =
                Rows.difference(
                        duckdb.query(query.duckSql()),
                        Rows.read(engine.query(query.sql())),
                        ordered);
        assertEquals("", difference, query.sql());
    }
}
