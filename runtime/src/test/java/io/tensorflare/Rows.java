package io.tensorflare;

import io.tensorflare.plan.Type;
import java.math.BigDecimal;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;

/**
 * Reads results whole, and compares them as DESIGN.md says: numbers relative to 1e-9, rows as
 * multisets unless ordered.
 */
final class Rows {
    private static final double TOLERANCE = 1e-9;

    private Rows() {}

    static List<List<Object>> read(Result result) {
        try (result) {
            List<List<Object>> rows = new ArrayList<>();
            while (result.next()) {
                Batch batch = result.batch();
                for (int row = 0; row < batch.rows(); row++) {
                    List<Object> values = new ArrayList<>();
                    for (Vector vector : batch.vectors()) {
                        values.add(value(vector, row));
                    }
                    rows.add(values);
                }
            }
            return rows;
        }
    }

    private static Object value(Vector vector, int row) {
        if (vector.isNull(row)) {
            return null;
        }
        Type type = vector.column().type();
        return switch (type.kind()) {
            case BOOLEAN -> vector.getBoolean(row);
            case TINYINT, SMALLINT, INTEGER, BIGINT -> BigDecimal.valueOf(vector.getLong(row));
            case REAL, DOUBLE -> vector.getDouble(row);
            case DECIMAL -> vector.getDecimal(row);
            case DATE -> vector.getDate(row);
            case TIME -> vector.getTime(row);
            case TIMESTAMP, TIMESTAMP_LOCAL -> vector.getTimestamp(row);
            case VARCHAR -> vector.getString(row);
            case BINARY -> java.util.HexFormat.of().formatHex(vector.getBytes(row));
            case INTERVAL_MONTHS, INTERVAL_MICROSECONDS, LIST, STRUCT ->
                    throw new IllegalStateException("no test reads " + type);
        };
    }

    /** Empty where the rows are equal, else the first difference. */
    static String difference(
            List<List<Object>> expected, List<List<Object>> actual, boolean ordered) {
        if (expected.size() != actual.size()) {
            return expected.size()
                    + " rows expected, got "
                    + actual.size()
                    + ": "
                    + head(expected)
                    + " / "
                    + head(actual);
        }
        List<List<Object>> left = ordered ? expected : sorted(expected);
        List<List<Object>> right = ordered ? actual : sorted(actual);
        for (int i = 0; i < left.size(); i++) {
            if (!same(left.get(i), right.get(i))) {
                return "row " + i + ": expected " + left.get(i) + ", got " + right.get(i);
            }
        }
        return "";
    }

    private static String head(List<List<Object>> rows) {
        return rows.subList(0, Math.min(rows.size(), 5)).toString();
    }

    private record Keyed(String key, String exactly, List<Object> row) {}

    private static List<List<Object>> sorted(List<List<Object>> rows) {
        return rows.stream()
                .map(row -> new Keyed(sortText(row), exactText(row), row))
                .sorted(Comparator.comparing(Keyed::key).thenComparing(Keyed::exactly))
                .map(Keyed::row)
                .toList();
    }

    /** Numbers are rounded, so that nearly equal rows sort alike. */
    private static String sortText(List<Object> row) {
        StringBuilder text = new StringBuilder();
        for (Object value : row) {
            boolean number = value instanceof Number;
            text.append(
                            number
                                    ? String.format("%.5e", ((Number) value).doubleValue() + 0.0)
                                    : String.valueOf(value))
                    .append('|');
        }
        return text.toString();
    }

    /** Decides among rows that are nearly equal. */
    private static String exactText(List<Object> row) {
        StringBuilder text = new StringBuilder();
        for (Object value : row) {
            text.append(
                            value instanceof BigDecimal decimal
                                    ? decimal.stripTrailingZeros().toPlainString()
                                    : String.valueOf(value))
                    .append('|');
        }
        return text.toString();
    }

    private static boolean same(List<Object> left, List<Object> right) {
        if (left.size() != right.size()) {
            return false;
        }
        for (int i = 0; i < left.size(); i++) {
            if (!same(left.get(i), right.get(i))) {
                return false;
            }
        }
        return true;
    }

    private static boolean same(Object left, Object right) {
        if (left instanceof BigDecimal a && right instanceof BigDecimal b && a.compareTo(b) == 0) {
            return true;
        }
        if (left instanceof Number a && right instanceof Number b) {
            double x = a.doubleValue();
            double y = b.doubleValue();
            return Double.compare(x + 0.0, y + 0.0) == 0
                    || Math.abs(x - y) <= TOLERANCE * Math.max(Math.abs(x), Math.abs(y));
        }
        return left == null ? right == null : left.equals(right);
    }
}
