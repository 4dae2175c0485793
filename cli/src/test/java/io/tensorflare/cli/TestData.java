package io.tensorflare.cli;

import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;

/** Writes Parquet files with DuckDB. */
final class TestData {
    private TestData() {}

    static void copy(String select, Path file) throws SQLException {
        try (Connection connection = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "COPY ("
                            + select
                            + ") TO '"
                            + file.toString().replace("'", "''")
                            + "' (FORMAT parquet)");
        }
    }
}
