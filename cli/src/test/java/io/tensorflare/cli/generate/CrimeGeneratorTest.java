package io.tensorflare.cli.generate;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import io.tensorflare.ProgressListener;
import io.tensorflare.plan.TensorFlareException;
import io.tensorflare.tensorflow.demo.Crime;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class CrimeGeneratorTest {
    @TempDir Path folder;

    @Test
    void repeatsTheFiftyStates() throws SQLException {
        Path file = folder.resolve("new/crime.parquet");
        generator().generate(250_020, file);
        assertEquals("250020", value("SELECT count(*) FROM '" + file + "'"));
        assertEquals(
                "50",
                value(
                        "SELECT count(DISTINCT (state, murder, assault, population, rape, cluster)) FROM '"
                                + file
                                + "'"));
        assertEquals(
                "5001",
                value(
                        "SELECT count(*) FROM '"
                                + file
                                + "' WHERE state = 'Alabama' AND murder = 13.2 AND assault = 236"));
        assertEquals("5000", value("SELECT count(*) FROM '" + file + "' WHERE state = 'Wyoming'"));
        assertEquals(
                "0 3", value("SELECT min(cluster) || ' ' || max(cluster) FROM '" + file + "'"));
    }

    @Test
    void refusesNoRows() {
        TensorFlareException refused =
                assertThrows(
                        TensorFlareException.class,
                        () -> generator().generate(0, folder.resolve("crime.parquet")));
        assertTrue(refused.getMessage().contains("between 1 and"), refused.getMessage());
    }

    private static CrimeGenerator generator() {
        return new CrimeGenerator(Crime.read(), 2, ProgressListener.NONE);
    }

    private static String value(String sql) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                ResultSet rows = connection.createStatement().executeQuery(sql)) {
            rows.next();
            return rows.getString(1);
        }
    }
}
