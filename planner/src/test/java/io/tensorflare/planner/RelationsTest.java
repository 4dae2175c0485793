package io.tensorflare.planner;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Joins, sub-queries and set operations over small tables with nulls, duplicates and no rows: the
 * runtime's corpus, planned here and answered by DuckDB.
 */
class RelationsTest {
    private static final Path CORPUS = Path.of("../runtime/src/test/resources/sql");

    private static DuckDb duckDb;
    private static Answers answers;

    @BeforeAll
    static void load() throws SQLException, IOException {
        duckDb = new DuckDb(Files.readString(CORPUS.resolve("small-tables.sql")));
        answers = new Answers(duckDb, duckDb.catalog());
    }

    @AfterAll
    static void close() throws SQLException {
        duckDb.close();
    }

    /** Our text and DuckDB's. */
    record Case(String sql, String duckSql) {
        @Override
        public String toString() {
            return sql;
        }
    }

    private static List<Case> read(String name) throws IOException {
        List<Case> cases = new ArrayList<>();
        String marker = "-- duckdb:";
        for (String line : Files.readAllLines(CORPUS.resolve(name))) {
            if (line.startsWith(marker)) {
                Case last = cases.remove(cases.size() - 1);
                cases.add(new Case(last.sql(), line.substring(marker.length()).strip()));
            } else if (!line.startsWith("--") && !line.isBlank()) {
                String sql = line.strip().replaceAll(";$", "");
                cases.add(new Case(sql, sql));
            }
        }
        return cases;
    }

    static List<Case> joins() throws IOException {
        return read("joins.sql");
    }

    static List<Case> sets() throws IOException {
        return read("sets.sql");
    }

    static List<Case> subQueries() throws IOException {
        return read("subqueries.sql");
    }

    @ParameterizedTest
    @MethodSource({"joins", "sets", "subQueries"})
    void givesTheAnswersOfDuckDb(Case query) throws SQLException {
        answers.assertSame(query.sql(), query.duckSql());
    }
}
