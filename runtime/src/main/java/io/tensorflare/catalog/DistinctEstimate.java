package io.tensorflare.catalog;

import java.util.HashSet;
import java.util.Set;

/** How many values a column has, from a sample of neighbours and the column's bounds. */
final class DistinctEstimate {
    /** A sample that spans less of the column's width than this lies in a sorted column. */
    private static final double CLUSTERED = 0.25;

    private DistinctEstimate() {}

    /**
     * An estimate.
     *
     * @param sample consecutive values, as stored
     * @param rows of the whole table
     * @param width how many values the column's bounds allow
     */
    static long of(long[] sample, long rows, double width) {
        double most = Math.min(rows, width);
        if (sample.length == 0) {
            return (long) most;
        }
        Set<Long> values = new HashSet<>();
        long minimum = Long.MAX_VALUE;
        long maximum = Long.MIN_VALUE;
        for (long value : sample) {
            values.add(value);
            minimum = Math.min(minimum, value);
            maximum = Math.max(maximum, value);
        }
        double distinct = values.size();
        if (values.size() == sample.length) {
            return (long) most;
        }
        boolean clustered = (double) maximum - minimum + 1 < CLUSTERED * width;
        double estimate =
                clustered
                        ? rows * distinct / sample.length
                        : drawnFrom(sample.length, distinct, most);
        return (long) Math.max(1, Math.min(most, estimate));
    }

    /** From how many values so many draws bring so many different ones. */
    private static double drawnFrom(double draws, double distinct, double most) {
        double low = distinct;
        double high = Math.max(distinct, most);
        for (int i = 0; i < 60; i++) {
            double middle = (low + high) / 2;
            double expected = middle * -Math.expm1(-draws / middle);
            if (expected < distinct) {
                low = middle;
            } else {
                high = middle;
            }
        }
        return high;
    }
}
