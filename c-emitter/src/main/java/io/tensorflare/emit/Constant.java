package io.tensorflare.emit;

import io.tensorflare.plan.Type;

/** A value that is known when a query starts. */
public sealed interface Constant {
    /**
     * From the text of the query.
     *
     * @param value Boolean, Long, BigInteger (unscaled), Double, String or byte[]; for bounds of
     *     ranges also a BigDecimal in units of the slot, which may lie between two of its values
     */
    record Known(Object value) implements Constant {}

    /** NULL, in arrays. */
    record Null() implements Constant {}

    Constant NULL = new Null();

    /**
     * A parameter of the prepared statement; decimals are brought to {@code type}'s scale.
     *
     * @param index from 0
     */
    record Prepared(int index, Type type) implements Constant {}
}
