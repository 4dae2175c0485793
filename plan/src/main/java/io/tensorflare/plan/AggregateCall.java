package io.tensorflare.plan;

import java.util.OptionalInt;

/**
 * One aggregate of an {@link Plan.Aggregate}.
 *
 * @param argument column number of the input; empty for COUNT(*)
 * @param filter column number of a BOOLEAN that lets a row in, for FILTER (WHERE ...)
 */
public record AggregateCall(
        Kind kind,
        OptionalInt argument,
        boolean distinct,
        OptionalInt filter,
        Column column,
        Position position) {
    public enum Kind {
        /** COUNT(*) without argument, COUNT(x) with one; BIGINT, never NULL. */
        COUNT,
        /** NULL over no value; overflow is an error. */
        SUM,
        /**
         * DOUBLE for integers and floating point, DECIMAL(38, s + 6) for decimals, rounded half
         * away from zero.
         */
        AVG,
        MIN,
        MAX,
        /** Any value of the group (a single one is there). */
        ANY_VALUE,
        /** The value of the only row, NULL over no row; a second row is an error. */
        SINGLE_VALUE,
        BOOL_AND,
        BOOL_OR,
        STDDEV_POP,
        STDDEV_SAMP,
        VAR_POP,
        VAR_SAMP
    }
}
