package io.tensorflare.bench;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.PreparedStatement;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/**
 * DuckDB in this process, with the classifier as a vectorised Java function. Statements are
 * prepared once.
 */
final class DuckDb implements Peer {
    private static final String IN_MEMORY = "jdbc:duckdb:";

    private final Connection connection;
    private final Optional<DuckDbClassifier> classifier;
    private final PreparedStatement query;

    DuckDb(Question question, BenchFiles files, int threads) {
        try {
            this.connection = DriverManager.getConnection(IN_MEMORY);
            try (Statement statement = connection.createStatement()) {
                statement.execute("SET threads TO " + threads);
                for (String table : BenchFiles.TABLES) {
                    statement.execute(
                            "CREATE VIEW " + table + " AS FROM " + quoted(files.table(table)));
                }
            }
            this.classifier =
                    question.callsModel()
                            ? Optional.of(DuckDbClassifier.register(connection, files.model()))
                            : Optional.empty();
            this.query = connection.prepareStatement(question.sql());
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /** What the library itself says it is. */
    static String version() {
        try (Connection connection = DriverManager.getConnection(IN_MEMORY);
                Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery("SELECT version()")) {
            result.next();
            return result.getString(1);
        } catch (SQLException e) {
            throw failed(e);
        }
    }

    /**
     * Writes the rows of a Parquet file as DuckDB does without options: snappy, row groups of 122
     * 880 rows.
     */
    static void rewrite(Path from, Path to) throws SQLException {
        try (Connection connection = DriverManager.getConnection(IN_MEMORY);
                Statement statement = connection.createStatement()) {
            statement.execute(
                    "COPY (FROM " + quoted(from) + ") TO " + quoted(to) + " (FORMAT parquet)");
        }
    }

    @Override
    public Answer answer() {
        List<List<Object>> rows = new ArrayList<>();
        try (ResultSet result = query.executeQuery()) {
            int columns = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int column = 1; column <= columns; column++) {
                    row.add(cell(result.getObject(column)));
                }
                rows.add(row);
            }
        } catch (SQLException e) {
            throw failed(e);
        }
        return new Answer(rows);
    }

    private static Object cell(Object value) {
        if (value instanceof Number && !(value instanceof Double) && !(value instanceof Float)) {
            return new BigDecimal(value.toString());
        }
        return value;
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }

    private static IllegalStateException failed(SQLException e) {
        return new IllegalStateException("DuckDB failed: " + e.getMessage(), e);
    }

    @Override
    public void close() {
        try {
            query.close();
            connection.close();
        } catch (SQLException e) {
            throw failed(e);
        } finally {
            classifier.ifPresent(DuckDbClassifier::close);
        }
    }
}
