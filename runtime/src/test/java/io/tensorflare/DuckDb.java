package io.tensorflare;

import java.math.BigDecimal;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** The peer that every query test is compared with. */
final class DuckDb implements AutoCloseable {
    private final Connection connection;

    DuckDb() throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        run("set threads to 1");
        run("set timezone to 'UTC'");
        run("set default_null_order to 'nulls_last_on_asc_first_on_desc'");
    }

    void run(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** Writes a query's rows as Parquet, and keeps them as a view of the same name. */
    void write(String name, String query, Path folder, String options) throws SQLException {
        Path file = folder.resolve(name + ".parquet");
        run("copy (" + query + ") to '" + file + "' (format parquet" + options + ")");
        run("create or replace view \"" + name + "\" as select * from '" + file + "'");
    }

    /** All rows, values as Java objects of plain types. */
    List<List<Object>> query(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet rows = statement.executeQuery(sql)) {
            List<List<Object>> all = new ArrayList<>();
            int columns = rows.getMetaData().getColumnCount();
            while (rows.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= columns; i++) {
                    row.add(plain(rows.getObject(i)));
                }
                all.add(row);
            }
            return all;
        }
    }

    private static Object plain(Object value) throws SQLException {
        if (value instanceof Float || value instanceof Double) {
            return ((Number) value).doubleValue();
        }
        if (value instanceof BigDecimal decimal) {
            return decimal;
        }
        if (value instanceof Number number) {
            return new BigDecimal(number.toString());
        }
        if (value instanceof java.sql.Timestamp timestamp) {
            return timestamp.toLocalDateTime();
        }
        if (value instanceof java.time.OffsetDateTime moment) {
            return moment.atZoneSameInstant(java.time.ZoneOffset.UTC).toLocalDateTime();
        }
        if (value instanceof java.sql.Date date) {
            return date.toLocalDate();
        }
        if (value instanceof java.sql.Blob blob) {
            return java.util.HexFormat.of().formatHex(blob.getBytes(1, (int) blob.length()));
        }
        return value;
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
