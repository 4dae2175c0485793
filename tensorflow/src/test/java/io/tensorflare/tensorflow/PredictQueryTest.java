package io.tensorflare.tensorflow;

import static io.tensorflare.tensorflow.TestModels.assumeTensorFlow;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.EngineOptions;
import io.tensorflare.ProgressListener;
import io.tensorflare.Result;
import io.tensorflare.TensorFlare;
import io.tensorflare.Vector;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.tensorflow.demo.Crime;
import io.tensorflare.tensorflow.demo.CrimeClassifier;
import java.io.IOException;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Models called from SQL, from Parquet to the answer. */
@Tag("tensorflow")
class PredictQueryTest {
    @TempDir static Path temp;
    private static final Crime CRIME = Crime.read();
    private static TensorFlare engine;

    @BeforeAll
    static void open() throws IOException, SQLException {
        assumeTensorFlow();
        CrimeClassifier.export(CRIME, temp.resolve("classifier"), ProgressListener.NONE);
        ExportedModels.lookup(temp.resolve("lookup"));
        ExportedModels.sum(temp.resolve("sum"));
        writeCrime(200);
        writeCrime(20_000);
        engine =
                TensorFlare.open(
                        EngineOptions.defaults().withCacheDirectory(temp.resolve("cache")));
        engine.execute("create model classifier from '" + temp.resolve("classifier") + "'").close();
        engine.execute("create model lookup from '" + temp.resolve("lookup") + "'").close();
        engine.execute("create model add_up from '" + temp.resolve("sum") + "'").close();
        engine.registerTable("crime200", temp.resolve("crime200.parquet").toString());
        engine.registerTable("crime20000", temp.resolve("crime20000.parquet").toString());
    }

    @AfterAll
    static void close() {
        if (engine != null) {
            engine.close();
        }
    }

    /** The query of the TensorFlare post, word for word but for the table. */
    @Test
    void confusionMatrixIsADiagonal() {
        for (int rows : new int[] {200, 20_000}) {
            List<String> expected = new ArrayList<>();
            for (int cluster = 0; cluster < Crime.CLUSTERS; cluster++) {
                StringBuilder line = new StringBuilder().append(cluster);
                for (int other = 0; other < Crime.CLUSTERS; other++) {
                    line.append(' ').append(other == cluster ? size(cluster) * rows / 50 : 0);
                }
                expected.add(line.toString());
            }
            assertEquals(
                    expected,
                    rows(
                            """
                            SELECT
                                cluster,
                                sum(case when classification = 0 then 1 else 0 end) as class1,
                                sum(case when classification = 1 then 1 else 0 end) as class2,
                                sum(case when classification = 2 then 1 else 0 end) as class3,
                                sum(case when classification = 3 then 1 else 0 end) as class4
                            FROM
                                (
                                    SELECT
                                        cluster,
                                        classifier(murder, assault, population, rape) as classification
                                    FROM
                                        crime%d
                                )
                            GROUP BY cluster
                            ORDER BY cluster
                            """
                                    .formatted(rows)));
        }
    }

    @Test
    void predictionsFilterAndSort() {
        assertEquals(
                List.of("200"),
                rows(
                        "select count(*) from crime200 where classifier(murder, assault, population, rape) = cluster"));
        assertEquals(
                List.of("0"),
                rows(
                        "select count(*) from crime200 where classifier(murder, assault, population, rape) <> cluster"));
        List<String> states =
                CRIME.states().stream()
                        .filter(state -> state.cluster() == 3)
                        .map(Crime.State::state)
                        .sorted()
                        .toList();
        assertEquals(
                states,
                rows(
                        "select distinct state from crime200 where classifier(murder, assault, population, rape) = 3 order by state"));
    }

    @Test
    void nullInNullOut() {
        assertEquals(
                List.of("30 1", "null 2", "10 3"),
                rows(
                        "select lookup(i), n from (values (2, 1), (cast(null as integer), 2), (0, 3)) as t (i, n) order by n"));
        assertEquals(
                List.of("2"),
                rows("select count(lookup(i)) from (values (2), (null), (0)) as t (i)"));
    }

    @Test
    void severalInputsAndCalls() {
        assertEquals(
                List.of("11 22", "22 43"),
                rows(
                        "select add_up(x, y), add_up(x + 1, y * 2) from (values (1.5, 10), (2.5, 20)) as t (x, y) order by 1"));
        assertEquals(
                List.of("30"),
                rows("select add_up(lookup(i), lookup(j)) from (values (0, 1)) as t (i, j)"));
    }

    @Test
    void predictionsRunAfterCheapFilters() {
        assertEquals(
                List.of("20"),
                rows("select lookup(i) from (values (1), (7)) as t (i) where i < 3"));
    }

    @Test
    void failureOfAModelIsTheQuerysAndTheEngineGoesOn() {
        String message = failure("select lookup(i) from (values (7)) as t (i)");
        assertTrue(message.contains("indices[0] = 7 is not in [0, 3)"), message);
        assertEquals(List.of("10"), rows("select lookup(i) from (values (0)) as t (i)"));
    }

    @Test
    void wrongCalls() {
        assertTrue(
                failure("select classifier(murder, assault) from crime200").contains("classifier"));
        assertTrue(
                failure("select classifier(state, assault, population, rape) from crime200")
                        .contains("classifier"));
        String nowhere = temp.resolve("nowhere").toString();
        assertTrue(
                assertThrows(
                                TensorFlareException.class,
                                () ->
                                        engine.execute("create model m from '" + nowhere + "'")
                                                .close())
                        .getMessage()
                        .contains(nowhere));
    }

    @Test
    void replacedModelIsTheNewOne() throws IOException {
        Path directory = temp.resolve("replaced");
        ExportedModels.lookup(directory);
        engine.execute("create model replaced from '" + directory + "'").close();
        assertEquals(List.of("10"), rows("select replaced(i) from (values (0)) as t (i)"));
        Path other = temp.resolve("other");
        ExportedModels.sum(other);
        engine.execute("create or replace model replaced from '" + other + "'").close();
        assertEquals(List.of("3"), rows("select replaced(i, 3) from (values (0)) as t (i)"));
    }

    private static long size(int cluster) {
        return CRIME.states().stream().filter(state -> state.cluster() == cluster).count();
    }

    private static String failure(String sql) {
        return assertThrows(TensorFlareException.class, () -> rows(sql)).getMessage();
    }

    /** Each row as its values with blanks between. */
    private static List<String> rows(String sql) {
        List<String> rows = new ArrayList<>();
        try (Result result = engine.query(sql)) {
            while (result.next()) {
                for (int row = 0; row < result.batch().rows(); row++) {
                    int at = row;
                    rows.add(
                            result.batch().vectors().stream()
                                    .map(vector -> text(vector, at))
                                    .collect(Collectors.joining(" ")));
                }
            }
        }
        return rows;
    }

    private static String text(Vector vector, int row) {
        if (vector.isNull(row)) {
            return "null";
        }
        return switch (vector.column().type().kind()) {
            case INTEGER -> Integer.toString(vector.getInt(row));
            case BIGINT -> Long.toString(vector.getLong(row));
            case DECIMAL -> vector.getDecimal(row).toPlainString();
            case VARCHAR -> vector.getString(row);
            default -> throw new AssertionError(vector.column());
        };
    }

    private static void writeCrime(int rows) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            String values =
                    CRIME.states().stream()
                            .map(
                                    s ->
                                            "('%s', %s::double, %s::double, %s::double, %s::double, %d)"
                                                    .formatted(
                                                            s.state(),
                                                            s.murder(),
                                                            s.assault(),
                                                            s.population(),
                                                            s.rape(),
                                                            s.cluster()))
                            .collect(Collectors.joining(", "));
            statement.execute(
                    "copy (select t.* from range(%d), (values %s) as t (state, murder, assault, population, rape, cluster)) to '%s' (format parquet)"
                            .formatted(
                                    rows / 50, values, temp.resolve("crime" + rows + ".parquet")));
        }
    }
}
