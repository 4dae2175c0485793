package io.tensorflare.bench.tpc;

import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.Date;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.ResultSetMetaData;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.List;

/** DuckDB in this process, nulls ordered as here. */
final class DuckDbEngine implements Engine {
    /** Where DuckDB keeps the tables. */
    enum Tables {
        /** Views of Parquet files. */
        PARQUET("VIEW"),
        /** Tables of its own in memory. */
        MEMORY("TABLE");

        private final String kind;

        Tables(String kind) {
            this.kind = kind;
        }
    }

    private final Connection connection;

    private DuckDbEngine(Connection connection) {
        this.connection = connection;
    }

    static DuckDbEngine open(Tables where, Path folder, List<String> names) {
        try {
            DuckDbEngine engine = new DuckDbEngine(DriverManager.getConnection("jdbc:duckdb:"));
            engine.run("SET default_null_order TO 'nulls_last_on_asc_first_on_desc'");
            for (String name : names) {
                Path file = folder.resolve(name + ".parquet");
                Path files = Files.isDirectory(file) ? file.resolve("*.parquet") : file;
                engine.run("CREATE " + where.kind + " " + name + " AS FROM " + quoted(files));
            }
            return engine;
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    /** What the library itself says it is. */
    String version() {
        return answer("SELECT version()").rows().get(0).get(0).toString();
    }

    @Override
    public void useThreads(int threads) {
        run("SET threads TO " + threads);
    }

    /**
     * Writes the rows of a query as Parquet.
     *
     * @param options of COPY, such as {@code , row_group_size 2048}
     */
    void write(String query, Path file, String options) {
        run("COPY (" + query + ") TO " + quoted(file) + " (FORMAT parquet" + options + ")");
    }

    void run(String sql) {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    @Override
    public Answer answer(String sql) {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            ResultSetMetaData data = result.getMetaData();
            List<String> columns = new ArrayList<>();
            for (int column = 1; column <= data.getColumnCount(); column++) {
                columns.add(data.getColumnName(column));
            }
            List<List<Object>> rows = new ArrayList<>();
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int column = 1; column <= columns.size(); column++) {
                    row.add(cell(result.getObject(column)));
                }
                rows.add(row);
            }
            return new Answer(columns, rows);
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }

    /** What any right answer to a query looks like. */
    ExpectedAnswer expected(String sql) {
        OrderAndLimit unnamed = OrderAndLimit.of(sql, List.of());
        Answer all = answer(unnamed.sql());
        return new ExpectedAnswer(all.rows(), OrderAndLimit.of(sql, all.columns()));
    }

    private static Object cell(Object value) {
        if (value instanceof Float || value instanceof Double) {
            return ((Number) value).doubleValue();
        }
        if (value instanceof Number number && !(value instanceof BigDecimal)) {
            return new BigDecimal(number.toString());
        }
        return value instanceof Date date ? date.toLocalDate() : value;
    }

    private static String quoted(Path path) {
        return "'" + path.toString().replace("'", "''") + "'";
    }

    private static IllegalStateException failed(SQLException failure) {
        return new IllegalStateException("DuckDB failed: " + failure.getMessage(), failure);
    }

    @Override
    public void close() {
        try {
            connection.close();
        } catch (SQLException failure) {
            throw failed(failure);
        }
    }
}
