package io.tensorflare.bench;

import java.math.BigDecimal;
import java.util.List;

/**
 * The rows of a question's answer.
 *
 * @param rows cells are String, BigDecimal where exact, Double where not
 */
record Answer(List<List<Object>> rows) {
    /** An average of few decimals may be exact in one engine and a double in the other. */
    private static final double TOLERANCE = 1e-6;

    /** Throws where two answers differ. */
    void requireSameAs(Answer other) {
        if (rows.size() != other.rows.size()) {
            throw different(rows.size() + " rows", other.rows.size() + " rows");
        }
        for (int row = 0; row < rows.size(); row++) {
            requireSame(rows.get(row), other.rows.get(row));
        }
    }

    private static void requireSame(List<Object> mine, List<Object> others) {
        if (mine.size() != others.size()) {
            throw different(mine, others);
        }
        for (int column = 0; column < mine.size(); column++) {
            if (!isSame(mine.get(column), others.get(column))) {
                throw different(mine, others);
            }
        }
    }

    private static boolean isSame(Object mine, Object other) {
        if (mine instanceof BigDecimal exact && other instanceof BigDecimal otherExact) {
            return exact.compareTo(otherExact) == 0;
        }
        if (mine instanceof Number number && other instanceof Number otherNumber) {
            double value = number.doubleValue();
            return Math.abs(value - otherNumber.doubleValue()) <= TOLERANCE * Math.abs(value);
        }
        return mine.equals(other);
    }

    private static IllegalStateException different(Object mine, Object others) {
        return new IllegalStateException("answers differ: " + mine + " and " + others);
    }
}
