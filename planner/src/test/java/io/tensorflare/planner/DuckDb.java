package io.tensorflare.planner;

import io.tensorflare.plan.Column;
import io.tensorflare.plan.ColumnStatistics;
import io.tensorflare.plan.Plan;
import io.tensorflare.plan.Type;
import io.tensorflare.planner.catalog.Table;
import io.trino.tpch.TpchTable;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.math.BigDecimal;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.ResultSet;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.OptionalLong;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A DuckDB in memory with TPC-H at a hundredth of scale one and a small table full of nulls: it
 * answers, and its tables make a catalog.
 */
final class DuckDb implements AutoCloseable {
    private static final double SCALE = 0.01;
    private static final Pattern DECIMAL = Pattern.compile("DECIMAL\\((\\d+),(\\d+)\\)");

    private final Connection connection;

    DuckDb() throws SQLException {
        this(resource("/tpch/schema.sql"), resource("/corpus/tables.sql"));
        TpchTable.getTables().forEach(this::load);
    }

    /** A database with what scripts make. */
    DuckDb(String... scripts) throws SQLException {
        connection = DriverManager.getConnection("jdbc:duckdb:");
        execute("SET threads = 2");
        execute("SET default_null_order = 'nulls_last_on_asc_first_on_desc'");
        for (String script : scripts) {
            execute(script);
        }
    }

    static String resource(String name) {
        try (var stream = DuckDb.class.getResourceAsStream(name)) {
            return new String(stream.readAllBytes(), java.nio.charset.StandardCharsets.UTF_8);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        }
    }

    private void load(TpchTable<?> table) {
        try {
            Path file = Files.createTempFile(table.getTableName(), ".csv");
            List<String> lines = new ArrayList<>();
            table.createGenerator(SCALE, 1, 1)
                    .forEach(row -> lines.add(row.toLine().replaceAll("\\|$", "")));
            Files.write(file, lines);
            execute(
                    "INSERT INTO "
                            + table.getTableName()
                            + " SELECT * FROM read_csv('"
                            + file
                            + "', delim = '|', header = false, all_varchar = true, quote = '')");
            Files.delete(file);
        } catch (IOException failure) {
            throw new UncheckedIOException(failure);
        } catch (SQLException failure) {
            throw new IllegalStateException("cannot load " + table.getTableName(), failure);
        }
    }

    void execute(String sql) throws SQLException {
        try (Statement statement = connection.createStatement()) {
            statement.execute(sql);
        }
    }

    /** The rows of a query, sorted. */
    List<List<Object>> rows(String sql) throws SQLException {
        try (Statement statement = connection.createStatement();
                ResultSet result = statement.executeQuery(sql)) {
            List<List<Object>> rows = new ArrayList<>();
            int width = result.getMetaData().getColumnCount();
            while (result.next()) {
                List<Object> row = new ArrayList<>();
                for (int i = 1; i <= width; i++) {
                    row.add(value(result.getObject(i)));
                }
                rows.add(row);
            }
            rows.sort(Comparator.comparing(DuckDb::sortKey));
            return rows;
        }
    }

    private static Object value(Object value) {
        if (value instanceof Double || value instanceof Float) {
            double number = ((Number) value).doubleValue();
            return Double.isFinite(number) ? new BigDecimal(number) : String.valueOf(number);
        }
        if (value instanceof Number number) {
            return new BigDecimal(number.toString());
        }
        String text = String.valueOf(value);
        return value instanceof java.time.LocalDate || text.endsWith(" 00:00:00.0")
                ? text.substring(0, 10)
                : text;
    }

    /** Numbers count with few digits, so that rounding does not change the order. */
    private static String sortKey(List<Object> row) {
        StringBuilder key = new StringBuilder();
        for (Object value : row) {
            key.append(
                            value instanceof BigDecimal number
                                    ? number.round(new java.math.MathContext(5))
                                            .stripTrailingZeros()
                                            .toEngineeringString()
                                    : value)
                    .append('|');
        }
        return key.toString();
    }

    /** The catalog of all tables, with the statistics that Parquet files would give. */
    MemoryCatalog catalog() throws SQLException {
        MemoryCatalog catalog = new MemoryCatalog();
        for (List<Object> table :
                rows("SELECT table_name FROM information_schema.tables ORDER BY 1")) {
            catalog.table(table(table.get(0).toString()));
        }
        return catalog;
    }

    private Table table(String name) throws SQLException {
        List<Plan.Scan.Field> fields = new ArrayList<>();
        long rows =
                ((BigDecimal) rows("SELECT count(*) FROM " + name).get(0).get(0)).longValueExact();
        String columns =
                "SELECT ordinal_position, column_name, data_type FROM information_schema.columns WHERE table_name = '"
                        + name
                        + "'";
        List<List<Object>> found = new ArrayList<>(rows(columns));
        found.sort(Comparator.comparing(row -> (BigDecimal) row.get(0)));
        for (List<Object> column : found) {
            fields.add(field(name, column.get(1).toString(), type(column.get(2).toString())));
        }
        return new Table(name, fields, rows);
    }

    private Plan.Scan.Field field(String table, String name, Type type) throws SQLException {
        boolean ranged =
                type.equals(Type.INTEGER)
                        || type.equals(Type.BIGINT)
                        || type.equals(Type.DATE)
                        || type.equals(Type.SMALLINT);
        String number =
                type.equals(Type.DATE)
                        ? "date_diff('day', DATE '1970-01-01', " + name + ")"
                        : ranged ? name : "NULL";
        List<Object> facts =
                rows("SELECT count(*) - count("
                                + name
                                + "), count(DISTINCT "
                                + name
                                + "), min("
                                + number
                                + "), max("
                                + number
                                + ") FROM "
                                + table)
                        .get(0);
        boolean nullable = ((BigDecimal) facts.get(0)).signum() != 0;
        long distinct = ((BigDecimal) facts.get(1)).longValueExact();
        ColumnStatistics statistics =
                new ColumnStatistics(
                        number(facts.get(2)),
                        number(facts.get(3)),
                        OptionalLong.of(distinct),
                        type.equals(Type.VARCHAR) && distinct < 1_000);
        return new Plan.Scan.Field(new Column(name, type, nullable), statistics);
    }

    private static OptionalLong number(Object value) {
        return value instanceof BigDecimal number
                ? OptionalLong.of(number.longValueExact())
                : OptionalLong.empty();
    }

    private static Type type(String name) {
        Matcher decimal = DECIMAL.matcher(name);
        if (decimal.matches()) {
            return Type.decimal(
                    Integer.parseInt(decimal.group(1)), Integer.parseInt(decimal.group(2)));
        }
        return switch (name) {
            case "BOOLEAN" -> Type.BOOLEAN;
            case "SMALLINT" -> Type.SMALLINT;
            case "INTEGER" -> Type.INTEGER;
            case "BIGINT" -> Type.BIGINT;
            case "FLOAT" -> Type.REAL;
            case "DOUBLE" -> Type.DOUBLE;
            case "DATE" -> Type.DATE;
            case "TIMESTAMP" -> Type.TIMESTAMP;
            case "VARCHAR" -> Type.VARCHAR;
            default -> throw new IllegalStateException("no type for " + name);
        };
    }

    @Override
    public void close() throws SQLException {
        connection.close();
    }
}
