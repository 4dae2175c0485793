package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;
import io.tensorflare.c.CType;
import io.tensorflare.c.CWriter;
import java.util.List;

/**
 * A block of rows on its way through a pipeline. Code that handles it loops over {@link #rows} and
 * enters each row.
 */
interface Batch {
    /** Where the loop ends, as C; {@code 1} for a single row. */
    String rows();

    /** Where the loop begins; other than 0 only where not dense. */
    default String first() {
        return "0";
    }

    /** Whether every row that is looped over gets past {@link #enter}. */
    boolean isDense();

    /**
     * Writes what the loop's body needs at its beginning; rows that are filtered out leave with
     * {@code skip}.
     *
     * @param uses how often each column will be used; 0 where never
     */
    List<Cell> enter(CWriter c, int[] uses);

    /**
     * Whether a function of its own can loop over the rows: with nothing but the block, the
     * parameters and the structs at hand.
     */
    boolean isMovable();

    /** The C type of the variable {@code block}, where there is one. */
    String blockType();

    /** Declares the arrays of the block that {@code body} mentions. */
    void arrays(CWriter c, CWriter body);

    default boolean isSingle() {
        return rows().equals("1");
    }

    /** The number of {@link #rows} as an expression. */
    default CExpr total() {
        return isSingle() ? CExpr.number(CType.INT32, 1) : CExpr.name(CType.INT32, rows());
    }
}
