package io.tensorflare.cli.generate;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.ProgressListener;
import io.tensorflare.cli.generate.Target.Existing;
import io.tensorflare.plan.TensorFlareException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Generates TPC-H at scale 0.01 and reads it back with DuckDB. */
class TpchGeneratorTest {
    private static final int ROW_GROUP = 20_000;

    @TempDir static Path folder;

    @BeforeAll
    static void generate() {
        generator(folder, 2, Existing.REFUSE).generate(0.01);
    }

    @Test
    void hasTheRowsOfTheSpecification() throws SQLException {
        assertRows("SELECT count(*) FROM 'lineitem'", "60175");
        assertRows("SELECT count(*) FROM 'orders'", "15000");
        assertRows("SELECT count(*) FROM 'partsupp'", "8000");
        assertRows("SELECT count(*) FROM 'part'", "2000");
        assertRows("SELECT count(*) FROM 'customer'", "1500");
        assertRows("SELECT count(*) FROM 'supplier'", "100");
        assertRows("SELECT count(*) FROM 'nation'", "25");
        assertRows("SELECT count(*) FROM 'region'", "5");
    }

    @Test
    void givesTheKnownAnswerOfQ6() throws SQLException {
        assertRows(
                """
                SELECT sum(l_extendedprice * l_discount) FROM 'lineitem'
                WHERE l_shipdate >= DATE '1994-01-01' AND l_shipdate < DATE '1995-01-01'
                  AND l_discount BETWEEN 0.05 AND 0.07 AND l_quantity < 24
                """,
                "1193053.2253");
    }

    @Test
    void givesTheKnownAnswerOfQ1() throws SQLException {
        assertRows(
                """
                SELECT l_returnflag, l_linestatus, sum(l_quantity), sum(l_extendedprice * (1 - l_discount) * (1 + l_tax)), count(*)
                FROM 'lineitem' WHERE l_shipdate <= DATE '1998-09-02' GROUP BY ALL ORDER BY ALL
                """,
                "A|F|380456.00|526165934.000839|14876",
                "N|F|8971.00|12282485.056933|348",
                "N|O|742802.00|1029418531.523350|29181",
                "R|F|381449.00|528524219.358903|14902");
    }

    @Test
    void hasTheTypesOfDuckDbsGenerator() throws SQLException {
        assertTypes(
                "lineitem",
                "BIGINT BIGINT BIGINT BIGINT DECIMAL(15,2) DECIMAL(15,2) DECIMAL(15,2) DECIMAL(15,2)"
                        + " VARCHAR VARCHAR DATE DATE DATE VARCHAR VARCHAR VARCHAR");
        assertTypes(
                "orders",
                "BIGINT BIGINT VARCHAR DECIMAL(15,2) DATE VARCHAR VARCHAR INTEGER VARCHAR");
        assertTypes(
                "part",
                "BIGINT VARCHAR VARCHAR VARCHAR VARCHAR INTEGER VARCHAR DECIMAL(15,2) VARCHAR");
        assertTypes("partsupp", "BIGINT BIGINT BIGINT DECIMAL(15,2) VARCHAR");
        assertTypes(
                "customer", "BIGINT VARCHAR VARCHAR INTEGER VARCHAR DECIMAL(15,2) VARCHAR VARCHAR");
        assertTypes("supplier", "BIGINT VARCHAR VARCHAR INTEGER VARCHAR DECIMAL(15,2) VARCHAR");
        assertTypes("nation", "INTEGER VARCHAR INTEGER VARCHAR");
        assertTypes("region", "INTEGER VARCHAR VARCHAR");
    }

    @Test
    void cutsRowGroupsWhereAsked() throws SQLException {
        assertRows(
                "SELECT count(DISTINCT row_group_id) FROM parquet_metadata('"
                        + file("lineitem")
                        + "')",
                "3");
        assertRows(
                "SELECT DISTINCT compression FROM parquet_metadata('" + file("lineitem") + "')",
                "SNAPPY");
    }

    @Test
    void doesNotDependOnTheNumberOfThreads(@TempDir Path other) throws IOException {
        generator(other, 1, Existing.REFUSE).generate(0.01);
        for (Path file : files(folder)) {
            assertArrayEquals(
                    Files.readAllBytes(file),
                    Files.readAllBytes(other.resolve(file.getFileName())),
                    file.toString());
        }
    }

    @Test
    void leavesNothingButTheEightFiles() throws IOException {
        assertEquals(
                8, files(folder).size(), () -> folder + " holds something else besides the tables");
    }

    @Test
    void refusesToReplaceUnlessAsked(@TempDir Path other) throws IOException {
        Files.writeString(other.resolve("nation.parquet"), "mine");
        assertRefused(
                "nation.parquet is already there; choose another folder or add --overwrite",
                () -> generator(other, 1, Existing.REFUSE).generate(0.001));
        assertEquals("mine", Files.readString(other.resolve("nation.parquet")));
        generator(other, 1, Existing.REPLACE).generate(0.001);
        assertEquals(8, files(other).size());
    }

    @Test
    void namesTheFolderThatCannotBeWritten(@TempDir Path other) throws IOException {
        Path file = Files.writeString(other.resolve("file"), "");
        assertRefused(
                "cannot write " + file, () -> generator(file, 1, Existing.REFUSE).generate(0.001));
    }

    @Test
    void refusesScalesThatWouldGiveEmptyTables(@TempDir Path other) {
        assertRefused(
                "between 0.001 and 10000, not 0.0",
                () -> generator(other, 1, Existing.REFUSE).generate(0));
        assertRefused("not NaN", () -> generator(other, 1, Existing.REFUSE).generate(Double.NaN));
        assertRefused("MB free", () -> generator(other, 1, Existing.REFUSE).generate(10_000));
    }

    private static TpchGenerator generator(Path folder, int threads, Existing existing) {
        return new TpchGenerator(
                new Target(folder, existing, Encoding.ofRowGroups(ROW_GROUP)),
                threads,
                ProgressListener.NONE);
    }

    private static void assertRefused(String part, Runnable action) {
        String message = assertThrows(TensorFlareException.class, action::run).getMessage();
        assertTrue(message.contains(part), message);
    }

    private static void assertTypes(String table, String expected) throws SQLException {
        List<String> types =
                query("SELECT column_type FROM (DESCRIBE SELECT * FROM '" + table + "')");
        assertEquals(expected, String.join(" ", types));
    }

    private static void assertRows(String sql, String... expected) throws SQLException {
        assertEquals(List.of(expected), query(sql));
    }

    private static List<String> query(String sql) throws SQLException {
        String text = sql;
        for (String table :
                List.of(
                        "lineitem",
                        "orders",
                        "partsupp",
                        "part",
                        "customer",
                        "supplier",
                        "nation",
                        "region")) {
            text = text.replace("'" + table + "'", "'" + file(table) + "'");
        }
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet rows = connection.createStatement().executeQuery(text)) {
            List<String> lines = new ArrayList<>();
            while (rows.next()) {
                List<String> cells = new ArrayList<>();
                for (int i = 1; i <= rows.getMetaData().getColumnCount(); i++) {
                    cells.add(rows.getString(i));
                }
                lines.add(String.join("|", cells));
            }
            return lines;
        }
    }

    private static Path file(String table) {
        return folder.resolve(table + ".parquet");
    }

    private static List<Path> files(Path folder) throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }
}
