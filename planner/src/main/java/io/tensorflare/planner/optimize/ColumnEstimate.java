package io.tensorflare.planner.optimize;

import java.util.Optional;

/**
 * What is expected of a column.
 *
 * @param distinct how many values there are among the rows
 * @param domain how many there were where the column comes from, before any filter
 * @param range bounds that hold if the files tell the truth
 * @param nulls the part of the rows that is NULL, 0 to 1
 * @param source whose rows the column was read from: columns of one source are not independent
 */
record ColumnEstimate(
        double distinct, double domain, Optional<Range> range, double nulls, Source source) {

    /** An operator that makes rows; compared by identity. */
    static final class Source {
        private final double rows;

        Source(double rows) {
            this.rows = rows;
        }

        double rows() {
            return rows;
        }
    }

    /** The column when only so many rows are left, drawn without regard to it. */
    ColumnEstimate among(double rows) {
        double left = distinct <= 1 ? distinct : distinct * -Math.expm1(-rows / distinct);
        return new ColumnEstimate(
                Math.max(Math.min(1, distinct), Math.min(left, rows)),
                domain,
                range,
                nulls,
                source);
    }

    ColumnEstimate withDistinct(double fewer) {
        return new ColumnEstimate(Math.max(1, fewer), domain, range, nulls, source);
    }

    ColumnEstimate withRange(Range narrower) {
        return new ColumnEstimate(distinct, domain, Optional.of(narrower), nulls, source);
    }

    ColumnEstimate withoutRange() {
        return new ColumnEstimate(distinct, domain, Optional.empty(), nulls, source);
    }

    ColumnEstimate withNulls(double part) {
        return new ColumnEstimate(distinct, domain, range, part, source);
    }

    /** A column of which nothing is known. */
    static ColumnEstimate unknown(double rows, Source source) {
        double distinct = Math.max(1, Math.pow(rows, 0.75));
        return new ColumnEstimate(distinct, distinct, Optional.empty(), 0, source);
    }
}
