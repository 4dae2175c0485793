package io.tensorflare.bench.tpc;

import java.math.BigDecimal;
import java.util.List;
import java.util.stream.Collectors;

/** When two cells are equal. */
final class Cells {
    private static final double RELATIVE = 1e-9;

    /** Half a unit of the last digit, and a little for the double it is compared with. */
    private static final double HALF_UNIT = 0.5001;

    private Cells() {}

    static boolean same(List<Object> expected, List<Object> actual) {
        if (expected.size() != actual.size()) {
            return false;
        }
        for (int column = 0; column < expected.size(); column++) {
            if (!same(expected.get(column), actual.get(column))) {
                return false;
            }
        }
        return true;
    }

    /**
     * Numbers are compared relative to 1e-9; a decimal is also equal to a double that rounds to it,
     * as an average is exact here and a double there.
     */
    static boolean same(Object expected, Object actual) {
        if (!(expected instanceof Number) || !(actual instanceof Number)) {
            return expected == null ? actual == null : expected.equals(actual);
        }
        if (expected instanceof BigDecimal a
                && actual instanceof BigDecimal b
                && a.compareTo(b) == 0) {
            return true;
        }
        double x = ((Number) expected).doubleValue();
        double y = ((Number) actual).doubleValue();
        if (Double.compare(x + 0.0, y + 0.0) == 0) {
            return true;
        }
        double tolerance = RELATIVE * Math.max(Math.abs(x), Math.abs(y));
        if (expected instanceof Double && actual instanceof BigDecimal exact) {
            tolerance = Math.max(tolerance, HALF_UNIT * Math.pow(10, -exact.scale()));
        }
        return Math.abs(x - y) <= tolerance;
    }

    /** What is exactly equal in rows that are equal: all but the numbers. */
    static String key(List<Object> row) {
        return row.stream()
                .map(cell -> cell instanceof Number ? "#" : String.valueOf(cell))
                .collect(Collectors.joining("\u0001"));
    }
}
