package io.tensorflare.emit.expression;

import io.tensorflare.c.CWriter;

/** The columns that an expression may refer to, for the current row. */
@FunctionalInterface
public interface Scope {
    /** Column number {@code index}; what must be computed first is written to {@code c}. */
    Value column(int index, CWriter c);
}
