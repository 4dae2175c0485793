package io.tensorflare.planner;

import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.trino.tpcds.Results;
import io.trino.tpcds.Session;
import io.trino.tpcds.Table;
import io.trino.tpcds.column.Column;
import java.io.BufferedWriter;
import java.io.IOException;
import java.net.URISyntaxException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.SQLException;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The queries of TPC-DS, planned and answered by DuckDB over a hundredth of scale one. */
class TpcdsTest {
    /**
     * Queries that divide by a sum which is zero over so few rows: an error here, NULL or NaN
     * there.
     */
    private static final List<String> DIVIDE_BY_ZERO = List.of("q12.sql", "q90.sql");

    private static final double SCALE = 0.01;

    /** The generator is slow: tables end here. */
    private static final int MOST_ROWS = 60_000;

    /** The generator's 1.9 million rows, which are all combinations of a few values, in order. */
    private static final String DEMOGRAPHICS =
            """
            INSERT INTO customer_demographics
            SELECT i + 1, ['M', 'F'][i % 2 + 1], ['M', 'S', 'D', 'W', 'U'][i // 2 % 5 + 1],
                ['Primary', 'Secondary', 'College', '2 yr Degree', '4 yr Degree', 'Advanced Degree', 'Unknown'][i // 10 % 7 + 1],
                i // 70 % 20 * 500 + 500, ['Good', 'Low Risk', 'High Risk', 'Unknown'][i // 1400 % 4 + 1],
                i // 5600 % 7, i // 39200 % 7, i // 274400 % 7
            FROM range(1920800) r(i)
            """;

    @TempDir static Path folder;

    private static DuckDb duckDb;
    private static Answers answers;

    @BeforeAll
    static void load() throws SQLException, IOException {
        duckDb = new DuckDb(new String[0]);
        for (Table table : Table.getBaseTables()) {
            if (table != Table.DBGEN_VERSION) {
                load(table);
            }
        }
        answers = new Answers(duckDb, duckDb.catalog());
    }

    @AfterAll
    static void close() throws SQLException {
        duckDb.close();
    }

    private static void load(Table table) throws SQLException, IOException {
        String columns =
                Arrays.stream(table.getColumns())
                        .map(column -> column.getName() + " " + type(column))
                        .collect(Collectors.joining(", "));
        duckDb.execute("CREATE TABLE " + table.getName() + " (" + columns + ")");
        if (table == Table.CUSTOMER_DEMOGRAPHICS) {
            duckDb.execute(DEMOGRAPHICS);
            return;
        }
        Path file = folder.resolve(table.getName() + ".csv");
        int rows = 0;
        Session session = Session.getDefaultSession().withScale(SCALE).withTable(table);
        try (BufferedWriter writer = Files.newBufferedWriter(file)) {
            for (List<List<String>> family : Results.constructResults(table, session)) {
                if (++rows > MOST_ROWS && !table.getName().endsWith("_dim")) {
                    break;
                }
                for (String value : family.get(0)) {
                    writer.write((value == null ? "" : value) + "|");
                }
                writer.newLine();
            }
        }
        duckDb.execute(
                "INSERT INTO "
                        + table.getName()
                        + " SELECT * EXCLUDE last FROM read_csv('"
                        + file
                        + "', delim = '|', header = false, all_varchar = true, quote = '', names = ["
                        + Arrays.stream(table.getColumns())
                                .map(column -> "'" + column.getName() + "', ")
                                .collect(Collectors.joining())
                        + "'last'])");
        Files.delete(file);
    }

    private static String type(Column column) {
        return switch (column.getType().getBase()) {
            case IDENTIFIER -> column.getName().endsWith("_number") ? "BIGINT" : "INTEGER";
            case INTEGER -> "INTEGER";
            case DATE -> "DATE";
            case CHAR, VARCHAR, TIME -> "VARCHAR";
            case DECIMAL ->
                    "DECIMAL("
                            + column.getType().getPrecision().orElseThrow()
                            + ", "
                            + column.getType().getScale().orElseThrow()
                            + ")";
        };
    }

    static List<String> queries() throws IOException, URISyntaxException {
        Path texts = Path.of(TpcdsTest.class.getResource("/tpcds").toURI());
        try (Stream<Path> files = Files.list(texts)) {
            return files.map(file -> file.getFileName().toString()).sorted().toList();
        }
    }

    @ParameterizedTest
    @MethodSource("queries")
    void givesTheAnswersOfDuckDb(String name) throws SQLException {
        String sql = DuckDb.resource("/tpcds/" + name);
        String duckSql = sql.replaceAll("(hd_dep_count|inv_after) /", "$1 //");
        if (DIVIDE_BY_ZERO.contains(name)) {
            SQLException failure =
                    assertThrows(SQLException.class, () -> answers.assertSame(sql, duckSql));
            assertTrue(failure.getMessage().contains("division by zero"), failure::getMessage);
        } else {
            answers.assertSame(sql, duckSql);
        }
    }
}
