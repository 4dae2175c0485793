package io.tensorflare;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Joins, sub-queries and set operations over small tables with nulls, duplicates and no rows, by
 * every method of joining, compared with DuckDB row by row.
 */
class RelationsTest {
    private static final Pattern TABLE = Pattern.compile("(?m)^create table (\\w+) as (.*);\\s*$");

    /** All methods for every query ({@code -Drelations.all=true}), or two of them in turn. */
    private static final boolean ALL = Boolean.getBoolean("relations.all");

    /** Methods and sides of joins, places of aggregates and times of reading that can be forced. */
    private static final List<Map<String, String>> FORCED =
            List.of(
                    forced("planned", "planned", "planned", "planned"),
                    forced("loop", "right", "early", "late"),
                    forced("hash", "left", "late", "early"),
                    forced("hash", "right", "early", "late"),
                    forced("dense", "left", "early", "late"),
                    forced("dense", "right", "late", "late"));

    private static Map<String, String> forced(
            String joins, String build, String aggregates, String fetch) {
        return Map.of("joins", joins, "build", build, "aggregates", aggregates, "fetch", fetch);
    }

    @TempDir static Path folder;
    private static DuckDb duckdb;
    private static TensorFlare engine;

    @BeforeAll
    static void open() throws SQLException, IOException {
        duckdb = new DuckDb();
        engine =
                TensorFlare.open(
                        EngineOptions.defaults().withCacheDirectory(folder.resolve("cache")));
        Matcher tables = TABLE.matcher(text("small-tables.sql"));
        while (tables.find()) {
            String name = tables.group(1);
            duckdb.write(name, tables.group(2), folder, "");
            engine.registerTable(name, folder.resolve(name + ".parquet").toString());
        }
    }

    @AfterAll
    static void close() throws SQLException {
        engine.close();
        duckdb.close();
    }

    private static String text(String name) throws IOException {
        return new String(
                RelationsTest.class.getResourceAsStream("/sql/" + name).readAllBytes(),
                StandardCharsets.UTF_8);
    }

    /** Our text and DuckDB's. */
    record Case(String sql, String duckSql) {
        @Override
        public String toString() {
            return sql;
        }
    }

    static List<Case> corpus() throws IOException {
        return corpus("joins.sql", "sets.sql", "subqueries.sql");
    }

    static List<Case> groupsOfJoins() throws IOException {
        return corpus("groups-of-joins.sql");
    }

    private static List<Case> corpus(String... names) throws IOException {
        List<Case> cases = new ArrayList<>();
        String marker = "-- duckdb:";
        for (String name : names) {
            for (String line : text(name).lines().toList()) {
                if (line.startsWith(marker)) {
                    Case last = cases.remove(cases.size() - 1);
                    cases.add(new Case(last.sql(), line.substring(marker.length()).strip()));
                } else if (!line.startsWith("--") && !line.isBlank()) {
                    String sql = line.strip().replaceAll(";$", "");
                    cases.add(new Case(sql, sql));
                }
            }
        }
        return cases;
    }

    @ParameterizedTest
    @MethodSource("corpus")
    void givesTheAnswersOfDuckDb(Case query) throws SQLException {
        int turn = 1 + Math.floorMod(query.sql().hashCode(), FORCED.size() - 1);
        assertAnswers(query, ALL ? FORCED : List.of(FORCED.get(0), FORCED.get(turn)), false);
    }

    @ParameterizedTest
    @MethodSource("groupsOfJoins")
    void givesTheAnswersOfDuckDbWhereverItAggregates(Case query) throws SQLException {
        int turn = 1 + Math.floorMod(query.sql().hashCode(), FORCED.size() - 1);
        List<Map<String, String>> some = List.of(FORCED.get(0), FORCED.get(3), FORCED.get(turn));
        assertAnswers(query, ALL ? FORCED : some, query.sql().contains(" order by "));
    }

    private static void assertAnswers(Case query, List<Map<String, String>> ways, boolean ordered)
            throws SQLException {
        List<List<Object>> expected = duckdb.query(query.duckSql());
        Map<Map<String, String>, String> differences = new LinkedHashMap<>();
        for (Map<String, String> forced : ways) {
            forced.forEach(engine::set);
            String difference =
                    Rows.difference(expected, Rows.read(engine.query(query.sql())), ordered);
            if (!difference.isEmpty()) {
                differences.put(forced, difference);
            }
        }
        assertEquals(Map.of(), differences, query.sql());
    }
}
