package io.tensorflare.emit;

import java.util.Objects;

/**
 * What an emission depends on besides the plan.
 *
 * @param sql the statement, for the header comment
 * @param aggregation which way of grouping to take
 * @param analysed whether the program counts the rows of each operator, for EXPLAIN ANALYZE
 */
public record EmitOptions(String sql, Grouping aggregation, boolean analysed) {
    /** Forced variants serve tests: they must give the same answers. */
    public enum Grouping {
        AS_PLANNED,
        HASH
    }

    public EmitOptions {
        Objects.requireNonNull(sql);
        Objects.requireNonNull(aggregation);
    }

    public static EmitOptions of(String sql) {
        return new EmitOptions(sql, Grouping.AS_PLANNED, false);
    }
}
