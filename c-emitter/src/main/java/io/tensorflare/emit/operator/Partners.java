package io.tensorflare.emit.operator;

import io.tensorflare.c.CExpr;

/** Rows of a join's left beside their partners. */
interface Partners extends Batch {
    /** The left's rows. */
    Batch input();

    /** Whether the row that was entered has a partner. */
    CExpr exists();

    /**
     * The field of the worker's struct where it is noted for each row of the left that it has a
     * partner; empty where it need not.
     */
    String matched();
}
